// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "samples.h"

#include <QtCore/QJsonArray>
#include <QtCore/QString>

#include <functional>
#include <optional>
#include <vector>

/// One of those that are compared.
struct Contestant
{
    QString name;
    std::function<std::optional<double>()> run; ///< One round; nothing if it cannot be done.
};

/// What is measured of each contestant. The ratios are to the first one.
struct Comparison
{
    QString name;
    QString unit;
    std::vector<Contestant> contestants;
    int rounds = 7;
    bool warmUp = true; ///< Whether a round that does not count goes before the others.
    bool ratios = true; ///< Whether one value divided by another says something.
};

/// Runs comparisons, prints them as tables and keeps them for a file.
///
/// The contestants take turns within each round, every round with another one at its start, so that
/// what disturbs the machine disturbs them alike. A ratio is that of two turns of the same round;
/// what is printed is the median over the rounds, with the smallest and the greatest.
class Report
{
public:
    explicit Report(QString benchmark);

    void heading(const QString &text);
    void compare(const Comparison &comparison);
    /// Adds what was measured elsewhere; ratios are to the first row.
    void add(const QString &name, const QString &unit,
             const std::vector<std::pair<QString, double>> &rows);

    /// Writes all as JSON. False if that cannot be done.
    bool write(const QString &path) const;

private:
    struct Row;
    void print(const QString &name, const QString &unit, const std::vector<Row> &rows);

    const QString m_benchmark;
    QJsonArray m_rows;
};

/// The command line that all benchmarks have in common.
struct Options
{
    QString json;         ///< --json FILE: where the report goes as well.
    bool isQuick = false; ///< --quick: everything once and small, to see that it works.
    QStringList parts;    ///< What to measure; empty = all.

    bool has(const QString &part) const { return parts.isEmpty() || parts.contains(part); }
};

/// Reads the command line of the running QCoreApplication; exits where it is wrong.
Options readOptions(const QStringList &parts);
