// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "historychart.h"
#include "historypage.h"
#include "servedmonitor.h"

#include <QtGui/QImage>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QAbstractButton>

using namespace ConnLimit;
using namespace std::chrono_literals;

namespace {

History history(const QList<std::optional<HistorySample>> &samples,
                std::chrono::seconds interval = 1s)
{
    return {interval, std::chrono::system_clock::time_point(1'700'000'000s), samples};
}

/// Whether a pixel of \a color, or one much like it, is in the column of the picture.
bool hasColor(const QImage &picture, int x, const QColor &color)
{
    for (int y = 0; y < picture.height(); ++y) {
        const QColor pixel = picture.pixelColor(x, y);
        if (std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green())
                + std::abs(pixel.blue() - color.blue())
            < 30)
            return true;
    }
    return false;
}

} // namespace

class TestHistoryPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void axisSteps_data();
    void axisSteps();
    void axisStepsAlways();
    void timeSteps_data();
    void timeSteps();
    void axisTexts_data();
    void axisTexts();
    void modelMakesCurves();
    void modelShowsNoMoreThanTheSpan();
    void pointsAreFound();
    void gapsAreGaps();
    void cursorFollowsMouseAndKeys();
    void curvesCanBeHidden();
    void pageAsksOnlyWhileVisible();
    void pageChoosesTheSpan();
    void serverGoesAndComesBack();
    void endsWhileTheChartHasTheFocus();
};

void TestHistoryPage::axisSteps_data()
{
    QTest::addColumn<double>("largest");
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("smallestStep");
    QTest::addColumn<double>("maximum");
    QTest::addColumn<double>("step");
    QTest::newRow("nothing") << 0. << 5 << 1. << 1. << 1.;
    QTest::newRow("no number") << std::nan("") << 5 << 1. << 1. << 1.;
    QTest::newRow("one") << 1. << 5 << 1. << 1. << 1.;
    QTest::newRow("three") << 3. << 5 << 1. << 3. << 1.;
    QTest::newRow("whole numbers") << 2. << 10 << 1. << 2. << 1.;
    QTest::newRow("fractions") << 0.7 << 5 << 0.1 << 0.8 << 0.2;
    QTest::newRow("tenths") << 0.3 << 5 << 0.1 << 0.3 << 0.1;
    QTest::newRow("twelve") << 12. << 5 << 1. << 15. << 5.;
    QTest::newRow("ten exactly") << 10. << 5 << 1. << 10. << 2.;
    QTest::newRow("hundred") << 100. << 5 << 1. << 100. << 20.;
    QTest::newRow("hundred and one") << 101. << 5 << 1. << 150. << 50.;
    QTest::newRow("one step") << 7300. << 1 << 1. << 10'000. << 10'000.;
    QTest::newRow("million") << 1'234'567. << 5 << 1. << 1'500'000. << 500'000.;
}

void TestHistoryPage::axisSteps()
{
    QFETCH(double, largest);
    QFETCH(int, count);
    QFETCH(double, smallestStep);
    const AxisScale scale = axisScale(largest, count, smallestStep);
    QTEST(scale.maximum, "maximum");
    QTEST(scale.step, "step");
}

void TestHistoryPage::axisStepsAlways()
{
    for (int count = 1; count <= 8; ++count) {
        for (double largest = 0.01; largest < 1e7; largest *= 1.013) {
            const AxisScale scale = axisScale(largest, count, 0.1);
            QVERIFY(scale.maximum >= largest * (1 - 1e-9));
            QVERIFY(scale.maximum - largest < scale.step * (1 + 1e-9)); // no step too many
            QVERIFY(std::lround(scale.maximum / scale.step) <= count);
        }
    }
}

void TestHistoryPage::timeSteps_data()
{
    QTest::addColumn<int>("span");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("step");
    QTest::newRow("a minute") << 60 << 6 << 10;
    QTest::newRow("a minute, little room") << 60 << 3 << 30;
    QTest::newRow("ten minutes") << 600 << 6 << 120;
    QTest::newRow("an hour") << 3600 << 6 << 600;
    QTest::newRow("an hour, no room") << 3600 << 0 << 3600;
    QTest::newRow("a week") << 604800 << 1 << 86400;
}

void TestHistoryPage::timeSteps()
{
    QFETCH(int, span);
    QFETCH(int, count);
    QFETCH(int, step);
    QCOMPARE(timeStep(std::chrono::seconds(span), count), std::chrono::seconds(step));
}

void TestHistoryPage::axisTexts_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << 0. << QStringLiteral("0");
    QTest::newRow("tenth") << 0.3 << QStringLiteral("0.3");
    QTest::newRow("sum of tenths") << 0.1 + 0.2 << QStringLiteral("0.3");
    QTest::newRow("small") << 0.0166 << QStringLiteral("0.02");
    QTest::newRow("one place") << 12.34 << QStringLiteral("12.3");
    QTest::newRow("large") << 1234.4 << QStringLiteral("1,234");
    QTest::newRow("larger") << 1200. << QStringLiteral("1,200");
}

