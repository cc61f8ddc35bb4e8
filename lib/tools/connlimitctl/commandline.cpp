// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "commandline.h"

#include "configkeys.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QFileInfo>

#include <cmath>

using namespace ConnLimit;

namespace {

struct SortWord
{
    const char *word;
    ClientOrder order;
};

constexpr SortWord orders[] = {
    {"open", ClientOrder::Open},
    {"client", ClientOrder::Client},
    {"limit", ClientOrder::Limit},
    {"share", ClientOrder::Share},
    {"refused", ClientOrder::Refused},
    {"minute", ClientOrder::RefusedLastMinute},
    {"last-refused", ClientOrder::LastRefused},
};

QString optionLabel(const OptionSpec &option)
{
    QString label;
    if (option.shortName)
        label = u'-' + QString::fromLatin1(option.shortName) + u", ";
    label += u"--" + QString::fromLatin1(option.name);
    return option.value ? label + u' ' + QLatin1StringView(option.value) : label;
}

QString helpLine(const QString &label, const char *help, qsizetype width)
{
    return u"  " + label.leftJustified(width) + u"  " + QLatin1StringView(help);
}

QString commandLabel(const CommandSpec &command)
{
    const QString label = QLatin1StringView(command.name) + u' ' + QLatin1StringView(command.usage);
    return label.trimmed();
}

/// What the \a command takes.
Lines commandHelp(const CommandSpec &command)
{
    Lines lines{{u"Usage: connlimitctl " + commandLabel(command) + u" [OPTION...]"},
                {QLatin1StringView(command.name) + u": " + QLatin1StringView(command.help) + u'.'},
                {},
                {QStringLiteral("Options:")}};
    for (const OptionSpec &option : optionSpecs()) {
        if (command.takes(option))
            lines.append({helpLine(optionLabel(option), option.help, 18)});
    }
    if (command.takes({"sort", nullptr, nullptr, nullptr, false}))
        lines += Lines{{}, {u"Columns: " + sortWords().join(u", ") + u'.'}};
    return lines;
}

Lines programHelp()
{
    Lines lines{{QStringLiteral("Usage: connlimitctl COMMAND [ARGUMENT...] [OPTION...]")},
                {QStringLiteral("Watches a limited server and changes its limits.")},
                {},
                {QStringLiteral("Commands:")}};
    for (const CommandSpec &command : commandSpecs()) {
        const QString label = commandLabel(command);
        if (label.size() <= 25) {
            lines.append({helpLine(label, command.help, 25)});
        } else {
            lines.append({u"  " + label});
            lines.append({helpLine({}, command.help, 25)});
        }
    }
    lines += Lines{{}, {QStringLiteral("Options:")}};
    for (const OptionSpec &option : optionSpecs())
        lines.append({helpLine(optionLabel(option), option.help, 25)});
    QStringList keys;
    for (const ConfigKey &key : configKeys())
        keys.append(key.name);
    lines += Lines{
        {},
        {u"Keys: " + keys.join(u", ") + u'.'},
        {QStringLiteral("A limit of 0 is none. dry-run is on or off; rules have commands.")},
        {QStringLiteral("connlimitctl COMMAND --help says which options a command takes.")},
        {},
        {QStringLiteral("Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 no such")},
        {QStringLiteral("server. connlimitctl(1) tells it all.")},
    };
    return lines;
}

/// A command line that is being read. What is wrong with it is said once.
class Reader
{
public:
    explicit Reader(const QStringList &arguments)
    {
        for (const OptionSpec &option : optionSpecs()) {
            QStringList names{QLatin1StringView(option.name)};
            if (option.shortName)
                names.append(QLatin1StringView(option.shortName));
            m_parser.addOption(
                {names, QString(), option.value ? QLatin1StringView(option.value) : QString()});
        }
        if (!m_parser.parse(arguments))
            complain(m_parser.errorText());
    }

    bool isWell() const { return m_error.isEmpty(); }
    const QString &error() const { return m_error; }
    QStringList words() const { return m_parser.positionalArguments(); }
    bool isSet(const char *name) const { return m_parser.isSet(QLatin1StringView(name)); }
    QString value(const char *name) const { return m_parser.value(QLatin1StringView(name)); }

    void complain(const QString &error)
    {
        if (m_error.isEmpty())
            m_error = error;
    }

    /// A number that may be left out.
    template<class Number>
    std::optional<Number> number(const char *name, Number least, Number most)
    {
        if (!isSet(name))
            return std::nullopt;
        bool isNumber = false;
        const qulonglong number = value(name).toULongLong(&isNumber);
        if (!isNumber || number < least || number > most)
            complain(QStringLiteral("--%1: not a whole number from %2 to %3: %4")
                         .arg(QLatin1StringView(name))
                         .arg(least)
                         .arg(most)
                         .arg(value(name)));
        return Number(number);
    }

    std::chrono::milliseconds interval()
    {
        if (!isSet("interval"))
            return std::chrono::seconds(1);
        const std::optional<std::chrono::milliseconds> read = readInterval(value("interval"));
        if (!read)
            complain(u"--interval: not a number of seconds from 0.01 to 86400: "
                     + value("interval"));
        return read.value_or(std::chrono::seconds(1));
    }

