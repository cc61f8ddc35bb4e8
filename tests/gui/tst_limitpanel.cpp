// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitpanel.h"
#include "limitslider.h"
#include "servedmonitor.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QLineEdit>

using namespace ConnLimit;

class TestLimitPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sliderReachesEverything();
    void boxAndSliderKeepInStep();
    void previewsBeforeItApplies();
    void enterAppliesAndUndo();
    void escapeDropsIt();
    void numbersOfTheLocale_data();
    void numbersOfTheLocale();
    void wrongTextIsSaid_data();
    void wrongTextIsSaid();
    void theOtherFields();
    void everyLimitThereIs();
    void dryRun();
    void typingIsNotOverwritten();
    void twoOperators_data();
    void twoOperators();
    void otherValuesAreNoConflict();
    void refusedUndoIsSaid();
    void serverGoesAndComesBack();
    void openedLater();

private:
    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_panel->findChild<Widget *>(QString::fromLatin1(name));
    }
    void type(const char *text, const char *box = "limit")
    {
        auto field = find<LimitSpinBox>(box);
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, QString::fromLatin1(text));
    }
    void press(Qt::Key key) { QTest::keyClick(m_limit, key); }
    void click(const char *button)
    {
        QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton);
    }
    QString text() const { return m_limit->text(); }
    quint32 inForce() const { return m_served->limiter.config().maximumConnectionsPerClient; }
    QString notice(const char *bar) const
    {
        QWidget *widget = find<QWidget>(bar);
        return widget->isVisible() ? widget->findChild<QLabel *>()->text() : QString();
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_served;
    std::unique_ptr<LimitPanel> m_panel;
    LimitSpinBox *m_limit = nullptr;
    LimitSlider *m_slider = nullptr;
};

#define SAYS(words)                                                                                \
    QTRY_VERIFY2(m_panel->message().contains(QStringLiteral(words)), qPrintable(m_panel->message()))

void TestLimitPanel::init()
{
    m_served = std::make_unique<ServedMonitor>();
    m_panel = std::make_unique<LimitPanel>(m_served->monitor, m_served->editor);
    m_limit = find<LimitSpinBox>("limit");
    m_slider = find<LimitSlider>("limitSlider");
    QVERIFY(!m_limit->isEnabled());
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    QVERIFY(m_served->start({.maximumConnectionsPerClient = 10}));
    m_limit->setFocus();
}

void TestLimitPanel::cleanup()
{
    m_panel.reset();
    m_served.reset();
}

