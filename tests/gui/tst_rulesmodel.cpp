// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "rulesmodel.h"
#include "rulesview.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

ClientKey subnet(const char *text)
{
    return *ClientKey::fromString(text);
}

Rule limited(const char *text, quint32 limit)
{
    return {subnet(text), RuleAction::Limit, limit};
}

Rule blocked(const char *text)
{
    return {subnet(text), RuleAction::Block, 0};
}

} // namespace

class TestRulesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsLines_data();
    void readsLines();
    void wrongSubnets_data();
    void wrongSubnets();
    void orderIsPrecedence();
    void editsInPlace();
    void subnetsStandOnce();
    void addsAndRemoves();
    void linesSetOrAdd();
    void newsDoNotOverwrite();
    void appliedChangesSettle();
    void selectionSurvivesNews();
    void filters();
    void fullOfRules();

private:
    QString dump() const
    {
        QStringList lines;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < RulesModel::ColumnCount; ++column)
                cells.append(m_model->index(row, column).data().toString());
            lines.append(cells.join(u'|'));
        }
        return lines.join(u'\n');
    }
    bool set(int row, RulesModel::Column column, const QVariant &value)
    {
        return m_model->setData(m_model->index(row, column), value, Qt::EditRole);
    }
    ChangeSet changes() const
    {
        const auto changes = m_model->changes();
        const ChangeSet *set = std::get_if<ChangeSet>(&changes);
        return set ? *set : ChangeSet{{"invalid", {}, {}}};
    }
    QString reason() const
    {
        const auto changes = m_model->changes();
        const auto *invalid = std::get_if<RulesModel::Invalid>(&changes);
        return invalid ? invalid->reason : QString();
    }

    std::unique_ptr<RulesModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    const std::vector<Rule> m_three{limited("10.0.0.0/8", 5),
                                    blocked("2001:db8::/32"),
                                    {subnet("10.1.0.0/16"), RuleAction::Exempt, 0}};
};

void TestRulesModel::init()
{
    m_model = std::make_unique<RulesModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(m_model->setRules(m_three).empty());
}

void TestRulesModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestRulesModel::readsLines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *line, const char *rule) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(rule);
    };
    row("10.0.0.0/8 limit 5", "10.0.0.0/8|limit|5");
    row("10.0.0.0/8 5", "10.0.0.0/8|limit|5");
    row("  10.0.0.0/8\tLimit\t5  ", "10.0.0.0/8|limit|5");
    row("10.0.0.0/8,limit,5", "10.0.0.0/8|limit|5");
    row("10.0.0.0/8; exempt", "10.0.0.0/8|exempt|");
    row("2001:db8::/32 block # spam", "2001:db8::/32|blocked|");
    row("192.0.2.1 blocked", "192.0.2.1|blocked|");
    row("192.0.2.1 limit 0", "192.0.2.1|limit|no limit");
    row("192.0.2.1", "192.0.2.1|limit|"); // to be completed
    row("192.0.2.1 limit", "192.0.2.1|limit|");
    row("192.0.2.1 limit five", "192.0.2.1|limit|five");
    row("192.0.2.1 block it now", "192.0.2.1|limit|block it now");
    row("<b>bold</b>", "<b>bold</b>|limit|");
}

void TestRulesModel::readsLines()
{
    QFETCH(QString, line);
    QFETCH(QString, rule);
    m_model = std::make_unique<RulesModel>();
    QCOMPARE(m_model->addLines(u"\n# comment\n" + line + u"\r\n\n"), 0);
    QCOMPARE(dump().section(u'|', 0, 2), rule);
}

void TestRulesModel::wrongSubnets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(*text ? text : "nothing")
            << QString::fromLatin1(text) << QString::fromUtf8(expected);
    };
    row("", "Type an address or a subnet");
    row("localhost", "“localhost” is not an address or a subnet.");
    row("10.0.0.0/33", "0 to 32");
    row("2001:db8::/129", "0 to 128");
    row("10.0.0.0/x", "0 to 32");
    row("10.0.0.0/8/9", "not an address or a subnet");
    row("10.1.2.3/8", "did you mean 10.0.0.0/8?");
    row("10.0.0.0/8 ", "There is another rule for this subnet.");
    row("<b>x</b>", "“<b>x</b>”");
}

void TestRulesModel::wrongSubnets()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QVERIFY(set(0, RulesModel::Subnet, text));
    QVERIFY2(reason().contains(expected), qPrintable(reason()));
    QCOMPARE(m_model->index(0, RulesModel::Subnet).data().toString(), text.trimmed());
    QCOMPARE(m_model->index(0, RulesModel::Note).data().toString(), reason());
    QCOMPARE(m_model->index(0, RulesModel::Subnet).data(RulesModel::ErrorRole).toString(),
             reason());
    QVERIFY(m_model->index(0, RulesModel::Limit).data(RulesModel::ErrorRole).isNull());
    QVERIFY(set(0, RulesModel::Subnet, QStringLiteral("10.1.0.0/16")));
    QVERIFY(!m_model->isEdited());
}

