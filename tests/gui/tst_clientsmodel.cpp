// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsmodel.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

ClientStatus client(const char *address, quint32 open, quint32 limit = 5, quint64 refused = 0)
{
    return {*ClientKey::fromString(address), open, limit, refused, {}};
}

/// The model as text: a line for each row, the columns apart.
QString dump(const ClientsModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(u' '));
    }
    return lines.join(u'\n');
}

} // namespace

class TestClientsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatItIsGiven();
    void tellsWhoIsAtTheLimit();
    void changesOnlyWhatHasChanged();
    void indexesFollowTheirClients();
    void randomFrames();
    void sortAsksTheServer();
};

void TestClientsModel::showsWhatItIsGiven()
{
    ClientsModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(dump(model), QString());
    ClientStatus refused = client("2001:db8:1:2::/64", 5, 5, 1234);
    refused.lastRefused = std::chrono::system_clock::now() - std::chrono::minutes(5);
    model.update({refused, client("127.0.0.1", 1, 0)});
    QCOMPARE(dump(model), u"2001:db8:1:2::/64 5 5 " + QLocale().toString(1234)
                              + u" 5 min ago\n127.0.0.1 1 none 0 -");
    QCOMPARE(model.headerData(ClientsModel::Refused, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Refused"));
    model.update({});
    QCOMPARE(model.rowCount(), 0);
}

void TestClientsModel::tellsWhoIsAtTheLimit()
{
    ClientsModel model;
    model.update({client("127.0.0.1", 5), client("127.0.0.2", 6), client("127.0.0.3", 4),
                  client("127.0.0.4", 9, 0)});
    const auto is = [&model](int row) {
        return model.index(row, 0).data(ClientsModel::AtLimitRole).toBool();
    };
    QVERIFY(is(0) && is(1) && !is(2) && !is(3));
    QCOMPARE(model.index(2, 0).data(ClientsModel::ShareRole).toDouble(), 0.8);
    QVERIFY(!model.index(3, 0).data(ClientsModel::ShareRole).isValid());
}

void TestClientsModel::changesOnlyWhatHasChanged()
{
    ClientsModel model;
    const QList<ClientStatus> before{client("127.0.0.1", 3), client("127.0.0.2", 2),
                                     client("127.0.0.3", 1)};
    model.update(before);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy arranged(&model, &QAbstractItemModel::layoutChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.update({before[0], client("127.0.0.2", 4), before[2]});
    QCOMPARE(changed.size(), 2); // the row, and the ages of all
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(changed[0][1].toModelIndex().row(), 1);
    QCOMPARE(arranged.size() + inserted.size() + removed.size(), 0);
}

void TestClientsModel::indexesFollowTheirClients()
{
    ClientsModel model;
    QAbstractItemModelTester tester(&model);
    model.update({client("127.0.0.1", 3), client("127.0.0.2", 2), client("127.0.0.3", 1)});
    const QPersistentModelIndex second = model.index(1, ClientsModel::Limit);
    const QPersistentModelIndex third = model.index(2, ClientsModel::Client);
    model.update({client("127.0.0.9", 9), client("127.0.0.3", 4), client("127.0.0.2", 2)});
    QCOMPARE(second.row(), 2);
    QCOMPARE(second.column(), int(ClientsModel::Limit));
    QCOMPARE(third.row(), 1);
    QCOMPARE(third.data().toString(), QStringLiteral("127.0.0.3"));
    model.update({client("127.0.0.2", 2)});
    QCOMPARE(second.row(), 0);
    QVERIFY(!third.isValid());
}

void TestClientsModel::randomFrames()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    ClientsModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    for (int step = 0; step < 200; ++step) {
        std::map<ClientKey, QPersistentModelIndex> followed;
        for (int row = 0; row < model.rowCount(); ++row)
            followed.emplace(model.clients()[row].client, model.index(row, 0));

        QList<ClientStatus> frame;
        for (quint32 i = 0; i < 20; ++i) {
            if (random.bounded(3) != 0)
                frame.append({ClientKey::fromIPv4(0x0a000000 + i), random.bounded(6u), 5, 0, {}});
        }
        std::shuffle(frame.begin(), frame.end(), random);
        model.update(frame);

        QStringList expected;
        for (const ClientStatus &status : std::as_const(frame))
            expected.append(QStringLiteral("%1 %2 5 0 -")
                                .arg(QString::fromStdString(status.client.toString()))
                                .arg(status.open));
        QVERIFY2(dump(model) == expected.join(u'\n'), note.constData());
        for (const auto &[key, index] : followed) {
            if (index.isValid())
                QVERIFY2(model.clients()[index.row()].client == key, note.constData());
        }
    }
    QCOMPARE(reset.size(), 0);
}

void TestClientsModel::sortAsksTheServer()
{
    ClientsModel model;
    model.update({client("127.0.0.2", 2), client("127.0.0.1", 3)});
    std::optional<std::pair<ClientOrder, SortDirection>> asked;
    connect(&model, &ClientsModel::sortRequested, this,
            [&](ClientOrder order, SortDirection direction) {
                asked = {order, direction};
            });
    model.sort(ClientsModel::LastRefused, Qt::AscendingOrder);
    QVERIFY(asked);
    QVERIFY(asked->first == ClientOrder::LastRefused && asked->second == SortDirection::Ascending);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("127.0.0.2"));
}

QTEST_MAIN(TestClientsModel)

#include "tst_clientsmodel.moc"