void TestLimitPanel::sliderReachesEverything()
{
    quint32 before = 0;
    for (int position = 0; position < m_slider->maximum(); ++position) {
        const quint32 limit = limitAt(position);
        QVERIFY(limit > before);
        QVERIFY(limit <= 20 || limit - before <= before / 4 + 1); // no step is a leap
        QCOMPARE(positionFor(limit), position);
        before = limit;
    }
    QCOMPARE(limitAt(0), 1u);
    QCOMPARE(before, 10'000u);
    QCOMPARE(limitAt(m_slider->maximum()), 0u);
    QCOMPARE(positionFor(0), m_slider->maximum());
    QCOMPARE(limitAt(positionFor(101)), 100u);
    QCOMPARE(limitAt(positionFor(4'000'000'000)), 10'000u);
}

void TestLimitPanel::boxAndSliderKeepInStep()
{
    QCOMPARE(text(), QStringLiteral("10"));
    QCOMPARE(limitAt(m_slider->value()), 10u);
    type("250");
    QCOMPARE(limitAt(m_slider->value()), 250u);
    type("1234");
    QCOMPARE(limitAt(m_slider->value()), 1200u);
    QCOMPARE(text(), QStringLiteral("1234")); // the slider does not round what was typed
    m_slider->setFocus();
    QTest::keyClick(m_slider, Qt::Key_Right);
    QCOMPARE(text(), QStringLiteral("1300"));
    QTest::keyClick(m_slider, Qt::Key_End);
    QCOMPARE(text(), QStringLiteral("no limit"));
    QTest::keyClick(m_slider, Qt::Key_Home);
    QCOMPARE(text(), QStringLiteral("1"));
    m_limit->setFocus();
    press(Qt::Key_Up);
    QCOMPARE(text(), QStringLiteral("2"));
    QCOMPARE(limitAt(m_slider->value()), 2u);
    QCOMPARE(inForce(), 10u);
}

void TestLimitPanel::previewsBeforeItApplies()
{
    m_served->open("192.0.2.1", 10);
    m_served->open("192.0.2.2", 9);
    m_served->open("192.0.2.3", 2);
    type("8");
    SAYS("At 8: 2 clients over, 19 connections affected; they stay open, new ones are refused.");
    type("20");
    SAYS("At 20: 1 client that is refused now may connect again.");
    type("0");
    SAYS("Without a limit: 1 client that is refused now may connect again.");
    type("11");
    SAYS("At 11: 1 client that is refused now");
    type("9");
    SAYS("At 9: 1 client over, 10 connections affected");
    QCOMPARE(inForce(), 10u);
    type("10");
    QTRY_COMPARE(m_panel->message(), QString());
}

void TestLimitPanel::enterAppliesAndUndo()
{
    QVERIFY(!find<QToolButton>("undo")->isVisible());
    type("12");
    press(Qt::Key_Return);
    SAYS("10 → 12, in force for the next connection. None was closed.");
    QCOMPARE(inForce(), 12u);
    QVERIFY(!find<QPushButton>("apply")->isEnabled());
    type("15");
    click("apply");
    SAYS("12 → 15");
    auto undo = find<QToolButton>("undo");
    QTRY_VERIFY(undo->isEnabled());
    QCOMPARE(undo->text(), QStringLiteral("Undo: limit for each client 12 → 15"));
    click("undo");
    SAYS("15 → 12");
    QCOMPARE(text(), QStringLiteral("12"));
    QTRY_VERIFY(undo->isEnabled());
    click("undo");
    SAYS("12 → 10");
    QCOMPARE(inForce(), 10u);
    QVERIFY(!undo->isVisible());
}

void TestLimitPanel::escapeDropsIt()
{
    type("77");
    SAYS("At 77");
    press(Qt::Key_Escape);
    QCOMPARE(text(), QStringLiteral("10"));
    QCOMPARE(limitAt(m_slider->value()), 10u);
    QVERIFY(m_panel->message().isEmpty());
    type("78");
    click("revert");
    QCOMPARE(text(), QStringLiteral("10"));
    QVERIFY(!find<QPushButton>("revert")->isEnabled());
    QCOMPARE(inForce(), 10u);
}

void TestLimitPanel::numbersOfTheLocale_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("typed");
    QTest::newRow("Arabic") << QLocale(QLocale::Arabic, QLocale::Egypt)
                            << QStringLiteral("\u0661\u0662\u0663\u0664");
    QTest::newRow("Arabic, in our digits")
        << QLocale(QLocale::Arabic, QLocale::Egypt) << QStringLiteral("1234");
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany)
                            << QStringLiteral("1.234");
    QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedStates)
                             << QStringLiteral("1,234");
}

