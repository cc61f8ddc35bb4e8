// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "pastcommands.h"
#include "sparkline.h"
#include "table.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace ConnLimit;

namespace {

struct Curve
{
    const char *title;
    quint64 HistorySample::*member;
    bool isRate;
};

constexpr Curve curves[] = {
    {"open", &HistorySample::open, false},
    {"admitted/s", &HistorySample::admitted, true},
    {"refused/s", &HistorySample::refused, true},
};

QList<std::optional<double>> valuesOf(const History &history, const Curve &curve)
{
    QList<std::optional<double>> values;
    const double divisor = curve.isRate ? double(history.interval.count()) : 1;
    for (const std::optional<HistorySample> &sample : history.samples)
        values.append(sample ? std::optional(double((*sample).*curve.member) / divisor)
                             : std::nullopt);
    return values;
}

/// The connections of the past minutes, as curves with their last, highest and mean values.
class HistoryCommand : public Command
{
public:
    using Command::Command;

protected:
    void run() override
    {
        m_client.requestHistory(m_options.span, [this](const ControlReply<History> &reply) {
            const History *history = valueOf(reply);
            if (!history)
                return;
            print(lines(*history), toJson(*history));
            QCoreApplication::exit(Done);
        });
    }

private:
    static Lines lines(const History &history)
    {
        Table table({{"", 0, Qt::AlignLeft}, {"LAST", 0}, {"MOST", 0}, {"MEAN", 0}});
        QList<QList<std::optional<double>>> values;
        for (const Curve &curve : curves) {
            values.append(valuesOf(history, curve));
            table.addRow(row(curve, values.constLast()));
        }
        Lines lines = table.lines();
        qsizetype margin = 0;
        for (const Line &line : lines)
            margin = std::max(margin, line.text.size());
        const int room = std::min(terminalWidth(), 120) - int(margin) - 2;
        for (qsizetype i = 1; room > 0 && i < lines.size(); ++i)
            lines[i].text
                = lines[i].text.leftJustified(margin + 2) + sparkline(values[i - 1], room);
        const QString text = QStringLiteral("%1 s up to %2, in steps of %3 s")
                                 .arg(history.samples.size() * history.interval.count())
                                 .arg(dateText(history.end))
                                 .arg(history.interval.count());
        return Lines{{text}} + lines;
    }

    static QStringList row(const Curve &curve, const QList<std::optional<double>> &values)
    {
        double most = 0;
        double sum = 0;
        qsizetype count = 0;
        for (const std::optional<double> value : values) {
            if (!value)
                continue;
            most = std::max(most, *value);
            sum += *value;
            ++count;
        }
        const auto text = [](std::optional<double> value) {
            if (!value)
                return QStringLiteral("-");
            return QString::number(*value, 'f', *value == std::floor(*value) ? 0 : 1);
        };
        const std::optional<double> none;
        return {QLatin1StringView(curve.title), text(values.isEmpty() ? none : values.constLast()),
                text(count == 0 ? none : most), text(count == 0 ? none : sum / double(count))};
    }
};

} // namespace

std::unique_ptr<Command> makeHistory(ControlClient &client, const Options &options)
{
    return std::make_unique<HistoryCommand>(client, options);
}
