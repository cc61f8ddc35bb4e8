// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limiteditor.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QLineEdit>

#include <optional>

using namespace ConnLimit;

namespace {

ConfigRevision revision(quint32 limit, quint64 number)
{
    return {{.maximumConnectionsPerClient = limit}, number};
}

} // namespace

class TestLimitEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsTheLimit();
    void enterApplies();
    void applyButton();
    void stepsCountAsAnEdit();
    void escapeReverts();
    void wrongValueSaysWhy_data();
    void wrongValueSaysWhy();
    void clickOnApplyWithAWrongValue();
    void typingIsNotOverwritten();
    void conflict();
    void otherErrors();
    void unavailable();

private:
    void type(const QString &text);
    QString text() const { return m_limit->text(); }

    struct Request
    {
        quint32 limit;
        ConfigRevision basedOn;
    };

    std::unique_ptr<LimitEditor> m_editor;
    LimitSpinBox *m_limit = nullptr;
    QPushButton *m_apply = nullptr;
    QList<Request> m_requests;
};

void TestLimitEditor::init()
{
    m_editor = std::make_unique<LimitEditor>();
    m_limit = m_editor->findChild<LimitSpinBox *>();
    m_apply = m_editor->findChild<QPushButton *>();
    m_requests.clear();
    connect(m_editor.get(), &LimitEditor::applyRequested, this,
            [this](quint32 limit, const ConfigRevision &basedOn) {
                m_requests.append({limit, basedOn});
            });
    m_editor->setConfig(revision(3, 7));
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
    m_limit->setFocus();
}

void TestLimitEditor::type(const QString &text)
{
    m_limit->selectAll();
    QTest::keyClick(m_limit, Qt::Key_Delete);
    QTest::keyClicks(m_limit, text);
}

void TestLimitEditor::showsTheLimit()
{
    QCOMPARE(text(), QStringLiteral("3"));
    QVERIFY(!m_apply->isEnabled());
    m_editor->setConfig(revision(0, 8));
    QCOMPARE(text(), QStringLiteral("no limit"));
    m_editor->setConfig(revision(12345, 9));
    QCOMPARE(text(), QStringLiteral("12345"));
}

void TestLimitEditor::enterApplies()
{
    type(QStringLiteral("5"));
    QVERIFY(m_apply->isEnabled());
    QTest::keyClick(m_limit, Qt::Key_Return);
    QCOMPARE(m_requests.size(), 1);
    QCOMPARE(m_requests[0].limit, 5u);
    QCOMPARE(m_requests[0].basedOn.revision, 7u);
    m_editor->showApplied({ConfigChange::Outcome::Applied, {}, revision(3, 7), revision(5, 8)});
    QVERIFY(m_editor->message().contains(QStringLiteral("3 → 5")));
    QVERIFY(!m_apply->isEnabled());
    QTest::keyClick(m_limit, Qt::Key_Return); // nothing was edited
    QCOMPARE(m_requests.size(), 1);

    type(QStringLiteral("0"));
    QTest::keyClick(m_limit, Qt::Key_Enter);
    QCOMPARE(m_requests.constLast().limit, 0u);
    QCOMPARE(m_requests.constLast().basedOn.revision, 8u);
}

void TestLimitEditor::applyButton()
{
    type(QStringLiteral("8"));
    QTest::mouseClick(m_apply, Qt::LeftButton);
    QCOMPARE(m_requests.size(), 1);
    QCOMPARE(m_requests[0].limit, 8u);
}

void TestLimitEditor::stepsCountAsAnEdit()
{
    QTest::keyClick(m_limit, Qt::Key_Up);
    QVERIFY(m_apply->isEnabled());
    QTest::keyClick(m_limit, Qt::Key_Down);
    QVERIFY(!m_apply->isEnabled());
    QTest::keyClick(m_limit, Qt::Key_Up);
    QTest::keyClick(m_limit, Qt::Key_Return);
    QCOMPARE(m_requests.size(), 1);
    QCOMPARE(m_requests[0].limit, 4u);
}

