// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/clientkey.h>

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <arpa/inet.h>

using namespace ConnLimit;

namespace {

ClientKey::Bytes randomBytes(QRandomGenerator &random)
{
    ClientKey::Bytes bytes;
    for (std::uint8_t &byte : bytes)
        byte = std::uint8_t(random.bounded(256));
    return bytes;
}

/// What masking means, bit by bit.
ClientKey::Bytes maskedNaively(ClientKey::Bytes bytes, unsigned length)
{
    for (unsigned bit = length; bit < 128; ++bit)
        bytes[bit / 8] = std::uint8_t(bytes[bit / 8] & ~(0x80u >> (bit % 8)));
    return bytes;
}

} // namespace

class TestClientKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void rejects_data();
    void rejects();
    void embeddedNul();
    void mappedIsIPv4();
    void masks();
    void contains();
    void null();
    void order();
    void textSurvives();
    void textIsTheSystems();
};

void TestClientKey::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *text, const char *canonical = nullptr) {
        QTest::newRow(text) << QString::fromLatin1(text)
                            << QString::fromLatin1(canonical ? canonical : text);
    };
    row("203.0.113.7");
    row("0.0.0.0");
    row("255.255.255.255");
    row("203.0.113.0/24");
    row("0.0.0.0/0");
    row("203.0.113.7/32", "203.0.113.7");
    row("::");
    row("::1");
    row("::/0");
    row("2001:db8::1");
    row("2001:db8:1:2::/64");
    row("2001:db8::1/128", "2001:db8::1");
    // RFC 5952, 4: leading zeros, lower case, the longest run of zeros, the first of two.
    row("2001:0db8::0001", "2001:db8::1");
    row("2001:DB8::A", "2001:db8::a");
    row("2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
    row("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    row("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    row("2001:db8:0:1:1:1:1:1");
    // The same client, whichever way it is written.
    row("::ffff:203.0.113.7", "203.0.113.7");
    row("::ffff:cb00:7107", "203.0.113.7");
    row("::ffff:203.0.113.0/120", "203.0.113.0/24");
    row("::ffff:0.0.0.0/96", "0.0.0.0/0");
    row("::ffff:0:0/95", nullptr);
    row("fe80::1%eth0", "fe80::1");
    row("fe80::%2/10", "fe80::/10");
}

void TestClientKey::reads()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const auto key = ClientKey::fromString(text.toStdString());
    if (text == u"::ffff:0:0/95") { // bit 96 is behind the prefix
        QVERIFY(!key);
        return;
    }
    QVERIFY(key);
    QCOMPARE(QString::fromStdString(key->toString()), canonical);
}

void TestClientKey::rejects_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             " ",
                             "localhost",
                             "1.2.3",
                             "1.2.3.4.5",
                             "256.1.1.1",
                             "1.2.3.04",
                             "01.2.3.4",
                             "0x7f.0.0.1",
                             " 1.2.3.4",
                             "1.2.3.4 ",
                             "1.2.3.4:80",
                             "-1.2.3.4",
                             "1.2.3.4%eth0",
                             ":",
                             ":::",
                             "1::2::3",
                             "12345::",
                             "g::",
                             "[::1]",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "1.2.3.4/",
                             "1.2.3.4/33",
                             "1.2.3.4/-1",
                             "1.2.3.4/+8",
                             "1.2.3.4/8.0",
                             "1.2.3.4/ 8",
                             "1.2.3.4/99999999999999999999",
                             "/8",
                             "::/129",
                             "::/128x",
                             "10.0.0.1/8",
                             "2001:db8::1/64",
                             "1.2.3.4/0",
                             "1.2.3.4/24/8"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("long") << QString(100'000, u'1');
    QTest::newRow("long IPv6") << QString(100'000, u':');
}

void TestClientKey::rejects()
{
    QFETCH(QString, text);
    const auto key = ClientKey::fromString(text.toStdString());
    QVERIFY2(!key, key ? key->toString().c_str() : "");
}

void TestClientKey::embeddedNul()
{
    using namespace std::string_view_literals;
    QVERIFY(!ClientKey::fromString("1.2.3.4\0"sv));
    QVERIFY(!ClientKey::fromString("1.2.3.4\0/8"sv));
    QVERIFY(!ClientKey::fromString("::1\0junk"sv));
}

void TestClientKey::mappedIsIPv4()
{
    const ClientKey plain = ClientKey::fromIPv4(0xcb007107);
    const ClientKey mapped
        = ClientKey::fromIPv6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xcb, 0, 0x71, 7});
    QVERIFY(plain == mapped);
    QVERIFY(mapped.isIPv4());
    QCOMPARE(mapped.prefixLength(), 32u);
    QVERIFY(!ClientKey::fromString("::ffff:0:cb00:7107")->isIPv4()); // translated, RFC 2765
    QVERIFY(!ClientKey::fromString("::cb00:7107")->isIPv4());        // compatible, deprecated
}

