// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "report.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSaveFile>

#include <cmath>
#include <cstdio>

struct Report::Row
{
    QString contestant;
    Samples values;
    Samples ratios;
};

Report::Report(QString benchmark)
    : m_benchmark(std::move(benchmark))
{}

void Report::heading(const QString &text)
{
    std::printf("\n== %s\n", qPrintable(text));
    std::fflush(stdout);
}

void Report::compare(const Comparison &comparison)
{
    const auto &contestants = comparison.contestants;
    std::vector<Row> rows;
    for (const Contestant &contestant : contestants)
        rows.push_back({contestant.name, {}, {}});

    for (int round = comparison.warmUp ? -1 : 0; round < comparison.rounds; ++round) {
        std::vector<std::optional<double>> values(contestants.size());
        for (std::size_t turn = 0; turn < contestants.size(); ++turn) {
            const std::size_t i = (turn + std::size_t(round + 1)) % contestants.size();
            values[i] = contestants[i].run();
        }
        for (std::size_t i = 0; i < contestants.size() && round >= 0; ++i) {
            if (!values[i])
                continue;
            rows[i].values.add(*values[i]);
            if (comparison.ratios && values[0] && *values[0] > 0)
                rows[i].ratios.add(*values[i] / *values[0]);
        }
    }
    print(comparison.name, comparison.unit, rows);
}

void Report::add(const QString &name, const QString &unit,
                 const std::vector<std::pair<QString, double>> &measured)
{
    std::vector<Row> rows;
    for (const auto &[contestant, value] : measured) {
        Row row{contestant, {}, {}};
        row.values.add(value);
        if (measured.front().second > 0)
            row.ratios.add(value / measured.front().second);
        rows.push_back(row);
    }
    print(name, unit, rows);
}

static QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size < 10 ? 2 : size < 100 ? 1 : 0);
}

static QString text(const Samples &samples)
{
    if (samples.isEmpty())
        return QStringLiteral("-");
    if (samples.count() == 1)
        return number(samples.median());
    return number(samples.median()) + u" (" + number(samples.minimum()) + u".."
           + number(samples.maximum()) + u")";
}

static QJsonObject toJson(const Samples &samples)
{
    if (samples.isEmpty())
        return {};
    return {{QStringLiteral("median"), samples.median()},
            {QStringLiteral("minimum"), samples.minimum()},
            {QStringLiteral("maximum"), samples.maximum()},
            {QStringLiteral("rounds"), int(samples.count())}};
}

void Report::print(const QString &name, const QString &unit, const std::vector<Row> &rows)
{
    std::printf("\n%s, %s\n", qPrintable(name), qPrintable(unit));
    for (const Row &row : rows) {
        QString line = u"    " + row.contestant.leftJustified(32) + u' ' + text(row.values);
        if (rows.size() > 1 && !row.ratios.isEmpty())
            line = line.leftJustified(66) + u"x " + text(row.ratios);
        std::printf("%s\n", qPrintable(line));
        m_rows.append(QJsonObject{{QStringLiteral("name"), name},
                                  {QStringLiteral("unit"), unit},
                                  {QStringLiteral("contestant"), row.contestant},
                                  {QStringLiteral("value"), toJson(row.values)},
                                  {QStringLiteral("ratioTo"), rows.front().contestant},
                                  {QStringLiteral("ratio"), toJson(row.ratios)}});
    }
    std::fflush(stdout);
}

bool Report::write(const QString &path) const
{
    if (path.isEmpty())
        return true;
    QSaveFile file(path);
    const QJsonObject all{{QStringLiteral("benchmark"), m_benchmark},
                          {QStringLiteral("results"), m_rows}};
    const bool isOpen = file.open(QIODevice::WriteOnly);
    const bool isWritten = isOpen && file.write(QJsonDocument(all).toJson()) > 0 && file.commit();
    if (!isWritten)
        std::fprintf(stderr, "%s: %s\n", qPrintable(path), qPrintable(file.errorString()));
    return isWritten;
}

Options readOptions(const QStringList &parts)
{
    QCommandLineParser parser;
    const QCommandLineOption quick(QStringLiteral("quick"),
                                   QStringLiteral("Everything once and small."));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Write the results."),
                                  QStringLiteral("file"));
    parser.addOptions({quick, json});
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("part"), parts.join(u" | "),
                                 QStringLiteral("[part...]"));
    parser.process(*QCoreApplication::instance());
    for (const QString &part : parser.positionalArguments()) {
        if (!parts.contains(part))
            parser.showHelp(2);
    }
    return {parser.value(json), parser.isSet(quick), parser.positionalArguments()};
}
