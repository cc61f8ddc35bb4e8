// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"

#include <memory>
#include <span>

// What can stand on the command line: one table of commands and one of options, which the parser,
// --help and the completion share.

/// An option, that may stand before or behind the command.
struct OptionSpec
{
    const char *name;      ///< Without the dashes.
    const char *shortName; ///< Of one letter, or null.
    const char *value;     ///< What --help calls its value; null: it has none.
    const char *help;
    bool isGlobal; ///< For each command.
};

/// What stands behind a command.
enum class Arguments { None, Client, ClientAndIds, Keys, Assignments, Rules, Subnets };

struct CommandSpec
{
    using Make = std::unique_ptr<Command> (*)(ConnLimit::ControlClient &, const Options &);

    const char *name; ///< One word or two.
    Arguments arguments;
    const char *usage;   ///< The arguments, as --help shows them.
    const char *options; ///< Names of those that are not global, with spaces between them.
    const char *help;
    Make make; ///< Null for "servers", which is not attached to one.

    [[nodiscard]] bool takes(const OptionSpec &option) const;
};

[[nodiscard]] std::span<const CommandSpec> commandSpecs();
[[nodiscard]] std::span<const OptionSpec> optionSpecs();

/// The words that --sort takes.
[[nodiscard]] QStringList sortWords();
/// What --sort calls an \a order.
[[nodiscard]] QString sortWord(ConnLimit::ClientOrder order);

/// Seconds between two looks, 0.01 to 86400.
[[nodiscard]] std::optional<std::chrono::milliseconds> readInterval(const QString &text);

/// The command that \a words begin with, which are taken from them. Null, if there is none.
[[nodiscard]] const CommandSpec *takeCommand(QStringList &words);

/// What is to be done.
struct Invocation
{
    const CommandSpec *command = nullptr;
    Options options;
    QString socket; ///< Of the server; empty if it is named, or not told.
    QString name;
};

/// Reads the arguments of the program. Nothing, with the \a status to end with, after help or a
/// complaint.
[[nodiscard]] std::optional<Invocation> parseCommandLine(const QStringList &arguments, int &status);

/// Complains about the way in which the program was called.
int usageError(const QString &message);
