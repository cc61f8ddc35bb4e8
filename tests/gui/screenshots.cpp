// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimit-screenshots: brings the dashboard's window into each of its states, with servers and
// clients that are processes of their own, and makes a picture of each.

#include "clientspage.h"
#include "historysource.h"
#include "limitspinbox.h"
#include "mainwindow.h"
#include "programs.h"
#include "serverpage.h"

#include <QtCore/QTranslator>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x3e, 0x42, 0x48), QColor(0x30, 0x33, 0x38));
    palette.setColor(QPalette::Base, QColor(0x22, 0x24, 0x28));
    palette.setColor(QPalette::AlternateBase, QColor(0x28, 0x2a, 0x2f));
    palette.setColor(QPalette::Highlight, QColor(0x3b, 0x8e, 0xd0));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x36, 0x39, 0x3e));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::ToolTipText, QPalette::BrightText}) {
        palette.setColor(role, QColor(0xe4, 0xe6, 0xe8));
        palette.setColor(QPalette::Disabled, role, QColor(0x84, 0x87, 0x8b));
    }
    palette.setColor(QPalette::PlaceholderText, QColor(0x94, 0x98, 0x9d));
    return palette;
}

/// The seconds that a server has a history of.
int numKnown(const HistoryModel &past)
{
    int known = 0;
    for (int point = 0; point < past.count(); ++point)
        known += past.value(HistorySeries::Open, point) ? 1 : 0;
    return known;
}

/// One of the colours of a picture, and the one that comes nearest to it in its palette.
struct Shade
{
    QRgb color;
    qint64 count;
    qint64 distance; // squared
    uchar nearest;
};

qint64 distanceBetween(QRgb a, QRgb b)
{
    const int red = qRed(a) - qRed(b);
    const int green = qGreen(a) - qGreen(b);
    const int blue = qBlue(a) - qBlue(b);
    return red * red + green * green + blue * blue;
}

/// In 256 colours, which makes the file a fraction of the size. Each of them is the one that most
/// was lacking: it is frequent, or far from those that there are, as the red of a few words.
QImage withFewColors(const QImage &picture)
{
    QHash<QRgb, qint64> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            ++counts[picture.pixel(x, y)];
    }
    std::vector<Shade> shades;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        shades.push_back({it.key(), it.value(), 3 * 256 * 256, 0});

    QList<QRgb> palette;
    while (palette.size() < 256) {
        const auto worst
            = std::max_element(shades.begin(), shades.end(), [](const Shade &a, const Shade &b) {
                  return std::pair(a.count * a.distance, a.color)
                         < std::pair(b.count * b.distance, b.color);
              });
        if (worst->distance == 0)
            break; // there are no more
        const QRgb color = worst->color;
        for (Shade &shade : shades) {
            if (const qint64 distance = distanceBetween(shade.color, color);
                distance < shade.distance) {
                shade.distance = distance;
                shade.nearest = uchar(palette.size());
            }
        }
        palette.append(color);
    }

    QHash<QRgb, uchar> numbers;
    for (const Shade &shade : shades)
        numbers.insert(shade.color, shade.nearest);
    QImage few(picture.size(), QImage::Format_Indexed8);
    few.setColorTable(palette);
    for (int y = 0; y < few.height(); ++y) {
        uchar *line = few.scanLine(y);
        for (int x = 0; x < few.width(); ++x)
            line[x] = numbers.value(picture.pixel(x, y));
    }
    return few;
}

/// The window, and what it shows.
class Stage
{
public:
    Stage(const QString &folder, int seconds)
        : m_folder(folder)
        , m_seconds(seconds)
    {}
    ~Stage()
    {
        m_window.reset();
        for (QProcess *crowd : {&m_webCrowd, &m_mailCrowd}) {
            crowd->kill();
            crowd->waitForFinished();
        }
    }

