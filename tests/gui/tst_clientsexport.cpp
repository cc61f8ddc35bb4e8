// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "exportbar.h"
#include "servedmonitor.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QFileDialog>

using namespace ConnLimit;

/// Exports from a server in this process.
class TestClientsExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_server.reset(); }

    void hasAllRows();
    void cancelledLeavesNoFile();
    void overwritesOnlyWhenDone();
    void filteredJson();
    void whoStaysIsThereOnce();
    void nobody();
    void cannotBeWritten();
    void serverIsLost();
    void dialogNamesTheFile();

private:
    void hold(quint32 first, quint32 count)
    {
        for (quint32 i = 0; i < count; ++i)
            m_server->leases.push_back(
                m_server->limiter.acquire(QHostAddress(0x0a000000 + first + i)).lease);
    }
    QStringList filesLeft() const { return QDir(m_directory.path()).entryList(QDir::Files); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    QList<QByteArray> linesOf(const QString &name) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QList<QByteArray> lines = file.readAll().split('\n');
        lines.removeLast(); // behind the last line feed
        return lines;
    }
    static QByteArray firstField(const QByteArray &line) { return line.left(line.indexOf(',')); }

    IsolatedRuntime m_runtime;
    QTemporaryDir m_directory;
    std::unique_ptr<ServedMonitor> m_server;
};

void TestClientsExport::initTestCase()
{
    QVERIFY(m_directory.isValid());
}

void TestClientsExport::init()
{
    for (const QString &name : filesLeft())
        QFile::remove(path(name));
    m_server = std::make_unique<ServedMonitor>();
    QVERIFY(m_server->start({.maximumConnectionsPerClient = 5}));
}

