// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsview.h"
#include "clienttext.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QScrollBar>

#include <set>

using namespace ConnLimit;

namespace {

ClientKey key(int number)
{
    return ClientKey::fromIPv4(0x0a000000 + quint32(number));
}

QList<ClientStatus> frame(const QList<int> &numbers)
{
    QList<ClientStatus> clients;
    for (const int number : numbers)
        clients.append({key(number), 1, 5, 0});
    return clients;
}

QList<int> range(int first, int count)
{
    QList<int> numbers;
    for (int i = 0; i < count; ++i)
        numbers.append(first + i);
    return numbers;
}

} // namespace

/// A ClientsView with the selection that it keeps, driven by frames.
class TestClientSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }

    void followsItsClients();
    void remembersThoseOutOfTheWindow();
    void forgetsThoseThatAreGone();
    void newChoiceDropsTheOldOne();
    void awaitsTheRowThatWasMovedTo();
    void selectsAllThatIsKnown();
    void currentClientKeepsItsPlace();
    void topStaysTheTop();
    void columnsStayWhereTheyAre();
    void randomFrames();

private:
    QList<int> selected() const
    {
        QList<int> numbers;
        for (const ClientStatus &client : m_view->selection()->clients())
            numbers.append(client.client.bytes()[14] * 256 + client.client.bytes()[15]);
        return numbers;
    }
    QStringList selectedTexts() const
    {
        QStringList texts;
        QModelIndexList rows = m_view->selection()->selectedRows();
        std::sort(rows.begin(), rows.end());
        for (const QModelIndex &row : rows)
            texts.append(row.data().toString());
        return texts;
    }
    static QString text(int number) { return clientText(key(number)); }

    std::unique_ptr<ClientsModel> m_model;
    std::unique_ptr<ClientsView> m_view;
};

