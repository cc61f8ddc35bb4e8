<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ClientsModel</name>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open connections</source>
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
</context>
<context>
    <name>ConnLimit::T</name>
    <message>
        <source>not attached to a server</source>
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
    <name>LimitEditor</name>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections for each &amp;client</source>
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
        <source>Somebody else has set it to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has set it to %1 meanwhile. Enter sets your value all the same, Esc drops it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2, in force for the next connection. None was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applied: somebody else has set it to %1 meanwhile. Enter sets your value all the same, Esc drops it.</source>
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
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Filter by a part of the address, or a subnet such as 10.0.0.0/8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
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
        <source>&amp;Copy addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the &amp;limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – ConnLimit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are the last counts that the server sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that pass the filter: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> – the first %1 are shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Monitor</name>
    <message>
        <source>attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no server is running; waiting for one to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attaching…</source>
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
    <name>ShareDelegate</name>
    <message>
        <source>at the limit</source>
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
        <source>No server</source>
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
</TS>
