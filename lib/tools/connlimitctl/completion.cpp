// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "completion.h"

#include "commandline.h"
#include "configkeys.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QRegularExpression>

using namespace ConnLimit;

namespace {

const QString filesMark = QStringLiteral(":files");

QString candidate(const QString &word, const char *help = "")
{
    return word + u'\t' + QLatin1StringView(help);
}

QStringList candidates(const QStringList &words)
{
    QStringList result;
    for (const QString &word : words)
        result.append(candidate(word));
    return result;
}

/// The option that \a word is, or null.
const OptionSpec *findOption(const QString &word)
{
    for (const OptionSpec &option : optionSpecs()) {
        if (word == u"--" + QLatin1StringView(option.name)
            || (option.shortName && word == u'-' + QLatin1StringView(option.shortName)))
            return &option;
    }
    return nullptr;
}

QStringList valuesOf(const OptionSpec &option)
{
    const QLatin1StringView name(option.name);
    if (name == u"socket")
        return {filesMark};
    if (name == u"sort")
        return candidates(sortWords());
    if (name == u"span")
        return candidates({QStringLiteral("60"), QStringLiteral("600"), QStringLiteral("3600")});
    QStringList servers;
    if (name == u"name") {
        for (const ControlSocket &socket : findControlSockets())
            servers.append(harmless(socket.name));
    }
    return candidates(servers);
}

QStringList optionsOf(const CommandSpec *command)
{
    QStringList result;
    for (const OptionSpec &option : optionSpecs()) {
        if (command ? command->takes(option) : option.isGlobal)
            result.append(candidate(u"--" + QString::fromLatin1(option.name), option.help));
    }
    return result;
}

/// The first words of commands, or the second ones of those that begin with \a first.
QStringList commandWords(const QString &first = {})
{
    QStringList result;
    for (const CommandSpec &command : commandSpecs()) {
        const QString name = QLatin1StringView(command.name);
        if (!first.isEmpty()) {
            if (name.startsWith(first + u' '))
                result.append(candidate(name.section(u' ', 1), command.help));
        } else if (!name.contains(u' ')) {
            result.append(candidate(name, command.help));
        }
    }
    if (first.isEmpty())
        result.append(candidate(QStringLiteral("rule"), "list, add or remove rules for subnets"));
    return result;
}

QStringList assignments(const QStringList &before, const QString &current)
{
    QStringList result;
    for (const ConfigKey &key : configKeys()) {
        const QString start = key.name + u'=';
        const bool isGiven = !before.filter(start).isEmpty();
        if (key.isRules() || isGiven || (key.field && current == start))
            continue;
        if (key.field || !current.startsWith(start))
            result.append(candidate(start));
        else
            result += candidates({start + u"on", start + u"off"});
    }
    return result;
}

/// "SUBNET limit N", "SUBNET exempt" or "SUBNET block", again and again: the actions.
QStringList ruleActions(const QStringList &before)
{
    qsizetype place = 0; // 0: a subnet, 1: an action, 2: a number
    for (const QString &word : before)
        place = place == 1 && word == u"limit" ? 2 : place == 0 ? 1 : 0;
    if (place != 1)
        return {};
    return {candidate(QStringLiteral("limit"), "a limit of their own, N"),
            candidate(QStringLiteral("exempt"), "never refused, but counted"),
            candidate(QStringLiteral("block"), "always refused")};
}

QStringList argumentsOf(const CommandSpec &command, const QStringList &before,
                        const QString &current)
{
    switch (command.arguments) {
    case Arguments::Keys: {
        QStringList names;
        for (const ConfigKey &key : configKeys()) {
            if (!before.contains(key.name))
                names.append(key.name);
        }
        return candidates(names);
    }
    case Arguments::Assignments: return assignments(before, current);
    case Arguments::Rules: return ruleActions(before);
    case Arguments::None:
    case Arguments::Client:
    case Arguments::ClientAndIds:
    case Arguments::Subnets: break; // clients are the server's business
    }
    return {};
}

QStringList allCandidates(const QStringList &words, const QString &current)
{
    QStringList arguments; // without the options
    const OptionSpec *open = nullptr;
    for (const QString &word : words) {
        if (std::exchange(open, nullptr))
            continue;
        const OptionSpec *option = findOption(word);
        if (option && option->value)
            open = option;
        else if (!word.startsWith(u'-'))
            arguments.append(word);
    }
    if (open)
        return valuesOf(*open);
    const QString first = arguments.value(0);
    const CommandSpec *command = takeCommand(arguments);
    if (current.startsWith(u'-')) {
        const OptionSpec *option = findOption(current.section(u'=', 0, 0));
        if (!option || !option->value || !current.contains(u'='))
            return optionsOf(command);
        QStringList values = valuesOf(*option);
        if (values != QStringList{filesMark})
            values.replaceInStrings(QRegularExpression(QStringLiteral("^")),
                                    u"--" + QString::fromLatin1(option->name) + u'=');
        return values;
    }
    if (command)
        return argumentsOf(*command, arguments, current);
    return arguments.size() <= 1 ? commandWords(first) : QStringList();
}

} // namespace

QStringList completions(QStringList words)
{
    const QString current = words.isEmpty() ? QString() : words.takeLast();
    const QStringList all = allCandidates(words, current);
    if (all == QStringList{filesMark})
        return all;
    QStringList result;
    for (const QString &line : all) {
        if (line.startsWith(current))
            result.append(line);
    }
    return result;
}