void TestClientSelection::init()
{
    m_view.reset();
    m_model = std::make_unique<ClientsModel>();
    m_view = std::make_unique<ClientsView>(m_model.get());
    m_view->resize(900, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestClientSelection::followsItsClients()
{
    m_model->update(frame({1, 2, 3, 4, 5}), 0, 5);
    m_view->selectRow(1);
    QCOMPARE(selected(), QList<int>{2});
    m_model->update(frame({5, 4, 3, 2, 1}), 0, 5);
    QCOMPARE(selectedTexts(), QStringList(text(2)));
    QCOMPARE(m_view->currentIndex().row(), 3);
    QCOMPARE(m_view->selection()->current()->client, key(2));

    QTest::keyPress(m_view.get(), Qt::Key_Shift);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyRelease(m_view.get(), Qt::Key_Shift); // views look at the keyboard, too
    QCOMPARE(selected(), (QList<int>{1, 2}));
    m_model->update(frame({1, 6, 2, 7}), 0, 4);
    QCOMPARE(selectedTexts(), QStringList({text(1), text(2)}));
}

void TestClientSelection::remembersThoseOutOfTheWindow()
{
    m_model->update(frame(range(0, 50)), 0, 5000);
    m_view->selectRow(3);
    m_model->update(frame(range(2000, 50)), 2000, 5000);
    QVERIFY(selectedTexts().isEmpty());
    QCOMPARE(selected(), QList<int>{3});
    m_model->update(frame(range(1, 50)), 1, 5000);
    QCOMPARE(selectedTexts(), QStringList(text(3)));

    // Others can be added to it from where it is not in view.
    m_model->update(frame(range(2000, 50)), 2000, 5000);
    m_view->selection()->select(m_model->index(2010, 0),
                                QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    QCOMPARE(selected(), (QList<int>{3, 2010}));
}

void TestClientSelection::forgetsThoseThatAreGone()
{
    m_model->update(frame({1, 2, 3}), 0, 3);
    m_view->selectAll();
    m_model->update(frame({1, 3}), 0, 2);
    QCOMPARE(selected(), (QList<int>{1, 3}));
    m_model->update({}, 0, 0);
    QVERIFY(selected().isEmpty());
}

void TestClientSelection::newChoiceDropsTheOldOne()
{
    m_model->update(frame(range(0, 50)), 0, 5000);
    m_view->selectRow(3);
    m_model->update(frame(range(2000, 50)), 2000, 5000);
    m_view->selectRow(2001);
    QCOMPARE(selected(), QList<int>{2001});
}

void TestClientSelection::awaitsTheRowThatWasMovedTo()
{
    m_model->update(frame(range(0, 50)), 0, 5000);
    m_view->selectRow(0);
    m_view->setCurrentIndex(m_model->index(4999, 0));
    QCOMPARE(m_view->currentIndex().row(), 4999);
    QVERIFY(selected().isEmpty());
    QVERIFY(!m_view->selection()->current());
    m_model->update(frame(range(4950, 50)), 4950, 5000);
    QCOMPARE(m_view->currentIndex().row(), 4999);
    QCOMPARE(selectedTexts(), QStringList(text(4999)));
    QCOMPARE(m_view->selection()->current()->client, key(4999));
}

void TestClientSelection::selectsAllThatIsKnown()
{
    m_model->update(frame(range(100, 50)), 100, 1'000'000);
    m_view->selectAll();
    QCOMPARE(selected(), range(100, 50));
    QCOMPARE(m_view->selection()->selectedRows().size(), 50);
}

void TestClientSelection::currentClientKeepsItsPlace()
{
    m_model->update(frame(range(0, 100)), 0, 100);
    QTRY_VERIFY(m_view->verticalScrollBar()->maximum() > 80);
    m_view->verticalScrollBar()->setValue(20);
    m_view->selectRow(25);
    const int place = m_view->visualRect(m_view->currentIndex()).top();
    QList<int> numbers = range(0, 100);
    numbers.move(25, 40);
    m_model->update(frame(numbers), 0, 100);
    QCOMPARE(m_view->currentIndex().row(), 40);
    QCOMPARE(m_view->verticalScrollBar()->value(), 35);
    QCOMPARE(m_view->visualRect(m_view->currentIndex()).top(), place);

    // One that is not in view takes nobody along.
    m_view->verticalScrollBar()->setValue(0);
    m_view->verticalScrollBar()->setValue(70);
    m_model->update(frame(range(0, 100)), 0, 100);
    QCOMPARE(m_view->currentIndex().row(), 25);
    QCOMPARE(m_view->verticalScrollBar()->value(), 70);
}

void TestClientSelection::topStaysTheTop()
{
    m_model->update(frame(range(0, 100)), 0, 100);
    m_view->selectRow(0);
    QList<int> numbers = range(0, 100);
    numbers.move(0, 50);
    m_model->update(frame(numbers), 0, 100);
    QCOMPARE(m_view->currentIndex().row(), 50);
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
}

void TestClientSelection::columnsStayWhereTheyAre()
{
    m_view->resize(300, 400);
    m_model->update(frame(range(0, 10)), 0, 10);
    m_view->setCurrentIndex(m_model->index(0, ClientsModel::LastRefused));
    QCOMPARE(m_view->horizontalScrollBar()->value(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QVERIFY(m_view->horizontalScrollBar()->value() > 0);
    QCOMPARE(m_view->currentIndex().column(), int(ClientsModel::LastRefused));
}

void TestClientSelection::randomFrames()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    std::set<int> expected;
    QList<int> all = range(0, 60);
    int first = 0;
    for (int step = 0; step < 300; ++step) {
        // Sometimes the user chooses another one, in a window that moves over a list that changes.
        if (random.bounded(3) == 0 && m_model->endKnown() > m_model->firstKnown()) {
            const int row = random.bounded(m_model->firstKnown(), m_model->endKnown());
            const int number = m_model->clientAt(row)->client.bytes()[15];
            m_view->selection()->select(m_model->index(row, 0),
                                        QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
            if (!expected.erase(number))
                expected.insert(number);
        }
        if (random.bounded(2) == 0)
            all.move(random.bounded(60), random.bounded(60));
        if (random.bounded(4) == 0)
            first = random.bounded(1, 40);
        const QList<int> window = all.mid(first, 20);
        m_model->update(frame(window), quint32(first), 60);
        QCOMPARE(m_model->rowCount(), 60);
        QVERIFY2(selected() == QList<int>(expected.begin(), expected.end()), note.constData());
        QStringList texts;
        for (const int number : window) {
            if (expected.contains(number))
                texts.append(text(number));
        }
        QVERIFY2(selectedTexts() == texts, note.constData());
    }
}

QTEST_MAIN(TestClientSelection)

#include "tst_clientselection.moc"
