<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>limit for each client</source>
        <translation>Grenze je Client</translation>
    </message>
    <message>
        <source>limit for all together</source>
        <translation>Grenze für alle zusammen</translation>
    </message>
    <message>
        <source>IPv4 prefix length</source>
        <translation>IPv4-Präfixlänge</translation>
    </message>
    <message>
        <source>IPv6 prefix length</source>
        <translation>IPv6-Präfixlänge</translation>
    </message>
    <message>
        <source>dry run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>no rule</source>
        <translation>keine Regel</translation>
    </message>
    <message>
        <source>rule for %1:</source>
        <translation>Regel für %1:</translation>
    </message>
    <message>
        <source>%1 %2 → %3</source>
        <translation>%1 %2 → %3</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>keine Änderung</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>1 client</source>
        <translation>1 Client</translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation>%1 Clients</translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation>1 Verbindung</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 Verbindungen</translation>
    </message>
    <message>
        <source>1 rule</source>
        <translation>1 Regel</translation>
    </message>
    <message>
        <source>%1 rules</source>
        <translation>%1 Regeln</translation>
    </message>
</context>
<context>
    <name>ChangesModel</name>
    <message>
        <source>rule for %1</source>
        <translation>Regel für %1</translation>
    </message>
    <message>
        <source>the application</source>
        <translation>die Anwendung</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>&amp;Revert this change</source>
        <translation>Diese Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Sets what was there before, if nobody has changed the same since. It can be undone.</source>
        <translation>Setzt, was vorher galt, wenn seitdem niemand dasselbe geändert hat. Das lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Changes of the config</source>
        <translation>Änderungen der Konfiguration</translation>
    </message>
    <message>
        <source>The server does not tell its changes: %1</source>
        <translation>Der Server nennt seine Änderungen nicht: %1</translation>
    </message>
    <message>
        <source>Not reverted: %1</source>
        <translation>Nicht zurückgenommen: %1</translation>
    </message>
    <message>
        <source>Reverted: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>The server does not remember all of this change.</source>
        <translation>Der Server hat diese Änderung nicht vollständig gespeichert.</translation>
    </message>
</context>
<context>
    <name>ClientActions</name>
    <message>
        <source>Copy as &amp;address</source>
        <translation>Als &amp;Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;CIDR</source>
        <translation>Als &amp;CIDR kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;nft command</source>
        <translation>Als &amp;nft-Befehl kopieren</translation>
    </message>
    <message>
        <source>A command that drops the client at the firewall. It is only copied, never run.</source>
        <translation>Ein Befehl, der den Client an der Firewall verwirft. Er wird nur kopiert, nie ausgeführt.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Give it a &amp;limit of its own…</source>
        <translation>Eigene &amp;Grenze setzen…</translation>
    </message>
    <message>
        <source>&amp;Exempt it</source>
        <translation>A&amp;usnehmen</translation>
    </message>
    <message>
        <source>Own limit…</source>
        <translation>Eigene Grenze…</translation>
    </message>
    <message>
        <source>Exempt</source>
        <translation>Ausnehmen</translation>
    </message>
    <message>
        <source>It is never refused, but counted.</source>
        <translation>Der Client wird nie abgewiesen, aber gezählt.</translation>
    </message>
    <message>
        <source>&amp;Block it</source>
        <translation>&amp;Sperren</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>It gets no further connection. Those it has stay open.</source>
        <translation>Der Client erhält keine weitere Verbindung. Seine bestehenden bleiben offen.</translation>
    </message>
    <message>
        <source>&amp;Remove its rule</source>
        <translation>&amp;Regel entfernen</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>&amp;Disconnect it…</source>
        <translation>&amp;Trennen…</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>Trennen…</translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation>%1 Clients</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Copied: %1 lines</source>
        <translation>Kopiert: %1 Zeilen</translation>
    </message>
    <message>
        <source>Connections that %1 may have (0 is no limit):</source>
        <translation>Erlaubte Verbindungen für %1 (0 heißt unbegrenzt):</translation>
    </message>
    <message>
        <source>Limit %1 to %2</source>
        <translation>Grenze von %1 auf %2 setzen</translation>
    </message>
    <message>
        <source>Exempt %1</source>
        <translation>%1 ausnehmen</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>%1 sperren</translation>
    </message>
    <message>
        <source>Remove the rule of %1</source>
        <translation>Regel von %1 entfernen</translation>
    </message>
    <message>
        <source>Not done (%1): %2</source>
        <translation>Nicht ausgeführt (%1): %2</translation>
    </message>
    <message>
        <source>Done: %1. Undo takes it back.</source>
        <translation>Erledigt: %1. Mit Rückgängig nehmen Sie es zurück.</translation>
    </message>
    <message>
        <source>End 1 connection of %1?</source>
        <translation>1 Verbindung von %1 beenden?</translation>
    </message>
    <message>
        <source>&amp;End 1 connection</source>
        <translation>1 Verbindung &amp;beenden</translation>
    </message>
    <message>
        <source>End %1 connections of %2?</source>
        <translation>%1 Verbindungen von %2 beenden?</translation>
    </message>
    <message>
        <source>&amp;End %1 connections</source>
        <translation>%1 Verbindungen &amp;beenden</translation>
    </message>
    <message>
        <source>End 1 connection of %1, from %2?</source>
        <translation>1 Verbindung von %1, von %2 aus, beenden?</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>What they have not sent yet is lost. Nothing keeps the client from connecting again.</source>
        <translation>Was noch nicht gesendet ist, geht verloren. Nichts hindert den Client daran, sich wieder zu verbinden.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>Be&amp;halten</translation>
    </message>
    <message>
        <source>Not disconnected: %1</source>
        <translation>Nicht getrennt: %1</translation>
    </message>
    <message>
        <source>Connections told to end: %1. Of %2 the server knows no socket: they stay.</source>
        <translation>Zum Beenden aufgeforderte Verbindungen: %1. Von %2 kennt der Server keinen Socket: Sie bleiben bestehen.</translation>
    </message>
    <message>
        <source>Connections told to end: %1.</source>
        <translation>Zum Beenden aufgeforderte Verbindungen: %1.</translation>
    </message>
    <message>
        <source>Nothing to change: %1.</source>
        <translation>Nichts zu ändern: %1.</translation>
    </message>
