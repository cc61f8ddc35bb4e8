// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitspinbox.h"

#include <connlimit/control/text.h>

#include <QtCore/QLocale>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QLineEdit>

#include <cmath>
#include <limits>
#include <optional>

static constexpr quint32 maximumLimit = std::numeric_limits<quint32>::max();

/// As the box shows it, in the digits of the user's locale, or in those that everybody knows.
static std::optional<double> numberFromText(const QString &text)
{
    for (const QLocale &locale : {QLocale(), QLocale::c()}) {
        bool isNumber = false;
        const double number = locale.toDouble(text, &isNumber);
        if (isNumber)
            return number;
    }
    return std::nullopt;
}

std::variant<quint32, QString> limitFromText(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed == LimitSpinBox::tr("no limit"))
        return 0u;
    if (trimmed.isEmpty())
        return LimitSpinBox::tr("Type a number; 0 is no limit.");
    const auto number = numberFromText(trimmed);
    if (!number || *number != std::trunc(*number))
        return LimitSpinBox::tr("“%1” is not a whole number.").arg(trimmed.left(20));
    if (*number < 0)
        return LimitSpinBox::tr("A limit cannot be negative; 0 is no limit.");
    if (*number > maximumLimit)
        return LimitSpinBox::tr("A limit is at most %1; 0 is no limit.")
            .arg(ConnLimit::countText(maximumLimit));
    return quint32(*number);
}

LimitSpinBox::LimitSpinBox(QWidget *parent)
    : QDoubleSpinBox(parent)
{
    setDecimals(0);
    setRange(0, maximumLimit);
    setSpecialValueText(tr("no limit"));
    setAlignment(Qt::AlignRight);
    setAccelerated(true);
    connect(lineEdit(), &QLineEdit::textEdited, this, &LimitSpinBox::edited);
}

void LimitSpinBox::setPrefixLength(quint32 maximum)
{
    setSpecialValueText({});
    setRange(1, maximum);
}

std::variant<quint32, QString> LimitSpinBox::limit() const
{
    return parse(lineEdit()->text());
}

void LimitSpinBox::setLimit(quint32 limit)
{
    setValue(limit);
    lineEdit()->setText(textFromValue(value())); // also where the same value was typed over
    if (value() == 0 && !isPrefixLength())
        lineEdit()->setText(specialValueText());
}

std::variant<quint32, QString> LimitSpinBox::parse(const QString &text) const
{
    if (!isPrefixLength())
        return limitFromText(text);
    const auto number = numberFromText(text.trimmed());
    if (!number || *number != std::trunc(*number) || *number < minimum() || *number > maximum())
        return tr("A prefix length is %1 to %2.").arg(int(minimum())).arg(int(maximum()));
    return quint32(*number);
}

QValidator::State LimitSpinBox::validate(QString &text, int &) const
{
    return std::holds_alternative<quint32>(parse(text)) ? QValidator::Acceptable
                                                        : QValidator::Intermediate;
}

double LimitSpinBox::valueFromText(const QString &text) const
{
    const auto parsed = parse(text);
    const quint32 *limit = std::get_if<quint32>(&parsed);
    return limit ? *limit : value();
}

void LimitSpinBox::stepBy(int steps)
{
    QDoubleSpinBox::stepBy(steps);
    Q_EMIT edited();
}

void LimitSpinBox::keyPressEvent(QKeyEvent *event)
{
    // Before QDoubleSpinBox, which would put the last valid value in the place of a wrong text.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT accepted();
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT rejected();
    else
        QDoubleSpinBox::keyPressEvent(event);
}

#include "moc_limitspinbox.cpp"