/// What a box shows it reads as well, and nobody has to switch the keyboard to type a limit.
void TestLimitPanel::numbersOfTheLocale()
{
    QFETCH(QLocale, locale);
    QFETCH(QString, typed);
    const auto reset = qScopeGuard([before = QLocale()] { QLocale::setDefault(before); });
    QLocale::setDefault(locale);
    LimitSpinBox limit;
    LimitSpinBox prefixLength;
    prefixLength.setPrefixLength(128);
    for (const quint32 number : {0u, 5u, 1234u, 2147483647u, 4294967295u}) {
        limit.setLimit(number);
        QVERIFY(limit.limit() == (std::variant<quint32, QString>(number)));
    }
    prefixLength.setLimit(64);
    QVERIFY(prefixLength.limit() == (std::variant<quint32, QString>(64u)));
    limit.findChild<QLineEdit *>()->setText(typed);
    QVERIFY(limit.limit() == (std::variant<quint32, QString>(1234u)));

    // The panel with it follows a server, and puts back what was typed.
    LimitPanel panel(m_served->monitor, m_served->editor);
    auto box = panel.findChild<LimitSpinBox *>(QStringLiteral("limit"));
    m_served->setElsewhere({.maximumConnectionsPerClient = 7});
    QTRY_COMPARE(box->value(), 7.);
    box->findChild<QLineEdit *>()->setText(typed);
    QTest::keyClick(box, Qt::Key_Escape);
    QVERIFY(box->limit() == (std::variant<quint32, QString>(7u)));
}

void TestLimitPanel::wrongTextIsSaid_data()
{
    QTest::addColumn<QByteArray>("box");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *box, const char *typed, const char *reason) {
        QTest::newRow(name) << QByteArray(box) << QString::fromLatin1(typed)
                            << QString::fromUtf8(reason);
    };
    row("nothing", "limit", "", "Type a number; 0 is no limit.");
    row("word", "limit", "abc", "“abc” is not a whole number.");
    row("negative", "limit", "-3", "negative");
    row("too large", "limit", "99999999999", "at most");
    row("markup", "limit", "<b>9</b>", "<b>9</b>");
    row("prefix 0", "ipv4PrefixLength", "0", "1 to 32");
    row("prefix 33", "ipv4PrefixLength", "33", "1 to 32");
    row("prefix 129", "ipv6PrefixLength", "129", "1 to 128");
    row("no prefix", "ipv6PrefixLength", "", "1 to 128");
}

void TestLimitPanel::wrongTextIsSaid()
{
    QFETCH(QByteArray, box);
    QFETCH(QString, typed);
    QFETCH(QString, reason);
    click("more");
    type(typed.toLatin1().constData(), box.constData());
    QVERIFY2(m_panel->message().contains(reason), qPrintable(m_panel->message()));
    QTest::keyClick(find<LimitSpinBox>(box.constData()), Qt::Key_Return);
    QVERIFY2(m_panel->message().contains(reason), qPrintable(m_panel->message()));
    QCOMPARE(find<LimitSpinBox>(box.constData())->text(), typed); // it stays, to be corrected
    click("apply");
    QVERIFY2(m_panel->message().contains(reason), qPrintable(m_panel->message()));
    QVERIFY(!m_served->editor.isBusy());
    press(Qt::Key_Escape);
    QVERIFY(m_panel->message().isEmpty());
}

void TestLimitPanel::theOtherFields()
{
    QVERIFY(!find<LimitSpinBox>("maximumConnections")->isVisible());
    click("more");
    QVERIFY(find<LimitSpinBox>("maximumConnections")->isVisible());
    QCOMPARE(find<LimitSpinBox>("maximumConnections")->text(), QStringLiteral("no limit"));
    QCOMPARE(find<LimitSpinBox>("ipv6PrefixLength")->text(), QStringLiteral("64"));
    m_served->open("192.0.2.1", 5);
    type("5", "maximumConnections");
    SAYS("5 connections are open: everybody is refused until enough of them have ended.");
    type("24", "ipv4PrefixLength");
    SAYS("Connections that are open stay counted as they are.");
    const quint64 revision = m_served->limiter.configRevision().revision;
    QTest::keyClick(find<LimitSpinBox>("ipv4PrefixLength"), Qt::Key_Return);
    SAYS("In force: limit for all together no limit → 5, IPv4 prefix length 32 → 24.");
    QCOMPARE(m_served->limiter.configRevision().revision, revision + 1); // both in one
    QCOMPARE(m_served->limiter.config().maximumConnections, 5u);
    QCOMPARE(m_served->limiter.config().ipv4PrefixLength, 24u);
    QTRY_VERIFY(find<QToolButton>("undo")->isEnabled());
    click("undo");
    QTRY_COMPARE(m_served->limiter.config().ipv4PrefixLength, 32u);
    QTRY_COMPARE(find<LimitSpinBox>("ipv4PrefixLength")->text(), QStringLiteral("32"));
}