</context>
<context>
    <name>ClientPanel</name>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation>Zuletzt abgewiesen</translation>
    </message>
    <message>
        <source>Command that drops the client at the firewall</source>
        <translation>Befehl, der den Client an der Firewall verwirft</translation>
    </message>
    <message>
        <source>At the &amp;firewall</source>
        <translation>An der &amp;Firewall</translation>
    </message>
    <message>
        <source>Connections of the client</source>
        <translation>Verbindungen des Clients</translation>
    </message>
    <message>
        <source>End this &amp;connection…</source>
        <translation>Diese &amp;Verbindung beenden…</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>The server does not tell of connections: %1</source>
        <translation>Der Server nennt keine Verbindungen: %1</translation>
    </message>
    <message>
        <source>Connections: %1</source>
        <translation>Verbindungen: %1</translation>
    </message>
    <message>
        <source>the oldest %1 are shown</source>
        <translation>gezeigt werden die ältesten %1</translation>
    </message>
    <message>
        <source>the server knows the sockets of %1</source>
        <translation>der Server kennt die Sockets von %1</translation>
    </message>
    <message>
        <source>No client is chosen</source>
        <translation>Kein Client ausgewählt</translation>
    </message>
    <message>
        <source>Choose one in the table to see its connections.</source>
        <translation>Wählen Sie einen in der Tabelle aus, um seine Verbindungen zu sehen.</translation>
    </message>
    <message>
        <source>%1 of %2 (%3 %)</source>
        <translation>%1 von %2 (%3 %)</translation>
    </message>
    <message>
        <source>%1, of them %2 in the last minute</source>
        <translation>%1, davon %2 in der letzten Minute</translation>
    </message>
</context>
<context>
    <name>ClientText</name>
    <message>
        <source>exempt</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>near the limit</source>
        <translation>nahe der Grenze</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>über der Grenze</translation>
    </message>
    <message>
        <source>at the limit</source>
        <translation>an der Grenze</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>admitted</source>
        <translation>zugelassen</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>server full</source>
        <translation>Server voll</translation>
    </message>
    <message>
        <source>server overloaded</source>
        <translation>Server überlastet</translation>
    </message>
    <message>
        <source>bad PROXY header</source>
        <translation>falscher PROXY-Header</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>keine Adresse</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>ClientsExport</name>
    <message>
        <source>the server does not send all clients</source>
        <translation>der Server sendet nicht alle Clients</translation>
    </message>