void TestClientsExport::hasAllRows()
{
    hold(0, 100'000);
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy finished(&clients, &ClientsExport::finished);
    QSignalSpy progressed(&clients, &ClientsExport::progressed);
    clients.start(path(QStringLiteral("all.csv")), {});
    QVERIFY(clients.isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    QVERIFY(!clients.isRunning());
    QCOMPARE(clients.rows(), 100'000u);
    QVERIFY(progressed.size() >= 100);

    const QList<QByteArray> lines = linesOf(QStringLiteral("all.csv"));
    QCOMPARE(lines.size(), 100'001);
    QVERIFY(lines.constFirst().startsWith("client,open,limit,"));
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray address = QHostAddress(0x0a000000 + quint32(i) - 1).toString().toLatin1();
        QCOMPARE(lines[i], address + ",1,5,,20.0,0,0,,\r");
    }
}

void TestClientsExport::cancelledLeavesNoFile()
{
    hold(0, 100'000);
    ExportBar bar(m_server->monitor.client());
    auto button = bar.findChild<QPushButton *>(QStringLiteral("exportButton"));
    auto progress = bar.findChild<QProgressBar *>(QStringLiteral("exportProgress"));
    auto text = bar.findChild<QLabel *>(QStringLiteral("exportText"));
    bar.start(path(QStringLiteral("half.csv")), {});
    bool isResponsive = false;
    QTimer::singleShot(0, this, [&] { isResponsive = bar.isRunning(); });
    QTRY_VERIFY_WITH_TIMEOUT(progress->value() >= 500, 60'000);
    QVERIFY(bar.isRunning() && progress->value() < 1000);
    QVERIFY(isResponsive);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!bar.isRunning());
    QVERIFY2(text->text().contains(QStringLiteral("cancelled")), qPrintable(text->text()));
    QVERIFY(filesLeft().isEmpty());

    // What still comes of it does no harm, and another one begins at its beginning.
    QSignalSpy frames(&m_server->monitor, &Monitor::frameReceived);
    QTRY_VERIFY(frames.size() >= 2);
    QVERIFY(filesLeft().isEmpty());
    ClientsRequest few;
    few.filter = QStringLiteral("10.0.0.0/24");
    bar.start(path(QStringLiteral("few.csv")), few);
    QTRY_VERIFY(!bar.isRunning());
    QCOMPARE(linesOf(QStringLiteral("few.csv")).size(), 257);
    QTest::mouseClick(button, Qt::LeftButton); // closes the message
    QVERIFY(bar.isHidden());
}

void TestClientsExport::overwritesOnlyWhenDone()
{
    hold(0, 5000);
    QFile before(path(QStringLiteral("x.csv")));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("before\n");
    before.close();
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy finished(&clients, &ClientsExport::finished);
    QSignalSpy progressed(&clients, &ClientsExport::progressed);
    clients.start(before.fileName(), {});
    QVERIFY(progressed.wait()); // no longer than that: it is not done yet
    QCOMPARE(linesOf(QStringLiteral("x.csv")), QList<QByteArray>{"before"});
    clients.cancel();
    QCOMPARE(linesOf(QStringLiteral("x.csv")), QList<QByteArray>{"before"});
    clients.start(before.fileName(), {});
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(linesOf(QStringLiteral("x.csv")).size(), 5001);
    QCOMPARE(filesLeft().size(), 1);
}

void TestClientsExport::filteredJson()
{
    hold(0, 3000);
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy finished(&clients, &ClientsExport::finished);
    ClientsRequest request;
    request.filter = QStringLiteral("10.0.4.0/22");
    request.offset = 17; // of the view: does not matter
    clients.start(path(QStringLiteral("some.json")), request);
    QTRY_COMPARE(finished.size(), 1);
    QFile file(path(QStringLiteral("some.json")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray array = QJsonDocument::fromJson(file.readAll()).array();
    QCOMPARE(array.size(), 1024);
    const auto first = fromJson<ClientStatus>(array[0].toObject());
    QVERIFY(std::holds_alternative<ClientStatus>(first));
    QVERIFY(std::get<ClientStatus>(first).client == ClientKey::fromString("10.0.4.0"));
}

/// Clients leave and come in front of the window that is read, page by page.
void TestClientsExport::whoStaysIsThereOnce()
{
    hold(0, 20'000);
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy finished(&clients, &ClientsExport::finished);
    std::size_t gone = 0;
    quint32 come = 0;
    connect(&clients, &ClientsExport::progressed, this, [&] {
        if (gone < 5000) {
            for (int i = 0; i < 700; ++i)
                m_server->leases[gone++] = Lease();
        } else if (come < 3000) {
            hold(0x00ff0000u - 0x0a000000u + come, 500); // 0.255.0.0 on: before all of them
            come += 500;
        }
    });
    clients.start(path(QStringLiteral("living.csv")), {});
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    QVERIFY(gone >= 5000 && come >= 3000);
    QSet<QByteArray> seen;
    for (const QByteArray &line : linesOf(QStringLiteral("living.csv"))) {
        QVERIFY2(!seen.contains(firstField(line)), line.constData());
        seen.insert(firstField(line));
    }
    for (quint32 i = quint32(gone); i < 20'000; ++i) {
        const QByteArray address = QHostAddress(0x0a000000 + i).toString().toLatin1();
        QVERIFY2(seen.contains(address), address.constData());
    }
}

void TestClientsExport::nobody()
{
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy finished(&clients, &ClientsExport::finished);
    clients.start(path(QStringLiteral("nobody.csv")), {});
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(linesOf(QStringLiteral("nobody.csv")).size(), 1);
}

void TestClientsExport::cannotBeWritten()
{
    ExportBar bar(m_server->monitor.client());
    bar.start(path(QStringLiteral("no/such/directory.csv")), {});
    QTRY_VERIFY(!bar.isRunning());
    const QString text = bar.findChild<QLabel *>(QStringLiteral("exportText"))->text();
    QVERIFY2(text.startsWith(QStringLiteral("Not exported")), qPrintable(text));
    QVERIFY(!bar.isHidden());
}

void TestClientsExport::serverIsLost()
{
    hold(0, 20'000);
    ClientsExport clients(m_server->monitor.client());
    QSignalSpy failed(&clients, &ClientsExport::failed);
    connect(&clients, &ClientsExport::progressed, this, [this](quint64 rows) {
        if (rows > 5000)
            m_server->server->close();
    });
    clients.start(path(QStringLiteral("lost.csv")), {});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!failed[0][0].toString().isEmpty());
    QVERIFY(filesLeft().isEmpty());
    clients.start(path(QStringLiteral("lost.csv")), {}); // with nobody there
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY(filesLeft().isEmpty());
}

void TestClientsExport::dialogNamesTheFile()
{
    hold(0, 10);
    ExportBar bar(m_server->monitor.client());
    bar.askForFile({});
    auto dialog = bar.findChild<QFileDialog *>(QStringLiteral("exportFile"));
    QVERIFY(dialog);
    dialog->setDirectory(m_directory.path());
    dialog->selectNameFilter(QStringLiteral("JSON (*.json)"));
    Q_EMIT dialog->filterSelected(QStringLiteral("JSON (*.json)"));
    dialog->selectFile(QStringLiteral("chosen"));
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_COMPARE(filesLeft(), QStringList(QStringLiteral("chosen.json")));
}

QTEST_MAIN(TestClientsExport)

#include "tst_clientsexport.moc"