/// What a shell has set is shown as it is, and stays so while something else is changed.
void TestLimitPanel::everyLimitThereIs()
{
    m_served->setElsewhere({.maximumConnectionsPerClient = 3'000'000'000});
    QTRY_COMPARE(text(), QStringLiteral("3000000000"));
    SAYS("Somebody else has set it to 3,000,000,000.");
    QCOMPARE(limitAt(m_slider->value()), 10'000u);
    click("more");
    type("4000000000", "maximumConnections");
    QTest::keyClick(find<LimitSpinBox>("maximumConnections"), Qt::Key_Return);
    SAYS("In force: limit for all together no limit → 4,000,000,000.");
    QCOMPARE(m_served->limiter.config().maximumConnections, 4'000'000'000u);
    QCOMPARE(inForce(), 3'000'000'000u);
    QCOMPARE(text(), QStringLiteral("3000000000"));

    m_limit->setFocus();
    press(Qt::Key_Down);
    QCOMPARE(text(), QStringLiteral("2999999999"));
    press(Qt::Key_Escape);
    QCOMPARE(text(), QStringLiteral("3000000000"));
    type("4294967296");
    SAYS("A limit is at most 4,294,967,295; 0 is no limit.");
    type("4294967295");
    press(Qt::Key_Up); // there is none above it
    QCOMPARE(text(), QStringLiteral("4294967295"));
    press(Qt::Key_Return);
    SAYS("3,000,000,000 → 4,294,967,295");
    QCOMPARE(inForce(), 4'294'967'295u);
    click("undo");
    QTRY_COMPARE(inForce(), 3'000'000'000u);

    // The slider goes where it can, and says where that is.
    m_slider->setFocus();
    QTest::keyClick(m_slider, Qt::Key_Left);
    QCOMPARE(text(), QString::number(limitAt(m_slider->maximum() - 2)));
}

void TestLimitPanel::dryRun()
{
    click("more");
    QCOMPARE(notice("dryRunNotice"), QString());
    find<QCheckBox>("dryRun")->click();
    SAYS("In a dry run nothing is refused; else: nobody is affected.");
    click("apply");
    QTRY_VERIFY(m_served->limiter.config().dryRun);
    QTRY_VERIFY(notice("dryRunNotice").startsWith(QStringLiteral("Dry run: nothing is refused.")));
    m_served->open("192.0.2.1", 12);
    find<QCheckBox>("dryRun")->click();
    SAYS("Without the dry run: 1 client over, 12 connections affected");
    click("apply");
    QTRY_COMPARE(notice("dryRunNotice"), QString());
    QVERIFY(!m_served->limiter.config().dryRun);
}

void TestLimitPanel::typingIsNotOverwritten()
{
    m_served->setElsewhere({.maximumConnectionsPerClient = 11});
    QTRY_COMPARE(text(), QStringLiteral("11")); // nothing was being typed
    SAYS("Somebody else has set it to 11.");
    type("5x");
    m_served->setElsewhere({.maximumConnectionsPerClient = 12});
    QTRY_VERIFY2(notice("conflict").contains(QStringLiteral("from 11 to 12. Yours: no number")),
                 qPrintable(notice("conflict")));
    QCOMPARE(text(), QStringLiteral("5x"));
    QVERIFY(!find<QPushButton>("takeMine")->isEnabled());
    press(Qt::Key_Backspace);
    QVERIFY(notice("conflict").contains(QStringLiteral("Yours: 5, in force now: 12.")));
    type("12");
    QCOMPARE(notice("conflict"), QString()); // they agree
    QVERIFY(!find<QPushButton>("apply")->isEnabled());
}

void TestLimitPanel::twoOperators_data()
{
    QTest::addColumn<bool>("isKnownBefore");
    QTest::addColumn<bool>("takesMine");
    QTest::newRow("seen while typing, mine") << true << true;
    QTest::newRow("seen while typing, theirs") << true << false;
    QTest::newRow("seen when applied, mine") << false << true;
    QTest::newRow("seen when applied, theirs") << false << false;
}

void TestLimitPanel::twoOperators()
{
    QFETCH(bool, isKnownBefore);
    QFETCH(bool, takesMine);
    type("8");
    m_served->setElsewhere({.maximumConnectionsPerClient = 12});
    if (isKnownBefore)
        QTRY_VERIFY(!notice("conflict").isEmpty());
    press(Qt::Key_Return);
    QTRY_VERIFY2(
        notice("conflict")
            .contains(QStringLiteral("has changed the limit for each client from 10 to 12. "
                                     "Yours: 8, in force now: 12.")),
        qPrintable(notice("conflict")));
    QTRY_VERIFY(!m_served->editor.isBusy());
    QCOMPARE(inForce(), 12u);
    QCOMPARE(text(), QStringLiteral("8"));
    QCOMPARE(find<QPushButton>("takeMine")->text(), QStringLiteral("Apply 8 on top"));
    QCOMPARE(find<QPushButton>("takeTheirs")->text(), QStringLiteral("Take 12"));
    if (takesMine) {
        press(Qt::Key_Return); // goes to the choice, which is not made by the same key press
        QCOMPARE(inForce(), 12u);
        QTest::keyClick(m_panel->window()->focusWidget(), Qt::Key_Space);
        SAYS("12 → 8");
        QCOMPARE(inForce(), 8u);
    } else {
        click("takeTheirs");
        QCOMPARE(text(), QStringLiteral("12"));
        QVERIFY(!find<QPushButton>("apply")->isEnabled());
    }
    QCOMPARE(notice("conflict"), QString());
}

void TestLimitPanel::otherValuesAreNoConflict()
{
    type("8");
    m_served->setElsewhere({.maximumConnections = 500});
    press(Qt::Key_Return);
    SAYS("10 → 8");
    QCOMPARE(m_served->limiter.config().maximumConnections, 500u);
    QCOMPARE(notice("conflict"), QString());
}

void TestLimitPanel::refusedUndoIsSaid()
{
    type("8");
    press(Qt::Key_Return);
    SAYS("10 → 8");
    m_served->setElsewhere({.maximumConnectionsPerClient = 12});
    QTRY_COMPARE(text(), QStringLiteral("12"));
    click("undo");
    SAYS("Left as it is (limit for each client 10 → 8): somebody else has changed it meanwhile");
    QCOMPARE(inForce(), 12u);
    QVERIFY(!find<QToolButton>("undo")->isVisible());
}

void TestLimitPanel::serverGoesAndComesBack()
{
    type("8");
    m_served->server.reset();
    QTRY_VERIFY(!m_limit->isEnabled());
    QVERIFY(!m_slider->isEnabled());
    QVERIFY(!find<QPushButton>("apply")->isEnabled());
    QVERIFY(m_served->serve());
    QTRY_VERIFY(m_limit->isEnabled());
    QCOMPARE(text(), QStringLiteral("8"));
    press(Qt::Key_Return);
    SAYS("10 → 8");
}

void TestLimitPanel::openedLater()
{
    const LimitPanel panel(m_served->monitor, m_served->editor);
    const auto box = panel.findChild<LimitSpinBox *>(QStringLiteral("limit"));
    QCOMPARE(box->text(), QStringLiteral("10"));
    QVERIFY(box->isEnabled());
}

QTEST_MAIN(TestLimitPanel)

#include "tst_limitpanel.moc"