</context>
<context>
    <name>ClientsModel</name>
    <message>
        <source>not received yet</source>
        <translation>noch nicht empfangen</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Share of limit</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>Letzte Min.</translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation>Zuletzt abgewiesen</translation>
    </message>
    <message>
        <source>Refused in the last minute</source>
        <translation>In der letzten Minute abgewiesen</translation>
    </message>
</context>
<context>
    <name>ClientsPage</name>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Client &amp;details</source>
        <translation>Client-&amp;Details</translation>
    </message>
    <message>
        <source>Also &amp;refused without a connection</source>
        <translation>Auch abge&amp;wiesene ohne Verbindung</translation>
    </message>
    <message>
        <source>The server does not list its clients like this: %1</source>
        <translation>Der Server listet seine Clients so nicht auf: %1</translation>
    </message>
    <message>
        <source>Filter by a part of the address, or a subnet such as 10.0.0.0/8</source>
        <translation>Nach einem Teil der Adresse filtern oder nach einem Subnetz wie 10.0.0.0/8</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Clients that have no connection now, but were refused one</source>
        <translation>Clients, die jetzt keine Verbindung haben, aber abgewiesen wurden</translation>
    </message>
    <message>
        <source>Freezes the table (Space in the table); the sums go on</source>
        <translation>Hält die Tabelle an (Leertaste in der Tabelle); die Summen laufen weiter</translation>
    </message>
    <message>
        <source>Shows one client with its connections (Enter in the table)</source>
        <translation>Zeigt einen Client mit seinen Verbindungen (Enter in der Tabelle)</translation>
    </message>
    <message>
        <source>Paused: the table is as of %1. The sums above go on.</source>
        <translation>Pause: Die Tabelle hat den Stand von %1. Die Summen oben laufen weiter.</translation>
    </message>
    <message>
        <source>These are the last counts that the server sent.</source>
        <translation>Dies sind die letzten Zahlen, die der Server gesendet hat.</translation>
    </message>
    <message>
        <source>Clients: %1</source>
        <translation>Clients: %1</translation>
    </message>
    <message>
        <source>Clients that pass the filter: %1 of %2</source>
        <translation>Clients, die dem Filter entsprechen: %1 von %2</translation>
    </message>
    <message>
        <source> – %1 selected</source>
        <translation> – %1 ausgewählt</translation>
    </message>
    <message>
        <source>Selected: %1 of %2 rows. Those far out of view are not loaded, and nothing is done to them.</source>
        <translation>Ausgewählt: %1 von %2 Zeilen. Die weit außerhalb der Ansicht sind nicht geladen, und mit ihnen geschieht nichts.</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>Nicht angewendet: %1</translation>
    </message>
</context>
<context>
    <name>ClientsView</name>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
</context>
<context>
    <name>ConfigEditor</name>
    <message>
        <source>there is no server</source>
        <translation>es gibt keinen Server</translation>
    </message>
    <message>
        <source>somebody else has changed it meanwhile: %1</source>
        <translation>jemand anderes hat es inzwischen geändert: %1</translation>
    </message>
</context>
<context>
    <name>ConnLimit</name>
    <message>
        <source>none</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>%1 d ago</source>
        <translation>vor %1 d</translation>
    </message>
</context>
<context>
    <name>ConnLimit::ControlClient</name>
    <message>
        <source>the server does not answer</source>
        <translation>der Server antwortet nicht</translation>
    </message>
    <message>
        <source>the server has closed the channel</source>
        <translation>der Server hat den Kanal geschlossen</translation>
    </message>
    <message>
        <source>no such server is running</source>
        <translation>ein solcher Server läuft nicht</translation>
    </message>
    <message>
        <source>this user may not use the server&apos;s control channel</source>
        <translation>dieser Benutzer darf den Steuerkanal des Servers nicht verwenden</translation>
    </message>
    <message>
        <source>the server cannot be understood: %1</source>
        <translation>der Server ist nicht zu verstehen: %1</translation>
    </message>
    <message>
        <source>the server speaks version %1 of the control protocol, this program version %2</source>
        <translation>der Server spricht Version %1 des Steuerprotokolls, dieses Programm Version %2</translation>
    </message>
    <message>
        <source>this is too much for one request: make it several</source>
        <translation>das ist zu viel für eine Anfrage: Teilen Sie es auf mehrere auf</translation>
    </message>
    <message>
        <source>the server does not speak the control protocol</source>
        <translation>der Server spricht das Steuerprotokoll nicht</translation>
    </message>
    <message>
        <source>not attached to a server</source>
        <translation>nicht mit einem Server verbunden</translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation>Verbunden mit</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>%1 ist beendet</translation>
    </message>
