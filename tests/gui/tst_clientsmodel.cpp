// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsmodel.h"
#include "clienttext.h"

#include <QtCore/QLocale>
#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

ClientStatus client(const char *address, quint32 open, quint32 limit = 5, quint64 refused = 0)
{
    return {*ClientKey::fromString(address), open, limit, refused};
}

/// The model as text: a line for each row, the columns apart.
QString dump(const ClientsModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(u'|'));
    }
    return lines.join(u'\n');
}

} // namespace

class TestClientsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatItIsGiven();
    void tellsLevels_data();
    void tellsLevels();
    void holdsAWindow();
    void tellsOnlyWhatHasChanged();
    void windowBehindTheEnd();
    void manyRowsChangeTheirNumberSeldom();
    void randomWindows();
    void everyColumnAsksTheServer();
};

void TestClientsModel::showsWhatItIsGiven()
{
    ClientsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(dump(model), QString());
    ClientStatus refused = client("2001:db8:1:2::/64", 5, 5, 1234);
    refused.lastRefused = std::chrono::system_clock::now() - std::chrono::minutes(5);
    refused.lastVerdict = Verdict::PerClientLimit;
    refused.refusedLastMinute = 7;
    refused.rule = Rule{*ClientKey::fromString("2001:db8::/32"), RuleAction::Limit, 5};
    model.update({refused, client("127.0.0.1", 1, 0)}, 0, 2);
    QCOMPARE(dump(model),
             QStringLiteral("2001:db8:1:2::/64|5|5 · 2001:db8::/32|100 %  at the limit|%1|7|5 min "
                            "ago, limit reached\n127.0.0.1|1|none|-|0|0|-")
                 .arg(QLocale().toString(1234)));
    QCOMPARE(model.headerData(ClientsModel::Refused, Qt::Horizontal, Qt::DisplayRole).toString(),
             QString(QStringLiteral("Refused") + ClientsModel::numberGap));
    model.update({}, 0, 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestClientsModel::tellsLevels_data()
{
    QTest::addColumn<quint32>("open");
    QTest::addColumn<quint32>("limit");
    QTest::addColumn<QString>("share");
    QTest::addColumn<int>("level");
    const auto row
        = [](const char *name, quint32 open, quint32 limit, const char *share, Level level) {
              QTest::newRow(name) << open << limit << QString::fromLatin1(share) << int(level);
          };
    row("calm", 3, 4, "75 %", Level::Calm);
    row("near", 4, 5, "80 %  near the limit", Level::Near);
    row("almost", 199, 200, "99 %  near the limit", Level::Near);
    row("at", 5, 5, "100 %  at the limit", Level::Full);
    row("over", 6, 5, "120 %  over the limit", Level::Full);
    row("no limit", 9, 0, "-", Level::Calm);
}

void TestClientsModel::tellsLevels()
{
    QFETCH(quint32, open);
    QFETCH(quint32, limit);
    ClientsModel model;
    model.update({client("127.0.0.1", open, limit)}, 0, 1);
    QTEST(model.index(0, ClientsModel::Share).data().toString(), "share");
    QTEST(model.index(0, 0).data(ClientsModel::LevelRole).toInt(), "level");
    QCOMPARE(model.index(0, 0).data(ClientsModel::ShareRole).isValid(), limit != 0);
}

void TestClientsModel::holdsAWindow()
{
    ClientsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.update({client("127.0.0.1", 3), client("127.0.0.2", 2)}, 1000, 5000);
    QCOMPARE(model.rowCount(), 5000);
    QVERIFY(!model.clientAt(999) && model.clientAt(1000) && model.clientAt(1001)
            && !model.clientAt(1002) && !model.clientAt(-1));
    QCOMPARE(model.index(1001, 0).data().toString(), QStringLiteral("127.0.0.2"));
    QVERIFY(!model.index(0, 0).data().isValid());
    QCOMPARE(model.index(0, 0).data(ClientsModel::IsKnownRole), QVariant(false));
    QVERIFY(!model.index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
    QCOMPARE(model.rowOf(*ClientKey::fromString("127.0.0.2")), 1001);
    QCOMPARE(model.rowOf(*ClientKey::fromString("127.0.0.3")), -1);

    // What is no longer in the window is forgotten, and views are told.
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.update({client("127.0.0.9", 1)}, 2, 5000);
    QVERIFY(!model.clientAt(1000));
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1000);
    QCOMPARE(changed[0][1].toModelIndex().row(), 1001);
    QCOMPARE(changed[1][0].toModelIndex().row(), 2);
    QCOMPARE(changed[1][1].toModelIndex().row(), 2);
    QCOMPARE(reset.size(), 0);
}

void TestClientsModel::tellsOnlyWhatHasChanged()
{
    ClientsModel model;
    QList<ClientStatus> frame{client("127.0.0.1", 3), client("127.0.0.2", 2),
                              client("127.0.0.3", 1), client("127.0.0.4", 1)};
    model.update(frame, 0, 4);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.update(frame, 0, 4);
    QCOMPARE(changed.size(), 0);
    frame[1].open = 4;
    frame[2].refused = 1;
    model.update(frame, 0, 4);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(changed[0][1].toModelIndex().row(), 2);
    frame[3].lastRefused = std::chrono::system_clock::now();
    model.update(frame, 0, 4);
    model.update(frame, 0, 4); // it was longer ago
    QCOMPARE(changed.size(), 3);
    QCOMPARE(changed[2][0].toModelIndex().row(), 3);
    model.update(frame.mid(1), 1, 4); // the window moves
    QCOMPARE(changed.size(), 5);
    QCOMPARE(changed[3][0].toModelIndex().row(), 0);
    QCOMPARE(changed[3][1].toModelIndex().row(), 0);
}

void TestClientsModel::windowBehindTheEnd()
{
    ClientsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update({client("127.0.0.1", 3)}, 90, 100);
    model.update({}, 90, 5); // asked for before the others went
    QCOMPARE(model.rowCount(), 5);
    QVERIFY(!model.clientAt(4));

    ClientsModel beyond; // the tester would visit all rows
    beyond.update({client("127.0.0.1", 3)}, 4'000'000'000u, 18'000'000'000'000u);
    QCOMPARE(beyond.rowCount(), std::numeric_limits<int>::max());
    QVERIFY(!beyond.clientAt(0) && !beyond.clientAt(beyond.rowCount() - 1));
}

void TestClientsModel::manyRowsChangeTheirNumberSeldom()
{
    ClientsModel model;
    const QList<ClientStatus> two{client("127.0.0.1", 3), client("127.0.0.2", 3)};
    model.update(two, 0, 1'000'000);
    QCOMPARE(model.rowCount(), 1'000'000);
    model.update(two, 0, 1'000'100);
    model.update(two, 500'000, 999'900);
    QCOMPARE(model.rowCount(), 1'000'000);
    model.update(two, 999'896, 999'900); // near the end it matters
    QCOMPARE(model.rowCount(), 999'900);
    model.update(two, 0, 1'000'000);
    QCOMPARE(model.rowCount(), 999'900);
    model.update(two, 0, 980'000); // this is another number
    QCOMPARE(model.rowCount(), 980'000);
    model.update(two, 0, 1000);
    QCOMPARE(model.rowCount(), 1000);
    model.update(two, 0, 1001);
    QCOMPARE(model.rowCount(), 1001);
}

void TestClientsModel::randomWindows()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    ClientsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int step = 0; step < 200; ++step) {
        const quint32 matching = random.bounded(40u);
        const quint32 offset = random.bounded(40u);
        const quint32 count = offset < matching ? random.bounded(matching - offset + 1) : 0;
        QList<ClientStatus> frame;
        for (quint32 i = 0; i < count; ++i)
            frame.append({ClientKey::fromIPv4(random.bounded(1u, 0xffffffffu)), i, 0, 0});
        model.update(frame, offset, matching);
        QVERIFY2(model.rowCount() == int(matching), note.constData());
        for (int row = 0; row < model.rowCount(); ++row) {
            const bool isKnown = row >= int(offset) && row < int(offset + count);
            const QString expected
                = isKnown ? clientText(frame[row - int(offset)].client) : QString();
            QVERIFY2(model.index(row, 0).data().toString() == expected, note.constData());
        }
    }
}

void TestClientsModel::everyColumnAsksTheServer()
{
    ClientsModel model;
    model.update({client("127.0.0.2", 2), client("127.0.0.1", 3)}, 0, 2);
    QList<ClientOrder> asked;
    connect(&model, &ClientsModel::sortRequested, this,
            [&](ClientOrder order, SortDirection direction) {
                asked.append(order);
                QVERIFY(direction == SortDirection::Ascending);
            });
    for (int column = 0; column < ClientsModel::ColumnCount; ++column)
        model.sort(column, Qt::AscendingOrder);
    QVERIFY(asked
            == QList<ClientOrder>({ClientOrder::Client, ClientOrder::Open, ClientOrder::Limit,
                                   ClientOrder::Share, ClientOrder::Refused,
                                   ClientOrder::RefusedLastMinute, ClientOrder::LastRefused}));
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("127.0.0.2"));
}

QTEST_MAIN(TestClientsModel)

#include "tst_clientsmodel.moc"
