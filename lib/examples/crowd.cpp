// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimit-crowd: a few dozen clients for a server on this machine, each at a loopback address of
// its own. Some stay, some come and go, some always want more than they get.

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpSocket>

#include <cstdio>
#include <memory>
#include <sys/socket.h>
#include <vector>

namespace {

constexpr int maximumClients = 100;

/// One client address with its connections.
class Client : public QObject
{
public:
    struct Habit
    {
        int least;      // connections that it wants at the least ...
        int most;       // ... and at the most
        double resolve; // how likely it is to change its mind, or to try again, in one step
    };

    Client(const QHostAddress &address, Habit habit, QObject *parent)
        : QObject(parent)
        , m_address(address)
        , m_habit(habit)
        , m_wanted(habit.least)
    {}

    void step(const QHostAddress &server, quint16 port)
    {
        if (random() > m_habit.resolve)
            return;
        m_wanted = QRandomGenerator::global()->bounded(m_habit.least, m_habit.most + 1);
        if (m_open.size() < m_wanted)
            open(server, port);
        else if (m_open.size() > m_wanted)
            close(m_open.takeFirst());
    }

private:
    static double random() { return QRandomGenerator::global()->generateDouble(); }

    void open(const QHostAddress &server, quint16 port)
    {
        auto socket = new QTcpSocket(this);
        m_open.append(socket);
        const auto forget = [this, socket] {
            m_open.removeOne(socket);
            socket->deleteLater();
        };
        connect(socket, &QTcpSocket::connected, socket, [socket] { socket->write("hello\n"); });
        connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->readAll(); });
        connect(socket, &QTcpSocket::disconnected, this, forget);
        connect(socket, &QTcpSocket::errorOccurred, this, forget);
        socket->bind(m_address);
        socket->connectToHost(server, port);
    }

    void close(QTcpSocket *socket)
    {
        if (random() < 0.3) { // a reset in place of a farewell
            const linger atOnce{1, 0};
            ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER,
                         &atOnce, sizeof atOnce);
        }
        socket->disconnectFromHost();
    }

    const QHostAddress m_address;
    const Habit m_habit;
    qsizetype m_wanted;
    QList<QTcpSocket *> m_open;
};

QHostAddress addressOf(int client)
{
    const quint32 number = quint32(client);
    return QHostAddress(0x7f000000u + (number % 7) * 0x100u + 10 + (number * 37) % 200);
}

Client::Habit habitOf(int client)
{
    switch (client % 10) {
    case 0: return {9, 12, 0.2}; // greedy: more than any limit that a demo has
    case 1:
    case 2: return {0, 5, 0.2}; // restless
    case 3:
    case 4:
    case 5: return {0, 2, 0.08};  // comes and goes
    default: return {1, 4, 0.04}; // stays
    }
}

int usage(const QString &message)
{
    std::fprintf(stderr, "connlimit-crowd: %s\n", qPrintable(message));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QCommandLineOption clientCount(
        QStringLiteral("clients"), QStringLiteral("Client addresses, 1 to %1.").arg(maximumClients),
        QStringLiteral("N"), QStringLiteral("40"));
    const QCommandLineOption seconds(QStringLiteral("seconds"),
                                     QStringLiteral("End after S seconds; 0 = when it is ended."),
                                     QStringLiteral("S"), QStringLiteral("0"));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Many clients for a server on this machine."));
    parser.addOptions({clientCount, seconds});
    parser.addPositionalArgument(QStringLiteral("ADDR:PORT"),
                                 QStringLiteral("The server: 127.x.y.z and its port."));
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(application.arguments()))
        return usage(parser.errorText());
    if (parser.isSet(help))
        parser.showHelp();

    const QUrl target(u"tcp://" + parser.positionalArguments().value(0));
    const QHostAddress server(target.host());
    if (parser.positionalArguments().size() != 1
        || server.protocol() != QAbstractSocket::IPv4Protocol || !server.isLoopback()
        || target.port() < 1)
        return usage(QStringLiteral("what is needed is one ADDR:PORT of 127.0.0.0/8"));
    bool isNumber = false;
    const int count = parser.value(clientCount).toInt(&isNumber);
    if (!isNumber || count < 1 || count > maximumClients)
        return usage(QStringLiteral("--clients: not a number from 1 to %1").arg(maximumClients));
    const int duration = parser.value(seconds).toInt(&isNumber);
    if (!isNumber || duration < 0)
        return usage(QStringLiteral("--seconds: not a number from 0"));

    QObject crowd;
    std::vector<Client *> clients;
    for (int i = 0; i < count; ++i)
        clients.push_back(new Client(addressOf(i), habitOf(i), &crowd));
    QTimer steps;
    QObject::connect(&steps, &QTimer::timeout, &steps, [&] {
        for (Client *client : clients)
            client->step(server, quint16(target.port()));
    });
    steps.start(std::chrono::milliseconds(50));
    if (duration > 0)
        QTimer::singleShot(std::chrono::seconds(duration), &application, &QCoreApplication::quit);
    return application.exec();
}