void TestHistoryPage::axisTexts()
{
    QFETCH(double, value);
    QTEST(axisText(value), "text");
}

void TestHistoryPage::modelMakesCurves()
{
    HistoryModel model;
    QSignalSpy changed(&model, &HistoryModel::changed);
    model.setHistory(history({HistorySample{7, 20, 5}, std::nullopt, HistorySample{9, 30, 0}}, 10s),
                     60s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.count(), 3);
    QCOMPARE(model.value(HistorySeries::Open, 0), 7.);
    QCOMPARE(model.value(HistorySeries::Admitted, 0), 2.); // per second
    QCOMPARE(model.value(HistorySeries::Refused, 0), 0.5);
    for (const HistorySeries series : allHistorySeries)
        QVERIFY(!model.value(series, 1));
    QCOMPARE(model.maximum(HistorySeries::Open), 9.);
    QCOMPARE(model.maximum(HistorySeries::Admitted), 3.);
    QCOMPARE(model.timeAt(2).toSecsSinceEpoch(), 1'700'000'000);
    QCOMPARE(model.timeAt(0).toSecsSinceEpoch(), 1'700'000'000 - 20);
    QCOMPARE(model.positionOf(2), 1.);
    QCOMPARE(model.positionOf(1), 1 - 1. / 6);
    model.clear();
    QCOMPARE(model.count(), 0);
    QCOMPARE(model.maximum(HistorySeries::Open), 0.);
}

void TestHistoryPage::modelShowsNoMoreThanTheSpan()
{
    HistoryModel model;
    model.setHistory(history(QList<std::optional<HistorySample>>(100, HistorySample{1, 1, 1})),
                     60s);
    QCOMPARE(model.count(), 61); // from the beginning of the span to its end
    QCOMPARE(model.positionOf(0), 0.);
    model.setHistory(history({HistorySample{}}, 0s), 0s); // nothing is divided by what peers say
    QCOMPARE(model.value(HistorySeries::Admitted, 0), 0.);
    QCOMPARE(model.positionOf(0), 1.);
}

void TestHistoryPage::pointsAreFound()
{
    HistoryModel model;
    model.setHistory(history(QList<std::optional<HistorySample>>(31, HistorySample{})), 60s);
    QCOMPARE(model.pointAt(1), 30);
    QCOMPARE(model.pointAt(0.991), 29);
    QCOMPARE(model.pointAt(0.5), 0);
    QCOMPARE(model.pointAt(0), 0); // nothing is known of then
}

void TestHistoryPage::gapsAreGaps()
{
    HistoryModel model;
    HistoryChart chart(model);
    chart.resize(800, 400);
    QList<std::optional<HistorySample>> samples(61, HistorySample{50, 0, 0});
    for (int i = 20; i <= 40; ++i)
        samples[i].reset();
    samples[30] = HistorySample{50, 0, 0}; // alone between two gaps
    model.setHistory(history(samples), 60s);
    chart.setSeriesVisible(HistorySeries::Admitted, false);
    chart.setSeriesVisible(HistorySeries::Refused, false);
    const QImage picture = chart.grab().toImage();
    const QColor color = seriesColor(HistorySeries::Open, chart.palette());
    // The columns between the first and the last that have a curve.
    int first = 0, last = picture.width() - 1;
    while (first < last && !hasColor(picture, first, color))
        ++first;
    while (last > first && !hasColor(picture, last, color))
        --last;
    QVERIFY(last - first > 500);
    const auto at = [&](double point) { return first + int((last - first) * point / 60); };
    QVERIFY(hasColor(picture, at(10), color));
    QVERIFY(hasColor(picture, at(50), color));
    QVERIFY(!hasColor(picture, at(25), color));
    QVERIFY(!hasColor(picture, at(35), color));
    QVERIFY(hasColor(picture, at(30), color) || hasColor(picture, at(30) + 1, color));
}

void TestHistoryPage::cursorFollowsMouseAndKeys()
{
    HistoryModel model;
    HistoryChart chart(model);
    chart.resize(800, 400);
    QTest::keyClick(&chart, Qt::Key_Left); // there is nothing to go to
    QVERIFY(!chart.cursor());
    QVERIFY(chart.accessibleDescription().contains(QStringLiteral("no history yet")));

    QList<std::optional<HistorySample>> samples(61, HistorySample{5, 6, 7});
    samples[59].reset();
    model.setHistory(history(samples), 60s);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor(), 60);
    QCOMPARE(chart.pointTexts(60).mid(1),
             QStringList({QStringLiteral("Open: 5"), QStringLiteral("Admitted per second: 6"),
                          QStringLiteral("Refused per second: 7")}));
    QVERIFY(chart.accessibleDescription().contains(QStringLiteral("Refused per second: 7")));
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor(), 59);
    QVERIFY(chart.accessibleDescription().contains(QStringLiteral("nothing is known")));
    QTest::keyClick(&chart, Qt::Key_Home);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor(), 0);
    QTest::keyClick(&chart, Qt::Key_Right);
    QCOMPARE(chart.cursor(), 1);
    QTest::keyClick(&chart, Qt::Key_End);
    QTest::keyClick(&chart, Qt::Key_Right);
    QCOMPARE(chart.cursor(), 60);
    model.setHistory(history(samples.first(10)), 60s);
    QCOMPARE(chart.cursor(), 9);
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(!chart.cursor());

    model.setHistory(history(samples), 60s);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QTest::mouseMove(&chart, QPoint(799, 100));
    QTRY_COMPARE(chart.cursor(), 60);
    QTest::mouseMove(&chart, QPoint(1, 100));
    QTRY_COMPARE(chart.cursor(), 0);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&chart, &leave);
    QVERIFY(!chart.cursor());
}