void TestClientKey::masks()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    for (unsigned length = 0; length <= 128; ++length) {
        for (int i = 0; i < 20; ++i) {
            ClientKey::Bytes bytes = randomBytes(random);
            bytes[0] |= 1; // no IPv4
            const ClientKey key = ClientKey::fromIPv6(bytes, length);
            QVERIFY2(key.bytes() == maskedNaively(bytes, length), note.constData());
            QVERIFY2(key == ClientKey::fromIPv6(bytes).masked(32, length), note.constData());
            QCOMPARE(key.prefixLength(), length);
        }
    }
    for (unsigned length = 0; length <= 32; ++length) {
        const quint32 address = random.generate();
        const quint32 mask = length == 0 ? 0 : ~quint32(0) << (32 - length);
        const ClientKey key = ClientKey::fromIPv4(address).masked(length, 64);
        QVERIFY2(key == ClientKey::fromIPv4(address & mask, length), note.constData());
        QVERIFY(key.isIPv4());
        QCOMPARE(key.prefixLength(), length);
    }
    // What is wide already stays as it is; too long is as long as can be.
    const ClientKey wide = *ClientKey::fromString("10.0.0.0/8");
    QVERIFY(wide.masked(24, 64) == wide);
    QVERIFY(ClientKey::fromIPv4(1, 99) == ClientKey::fromIPv4(1));
    QVERIFY(ClientKey::fromIPv6({1}, 999) == ClientKey::fromIPv6({1}));
}

void TestClientKey::contains()
{
    const auto key = [](const char *text) { return *ClientKey::fromString(text); };
    QVERIFY(key("10.0.0.0/8").contains(key("10.255.0.1")));
    QVERIFY(key("10.0.0.0/8").contains(key("10.1.0.0/16")));
    QVERIFY(key("10.0.0.0/8").contains(key("10.0.0.0/8")));
    QVERIFY(!key("10.0.0.0/8").contains(key("11.0.0.0")));
    QVERIFY(!key("10.1.0.0/16").contains(key("10.0.0.0/8")));
    QVERIFY(key("0.0.0.0/0").contains(key("203.0.113.7")));
    QVERIFY(!key("0.0.0.0/0").contains(key("2001:db8::1")));
    QVERIFY(key("::/0").contains(key("2001:db8::1")));
    QVERIFY(!ClientKey().contains(key("10.0.0.1")) && !key("::/0").contains(ClientKey()));
}

void TestClientKey::null()
{
    const ClientKey null;
    QVERIFY(null.isNull() && !null.isIPv4());
    QCOMPARE(null.toString(), std::string());
    QVERIFY(null != *ClientKey::fromString("::") && null != *ClientKey::fromString("::/0"));
    QVERIFY(null.masked(8, 8).isNull());
}

void TestClientKey::order()
{
    std::vector<ClientKey> keys;
    for (const char *text : {"2001:db8::/32", "2001:db8::", "127.0.0.10", "127.0.0.9", "::1",
                             "10.0.0.0/8", "10.0.0.0"})
        keys.push_back(*ClientKey::fromString(text));
    std::sort(keys.begin(), keys.end());
    QStringList texts;
    for (const ClientKey &key : keys)
        texts.append(QString::fromStdString(key.toString()));
    QCOMPARE(
        texts.join(u' '),
        QStringLiteral("::1 10.0.0.0/8 10.0.0.0 127.0.0.9 127.0.0.10 2001:db8::/32 2001:db8::"));
}

void TestClientKey::textSurvives()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    for (int i = 0; i < 10'000; ++i) {
        const ClientKey key = i % 2
                                  ? ClientKey::fromIPv4(random.generate(), random.bounded(33u))
                                  : ClientKey::fromIPv6(randomBytes(random), random.bounded(129u));
        const auto read = ClientKey::fromString(key.toString());
        QVERIFY2(read && *read == key,
                 ("seed " + std::to_string(seed) + ' ' + key.toString()).c_str());
    }
}

void TestClientKey::textIsTheSystems()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    for (int i = 0; i < 100'000; ++i) {
        ClientKey::Bytes bytes = randomBytes(random);
        bytes[0] |= 1; // the system writes some of those that begin with zeros as IPv4
        for (std::size_t group = 1; group < 8; ++group) {
            if (random.bounded(2))
                bytes[2 * group] = bytes[2 * group + 1] = 0;
            else if (random.bounded(2))
                bytes[2 * group] = 0;
        }
        char expected[INET6_ADDRSTRLEN];
        ::inet_ntop(AF_INET6, bytes.data(), expected, sizeof expected);
        std::array<char, ClientKey::maximumTextLength> text;
        const std::size_t length = ClientKey::fromIPv6(bytes).toChars(text);
        QVERIFY2(std::string_view(text.data(), length) == expected,
                 ("seed " + std::to_string(seed) + ' ' + expected).c_str());
    }
    const ClientKey longest = *ClientKey::fromString("2001:1db8:1111:2222:3333:4444:5555:6666/127");
    QCOMPARE(longest.toString().size(), ClientKey::maximumTextLength);
    QCOMPARE(ClientKey::fromString("::102:304")->toString(), std::string("::102:304"));
}

QTEST_APPLESS_MAIN(TestClientKey)

#include "tst_clientkey.moc"
