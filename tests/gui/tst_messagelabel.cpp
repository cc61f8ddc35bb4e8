// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "messagelabel.h"
#include "palette.h"

#include <QtTest/QTest>
#include <QtWidgets/QHBoxLayout>

using Color = QColor (*)(const QPalette &);

class TestMessageLabel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colors_data();
    void colors();
    void markupIsText();
};

void TestMessageLabel::colors_data()
{
    QTest::addColumn<MessageLabel::Weight>("weight");
    QTest::addColumn<Color>("color");
    QTest::newRow("quiet") << MessageLabel::Quiet << Color(quietColor);
    QTest::newRow("normal") << MessageLabel::Normal << Color([](const QPalette &palette) {
        return palette.color(QPalette::WindowText);
    });
    QTest::newRow("alert") << MessageLabel::Alert << Color(alertColor);
}

void TestMessageLabel::colors()
{
    QFETCH(MessageLabel::Weight, weight);
    QFETCH(Color, color);
    QWidget parent;
    parent.setPalette(QPalette(Qt::lightGray, Qt::white));
    auto layout = new QHBoxLayout(&parent);
    auto label = new MessageLabel(QStringLiteral("label"));
    layout->addWidget(label);
    const auto isRight
        = [&] { return label->palette().color(QPalette::WindowText) == color(parent.palette()); };
    label->say(QStringLiteral("before"), MessageLabel::Alert);
    label->say(QStringLiteral("now"), weight);
    QVERIFY(isRight());
    QCOMPARE(label->text(), QStringLiteral("now"));
    const QColor light = color(parent.palette());
    parent.setPalette(QPalette(Qt::darkGray, Qt::black));
    QVERIFY(isRight());
    QVERIFY(color(parent.palette()) != light); // or it need not follow
    parent.setPalette(QPalette(Qt::lightGray, Qt::white));
    QVERIFY(isRight());
    label->say(QStringLiteral("again"), weight); // does not get paler each time
    QVERIFY(isRight());
}

void TestMessageLabel::markupIsText()
{
    MessageLabel label(QStringLiteral("label"));
    label.say(QStringLiteral("<b>bold</b>"));
    QCOMPARE(label.textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestMessageLabel)

#include "tst_messagelabel.moc"
