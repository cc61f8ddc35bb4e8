// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "crowd.h"
#include "report.h"
#include "tables.h"

/// The same thing for each kind of table.
template<template<class> class Thing>
struct ForEachTable
{
    template<class... Arguments>
    explicit ForEachTable(const Arguments &...arguments)
        : limiter(arguments...)
        , address(arguments...)
        , qt(arguments...)
        , standard(arguments...)
    {}

    Thing<LimiterTable> limiter;
    Thing<AddressTable> address;
    Thing<QtTable> qt;
    Thing<StandardTable> standard;
};

/// Compares what \a measure returns for the thing of each table.
template<template<class> class Thing, class Measure>
Comparison comparison(const QString &name, const QString &unit, ForEachTable<Thing> &things,
                      Measure measure)
{
    const auto contestant = [measure](const char *contestantName, auto &thing) {
        return Contestant{QString::fromLatin1(contestantName),
                          [measure, &thing] { return std::optional<double>(measure(thing)); }};
    };
    return {.name = name,
            .unit = unit,
            .contestants = {contestant("ConnLimit", things.limiter),
                            contestant("QMutex + QHash<QHostAddress>", things.address),
                            contestant("QMutex + QHash<ClientKey>", things.qt),
                            contestant("std::mutex + std::unordered_map", things.standard)}};
}

/// "2 threads"
inline QString inThreads(unsigned threads)
{
    return QString::number(threads) + (threads == 1 ? u" thread" : u" threads");
}

/// "100000 clients", "100000 IPv6 clients"
inline QString withClients(std::size_t clients, Family family = Family::IPv4)
{
    return QString::number(clients) + (family == Family::IPv4 ? u" clients" : u" IPv6 clients");
}

void measureTimes(Report &report, const Options &options);
void measureMemory(Report &report, const Options &options);
void measureSnapshots(Report &report, const Options &options);