void TestRulesModel::orderIsPrecedence()
{
    QCOMPARE(dump(), QStringLiteral("10.1.0.0/16|exempt||\n"
                                    "10.0.0.0/8|limit|5|\n"
                                    "2001:db8::/32|blocked||"));
}

void TestRulesModel::editsInPlace()
{
    QSignalSpy edited(m_model.get(), &RulesModel::edited);
    QVERIFY(set(1, RulesModel::Limit, QStringLiteral("8")));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(changes(), ChangeSet({{"rules", m_three[0], limited("10.0.0.0/8", 8)}}));
    QCOMPARE(m_model->index(1, RulesModel::Note).data().toString(), QStringLiteral("was limit 5"));
    QVERIFY(set(1, RulesModel::Limit, QStringLiteral("-8")));
    QVERIFY2(reason().contains(QStringLiteral("negative")), qPrintable(reason()));
    QCOMPARE(m_model->index(1, RulesModel::Limit).data(RulesModel::ErrorRole).toString(), reason());

    for (const quint32 limit : {3'000'000'000u, 4'294'967'295u}) {
        QVERIFY(set(1, RulesModel::Limit, QString::number(limit)));
        QCOMPARE(changes(), ChangeSet({{"rules", m_three[0], limited("10.0.0.0/8", limit)}}));
    }
    QVERIFY(set(1, RulesModel::Limit, QStringLiteral("4294967296")));
    QVERIFY2(reason().contains(QStringLiteral("at most 4,294,967,295")), qPrintable(reason()));

    QVERIFY(set(1, RulesModel::Action, int(RuleAction::Block)));
    QCOMPARE(changes(), ChangeSet({{"rules", m_three[0], blocked("10.0.0.0/8")}}));
    QVERIFY(!set(1, RulesModel::Limit, QStringLiteral("3"))); // it has none
    QVERIFY(set(1, RulesModel::Subnet, QStringLiteral("10.0.0.0/9")));
    QCOMPARE(changes(),
             ChangeSet({{"rules", m_three[0], {}}, {"rules", {}, blocked("10.0.0.0/9")}}));
    m_model->discard();
    QVERIFY(changes().empty());
    QCOMPARE(dump().section(u'\n', 1, 1), QStringLiteral("10.0.0.0/8|limit|5|"));
}

void TestRulesModel::subnetsStandOnce()
{
    QVERIFY(set(0, RulesModel::Subnet, QStringLiteral("10.0.0.0/8")));
    QVERIFY(reason().contains(QStringLiteral("another rule")));
    m_model->toggleRemoved({1}); // the other one
    QVERIFY(reason().isEmpty());
    m_model->toggleRemoved({1});
    QVERIFY(!reason().isEmpty());
    QVERIFY(set(1, RulesModel::Subnet, QStringLiteral("10.2.0.0/16")));
    QVERIFY(reason().isEmpty());
}

void TestRulesModel::addsAndRemoves()
{
    const QModelIndex added = m_model->addRule();
    QCOMPARE(added.row(), 0);
    QVERIFY(!reason().isEmpty());
    QVERIFY(set(0, RulesModel::Subnet, QStringLiteral("192.0.2.0/24")));
    QVERIFY(set(0, RulesModel::Limit, QStringLiteral("7")));
    m_model->toggleRemoved({3, 1});
    QCOMPARE(changes(), ChangeSet({{"rules", {}, limited("192.0.2.0/24", 7)},
                                   {"rules", m_three[2], {}},
                                   {"rules", m_three[1], {}}}));
    QCOMPARE(m_model->index(1, RulesModel::Note).data().toString(),
             QStringLiteral("to be removed"));
    QVERIFY(!set(1, RulesModel::Subnet, QStringLiteral("1.2.3.4")));
    m_model->toggleRemoved({0, 1, 3}); // what is new goes at once
    QVERIFY(!m_model->isEdited());
    QCOMPARE(m_model->rowCount(), 3);
}

void TestRulesModel::linesSetOrAdd()
{
    m_model->toggleRemoved({0});
    m_model->addLines(QStringLiteral("10.0.0.0/8 limit 9\n10.1.0.0/16 exempt\n"
                                     "192.0.2.1 limit 1\n192.0.2.1 limit 2\nnonsense"));
    QCOMPARE(dump(), QStringLiteral("192.0.2.1|limit|2|new\n"
                                    "nonsense|limit||“nonsense” is not an address or a subnet.\n"
                                    "10.1.0.0/16|exempt||\n"
                                    "10.0.0.0/8|limit|9|was limit 5\n"
                                    "2001:db8::/32|blocked||"));
}