void TestLimitEditor::escapeReverts()
{
    type(QStringLiteral("77"));
    QTest::keyClick(m_limit, Qt::Key_Escape);
    QCOMPARE(text(), QStringLiteral("3"));
    QVERIFY(!m_apply->isEnabled());
    type(QStringLiteral("abc"));
    QTest::keyClick(m_limit, Qt::Key_Escape);
    QCOMPARE(text(), QStringLiteral("3"));
    QVERIFY(m_editor->message().isEmpty());
    QVERIFY(m_requests.isEmpty());
}

void TestLimitEditor::wrongValueSaysWhy_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing") << QString() << QStringLiteral("Type a number");
    QTest::newRow("word") << QStringLiteral("abc") << QStringLiteral("“abc” is not a whole number");
    QTest::newRow("negative") << QStringLiteral("-3") << QStringLiteral("negative");
    QTest::newRow("fraction") << QStringLiteral("1.5") << QStringLiteral("not a whole number");
    QTest::newRow("too large") << QStringLiteral("99999999999") << QStringLiteral("at most");
    QTest::newRow("far too large")
        << QStringLiteral("1e400") << QStringLiteral("not a whole number");
    QTest::newRow("nan") << QStringLiteral("nan") << QStringLiteral("not a whole number");
    QTest::newRow("markup") << QStringLiteral("<b>9</b>") << QStringLiteral("<b>9</b>");
}

void TestLimitEditor::wrongValueSaysWhy()
{
    QFETCH(QString, typed);
    QFETCH(QString, reason);
    type(typed);
    QTest::keyClick(m_limit, Qt::Key_Return);
    QVERIFY2(m_editor->message().contains(reason), qPrintable(m_editor->message()));
    QCOMPARE(text(), typed); // it stays, to be corrected
    QVERIFY(m_requests.isEmpty());
}

void TestLimitEditor::clickOnApplyWithAWrongValue()
{
    type(QStringLiteral("many"));
    QTest::mouseClick(m_apply, Qt::LeftButton);
    QVERIFY(m_editor->message().contains(QStringLiteral("many")));
    QCOMPARE(text(), QStringLiteral("many"));
    QVERIFY(m_requests.isEmpty());
}

void TestLimitEditor::typingIsNotOverwritten()
{
    type(QStringLiteral("55"));
    m_editor->setConfig(revision(3, 7));
    QCOMPARE(text(), QStringLiteral("55"));
    m_editor->setConfig(revision(9, 8));
    QCOMPARE(text(), QStringLiteral("55"));
    QVERIFY(m_editor->message().contains(QStringLiteral("Somebody else has set it to 9")));
    QTest::keyClick(m_limit, Qt::Key_Return);
    QCOMPARE(m_requests.constLast().basedOn.revision, 8u); // the user was told of it
    QTest::keyClick(m_limit, Qt::Key_Escape);
    QCOMPARE(text(), QStringLiteral("9"));
}

void TestLimitEditor::conflict()
{
    type(QStringLiteral("55"));
    QTest::keyClick(m_limit, Qt::Key_Return);
    m_editor->showRefused({ControlError::Conflict, QStringLiteral("changed"), {}, revision(9, 8)});
    QVERIFY(m_editor->message().contains(QStringLiteral("somebody else has set it to 9")));
    QCOMPARE(text(), QStringLiteral("55"));
    QTest::keyClick(m_limit, Qt::Key_Return);
    QCOMPARE(m_requests.size(), 2);
    QCOMPARE(m_requests[1].limit, 55u);
    QCOMPARE(m_requests[1].basedOn.revision, 8u);
}

void TestLimitEditor::otherErrors()
{
    type(QStringLiteral("55"));
    QTest::keyClick(m_limit, Qt::Key_Return);
    m_editor->showRefused({ControlError::InvalidParams, QStringLiteral("field: reason"), {}, {}});
    QVERIFY(m_editor->message().contains(QStringLiteral("field: reason")));
    QCOMPARE(text(), QStringLiteral("55"));
}

void TestLimitEditor::unavailable()
{
    type(QStringLiteral("55"));
    m_editor->setUnavailable();
    QVERIFY(!m_limit->isEnabled());
    QVERIFY(!m_apply->isEnabled());
    m_editor->setConfig(revision(4, 1)); // the server is back
    QVERIFY(m_limit->isEnabled());
    QCOMPARE(text(), QStringLiteral("4"));
}

QTEST_MAIN(TestLimitEditor)

#include "tst_limiteditor.moc"
