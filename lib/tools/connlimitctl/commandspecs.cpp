// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientcommands.h"
#include "commandline.h"
#include "configcommands.h"
#include "pastcommands.h"
#include "watch.h"

using namespace ConnLimit;

static constexpr CommandSpec commands[] = {
    {"top", Arguments::None, "", "sort reverse filter refused interval",
     "the clients on the whole screen, live; h shows its keys", &makeTop},
    {"watch", Arguments::None, "", "sort reverse filter refused limit interval",
     "the clients, again and again", &makeWatch},
    {"list", Arguments::None, "", "sort reverse filter refused limit",
     "the clients with open connections, and the totals", &makeList},
    {"show", Arguments::Client, "CLIENT", "limit", "one client, or a subnet, with its connections",
     &makeShow},
    {"disconnect", Arguments::ClientAndIds, "CLIENT [ID...]", "",
     "end all connections of a client, or some", &makeDisconnect},
    {"get", Arguments::Keys, "[KEY...]", "", "the limits in force, as KEY=VALUE", &makeGet},
    {"set", Arguments::Assignments, "KEY=VALUE...", "revision",
     "change limits, all of them or none", &makeSet},
    {"preview", Arguments::Assignments, "KEY=VALUE...", "revision",
     "what set would mean, without a change", &makePreview},
    {"rule list", Arguments::None, "", "", "the rules for subnets", &makeRuleList},
    {"rule add", Arguments::Rules, "SUBNET limit N|exempt|block...", "preview revision",
     "give subnets rules, in place of those they have", &makeRuleAdd},
    {"rule remove", Arguments::Subnets, "SUBNET...", "preview revision",
     "take the rules of subnets away", &makeRuleRemove},
    {"changes", Arguments::None, "", "", "who changed the limits, when and how", &makeChanges},
    {"history", Arguments::None, "", "span", "connections and refusals of the past, as curves",
     &makeHistory},
    {"events", Arguments::None, "", "follow limit interval",
     "refusals, changes and what else happened", &makeEvents},
    {"servers", Arguments::None, "", "", "the servers of this user that run now", nullptr},
};

static constexpr OptionSpec allOptions[] = {
    {"name", "n", "NAME", "the name of the server; needed if several run", true},
    {"socket", "s", "PATH", "the control socket of the server", true},
    {"json", nullptr, nullptr, "print JSON", true},
    {"help", "h", nullptr, "show this, or what a command takes", true},
    {"version", "v", nullptr, "show the version", true},
    {"sort", nullptr, "COLUMN", "the order of clients; otherwise open", false},
    {"reverse", nullptr, nullptr, "the other way round", false},
    {"filter", nullptr, "TEXT", "clients in this subnet, or with this text", false},
    {"refused", nullptr, nullptr, "also those who were refused and have no connection", false},
    {"limit", nullptr, "N", "show N at most; of events, the last", false},
    {"interval", nullptr, "S", "seconds between two looks; otherwise 1", false},
    {"span", nullptr, "S", "seconds of the past, 1 to 3600; otherwise 60", false},
    {"follow", nullptr, nullptr, "go on with what happens", false},
    {"preview", nullptr, nullptr, "say what it would mean, without a change", false},
    {"revision", nullptr, "N", "only if this revision of the limits is in force", false},
};

std::span<const CommandSpec> commandSpecs()
{
    return commands;
}

std::span<const OptionSpec> optionSpecs()
{
    return allOptions;
}

bool CommandSpec::takes(const OptionSpec &option) const
{
    return option.isGlobal
           || QString::fromLatin1(options).split(u' ').contains(QLatin1StringView(option.name));
}