</context>
<context>
    <name>EffectWords</name>
    <message>
        <source>%1 over, 1 connection affected; it stays open, new ones are refused.</source>
        <translation>%1 über der Grenze, 1 Verbindung betroffen; sie bleibt offen, neue werden abgewiesen.</translation>
    </message>
    <message>
        <source>%1 over, %2 affected; they stay open, new ones are refused.</source>
        <translation>%1 über der Grenze, %2 betroffen; sie bleiben offen, neue werden abgewiesen.</translation>
    </message>
    <message>
        <source>1 client that is refused now may connect again.</source>
        <translation>1 Client, der jetzt abgewiesen wird, darf sich wieder verbinden.</translation>
    </message>
    <message>
        <source>%1 that are refused now may connect again.</source>
        <translation>%1, die jetzt abgewiesen werden, dürfen sich wieder verbinden.</translation>
    </message>
    <message>
        <source>nobody is over; 1 client is at its limit.</source>
        <translation>niemand ist über der Grenze; 1 Client ist an seiner Grenze.</translation>
    </message>
    <message>
        <source>nobody is over; %1 are at their limit.</source>
        <translation>niemand ist über der Grenze; %1 sind an ihrer Grenze.</translation>
    </message>
    <message>
        <source>%1 are open: everybody is refused until enough of them have ended.</source>
        <translation>%1 offen: Alle werden abgewiesen, bis genug davon beendet sind.</translation>
    </message>
    <message>
        <source>New connections are admitted again.</source>
        <translation>Neue Verbindungen werden wieder zugelassen.</translation>
    </message>
    <message>
        <source>nobody is affected.</source>
        <translation>niemand ist betroffen.</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else without a limit: %1</source>
        <translation>Im Probelauf wird nichts abgewiesen; sonst, ohne Grenze: %1</translation>
    </message>
    <message>
        <source>Without a limit: %1</source>
        <translation>Ohne Grenze: %1</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else at %1: %2</source>
        <translation>Im Probelauf wird nichts abgewiesen; sonst, bei %1: %2</translation>
    </message>
    <message>
        <source>At %1: %2</source>
        <translation>Bei %1: %2</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else: %1</source>
        <translation>Im Probelauf wird nichts abgewiesen; sonst: %1</translation>
    </message>
    <message>
        <source>Without the dry run: %1</source>
        <translation>Ohne den Probelauf: %1</translation>
    </message>
    <message>
        <source>Then: %1</source>
        <translation>Dann: %1</translation>
    </message>
    <message>
        <source>Connections that are open stay counted as they are.</source>
        <translation>Offene Verbindungen bleiben so gezählt, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>EventsModel</name>
    <message>
        <source>it is at its limit</source>
        <translation>seine Grenze ist erreicht</translation>
    </message>
    <message>
        <source>the limit for all together is reached</source>
        <translation>die Grenze für alle zusammen ist erreicht</translation>
    </message>
    <message>
        <source>it is blocked</source>
        <translation>er ist gesperrt</translation>
    </message>
    <message>
        <source>the server is overloaded</source>
        <translation>der Server ist überlastet</translation>
    </message>
    <message>
        <source>its PROXY header is wrong</source>
        <translation>sein PROXY-Header ist falsch</translation>
    </message>
    <message>
        <source>it has no address</source>
        <translation>er hat keine Adresse</translation>
    </message>
    <message>
        <source>for several reasons</source>
        <translation>aus mehreren Gründen</translation>
    </message>
    <message>
        <source>Several clients were refused %1 times: %2</source>
        <translation>Mehrere Clients wurden %1-mal abgewiesen: %2</translation>
    </message>
    <message>
        <source>%1 was refused: %2</source>
        <translation>%1 wurde abgewiesen: %2</translation>
    </message>
    <message>
        <source>%1 was refused %2 times: %3</source>
        <translation>%1 wurde %2-mal abgewiesen: %3</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>1 event was lost: the server no longer remembered it.</source>
        <translation>1 Ereignis ging verloren: Der Server hatte es nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>%1 events were lost: the server no longer remembered them.</source>
        <translation>%1 Ereignisse gingen verloren: Der Server hatte sie nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>The server has been started anew.</source>
        <translation>Der Server wurde neu gestartet.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by a part of the text</source>
        <translation>Nach einem Teil des Textes filtern</translation>
    </message>
    <message>
        <source>The server does not tell its events: %1</source>
        <translation>Der Server nennt seine Ereignisse nicht: %1</translation>
    </message>
    <message>
        <source>&amp;Refusals</source>
        <translation>Ab&amp;weisungen</translation>
    </message>
    <message>
        <source>C&amp;hanges</source>
        <translation>Än&amp;derungen</translation>
    </message>
    <message>
        <source>Ser&amp;ver</source>
        <translation>Ser&amp;ver</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Exported: %1 clients to %2</source>
        <translation>Exportiert: %1 Clients nach %2</translation>
    </message>
    <message>
        <source>Not exported, no file was written: %1</source>
        <translation>Nicht exportiert, keine Datei wurde geschrieben: %1</translation>
    </message>
    <message>
        <source>Export the clients</source>
        <translation>Clients exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Export läuft…</translation>
    </message>
    <message>
        <source>Exporting: %1 of %2 clients</source>
        <translation>Export läuft: %1 von %2 Clients</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>The export was cancelled, no file was written.</source>
        <translation>Der Export wurde abgebrochen, keine Datei wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>HistoryChart</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation>Offene Verbindungen</translation>
    </message>
    <message>
        <source>Connections per second</source>
        <translation>Verbindungen je Sekunde</translation>
    </message>
    <message>
        <source>Nothing is chosen to be shown.</source>
        <translation>Nichts ist zur Anzeige ausgewählt.</translation>
    </message>
    <message>
        <source>There is no history yet.</source>
        <translation>Es gibt noch keinen Verlauf.</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Admitted per second</source>
        <translation>Zugelassen je Sekunde</translation>
    </message>
    <message>
        <source>Refused per second</source>
        <translation>Abgewiesen je Sekunde</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>The server does not tell its history: %1</source>
        <translation>Der Server nennt seinen Verlauf nicht: %1</translation>
    </message>
    <message>
        <source>This is what was known last.</source>
        <translation>Dies ist der letzte bekannte Stand.</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 min</translation>
    </message>
    <message>
        <source>60 min</source>
        <translation>60 min</translation>
    </message>
    <message>
        <source>Shows or hides the curve</source>
        <translation>Zeigt oder verbirgt die Kurve</translation>
    </message>
    <message>
        <source>%1, shown</source>
        <translation>%1, sichtbar</translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation>%1, verborgen</translation>
    </message>