void TestRulesModel::newsDoNotOverwrite()
{
    set(1, RulesModel::Limit, QStringLiteral("8"));
    m_model->toggleRemoved({2});
    m_model->addLines(QStringLiteral("192.0.2.1 limit 1\n192.0.2.2 limit 2"));
    // Others change what is edited, remove what is to be removed, add what is added, and more.
    const ChangeSet overwritten
        = m_model->setRules({limited("10.0.0.0/8", 6), limited("192.0.2.1", 1),
                             limited("192.0.2.2", 3), limited("192.0.2.128/25", 4)});
    QCOMPARE(overwritten, ChangeSet({{"rules", {}, limited("192.0.2.2", 3)},
                                     {"rules", m_three[0], limited("10.0.0.0/8", 6)}}));
    QCOMPARE(dump(), QStringLiteral("192.0.2.1|limit|1|\n"
                                    "192.0.2.2|limit|2|was limit 3\n"
                                    "192.0.2.128/25|limit|4|\n"
                                    "10.0.0.0/8|limit|8|was limit 6"));
    QCOMPARE(m_model->setRules({}).size(), 2u); // both are edited
    QCOMPARE(changes().size(), 2u);
}

void TestRulesModel::appliedChangesSettle()
{
    set(1, RulesModel::Subnet, QStringLiteral("10.0.0.0/24"));
    m_model->toggleRemoved({2});
    m_model->addLines(QStringLiteral("192.0.2.0/26 limit 1"));
    Config config{.rules = m_three};
    QVERIFY(!patchFor(changes()).applyTo(config));
    QVERIFY(m_model->setRules(config.rules).empty());
    QVERIFY(!m_model->isEdited());
    QCOMPARE(dump(), QStringLiteral("192.0.2.0/26|limit|1|\n"
                                    "10.0.0.0/24|limit|5|\n"
                                    "10.1.0.0/16|exempt||"));
}

void TestRulesModel::selectionSurvivesNews()
{
    const QPersistentModelIndex kept = m_model->index(1, RulesModel::Subnet);
    std::vector<Rule> rules = m_three;
    rules.push_back(limited("192.0.2.1", 1));
    m_model->setRules(rules);
    QCOMPARE(kept.row(), 2);
    QCOMPARE(kept.data().toString(), QStringLiteral("10.0.0.0/8"));
}

void TestRulesModel::filters()
{
    RulesFilter filter;
    QAbstractItemModelTester tester(&filter,
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSourceModel(m_model.get());
    const auto shown = [&filter](const char *text) {
        filter.setText(QString::fromLatin1(text));
        QStringList subnets;
        for (int row = 0; row < filter.rowCount(); ++row)
            subnets.append(filter.index(row, 0).data().toString());
        return subnets.join(u' ');
    };
    QCOMPARE(shown("10.1.2.3"), QStringLiteral("10.1.0.0/16 10.0.0.0/8")); // the winner first
    QCOMPARE(shown("10.9.2.3"), QStringLiteral("10.0.0.0/8"));
    QCOMPARE(shown("2001:db8:5::/48"), QStringLiteral("2001:db8::/32"));
    QCOMPARE(shown("BLOCK"), QStringLiteral("2001:db8::/32"));
    QCOMPARE(shown("10."), QStringLiteral("10.1.0.0/16 10.0.0.0/8"));
    m_model->addRule();
    QCOMPARE(shown("nothing like it"), QString()); // but for the one that is being edited
    QCOMPARE(filter.rowCount(), 1);
}

void TestRulesModel::fullOfRules()
{
    std::vector<Rule> rules;
    for (quint32 i = 0; i < Config::maximumRules; ++i)
        rules.push_back({ClientKey::fromIPv4(0x0a000000 + 256 * i, 24), RuleAction::Limit, 1 + i});
    m_tester.reset(); // it looks at every row at every signal
    m_model->setRules(rules);
    QCOMPARE(m_model->rowCount(), int(Config::maximumRules));
    QCOMPARE(m_model->addLines(QStringLiteral("192.0.2.1 limit 1\n10.0.0.0/24 limit 77")), 1);
    QCOMPARE(changes().size(), 1u); // the one that is there is set
    m_model->discard();
    QSignalSpy inserted(m_model.get(), &RulesModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &RulesModel::rowsRemoved);
    for (std::size_t i = 0; i < rules.size(); i += 2)
        rules[i].subnet = ClientKey::fromIPv4(0x0b000000 + quint32(i), 32);
    m_model->setRules(rules);
    QCOMPARE(inserted.size(), 1); // not one by one
    QVERIFY(removed.size() <= 1);
    QVERIFY(!m_model->isEdited());
    QCOMPARE(m_model->rowCount(), int(Config::maximumRules));
}

QTEST_MAIN(TestRulesModel)

#include "tst_rulesmodel.moc"
