// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "readheader.h"

#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

/// What may follow a header, and is none of it.
const QByteArray continuations[] = {
    "x",           "\r\n",
    "\n",          QByteArray(1, '\0'),
    "GET / HTTP/", proxyLine("TCP4 192.0.2.9 192.0.2.9 9 9"),
    "0",           proxyBinary(0x21, 0x11, ipv4Addresses()),
};

} // namespace

/// Headers of all kinds, good and wrong, at each of their lengths.
class TestProxyHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void rejects_data();
    void rejects();
};

void TestProxyHeader::reads_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &header, const char *says) {
        QTest::newRow(name) << header << QString::fromLatin1(says);
    };
    const auto captured = [&row](const char *name, const char *hex, const char *says) {
        row(name, QByteArray::fromHex(hex), says);
    };

    row("v1 IPv4", proxyLine("TCP4 192.0.2.1 198.51.100.2 4711 443"),
        "1 proxy 192.0.2.1 4711 198.51.100.2 443");
    row("v1 IPv4, shortest", proxyLine("TCP4 0.0.0.0 0.0.0.0 0 0"), "1 proxy 0.0.0.0 0 0.0.0.0 0");
    row("v1 IPv4, longest", proxyLine("TCP4 255.255.255.255 255.255.255.255 65535 65535"),
        "1 proxy 255.255.255.255 65535 255.255.255.255 65535");
    row("v1 IPv6", proxyLine("TCP6 2001:db8::1 2001:db8::2 4711 443"),
        "1 proxy 2001:db8::1 4711 2001:db8::2 443");
    row("v1 IPv6, shortest", proxyLine("TCP6 :: :: 0 0"), "1 proxy :: 0 :: 0");
    row("v1 IPv6, longest of the specification",
        proxyLine("TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
                  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"),
        "1 proxy ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 "
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535");
    row("v1 IPv6, upper case and leading zeros", proxyLine("TCP6 2001:0DB8::000A ::00F0 1 2"),
        "1 proxy 2001:db8::a 1 ::f0 2");
    row("v1 IPv4-mapped source", proxyLine("TCP6 ::ffff:192.0.2.1 2001:db8::2 4711 443"),
        "1 proxy 192.0.2.1 4711 2001:db8::2 443");
    row("v1 port 0", proxyLine("TCP4 192.0.2.1 192.0.2.2 0 443"),
        "1 proxy 192.0.2.1 0 192.0.2.2 443");
    row("v1 claims 127.0.0.1", proxyLine("TCP4 127.0.0.1 127.0.0.1 1 2"),
        "1 proxy 127.0.0.1 1 127.0.0.1 2");
    row("v1 UNKNOWN", proxyLine("UNKNOWN"), "1 proxy none");
    row("v1 UNKNOWN, a space", proxyLine("UNKNOWN "), "1 proxy none");
    row("v1 UNKNOWN, addresses", proxyLine("UNKNOWN 192.0.2.1 192.0.2.2 1 2"), "1 proxy none");
    row("v1 UNKNOWN, junk and lone CR, LF", proxyLine("UNKNOWN \n \r \xff PROXY\r"),
        "1 proxy none");
    row("v1 UNKNOWN, 107 bytes", proxyLine("UNKNOWN " + QByteArray(91, '\xff')), "1 proxy none");

    row("v2 IPv4", proxyBinary(0x21, 0x11, ipv4Addresses()),
        "2 proxy 192.0.2.1 4711 198.51.100.2 443");
    row("v2 IPv6", proxyBinary(0x21, 0x21, ipv6Addresses()),
        "2 proxy 2001:db8::1 4711 2001:db8::2 443");
    row("v2 IPv4-mapped source",
        proxyBinary(0x21, 0x21,
                    QByteArray::fromHex("00000000000000000000ffffc0000201"
                                        "20010db8000000000000000000000002 1267 01bb")),
        "2 proxy 192.0.2.1 4711 2001:db8::2 443");
    row("v2 port 0 and 0.0.0.0", proxyBinary(0x21, 0x11, QByteArray(12, '\0')),
        "2 proxy 0.0.0.0 0 0.0.0.0 0");
    row("v2 claims 127.0.0.1",
        proxyBinary(0x21, 0x11, QByteArray::fromHex("7f000001 7f000001 0001 0002")),
        "2 proxy 127.0.0.1 1 127.0.0.1 2");
    row("v2 LOCAL", proxyBinary(0x20, 0x00), "2 local none");
    row("v2 LOCAL with addresses", proxyBinary(0x20, 0x11, ipv4Addresses()), "2 local none");
    row("v2 LOCAL, whatever the block", proxyBinary(0x20, 0xff, "\3\1"), "2 local none");
    row("v2 unspecified", proxyBinary(0x21, 0x00), "2 proxy none");
    row("v2 unspecified, whatever the block", proxyBinary(0x21, 0x00, "\3\1"), "2 proxy none");
    row("v2 unspecified family, stream", proxyBinary(0x21, 0x01, "\3\1"), "2 proxy none");
    row("v2 IPv4, unspecified transport", proxyBinary(0x21, 0x10, "\3\1"), "2 proxy none");
    row("v2 IPv4 datagram", proxyBinary(0x21, 0x12, ipv4Addresses()), "2 proxy none");
    row("v2 IPv6 datagram", proxyBinary(0x21, 0x22, ipv6Addresses()), "2 proxy none");
    row("v2 unix stream", proxyBinary(0x21, 0x31, QByteArray(216, 'u')), "2 proxy none");
    row("v2 unix datagram", proxyBinary(0x21, 0x32, QByteArray(216, 'u')), "2 proxy none");

    const char *const ipv4 = "2 proxy 192.0.2.1 4711 198.51.100.2 443";
    row("v2 extensions",
        proxyBinary(0x21, 0x11,
                    ipv4Addresses() + proxyExtension(1, "h2") + proxyExtension(2, "www.example.com")
                        + proxyExtension(4, "") + proxyExtension(0xff, QByteArray(300, '\xff'))),
        ipv4);
    row("v2 extension in one that is not looked into",
        proxyBinary(0x21, 0x11, ipv4Addresses() + proxyExtension(0x20, "\1\1\1\1\1\x21\xff\xff")),
        ipv4);
    row("v2 extension to the last byte that may be",
        proxyBinary(0x21, 0x11,
                    ipv4Addresses()
                        + proxyExtension(4, QByteArray(ProxyHeader::maximumLength - 31, 'n'))),
        ipv4);
    row("v2 checksum", proxyWithChecksum(0x11, ipv4Addresses()), ipv4);
    row("v2 checksum among extensions",
        proxyWithChecksum(0x11, ipv4Addresses(), proxyExtension(1, "h2"), proxyExtension(4, "x")),
        ipv4);
    row("v2 checksum of a datagram", proxyWithChecksum(0x12, ipv4Addresses()), "2 proxy none");

    // As sent by HAProxy 2.6 and nginx 1.22.
    captured("haproxy v1",
             "50524f58592054435034203132372e302e302e31203132372e302e302e312034303937"
             "302034373331300d0a",
             "1 proxy 127.0.0.1 40970 127.0.0.1 47310");
    captured("haproxy v1 IPv6", "50524f58592054435036203a3a31203a3a312035323133362034373331310d0a",
             "1 proxy ::1 52136 ::1 47311");
    captured("haproxy v1 IPv4-mapped",
             "50524f58592054435036203a3a666666663a3132372e302e302e31203a3a666666663a3132372e302e30"
             "2e312035313932342034373331320d0a",
             "1 proxy 127.0.0.1 51924 127.0.0.1 47312");
    captured("haproxy v1 for a unix client", "50524f585920554e4b4e4f574e0d0a", "1 proxy none");
    captured("haproxy v2", "0d0a0d0a000d0a515549540a2111000c7f0000017f0000019acab8d1",
             "2 proxy 127.0.0.1 39626 127.0.0.1 47313");
    captured(
        "haproxy v2 IPv6",
        "0d0a0d0a000d0a515549540a21210024000000000000000000000000000000010000000000000000000000"
        "0000000001ac64b8d2",
        "2 proxy ::1 44132 ::1 47314");
    captured(
        "haproxy v2 IPv4-mapped",
        "0d0a0d0a000d0a515549540a2121002400000000000000000000ffff7f00000100000000000000000000ff"
        "ff7f000001a818b8d3",
        "2 proxy 127.0.0.1 43032 127.0.0.1 47315");
    captured(
        "haproxy v2 of mixed families",
        "0d0a0d0a000d0a515549540a2121002400000000000000000000ffffc000020120010db800000000000000"
        "0000000001126701bb",
        "2 proxy 192.0.2.1 4711 2001:db8::1 443");
    captured("haproxy v2 with checksum",
             "0d0a0d0a000d0a515549540a211100137f0000017f000001c1eab8d403000435da658a",
             "2 proxy 127.0.0.1 49642 127.0.0.1 47316");
    captured(
        "haproxy v2 with TLS and all its extensions",
        "0d0a0d0a000d0a515549540a211100887f0000017f000001e730b8d50300042e526eb802000f7777772e65"
        "78616d706c652e636f6d05000d37463030303030313a453733302000500700000000210007544c5376312e"
        "3322000e636c69656e742e6578616d706c652500075253413230343824000a5253412d5348413235362300"
        "16544c535f4145535f3235365f47434d5f534841333834",
        "2 proxy 127.0.0.1 59184 127.0.0.1 47317");
    captured("haproxy v2 health check, or unix client", "0d0a0d0a000d0a515549540a20000000",
             "2 local none");
    captured("haproxy v2 health check with checksum",
             "0d0a0d0a000d0a515549540a20000007030004a9b87e8f", "2 local none");
    captured("nginx v1 IPv4-mapped",
             "50524f58592054435036203a3a666666663a3132372e302e302e31203a3a666666663a3132372e302e30"
             "2e312035323632382034373435330d0a",
             "1 proxy 127.0.0.1 52628 127.0.0.1 47453");
}

void TestProxyHeader::reads()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, says);
    QCOMPARE(describe(read(header)), says);
    const auto whole = std::get<ProxyHeader>(read(header));
    QCOMPARE(whole.length, std::size_t(header.size()));

    // Split at any byte: it is incomplete, and knows no less than what is missing.
    for (qsizetype length = 0; length < header.size(); ++length) {
        const ProxyHeaderResult part = read(header.first(length));
        QVERIFY2(std::holds_alternative<IncompleteProxyHeader>(part),
                 qPrintable(QString::number(length) + u" bytes: " + describe(part)));
        const std::size_t missing = std::get<IncompleteProxyHeader>(part).missing;
        QVERIFY(missing > 0 && std::size_t(length) + missing <= whole.length);
    }

    // Who reads what is missing, and no more, has the header and nothing else.
    qsizetype length = 0;
    while (const std::size_t missing = missingBytes(header.first(length)))
        length += qsizetype(missing);
    QCOMPARE(length, header.size());

    // Data behind it changes nothing, be it a second header.
    for (const QByteArray &continuation : continuations) {
        const ProxyHeaderResult result = read(header + continuation);
        QVERIFY(std::holds_alternative<ProxyHeader>(result));
        QVERIFY(std::get<ProxyHeader>(result) == whole);
    }
}