</context>
<context>
    <name>LimitDialog</name>
    <message>
        <source>A limit of its own</source>
        <translation>Eigene Grenze</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
</context>
<context>
    <name>LimitPanel</name>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Left as it is (%1): %2</source>
        <translation>Unverändert gelassen (%1): %2</translation>
    </message>
    <message>
        <source>Somebody else has set it to %1.</source>
        <translation>Von jemand anderem geändert, jetzt gilt: %1.</translation>
    </message>
    <message>
        <source>Dry run: nothing is refused. What would be refused is counted.</source>
        <translation>Probelauf: Es wird nichts abgewiesen. Was abgewiesen würde, wird gezählt.</translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts.</source>
        <translation>Enter wendet an, Esc verwirft.</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>Nicht angewendet: %1</translation>
    </message>
    <message>
        <source>%1 → %2, in force for the next connection. None was closed.</source>
        <translation>%1 → %2, gilt ab der nächsten Verbindung. Keine wurde geschlossen.</translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation>In Kraft: %1.</translation>
    </message>
    <message>
        <source>The application</source>
        <translation>Die Anwendung</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>%1 has changed the %2 from %3 to %4. Yours: %5, in force now: %4.</source>
        <translation>%1 hat geändert: %2 von %3 auf %4. Ihr Wert: %5, jetzt in Kraft: %4.</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anderes</translation>
    </message>
    <message>
        <source>Apply %1 on top</source>
        <translation>Trotzdem %1 anwenden</translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation>Meine trotzdem anwenden</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>%1 übernehmen</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Andere übernehmen</translation>
    </message>
    <message>
        <source>Connections for each client</source>
        <translation>Verbindungen je Client</translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts. 0 is no limit.</source>
        <translation>Enter wendet an, Esc verwirft. 0 heißt unbegrenzt.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>The limit for all together, what counts as one client, dry run</source>
        <translation>Die Grenze für alle zusammen, was als ein Client zählt, Probelauf</translation>
    </message>
    <message>
        <source>Connections for each &amp;client</source>
        <translation>Verbindungen &amp;je Client</translation>
    </message>
    <message>
        <source>Connections of &amp;all together</source>
        <translation>Verbindungen a&amp;ller zusammen</translation>
    </message>
    <message>
        <source>0 is no limit.</source>
        <translation>0 heißt unbegrenzt.</translation>
    </message>
    <message>
        <source>One IPv&amp;4 client is a prefix of /</source>
        <translation>Ein IPv&amp;4-Client ist ein Präfix mit /</translation>
    </message>
    <message>
        <source>32: every address by itself.</source>
        <translation>32: jede Adresse für sich.</translation>
    </message>
    <message>
        <source>One IPv&amp;6 client is a prefix of /</source>
        <translation>Ein IPv&amp;6-Client ist ein Präfix mit /</translation>
    </message>
    <message>
        <source>64: what one customer has. 128: every address by itself.</source>
        <translation>64: was ein Kunde hat. 128: jede Adresse für sich.</translation>
    </message>
    <message>
        <source>&amp;Dry run: count what would be refused, refuse nothing</source>
        <translation>Pr&amp;obelauf: zählen, was abgewiesen würde, nichts abweisen</translation>
    </message>
