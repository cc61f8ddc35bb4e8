// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "readheader.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <algorithm>

using namespace ConnLimit;

/// PROXY headers by their bytes: each one that may be wrong, that is missing, or that chance gives.
class TestProxyHeaderBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rejectsTheFirstWrongByte();
    void rejectsEachFlippedBitOfAChecksummedHeader();
    void knowsWhatIsMissing_data();
    void knowsWhatIsMissing();
    void neverFinished();
    void randomAddresses();
};

void TestProxyHeaderBytes::rejectsTheFirstWrongByte()
{
    const QByteArray heads[] = {"PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN\r\n", "PROXY UNKNOWN ",
                                proxyBinary(0, 0).first(12)};
    for (const QByteArray &head : heads) {
        for (qsizetype at = 0; at < head.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                const QByteArray begin = head.first(at) + char(byte);
                const bool isWellSoFar
                    = std::any_of(std::begin(heads), std::end(heads),
                                  [&](const QByteArray &known) { return known.startsWith(begin); });
                QCOMPARE(std::holds_alternative<InvalidProxyHeader>(read(begin)), !isWellSoFar);
            }
        }
    }
}

void TestProxyHeaderBytes::rejectsEachFlippedBitOfAChecksummedHeader()
{
    const QByteArray header
        = proxyWithChecksum(0x11, ipv4Addresses(), {}, proxyExtension(2, "www.example.com"));
    QVERIFY(std::holds_alternative<ProxyHeader>(read(header)));
    for (qsizetype bit = 0; bit < header.size() * 8; ++bit) {
        QByteArray flipped = header;
        flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
        // Neither LOCAL, nor what is not specified, nor another type of extension is a checksum.
        const bool isWithoutChecksum = bit / 8 == 12 || bit / 8 == 13 || bit / 8 == 28;
        const ProxyHeaderResult result = read(flipped);
        QVERIFY2(isWithoutChecksum || !std::holds_alternative<ProxyHeader>(result),
                 qPrintable(u"bit " + QString::number(bit)));
    }
}

void TestProxyHeaderBytes::knowsWhatIsMissing_data()
{
    QTest::addColumn<QByteArray>("beginning");
    QTest::addColumn<std::size_t>("missing");
    const auto row = [](const char *name, const QByteArray &beginning, std::size_t missing) {
        QTest::newRow(name) << beginning << missing;
    };
    row("nothing yet: UNKNOWN is the shortest", "", 15);
    row("v1", "PROXY ", 9);
    row("v1 TCP: TCP6 is the shorter", "PROXY TCP", 13);
    row("v1 IPv4", "PROXY TCP4 ", 21);
    row("v1 IPv6", "PROXY TCP6 ", 11);
    row("v1 IPv4, shorter than any", "PROXY TCP4 192.0.2.1 ", 11);
    row("v1 IPv4, a line ending", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2", 2);
    row("v1 IPv4, a line feed", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r", 1);
    row("v1 UNKNOWN, a line ending", "PROXY UNKNOWN", 2);
    row("v1 UNKNOWN, a line feed", "PROXY UNKNOWN\r", 1);
    row("v2", "\r\n", 14);
    row("v2, all but its length", proxyBinary(0x21, 0x11, ipv4Addresses()).first(15), 1);
    row("v2, its length", proxyBinary(0x21, 0x11, ipv4Addresses()).first(16), 12);
    row("v2, a byte", proxyBinary(0x21, 0x11, ipv4Addresses()).chopped(1), 1);
}

void TestProxyHeaderBytes::knowsWhatIsMissing()
{
    QFETCH(QByteArray, beginning);
    QFETCH(std::size_t, missing);
    QCOMPARE(missingBytes(beginning), missing);
}

void TestProxyHeaderBytes::neverFinished()
{
    // A line without an end is given up when it cannot end in time any more.
    QByteArray line = "PROXY UNKNOWN ";
    while (missingBytes(line))
        line += 'x';
    QCOMPARE(line.size(), 106);

    // A binary header says how long it will be: what is waited for is bounded.
    const QByteArray header
        = proxyBinary(0x21, 0x11, QByteArray(ProxyHeader::maximumLength - 16, '\0'));
    for (qsizetype length = 16; length < header.size(); ++length)
        QCOMPARE(missingBytes(header.first(length)), std::size_t(header.size() - length));
}

void TestProxyHeaderBytes::randomAddresses()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const auto endpoint = [&random](bool isIPv6) {
        ClientKey::Bytes bytes;
        for (std::uint8_t &byte : bytes)
            byte = std::uint8_t(random.bounded(4) ? random.bounded(256) : 0);
        bytes[0] |= 1; // no IPv4
        return ProxyHeader::Endpoint{isIPv6 ? ClientKey::fromIPv6(bytes)
                                            : ClientKey::fromIPv4(random.generate()),
                                     std::uint16_t(random.bounded(65536))};
    };
    for (int i = 0; i < 10'000; ++i) {
        const bool isIPv6 = i % 2;
        const ProxyHeader::Endpoints sent{endpoint(isIPv6), endpoint(isIPv6)};
        QByteArray fields = isIPv6 ? "TCP6 " : "TCP4 ";
        QByteArray addresses;
        for (const auto &[address, port] : {sent.source, sent.destination}) {
            fields += address.toString().c_str() + QByteArray(" ");
            const auto &bytes = address.bytes();
            addresses.append(reinterpret_cast<const char *>(bytes.data()) + (isIPv6 ? 0 : 12),
                             isIPv6 ? 16 : 4);
        }
        fields += QByteArray::number(sent.source.port) + ' '
                  + QByteArray::number(sent.destination.port);
        addresses += bigEndian(sent.source.port) + bigEndian(sent.destination.port);
        for (const QByteArray &header :
             {proxyLine(fields), proxyBinary(0x21, isIPv6 ? 0x21 : 0x11, addresses)}) {
            const ProxyHeaderResult result = read(header);
            QVERIFY2(std::holds_alternative<ProxyHeader>(result)
                         && std::get<ProxyHeader>(result).endpoints == sent,
                     qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(describe(result))));
        }
    }
}

QTEST_APPLESS_MAIN(TestProxyHeaderBytes)

#include "tst_proxyheaderbytes.moc"