    ClientsRequest clients()
    {
        ClientsRequest request;
        request.filter = value("filter");
        request.includeRefused = isSet("refused");
        if (isSet("sort")) {
            const QString word = value("sort");
            const auto *order = std::find_if(std::begin(orders), std::end(orders), [&](auto &one) {
                return word == QLatin1StringView(one.word);
            });
            if (order == std::end(orders))
                complain(u"--sort: not one of " + sortWords().join(u", ") + u": " + word);
            else
                request.order = order->order;
        }
        const bool isRising = (request.order == ClientOrder::Client) != isSet("reverse");
        request.direction = isRising ? SortDirection::Ascending : SortDirection::Descending;
        return request;
    }

private:
    QCommandLineParser m_parser;
    QString m_error;
};

void readOptions(Reader &reader, Invocation &invocation)
{
    for (const OptionSpec &option : optionSpecs()) {
        if (reader.isSet(option.name) && !invocation.command->takes(option))
            reader.complain(QLatin1StringView(invocation.command->name) + u" takes no --"
                            + QLatin1StringView(option.name));
    }
    Options &options = invocation.options;
    options.isJson = reader.isSet("json");
    options.interval = reader.interval();
    options.clients = reader.clients();
    options.limit = reader.number<quint32>("limit", 0, std::numeric_limits<qint32>::max());
    options.span = std::chrono::seconds(
        reader.number<quint32>("span", 1, quint32(History::maximumSpan.count())).value_or(60));
    options.revision = reader.number<quint64>("revision", 0, std::numeric_limits<qint64>::max());
    options.isFollowing = reader.isSet("follow");
    options.isPreview = reader.isSet("preview");

    if (reader.isSet("socket") && reader.isSet("name"))
        reader.complain(QStringLiteral("give -s or -n, not both"));
    if (reader.isSet("socket") && reader.value("socket").isEmpty())
        reader.complain(QStringLiteral("-s: not a path"));
    if (reader.isSet("socket"))
        invocation.socket = QFileInfo(reader.value("socket")).absoluteFilePath();
    invocation.name = reader.value("name");
    if (invocation.name.contains(u'/') || (reader.isSet("name") && invocation.name.isEmpty()))
        reader.complain(u"-n: not a name: " + invocation.name);
}

/// The command, or a complaint if there is none, or it has the wrong number of arguments.
const CommandSpec *readCommand(Reader &reader, QStringList &words)
{
    const QString first = words.value(0);
    const CommandSpec *command = takeCommand(words);
    if (!command) {
        reader.complain(first.isEmpty()    ? QStringLiteral("a command is missing")
                        : first == u"rule" ? QStringLiteral("rule: what? Give list, add or remove")
                                           : u"no such command: " + first);
        return nullptr;
    }
    const qsizetype most = command->arguments == Arguments::None     ? 0
                           : command->arguments == Arguments::Client ? 1
                                                                     : words.size();
    if (words.size() > most)
        reader.complain(QLatin1StringView(command->name) + u": unexpected argument: "
                        + words[most]);
    return command;
}

} // namespace

QStringList sortWords()
{
    QStringList words;
    for (const SortWord &order : orders)
        words.append(QLatin1StringView(order.word));
    return words;
}

QString sortWord(ClientOrder order)
{
    for (const SortWord &known : orders) {
        if (known.order == order)
            return QLatin1StringView(known.word);
    }
    Q_UNREACHABLE();
}

std::optional<std::chrono::milliseconds> readInterval(const QString &text)
{
    const double seconds = text.toDouble();
    if (seconds >= 0.01 && seconds <= 86400) // and no NaN
        return std::chrono::milliseconds(std::llround(seconds * 1000));
    return std::nullopt;
}

const CommandSpec *takeCommand(QStringList &words)
{
    for (const CommandSpec &command : commandSpecs()) {
        const QStringList name = QString::fromLatin1(command.name).split(u' ');
        if (words.size() < name.size() || words.first(name.size()) != name)
            continue;
        words.remove(0, name.size());
        return &command;
    }
    return nullptr;
}

std::optional<Invocation> parseCommandLine(const QStringList &arguments, int &status)
{
    Reader reader(arguments);
    Invocation invocation;
    if (reader.isWell()) {
        QStringList words = reader.words();
        if (reader.isSet("version")) {
            print(QStringLiteral("connlimitctl " CONNLIMIT_VERSION));
            status = Done;
            return std::nullopt;
        }
        if (reader.isSet("help")) {
            const CommandSpec *command = takeCommand(words);
            print(command ? commandHelp(*command) : programHelp());
            status = Done;
            return std::nullopt;
        }
        invocation.command = readCommand(reader, words);
        invocation.options.arguments = words;
    }
    if (invocation.command)
        readOptions(reader, invocation);
    if (reader.isWell())
        return invocation;
    status = usageError(reader.error());
    return std::nullopt;
}

int usageError(const QString &message)
{
    complain(message + u" (--help says more)");
    return Usage;
}