</context>
<context>
    <name>LimitSpinBox</name>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Type a number; 0 is no limit.</source>
        <translation>Geben Sie eine Zahl ein; 0 heißt unbegrenzt.</translation>
    </message>
    <message>
        <source>“%1” is not a whole number.</source>
        <translation>“%1” ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>A limit cannot be negative; 0 is no limit.</source>
        <translation>Eine Grenze kann nicht negativ sein; 0 heißt unbegrenzt.</translation>
    </message>
    <message>
        <source>A limit is at most %1; 0 is no limit.</source>
        <translation>Eine Grenze ist höchstens %1; 0 heißt unbegrenzt.</translation>
    </message>
    <message>
        <source>A prefix length is %1 to %2.</source>
        <translation>Eine Präfixlänge ist %1 bis %2.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Servers at the side</source>
        <translation>&amp;Server an der Seite</translation>
    </message>
    <message>
        <source>Start the &amp;demo</source>
        <translation>&amp;Demo starten</translation>
    </message>
    <message>
        <source>&amp;Open a server…</source>
        <translation>Server ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>%1 – ConnLimit</source>
        <translation>%1 – ConnLimit</translation>
    </message>
    <message>
        <source>ConnLimit</source>
        <translation>ConnLimit</translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation>Es läuft kein Server</translation>
    </message>
    <message>
        <source>A program that limits its connections with ConnLimit appears here by itself when it is started by the same user and opens its control channel. To have a look first, start the demo: a server on this machine with a few dozen clients, for as long as this window is open.</source>
        <translation>Ein Programm, das seine Verbindungen mit ConnLimit begrenzt, erscheint hier von selbst, wenn es vom selben Benutzer gestartet wird und seinen Steuerkanal öffnet. Um sich zuerst umzusehen, starten Sie die Demo: einen Server auf diesem Rechner mit einigen Dutzend Clients, solange dieses Fenster offen ist.</translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation>Wählen Sie einen Server</translation>
    </message>
    <message>
        <source>The servers at the side run on this machine. Choose one to watch it; several can be open at once.</source>
        <translation>Die Server an der Seite laufen auf diesem Rechner. Wählen Sie einen aus, um ihn zu beobachten; es können mehrere zugleich offen sein.</translation>
    </message>
    <message>
        <source>Open a server</source>
        <translation>Server öffnen</translation>
    </message>
    <message>
        <source>Name of the server, or path of its control socket:</source>
        <translation>Name des Servers oder Pfad seines Steuer-Sockets:</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The demo does not run: %1</source>
        <translation>Die Demo läuft nicht: %1</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Client</source>
        <translation>&amp;Client</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Export the clients…</source>
        <translation>Clients &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Filter the clients</source>
        <translation>Clients &amp;filtern</translation>
    </message>
    <message>
        <source>Change the &amp;limit</source>
        <translation>&amp;Grenze ändern</translation>
    </message>
    <message>
        <source>&amp;Next server</source>
        <translation>&amp;Nächster Server</translation>
    </message>
    <message>
        <source>Pre&amp;vious server</source>
        <translation>&amp;Vorheriger Server</translation>
    </message>
    <message>
        <source>S&amp;ort by</source>
        <translation>S&amp;ortieren nach</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>&amp;Absteigend</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>&amp;Tastatur</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>In the table of clients:</source>
        <translation>In der Tabelle der Clients:</translation>
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
        <translation>Enter – zeigt den Client mit seinen Verbindungen oder verbirgt ihn