void TestProxyHeader::rejects_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("length"); // of the part at which it shows
    QTest::addColumn<QString>("reason");
    const auto row
        = [](const char *name, const QByteArray &bytes, qsizetype length, const char *reason) {
              QTest::newRow(name) << bytes << int(length) << QString::fromLatin1(reason);
          };
    // Wrong with the last byte of \a head, whatever follows.
    const auto line = [&row](const char *name, const QByteArray &head, const char *reason) {
        row(name, "PROXY " + head, 6 + head.size(), reason);
    };
    const auto binary = [&row](const char *name, const QByteArray &header, const char *reason,
                               qsizetype length = 0) {
        row(name, header, length ? length : header.size(), reason);
    };

    row("HTTP", "GET / HTTP/1.1\r\n\r\n", 1, "no PROXY protocol");
    row("a POST", "POST / HTTP/1.1\r\n\r\n", 2, "no PROXY protocol");
    row("TLS", QByteArray::fromHex("1603010200010001fc0303"), 1, "no PROXY protocol");
    row("silence, then zeros", QByteArray(16, '\0'), 1, "no PROXY protocol");
    row("lower case", "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n", 1, "no PROXY protocol");
    row("a space before it", " PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", 1, "no PROXY protocol");
    row("empty lines", "\r\n\r\n\r\n", 5, "no PROXY protocol");
    line("v1, two spaces before the family", " ", "no PROXY protocol");
    line("v1, a tab", "TCP4\t", "no PROXY protocol");
    line("v1, UDP4", "UD", "no PROXY protocol");
    line("v1, TCP5", "TCP5", "no PROXY protocol");
    line("v1, TCP", "TCP ", "no PROXY protocol");
    line("v1, UNKNOWNS", "UNKNOWNS", "no PROXY protocol");
    line("v1, UNKNOWN without CR", "UNKNOWN\n", "no PROXY protocol");
    line("v1, no fields", "TCP4\r", "no PROXY protocol");
    line("v1, empty source", "TCP4  ", "no IPv4 address");
    line("v1, line ends after the source", "TCP4 192.0.2.1\r", "no IPv4 address");
    line("v1, three parts", "TCP4 192.0.2 ", "no IPv4 address");
    line("v1, part over 255", "TCP4 192.0.2.256 ", "no IPv4 address");
    line("v1, part with a leading zero", "TCP4 192.0.02.1 ", "no IPv4 address");
    line("v1, hexadecimal part", "TCP4 0x", "no IPv4 address");
    line("v1, subnet", "TCP4 192.0.2.0/", "no IPv4 address");
    line("v1, IPv4 address too long", "TCP4 1234567890123456", "no IPv4 address");
    line("v1, two spaces between addresses", "TCP4 192.0.2.1  ", "no IPv4 address");
    line("v1, tab between addresses", "TCP4 192.0.2.1\t", "no IPv4 address");
    line("v1, NUL in an address", QByteArray("TCP4 192.0.2.1\0", 15), "no IPv4 address");
    line("v1, IPv6 as TCP4", "TCP4 2001:", "no IPv4 address");
    line("v1, IPv6 destination as TCP4", "TCP4 192.0.2.1 :", "no IPv4 address");
    line("v1, IPv4-mapped as TCP4", "TCP4 :", "no IPv4 address");
    line("v1, IPv4 as TCP6", "TCP6 192.0.2.1 ", "no IPv6 address");
    line("v1, IPv4 destination as TCP6", "TCP6 2001:db8::1 192.0.2.1 ", "no IPv6 address");
    line("v1, two gaps", "TCP6 2001::db8::1 ", "no IPv6 address");
    line("v1, seven groups", "TCP6 1:2:3:4:5:6:7 ", "no IPv6 address");
    line("v1, group of five digits", "TCP6 12345:: ", "no IPv6 address");
    line("v1, scope id", "TCP6 fe80::1%", "no IPv6 address");
    line("v1, brackets", "TCP6 [", "no IPv6 address");
    line("v1, IPv6 address too long", "TCP6 " + QByteArray(46, '0'), "no IPv6 address");
    line("v1, empty port", "TCP4 192.0.2.1 192.0.2.2  ", "no port");
    line("v1, port with a leading zero", "TCP4 192.0.2.1 192.0.2.2 01 ", "no port");
    line("v1, port 00", "TCP4 192.0.2.1 192.0.2.2 1 00\r", "no port");
    line("v1, port 65536", "TCP4 192.0.2.1 192.0.2.2 65536 ", "no port");
    line("v1, port of six digits", "TCP4 192.0.2.1 192.0.2.2 123456", "no port");
    line("v1, negative port", "TCP4 192.0.2.1 192.0.2.2 -", "no port");
    line("v1, port with a sign", "TCP4 192.0.2.1 192.0.2.2 +", "no port");
    line("v1, one port", "TCP4 192.0.2.1 192.0.2.2 1\r", "no port");
    line("v1, no second port", "TCP4 192.0.2.1 192.0.2.2 1 \r", "no port");
    line("v1, space at the end", "TCP4 192.0.2.1 192.0.2.2 1 2 ", "no port");
    line("v1, line feed alone", "TCP4 192.0.2.1 192.0.2.2 1 2\n", "no port");
    line("v1, carriage return alone", "TCP4 192.0.2.1 192.0.2.2 1 2\rG",
         "no line feed after the carriage return");
    line("v1, UNKNOWN of 108 bytes", "UNKNOWN " + QByteArray(92, 'x'), "the line is too long");
    line("v1, IPv6 of 108 bytes",
         "TCP6 0000:0000:0000:0000:0000:ffff:192.168.100.200 "
         "0000:0000:0000:0000:0000:ffff:192.168.100.20 1234",
         "the line is too long");

    binary("v2, version 1", proxyBinary(0x11, 0x11), "another version than 1 or 2", 13);
    binary("v2, version 3", proxyBinary(0x31, 0x11), "another version than 1 or 2", 13);
    binary("v2, command 2", proxyBinary(0x22, 0x11), "an unknown command", 13);
    binary("v2, command 15", proxyBinary(0x2f, 0x11), "an unknown command", 13);
    binary("v2, family 4", proxyBinary(0x21, 0x41), "an unknown address family", 14);
    binary("v2, transport 3", proxyBinary(0x21, 0x13), "an unknown transport protocol", 14);
    binary("v2, unspecified family, transport 3", proxyBinary(0x21, 0x03),
           "an unknown transport protocol", 14);
    const char *const tooShort = "the header is too short for its addresses";
    binary("v2 IPv4, no addresses", proxyBinary(0x21, 0x11), tooShort);
    binary("v2 IPv4, a byte too short", proxyBinary(0x21, 0x11, ipv4Addresses().chopped(1)),
           tooShort, 16);
    binary("v2 IPv6, a byte too short", proxyBinary(0x21, 0x21, ipv6Addresses().chopped(1)),
           tooShort, 16);
    binary("v2 IPv6 as long as IPv4", proxyBinary(0x21, 0x21, ipv4Addresses()), tooShort, 16);
    binary("v2 IPv4 datagram, a byte too short",
           proxyBinary(0x21, 0x12, ipv4Addresses().chopped(1)), tooShort, 16);
    binary("v2 unix, a byte too short", proxyBinary(0x21, 0x31, QByteArray(215, 'u')), tooShort,
           16);
    const qsizetype maximum = ProxyHeader::maximumLength;
    binary("v2, a byte too long", proxyBinary(0x21, 0x11, QByteArray(maximum - 15, '\0')),
           "the header is too long", 16);
    binary("v2 LOCAL, a byte too long", proxyBinary(0x20, 0x00, QByteArray(maximum - 15, '\0')),
           "the header is too long", 16);
    binary("v2, length 65535", proxyBinary(0x21, 0x11, QByteArray(65535, '\0')),
           "the header is too long", 16);

    const auto extended = [](const QByteArray &extensions) {
        return proxyBinary(0x21, 0x11, ipv4Addresses() + extensions);
    };
    const QByteArray noop = proxyExtension(4, "noop");
    binary("v2, extension of a byte", extended(QByteArray(1, '\4')), "an extension is cut off");
    binary("v2, extension of two bytes", extended(QByteArray("\4\0", 2)),
           "an extension is cut off");
    binary("v2, a byte behind an extension", extended(noop + '\4'), "an extension is cut off");
    binary("v2, truncated extension", extended(noop.chopped(1)),
           "an extension is longer than the header");
    binary("v2, extension of 65535 bytes", extended("\4\xff\xff"),
           "an extension is longer than the header");
    binary("v2 unix, truncated extension",
           proxyBinary(0x21, 0x31, QByteArray(216, 'u') + noop.chopped(1)),
           "an extension is longer than the header");
    const QByteArray checksummed = proxyWithChecksum(0x11, ipv4Addresses());
    binary("v2, checksum of zeros", extended(proxyExtension(3, QByteArray(4, '\0'))),
           "the checksum is wrong");
    binary("v2, checksum of another header", QByteArray(checksummed).replace(16, 1, "\xc1"),
           "the checksum is wrong");
    binary("v2, datagram with a wrong checksum", QByteArray(checksummed).replace(13, 1, "\x12"),
           "the checksum is wrong");
    binary("v2, empty checksum", extended(proxyExtension(3, "")),
           "the checksum has not four bytes");
    binary("v2, checksum of three bytes", extended(proxyExtension(3, "abc")),
           "the checksum has not four bytes");
    binary("v2, checksum of five bytes", extended(proxyExtension(3, "abcde")),
           "the checksum has not four bytes");
    binary("v2, the checksum twice",
           proxyWithChecksum(0x11, ipv4Addresses(), {}, checksummed.last(7)),
           "there are two checksums");
}

void TestProxyHeader::rejects()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, length);
    QFETCH(QString, reason);
    for (qsizetype part = 0; part < length; ++part) {
        const ProxyHeaderResult result = read(bytes.first(part));
        QVERIFY2(std::holds_alternative<IncompleteProxyHeader>(result),
                 qPrintable(QString::number(part) + u" bytes: " + describe(result)));
        QVERIFY(std::get<IncompleteProxyHeader>(result).missing > 0);
    }
    for (qsizetype part = length; part <= std::min(bytes.size(), qsizetype(length) + 64); ++part)
        QCOMPARE(describe(read(bytes.first(part))), u"invalid: " + reason);
    for (const QByteArray &continuation : continuations)
        QVERIFY(std::holds_alternative<InvalidProxyHeader>(read(bytes + continuation)));
}

QTEST_APPLESS_MAIN(TestProxyHeader)

#include "tst_proxyheader.moc"