    [[nodiscard]] bool play()
    {
        openWindow();
        return showEmpty() && startServers() && showClients() && showOneClient() && showLimit()
               && showHistory() && showOtherTabs() && showTranslated() && showLost();
    }

private:
    [[nodiscard]] bool showEmpty();
    [[nodiscard]] bool startServers();
    [[nodiscard]] bool showClients();
    [[nodiscard]] bool showOneClient();
    [[nodiscard]] bool showLimit();
    [[nodiscard]] bool showHistory();
    [[nodiscard]] bool showOtherTabs();
    [[nodiscard]] bool showTranslated();
    [[nodiscard]] bool showLost();

    void openWindow();
    [[nodiscard]] bool attach();
    [[nodiscard]] bool save(const char *name);
    [[nodiscard]] bool setLimit(quint32 limit) const;
    void setTab(int tab) const { find<QTabWidget>("tabs")->setCurrentIndex(tab); }

    template<class Widget>
    Widget *find(const char *name) const
    {
        QWidget *page = m_window->currentPage();
        return (page ? page : m_window.get())->findChild<Widget *>(QString::fromLatin1(name));
    }
    int number(const char *name) const { return QLocale().toInt(find<QLabel>(name)->text()); }
    template<class Condition>
    bool waitFor(const char *what, Condition condition) const
    {
        const bool isTrue = QTest::qWaitFor(condition, 30'000 + 1000 * m_seconds);
        if (!isTrue)
            std::fprintf(stderr, "connlimit-screenshots: waited in vain for %s\n", what);
        return isTrue;
    }

    const QDir m_folder;
    const int m_seconds; // of history
    Server m_web;
    Server m_mail;
    QProcess m_webCrowd;
    QProcess m_mailCrowd;
    std::unique_ptr<MainWindow> m_window;
};

void Stage::openWindow()
{
    m_window = std::make_unique<MainWindow>();
    m_window->resize(1200, 760);
    m_window->show();
    m_window->follow(QString());
}

bool Stage::save(const char *name)
{
    QTest::qWait(0); // what is queued, such as a layout
    const QString file = m_folder.filePath(QString::fromLatin1(name) + u".png");
    const QImage picture = m_window->grab().toImage().convertToFormat(QImage::Format_RGB32);
    const bool isSaved = withFewColors(picture).save(file, "PNG", 0); // 0: the smallest
    if (!isSaved)
        std::fprintf(stderr, "connlimit-screenshots: cannot write %s\n", qPrintable(file));
    return isSaved;
}

bool Stage::showEmpty()
{
    return waitFor("an empty window", [this] { return !m_window->currentPage(); }) && save("empty");
}

bool Stage::startServers()
{
    const bool isServed = m_web.start(words("--name web --max-per-client 5"))
                          && m_mail.start(words("--name mail --max-per-client 3"));
    if (!isServed) {
        std::fprintf(stderr, "connlimit-screenshots: connlimit-echo does not start\n");
        return false;
    }
    for (const char *rule : {"127.0.2.0/24 limit 8", "127.0.6.0/24 exempt", "127.0.9.0/24 block"}) {
        if (ctl(words("-n web rule add") + words(rule)).status != 0)
            return false;
    }
    m_webCrowd.start(programPath(QStringLiteral("connlimit-crowd")), {m_web.endpoint()});
    m_mailCrowd.start(programPath(QStringLiteral("connlimit-crowd")),
                      {QStringLiteral("--clients"), QStringLiteral("8"), m_mail.endpoint()});
    return attach();
}

bool Stage::attach()
{
    for (const char *name : {"mail", "web"}) {
        m_window->follow(QString::fromLatin1(name));
        if (!waitFor("a server", [this] {
                const Monitor &monitor = m_window->currentPage()->monitor();
                return monitor.isAttached() && monitor.config().revision != 0;
            }))
            return false;
    }
    return true;
}

bool Stage::showClients()
{
    const auto isBusy = [this] { return number("open") > 75 && number("atLimit") > 2; };
    if (!waitFor("clients", isBusy) || !save("dashboard"))
        return false;
    QApplication::setPalette(darkPalette());
    const bool isSaved = waitFor("clients", isBusy) && save("dashboard-dark");
    QApplication::setPalette(QApplication::style()->standardPalette());
    return isSaved;
}

bool Stage::showOneClient()
{
    auto table = find<QTableView>("clients");
    const QModelIndexList greedy
        = table->model()->match(table->model()->index(0, 0), Qt::DisplayRole,
                                QStringLiteral("127.0.2.120"), 1, Qt::MatchExactly);
    table->selectRow(greedy.isEmpty() ? 0 : greedy.constFirst().row());
    QAction *details = m_window->currentPage()->clients().detailsAction();
    details->setChecked(true);
    const QAbstractItemModel *connections = find<QTableView>("connections")->model();
    const bool isSaved
        = waitFor("connections", [&] { return connections->rowCount() > 3; }) && save("client");
    details->setChecked(false);
    table->clearSelection();
    return isSaved;
}

bool Stage::setLimit(quint32 limit) const
{
    auto box = find<LimitSpinBox>("limit");
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QString::number(limit));
    QTest::keyClick(box, Qt::Key_Return);
    const Monitor &monitor = m_window->currentPage()->monitor();
    return waitFor("the limit",
                   [&] { return monitor.config().config.maximumConnectionsPerClient == limit; });
}