Leertaste – hält die Tabelle an oder lässt sie weiterlaufen
Menütaste – was mit dem Client getan werden kann

Strg+F – zum Filter
Strg+L – zur Grenze: Enter wendet an, Esc verwirft
Strg+Z – nimmt die letzte Änderung zurück
Strg+Tab – zum nächsten Reiter
Strg+Bild ab – zum nächsten Server
F9 – zeigt die Server an der Seite oder verbirgt sie</translation>
    </message>
    <message>
        <source>&amp;About ConnLimit</source>
        <translation>&amp;Über ConnLimit</translation>
    </message>
    <message>
        <source>About ConnLimit</source>
        <translation>Über ConnLimit</translation>
    </message>
    <message>
        <source>ConnLimit dashboard %1</source>
        <translation>ConnLimit-Übersicht %1</translation>
    </message>
    <message>
        <source>Watches programs that limit the connections of each client with ConnLimit, and changes their limits while they run.

MIT licence. © 2026 ConnLimit contributors.
Qt %1.</source>
        <translation>Beobachtet Programme, die mit ConnLimit die Verbindungen jedes Clients begrenzen, und ändert ihre Grenzen im laufenden Betrieb.

MIT-Lizenz. © 2026 ConnLimit contributors.
Qt %1.</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>Über &amp;Qt</translation>
    </message>
</context>
<context>
    <name>Monitor</name>
    <message>
        <source>no server</source>
        <translation>kein Server</translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation>wird verbunden…</translation>
    </message>
    <message>
        <source>attached</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>lost: %1; attaching again…</source>
        <translation>verloren: %1; wird neu verbunden…</translation>
    </message>
    <message>
        <source>%1; waiting for it…</source>
        <translation>%1; es wird gewartet…</translation>
    </message>
</context>
<context>
    <name>RuleText</name>
    <message>
        <source>Type an address or a subnet, such as 10.0.0.0/8.</source>
        <translation>Geben Sie eine Adresse oder ein Subnetz ein, etwa 10.0.0.0/8.</translation>
    </message>
    <message>
        <source>“%1” is not an address or a subnet.</source>
        <translation>“%1” ist weder eine Adresse noch ein Subnetz.</translation>
    </message>
    <message>
        <source>The prefix length of this address is 0 to %1.</source>
        <translation>Die Präfixlänge dieser Adresse ist 0 bis %1.</translation>
    </message>
    <message>
        <source>Bits are set behind the prefix: did you mean %1?</source>
        <translation>Hinter dem Präfix sind Bits gesetzt: Meinten Sie %1?</translation>
    </message>
</context>
<context>
    <name>RulesDelegate</name>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>There are no rules: the same limit holds for everybody.</source>
        <translation>Es gibt keine Regeln: Für alle gilt dieselbe Grenze.</translation>
    </message>
    <message>
        <source>The first rule from the top that holds an address applies to it, and no other: the longest prefix wins.</source>
        <translation>Für eine Adresse gilt die erste Regel von oben, die sie enthält, und keine andere: Das längste Präfix gewinnt.</translation>
    </message>
    <message>
        <source>Not ready to be applied: %1</source>
        <translation>Noch nicht anwendbar: %1</translation>
    </message>
    <message>
        <source>%1 changed: too many for a preview. They are sent in %2 parts.</source>
        <translation>%1 geändert: zu viele für eine Vorschau. Sie werden in %2 Teilen gesendet.</translation>
    </message>
    <message>
        <source>%1 changed.</source>
        <translation>%1 geändert.</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Wird angewendet…</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>Nicht angewendet: %1</translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation>In Kraft: %1.</translation>
    </message>
    <message>
        <source>%1 left out: there may be at most %2. </source>
        <translation>%1 weggelassen: Erlaubt sind höchstens %2. </translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation>Meine trotzdem anwenden</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Andere übernehmen</translation>
    </message>
    <message>
        <source>Somebody else has changed a rule that you are editing: %1</source>
        <translation>Jemand anderes hat eine Regel geändert, die Sie gerade bearbeiten: %1</translation>
    </message>
    <message>
        <source>Somebody else has changed %1 that you are editing: %2, …</source>
        <translation>Jemand anderes hat %1 geändert, die Sie gerade bearbeiten: %2, …</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter; an address shows the rules that hold it</source>
        <translation>Filter; eine Adresse zeigt die Regeln, die sie enthalten</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>Hin&amp;zufügen</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Ein&amp;fügen</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Removes the selected rules, or keeps them after all.</source>
        <translation>Entfernt die ausgewählten Regeln oder behält sie doch.</translation>
    </message>
    <message>
        <source>One rule a line: 10.0.0.0/8 limit 5, 10.1.0.0/16 exempt, 10.2.0.0/16 block</source>
        <translation>Eine Regel je Zeile: 10.0.0.0/8 limit 5, 10.1.0.0/16 exempt, 10.2.0.0/16 block</translation>
    </message>
    <message>
        <source>From a text file, one rule a line</source>
        <translation>Aus einer Textdatei, eine Regel je Zeile</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Enter</translation>
    </message>
