<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit for each client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit for all together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IPv4 prefix length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IPv6 prefix length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule for %1:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 → %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rules</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangesModel</name>
    <message>
        <source>rule for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>&amp;Revert this change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets what was there before, if nobody has changed the same since. It can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of the config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not tell its changes: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reverted: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reverted: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not remember all of this change.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientActions</name>
    <message>
        <source>Copy as &amp;address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;CIDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;nft command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command that drops the client at the firewall. It is only copied, never run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a &amp;limit of its own…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Exempt it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own limit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is never refused, but counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Block it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It gets no further connection. Those it has stay open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove its rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Disconnect it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1 lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A limit of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections that %1 may have (0 is no limit):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exempt %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the rule of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done (%1): %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: %1. Undo takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End 1 connection of %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;End 1 connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End %1 connections of %2?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;End %1 connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End 1 connection of %1, from %2?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What they have not sent yet is lost. Nothing keeps the client from connecting again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not disconnected: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections told to end: %1. Of %2 the server knows no socket: they stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections told to end: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientPanel</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command that drops the client at the firewall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the &amp;firewall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections of the client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End this &amp;connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not tell of connections: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the oldest %1 are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server knows the sockets of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No client is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the table to see its connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 (%3 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, of them %2 in the last minute</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientText</name>
    <message>
        <source>exempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>near the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>admitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server overloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad PROXY header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientsExport</name>
    <message>
        <source>the server does not send all clients</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientsModel</name>
    <message>
        <source>not received yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused in the last minute</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientsPage</name>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client &amp;details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also &amp;refused without a connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not list its clients like this: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by a part of the address, or a subnet such as 10.0.0.0/8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that have no connection now, but were refused one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezes the table (Space in the table); the sums go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows one client with its connections (Enter in the table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused: the table is as of %1. The sums above go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are the last counts that the server sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that pass the filter: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> – %1 selected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientsView</name>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfigEditor</name>
    <message>
        <source>there is no server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody else has changed it meanwhile: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnLimit</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnLimit::ControlClient</name>
    <message>
        <source>the server does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has closed the channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such server is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this user may not use the server&apos;s control channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server cannot be understood: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server speaks version %1 of the control protocol, this program version %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is too much for one request: make it several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not speak the control protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not attached to a server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EffectWords</name>
    <message>
        <source>%1 over, 1 connection affected; it stays open, new ones are refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 over, %2 affected; they stay open, new ones are refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client that is refused now may connect again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 that are refused now may connect again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody is over; 1 client is at its limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody is over; %1 are at their limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are open: everybody is refused until enough of them have ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New connections are admitted again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody is affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else without a limit: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a limit: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else at %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without the dry run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections that are open stay counted as they are.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventsModel</name>
    <message>
        <source>it is at its limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the limit for all together is reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server is overloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its PROXY header is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for several reasons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several clients were refused %1 times: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was refused: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was refused %2 times: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 event was lost: the server no longer remembered it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events were lost: the server no longer remembered them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has been started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by a part of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not tell its events: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;hanges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ser&amp;ver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported: %1 clients to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not exported, no file was written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting: %1 of %2 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export was cancelled, no file was written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryChart</name>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is chosen to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no history yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admitted per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused per second</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>The server does not tell its history: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is what was known last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>60 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows or hides the curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LimitPanel</name>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left as it is (%1): %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has set it to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dry run: nothing is refused. What would be refused is counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2, in force for the next connection. None was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has changed the %2 from %3 to %4. Yours: %5, in force now: %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply %1 on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections for each client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts. 0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limit for all together, what counts as one client, dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections for each &amp;client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections of &amp;all together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One IPv&amp;4 client is a prefix of /</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32: every address by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One IPv&amp;6 client is a prefix of /</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>64: what one customer has. 128: every address by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dry run: count what would be refused, refuse nothing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LimitSpinBox</name>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a number; 0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A limit cannot be negative; 0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A limit is at most %1; 0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A prefix length is %1 to %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Servers at the side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open a server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program that limits its connections with ConnLimit appears here by itself when it is started by the same user and opens its control channel. To have a look first, start the demo: a server on this machine with a few dozen clients, for as long as this window is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The servers at the side run on this machine. Choose one to watch it; several can be open at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the server, or path of its control socket:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo does not run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export the clients…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter the clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the &amp;limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;vious server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ort by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the table of clients:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter – shows the client with its connections, or hides it
Space – freezes the table, or lets it go on
Menu key – what can be done with the client

Ctrl+F – to the filter
Ctrl+L – to the limit: Enter applies, Esc reverts
Ctrl+Z – takes the last change back
Ctrl+Tab – to the next tab
Ctrl+PgDown – to the next server
F9 – shows the servers at the side, or hides them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ConnLimit dashboard %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watches programs that limit the connections of each client with ConnLimit, and changes their limits while they run.

MIT licence. © 2026 ConnLimit contributors.
Qt %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Monitor</name>
    <message>
        <source>no server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost: %1; attaching again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; waiting for it…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RuleText</name>
    <message>
        <source>Type an address or a subnet, such as 10.0.0.0/8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not an address or a subnet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prefix length of this address is 0 to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits are set behind the prefix: did you mean %1?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RulesDelegate</name>
    <message>
        <source>limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>There are no rules: the same limit holds for everybody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first rule from the top that holds an address applies to it, and no other: the longest prefix wins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not ready to be applied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changed: too many for a preview. They are sent in %2 parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left out: there may be at most %2. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has changed a rule that you are editing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has changed %1 that you are editing: %2, …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter; an address shows the rules that hold it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removes the selected rules, or keeps them after all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One rule a line: 10.0.0.0/8 limit 5, 10.1.0.0/16 exempt, 10.2.0.0/16 block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a text file, one rule a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RulesModel</name>
    <message>
        <source>There is another rule for this subnet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to be removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ServerList</name>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost, attaching again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no permission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Try &amp;again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attaching to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is being asked who it is. If it does not answer within a few seconds, it may be stopped or overloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server listens at %1. Start it: it will appear here by itself. If it runs as another user, start this program as that user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is another user&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the user who runs the server may watch it. Start this program as that user, or have the server run as yours. Its socket is %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program and the server are of different versions, or something else listens at %1. Use the dashboard that belongs to the server&apos;s version of ConnLimit. What was said: %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusHeader</name>
    <message>
        <source>State of the attachment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process %1, ConnLimit %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TotalsBar</name>
    <message>
        <source>open connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clients at the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>admitted so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open, of at most %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UndoButton</name>
    <message>
        <source>Sets what was there before, if nobody else has changed it since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