bool Stage::showLimit()
{
    HistorySource past(m_window->currentPage()->monitor());
    past.setActive(true);
    const auto waitForPast = [&](int seconds) {
        return waitFor("the past", [&] { return numKnown(past.model()) > seconds; });
    };
    return waitForPast(m_seconds / 3) && setLimit(2)
           && waitFor("clients at the limit", [this] { return number("atLimit") > 15; })
           && save("at-the-limit") && waitForPast(m_seconds * 2 / 3);
}

bool Stage::showHistory()
{
    if (!setLimit(5))
        return false;
    HistorySource past(m_window->currentPage()->monitor());
    past.setActive(true);
    setTab(2);
    return waitFor("the past", [&] { return numKnown(past.model()) >= m_seconds; })
           && save("history");
}

bool Stage::showOtherTabs()
{
    const auto hasRows = [this](const char *table) {
        return waitFor(table, [&] { return find<QTableView>(table)->model()->rowCount() > 1; });
    };
    setTab(1);
    if (!hasRows("rules") || !save("rules"))
        return false;
    setTab(3);
    if (!hasRows("events") || !save("events"))
        return false;
    setTab(4);
    return hasRows("changes") && save("changes");
}

bool Stage::showTranslated()
{
    QTranslator translator;
    if (!translator.load(QStringLiteral(CONNLIMIT_TRANSLATIONS "/connlimit_ar.qm")))
        return true; // built without Qt's Linguist tools
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::Arabic));
    QCoreApplication::installTranslator(&translator);
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    openWindow();
    const bool isSaved
        = attach() && waitFor("clients", [this] { return number("open") > 60; }) && save("arabic");
    QCoreApplication::removeTranslator(&translator);
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QLocale::setDefault(before);
    openWindow();
    return isSaved && attach();
}

bool Stage::showLost()
{
    if (!waitFor("clients", [this] { return number("open") > 60; }))
        return false;
    m_web.kill();
    const Monitor &monitor = m_window->currentPage()->monitor();
    return waitFor("the end", [&] { return monitor.state() == Monitor::State::Lost; })
           && save("lost");
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QString folder = application.arguments().value(1);
    const int seconds = application.arguments().value(2, QStringLiteral("60")).toInt();
    if (argc > 3 || seconds < 1 || !QDir().mkpath(folder)) {
        std::fprintf(stderr, "usage: connlimit-screenshots FOLDER [SECONDS OF HISTORY]\n");
        return 2;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(QApplication::style()->standardPalette());
    QFont font = QApplication::font();
    font.setStyleStrategy(QFont::NoSubpixelAntialias); // it fits one kind of screen only
    QApplication::setFont(font);
    const IsolatedRuntime runtime;
    return Stage(folder, seconds).play() ? 0 : 1;
}