void TestHistoryPage::curvesCanBeHidden()
{
    ServedMonitor served;
    HistoryPage page(served.monitor);
    auto chart = page.findChild<HistoryChart *>();
    auto refused = page.findChild<QAbstractButton *>(QStringLiteral("series2"));
    QCOMPARE(refused->accessibleName(), QStringLiteral("Refused per second, shown"));
    refused->click();
    QVERIFY(!chart->isSeriesVisible(HistorySeries::Refused));
    QVERIFY(chart->isSeriesVisible(HistorySeries::Admitted));
    QCOMPARE(refused->accessibleName(), QStringLiteral("Refused per second, hidden"));
    refused->click();
    QVERIFY(chart->isSeriesVisible(HistorySeries::Refused));
}

void TestHistoryPage::pageAsksOnlyWhileVisible()
{
    const IsolatedRuntime runtime;
    ServedMonitor served;
    HistorySource source(served.monitor);
    QSignalSpy changed(&source.model(), &HistoryModel::changed);
    QVERIFY(served.start({}));
    QCOMPARE(changed.size(), 0);
    source.setActive(true);
    QTRY_VERIFY(changed.size() >= 2); // once, and again after an interval
    source.setActive(false);
    const qsizetype count = changed.size();
    // What was under way may still come; the answers to these came after it.
    QSignalSpy frames(&served.monitor, &Monitor::frameReceived);
    QTRY_COMPARE_WITH_TIMEOUT(frames.size(), 4, 10'000); // more than an interval later
    QVERIFY(changed.size() <= count + 1);
}

void TestHistoryPage::pageChoosesTheSpan()
{
    const IsolatedRuntime runtime;
    ServedMonitor served;
    HistoryPage page(served.monitor);
    page.resize(800, 400);
    QVERIFY(served.start({}));
    const auto &model = page.findChild<HistorySource *>()->model();
    served.open("192.0.2.1", 3);
    QCOMPARE(model.count(), 0);
    page.show();
    QTRY_VERIFY(model.count() > 0);
    QCOMPARE(model.span(), 60s);
    QTRY_COMPARE(model.value(HistorySeries::Open, model.count() - 1), 3.);
    page.findChild<QAbstractButton *>(QStringLiteral("span60"))->click();
    QTRY_COMPARE(model.span(), 3600s);
    page.findChild<QAbstractButton *>(QStringLiteral("span10"))->click();
    page.findChild<QAbstractButton *>(QStringLiteral("span1"))
        ->click(); // before there is an answer
    QTRY_COMPARE(model.span(), 60s);
}

void TestHistoryPage::serverGoesAndComesBack()
{
    const IsolatedRuntime runtime;
    ServedMonitor served;
    HistoryPage page(served.monitor);
    page.show();
    QVERIFY(served.start({}));
    const auto &model = page.findChild<HistorySource *>()->model();
    QTRY_VERIFY(model.count() > 0);
    auto message = page.findChild<QLabel *>(QStringLiteral("historyMessage"));
    QVERIFY(!message->isVisible());
    served.server.reset();
    QTRY_VERIFY(message->isVisible());
    QVERIFY(model.count() > 0); // still to be read
    QVERIFY(served.serve());
    QTRY_VERIFY(!message->isVisible());
    QSignalSpy changed(&model, &HistoryModel::changed);
    QTRY_VERIFY(!changed.isEmpty());
}

void TestHistoryPage::endsWhileTheChartHasTheFocus()
{
    IsolatedRuntime runtime;
    ServedMonitor served;
    QVERIFY(served.start({}));
    auto page = std::make_unique<HistoryPage>(served.monitor);
    auto chart = page->findChild<HistoryChart *>();
    page->show();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
    chart->setFocus();
    QTRY_VERIFY(chart->hasFocus());
    QTest::keyClick(chart, Qt::Key_End);
    page.reset(); // takes the focus from the chart
}

QTEST_MAIN(TestHistoryPage)

#include "tst_historypage.moc"