</context>
<context>
    <name>RulesModel</name>
    <message>
        <source>There is another rule for this subnet.</source>
        <translation>Für dieses Subnetz gibt es noch eine Regel.</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>to be removed</source>
        <translation>wird entfernt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>vorher %1</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
</context>
<context>
    <name>ServerList</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation>wird verbunden…</translation>
    </message>
    <message>
        <source>attached</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>lost, attaching again…</source>
        <translation>verloren, wird neu verbunden…</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>läuft nicht</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>another version</source>
        <translation>andere Version</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Try &amp;again now</source>
        <translation>Jetzt &amp;erneut versuchen</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Attaching to %1…</source>
        <translation>Verbindung mit %1 wird hergestellt…</translation>
    </message>
    <message>
        <source>The server is being asked who it is. If it does not answer within a few seconds, it may be stopped or overloaded.</source>
        <translation>Der Server wird gefragt, wer er ist. Wenn er nicht innerhalb einiger Sekunden antwortet, ist er vielleicht angehalten oder überlastet.</translation>
    </message>
    <message>
        <source>%1 is not running</source>
        <translation>%1 läuft nicht</translation>
    </message>
    <message>
        <source>No server listens at %1. Start it: it will appear here by itself. If it runs as another user, start this program as that user.</source>
        <translation>Unter %1 nimmt kein Server Verbindungen an. Starten Sie ihn: Er erscheint hier von selbst. Wenn er unter einem anderen Benutzer läuft, starten Sie dieses Programm unter diesem Benutzer.</translation>
    </message>
    <message>
        <source>%1 is another user&apos;s</source>
        <translation>%1 gehört einem anderen Benutzer</translation>
    </message>
    <message>
        <source>Only the user who runs the server may watch it. Start this program as that user, or have the server run as yours. Its socket is %1.</source>
        <translation>Nur der Benutzer, unter dem der Server läuft, darf ihn beobachten. Starten Sie dieses Programm unter diesem Benutzer, oder lassen Sie den Server unter Ihrem laufen. Sein Socket ist %1.</translation>
    </message>
    <message>
        <source>%1 cannot be understood</source>
        <translation>%1 ist nicht zu verstehen</translation>
    </message>
    <message>
        <source>This program and the server are of different versions, or something else listens at %1. Use the dashboard that belongs to the server&apos;s version of ConnLimit. What was said: %2.</source>
        <translation>Dieses Programm und der Server haben verschiedene Versionen, oder unter %1 antwortet etwas anderes. Verwenden Sie die Übersicht, die zur ConnLimit-Version des Servers gehört. Die Meldung war: %2.</translation>
    </message>
</context>
<context>
    <name>StatusHeader</name>
    <message>
        <source>State of the attachment</source>
        <translation>Zustand der Verbindung zum Server</translation>
    </message>
    <message>
        <source>process %1, ConnLimit %2</source>
        <translation>Prozess %1, ConnLimit %2</translation>
    </message>
</context>
<context>
    <name>TotalsBar</name>
    <message>
        <source>open connections</source>
        <translation>offene Verbindungen</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>clients at the limit</source>
        <translation>Clients an der Grenze</translation>
    </message>
    <message>
        <source>admitted so far</source>
        <translation>bisher zugelassen</translation>
    </message>
    <message>
        <source>refused so far</source>
        <translation>bisher abgewiesen</translation>
    </message>
    <message>
        <source>open, of at most %1</source>
        <translation>offen, von höchstens %1</translation>
    </message>
</context>
<context>
    <name>UndoButton</name>
    <message>
        <source>Sets what was there before, if nobody else has changed it since.</source>
        <translation>Setzt, was vorher galt, wenn es seitdem niemand anderes geändert hat.</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
</context>
</TS>
