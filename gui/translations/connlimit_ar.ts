<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>no limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>limit for each client</source>
        <translation>حد كل عميل</translation>
    </message>
    <message>
        <source>limit for all together</source>
        <translation>حد الجميع معًا</translation>
    </message>
    <message>
        <source>IPv4 prefix length</source>
        <translation>طول بادئة IPv4</translation>
    </message>
    <message>
        <source>IPv6 prefix length</source>
        <translation>طول بادئة IPv6</translation>
    </message>
    <message>
        <source>dry run</source>
        <translation>التشغيل التجريبي</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>القاعدة</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>معفى</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>محظور</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>الحد %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>مفعَّل</translation>
    </message>
    <message>
        <source>off</source>
        <translation>معطَّل</translation>
    </message>
    <message>
        <source>no rule</source>
        <translation>بلا قاعدة</translation>
    </message>
    <message>
        <source>rule for %1:</source>
        <translation>قاعدة ⁨%1⁩:</translation>
    </message>
    <message>
        <source>%1 %2 → %3</source>
        <translation>%1 ⁦⁨%2⁩ → ⁨%3⁩⁩</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>بلا تغيير</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>1 client</source>
        <translation>عميل واحد</translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation>%1 من العملاء</translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation>اتصال واحد</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 من الاتصالات</translation>
    </message>
    <message>
        <source>1 rule</source>
        <translation>قاعدة واحدة</translation>
    </message>
    <message>
        <source>%1 rules</source>
        <translation>%1 من القواعد</translation>
    </message>
</context>
<context>
    <name>ChangesModel</name>
    <message>
        <source>rule for %1</source>
        <translation>قاعدة ⁨%1⁩</translation>
    </message>
    <message>
        <source>the application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>وأخرى عددها %1</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من غيّر</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>&amp;Revert this change</source>
        <translation>إ&amp;رجاع هذا التغيير</translation>
    </message>
    <message>
        <source>Sets what was there before, if nobody has changed the same since. It can be undone.</source>
        <translation>يعيد ما كان من قبل، إن لم يغيّره أحد منذ ذلك الحين. ويمكن التراجع عن ذلك.</translation>
    </message>
    <message>
        <source>Changes of the config</source>
        <translation>تغييرات الإعدادات</translation>
    </message>
    <message>
        <source>The server does not tell its changes: %1</source>
        <translation>الخادم لا يفصح عن تغييراته: %1</translation>
    </message>
    <message>
        <source>Not reverted: %1</source>
        <translation>لم يُرجَع: %1</translation>
    </message>
    <message>
        <source>Reverted: %1</source>
        <translation>أُرجِع: %1</translation>
    </message>
    <message>
        <source>The server does not remember all of this change.</source>
        <translation>لم يعد الخادم يتذكر هذا التغيير كله.</translation>
    </message>
</context>
<context>
    <name>ClientActions</name>
    <message>
        <source>Copy as &amp;address</source>
        <translation>نسخ ك&amp;عنوان</translation>
    </message>
    <message>
        <source>Copy as &amp;CIDR</source>
        <translation>نسخ بصيغة &amp;CIDR</translation>
    </message>
    <message>
        <source>Copy as &amp;nft command</source>
        <translation>نسخ كأمر &amp;nft</translation>
    </message>
    <message>
        <source>A command that drops the client at the firewall. It is only copied, never run.</source>
        <translation>أمر يُسقط حزم العميل في جدار الحماية. يُنسخ فقط ولا يُنفَّذ أبدًا.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Give it a &amp;limit of its own…</source>
        <translation>منحه ح&amp;دًّا خاصًّا به…</translation>
    </message>
    <message>
        <source>&amp;Exempt it</source>
        <translation>إع&amp;فاؤه</translation>
    </message>
    <message>
        <source>Own limit…</source>
        <translation>حد خاص…</translation>
    </message>
    <message>
        <source>Exempt</source>
        <translation>إعفاء</translation>
    </message>
    <message>
        <source>It is never refused, but counted.</source>
        <translation>لا يُرفض أبدًا، لكنه يُحسب.</translation>
    </message>
    <message>
        <source>&amp;Block it</source>
        <translation>&amp;حظره</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>حظر</translation>
    </message>
    <message>
        <source>It gets no further connection. Those it has stay open.</source>
        <translation>لا يحصل على أي اتصال جديد. وتبقى اتصالاته الحالية مفتوحة.</translation>
    </message>
    <message>
        <source>&amp;Remove its rule</source>
        <translation>إ&amp;زالة قاعدته</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>إزالة القاعدة</translation>
    </message>
    <message>
        <source>&amp;Disconnect it…</source>
        <translation>&amp;قطع اتصاله…</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>قطع الاتصال…</translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation>%1 من العملاء</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>نُسخ: ⁨%1⁩</translation>
    </message>
    <message>
        <source>Copied: %1 lines</source>
        <translation>عدد الأسطر المنسوخة: %1</translation>
    </message>
    <message>
        <source>Connections that %1 may have (0 is no limit):</source>
        <translation>عدد الاتصالات المسموح بها لـ ⁨%1⁩ (0 يعني بلا حد):</translation>
    </message>
    <message>
        <source>Limit %1 to %2</source>
        <translation>حد ⁨%1⁩: %2</translation>
    </message>
    <message>
        <source>Exempt %1</source>
        <translation>إعفاء ⁨%1⁩</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>حظر ⁨%1⁩</translation>
    </message>
    <message>
        <source>Remove the rule of %1</source>
        <translation>إزالة قاعدة ⁨%1⁩</translation>
    </message>
    <message>
        <source>Not done (%1): %2</source>
        <translation>لم يُنفَّذ (%1): %2</translation>
    </message>
    <message>
        <source>Done: %1. Undo takes it back.</source>
        <translation>تم: %1. يمكن إلغاؤه بالتراجع.</translation>
    </message>
    <message>
        <source>End 1 connection of %1?</source>
        <translation>هل تريد إنهاء اتصال واحد من ⁨%1⁩؟</translation>
    </message>
    <message>
        <source>&amp;End 1 connection</source>
        <translation>إ&amp;نهاء اتصال واحد</translation>
    </message>
    <message>
        <source>End %1 connections of %2?</source>
        <translation>هل تريد إنهاء %1 من اتصالات ⁨%2⁩؟</translation>
    </message>
    <message>
        <source>&amp;End %1 connections</source>
        <translation>إ&amp;نهاء %1 من الاتصالات</translation>
    </message>
    <message>
        <source>End 1 connection of %1, from %2?</source>
        <translation>هل تريد إنهاء اتصال واحد للعميل ⁨%1⁩، وارد من ⁨%2⁩؟</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>قطع الاتصال</translation>
    </message>
    <message>
        <source>What they have not sent yet is lost. Nothing keeps the client from connecting again.</source>
        <translation>يضيع ما لم يُرسَل بعد. ولا شيء يمنع العميل من الاتصال من جديد.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>إ&amp;بقاء</translation>
    </message>
    <message>
        <source>Not disconnected: %1</source>
        <translation>لم يُقطع الاتصال: %1</translation>
    </message>
    <message>
        <source>Connections told to end: %1. Of %2 the server knows no socket: they stay.</source>
        <translation>الاتصالات التي طُلب إنهاؤها: %1. ولا يعرف الخادم مقابس %2 منها: فهي باقية.</translation>
    </message>
    <message>
        <source>Connections told to end: %1.</source>
        <translation>الاتصالات التي طُلب إنهاؤها: %1.</translation>
    </message>
    <message>
        <source>Nothing to change: %1.</source>
        <translation>لا شيء يتغيّر: %1.</translation>
    </message>
</context>
<context>
    <name>ClientPanel</name>
    <message>
        <source>Open</source>
        <translation>المفتوح</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>الحد</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>المرفوض</translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation>آخر رفض</translation>
    </message>
    <message>
        <source>Command that drops the client at the firewall</source>
        <translation>أمر يُسقط حزم العميل في جدار الحماية</translation>
    </message>
    <message>
        <source>At the &amp;firewall</source>
        <translation>في جدار ال&amp;حماية</translation>
    </message>
    <message>
        <source>Connections of the client</source>
        <translation>اتصالات العميل</translation>
    </message>
    <message>
        <source>End this &amp;connection…</source>
        <translation>إ&amp;نهاء هذا الاتصال…</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>الاتصالات</translation>
    </message>
    <message>
        <source>The server does not tell of connections: %1</source>
        <translation>الخادم لا يفصح عن الاتصالات: %1</translation>
    </message>
    <message>
        <source>Connections: %1</source>
        <translation>الاتصالات: %1</translation>
    </message>
    <message>
        <source>the oldest %1 are shown</source>
        <translation>المعروض أقدمها: %1</translation>
    </message>
    <message>
        <source>the server knows the sockets of %1</source>
        <translation>يعرف الخادم مقابس %1 منها</translation>
    </message>
    <message>
        <source>No client is chosen</source>
        <translation>لم يُختر أي عميل</translation>
    </message>
    <message>
        <source>Choose one in the table to see its connections.</source>
        <translation>اختر عميلًا من الجدول لترى اتصالاته.</translation>
    </message>
    <message>
        <source>%1 of %2 (%3 %)</source>
        <translation>%1 من %2 (%3 %)</translation>
    </message>
    <message>
        <source>%1, of them %2 in the last minute</source>
        <translation>%1، منها %2 في الدقيقة الأخيرة</translation>
    </message>
</context>
<context>
    <name>ClientText</name>
    <message>
        <source>exempt</source>
        <translation>معفى</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>محظور</translation>
    </message>
    <message>
        <source>near the limit</source>
        <translation>قريب من الحد</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>فوق الحد</translation>
    </message>
    <message>
        <source>at the limit</source>
        <translation>عند الحد</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>admitted</source>
        <translation>مقبول</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>بلغ الحد</translation>
    </message>
    <message>
        <source>server full</source>
        <translation>الخادم ممتلئ</translation>
    </message>
    <message>
        <source>server overloaded</source>
        <translation>الخادم مثقل بالحمل</translation>
    </message>
    <message>
        <source>bad PROXY header</source>
        <translation>ترويسة PROXY خاطئة</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>بلا عنوان</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>ClientsExport</name>
    <message>
        <source>the server does not send all clients</source>
        <translation>الخادم لا يرسل جميع العملاء</translation>
    </message>
</context>
<context>
    <name>ClientsModel</name>
    <message>
        <source>not received yet</source>
        <translation>لم يصل بعد</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>العميل</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>المفتوح</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>الحد</translation>
    </message>
    <message>
        <source>Share of limit</source>
        <translation>النسبة من الحد</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>المرفوض</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>آخر دقيقة</translation>
    </message>
    <message>
        <source>Last refused</source>
        <translation>آخر رفض</translation>
    </message>
    <message>
        <source>Refused in the last minute</source>
        <translation>المرفوض في الدقيقة الأخيرة</translation>
    </message>
</context>
<context>
    <name>ClientsPage</name>
    <message>
        <source>&amp;Pause</source>
        <translation>إي&amp;قاف مؤقت</translation>
    </message>
    <message>
        <source>Client &amp;details</source>
        <translation>تفا&amp;صيل العميل</translation>
    </message>
    <message>
        <source>Also &amp;refused without a connection</source>
        <translation>أيضًا المر&amp;فوضون بلا اتصال</translation>
    </message>
    <message>
        <source>The server does not list its clients like this: %1</source>
        <translation>الخادم لا يسرد عملاءه بهذه الطريقة: %1</translation>
    </message>
    <message>
        <source>Filter by a part of the address, or a subnet such as 10.0.0.0/8</source>
        <translation>صفِّ بجزء من العنوان أو بشبكة فرعية مثل ⁦10.0.0.0/8⁩</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Clients that have no connection now, but were refused one</source>
        <translation>العملاء الذين لا اتصال لهم الآن، ولكن رُفض لهم اتصال</translation>
    </message>
    <message>
        <source>Freezes the table (Space in the table); the sums go on</source>
        <translation>يجمّد الجدول (Space في الجدول)؛ وتستمر المجاميع</translation>
    </message>
    <message>
        <source>Shows one client with its connections (Enter in the table)</source>
        <translation>يعرض عميلًا واحدًا مع اتصالاته (Enter في الجدول)</translation>
    </message>
    <message>
        <source>Paused: the table is as of %1. The sums above go on.</source>
        <translation>إيقاف مؤقت: الجدول كما كان في %1. والمجاميع أعلاه مستمرة.</translation>
    </message>
    <message>
        <source>These are the last counts that the server sent.</source>
        <translation>هذه آخر أعداد أرسلها الخادم.</translation>
    </message>
    <message>
        <source>Clients: %1</source>
        <translation>العملاء: %1</translation>
    </message>
    <message>
        <source>Clients that pass the filter: %1 of %2</source>
        <translation>العملاء المطابقون للتصفية: %1 من %2</translation>
    </message>
    <message>
        <source> – %1 selected</source>
        <translation> – المحدد: %1</translation>
    </message>
    <message>
        <source>Selected: %1 of %2 rows. Those far out of view are not loaded, and nothing is done to them.</source>
        <translation>المحدَّد: %1 من %2 صف. الصفوف البعيدة عن العرض غير محمّلة، ولا يُنفَّذ عليها شيء.</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>لم يُطبَّق: %1</translation>
    </message>
</context>
<context>
    <name>ClientsView</name>
    <message>
        <source>Clients</source>
        <translation>العملاء</translation>
    </message>
</context>
<context>
    <name>ConfigEditor</name>
    <message>
        <source>there is no server</source>
        <translation>لا يوجد خادم</translation>
    </message>
    <message>
        <source>somebody else has changed it meanwhile: %1</source>
        <translation>غيّره شخص آخر في هذه الأثناء: %1</translation>
    </message>
</context>
<context>
    <name>ConnLimit</name>
    <message>
        <source>none</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>قبل %1 ث</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>قبل %1 د</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>قبل %1 س</translation>
    </message>
    <message>
        <source>%1 d ago</source>
        <translation>قبل %1 ي</translation>
    </message>
</context>
<context>
    <name>ConnLimit::ControlClient</name>
    <message>
        <source>the server does not answer</source>
        <translation>الخادم لا يجيب</translation>
    </message>
    <message>
        <source>the server has closed the channel</source>
        <translation>أغلق الخادم القناة</translation>
    </message>
    <message>
        <source>no such server is running</source>
        <translation>لا يعمل خادم كهذا</translation>
    </message>
    <message>
        <source>this user may not use the server&apos;s control channel</source>
        <translation>لا يحق لهذا المستخدم استعمال قناة التحكم بالخادم</translation>
    </message>
    <message>
        <source>the server cannot be understood: %1</source>
        <translation>تعذّر فهم الخادم: %1</translation>
    </message>
    <message>
        <source>the server speaks version %1 of the control protocol, this program version %2</source>
        <translation>يتحدث الخادم الإصدار %1 من بروتوكول التحكم، وهذا البرنامج الإصدار %2</translation>
    </message>
    <message>
        <source>this is too much for one request: make it several</source>
        <translation>هذا كثير على طلب واحد: قسّمه إلى عدة طلبات</translation>
    </message>
    <message>
        <source>the server does not speak the control protocol</source>
        <translation>الخادم لا يتحدث بروتوكول التحكم</translation>
    </message>
    <message>
        <source>not attached to a server</source>
        <translation>غير متصل بخادم</translation>
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
        <translation>من</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation>متصل بـ</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>التشفير</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>%1: %2</source>
        <translation>⁨%1⁩: %2</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>انتهى ⁨%1⁩</translation>
    </message>
</context>
<context>
    <name>EffectWords</name>
    <message>
        <source>%1 over, 1 connection affected; it stays open, new ones are refused.</source>
        <translation>فوق الحد: %1، والمتأثر: اتصال واحد؛ يبقى مفتوحًا، ويُرفض الجديد.</translation>
    </message>
    <message>
        <source>%1 over, %2 affected; they stay open, new ones are refused.</source>
        <translation>فوق الحد: %1، والمتأثر: %2؛ تبقى مفتوحة، ويُرفض الجديد.</translation>
    </message>
    <message>
        <source>1 client that is refused now may connect again.</source>
        <translation>يمكن لعميل واحد مرفوض الآن أن يتصل من جديد.</translation>
    </message>
    <message>
        <source>%1 that are refused now may connect again.</source>
        <translation>يمكن أن يتصل من جديد %1 ممن يُرفضون الآن.</translation>
    </message>
    <message>
        <source>nobody is over; 1 client is at its limit.</source>
        <translation>لا أحد فوق الحد؛ وعميل واحد عند حده.</translation>
    </message>
    <message>
        <source>nobody is over; %1 are at their limit.</source>
        <translation>لا أحد فوق الحد؛ وعند الحد: %1.</translation>
    </message>
    <message>
        <source>%1 are open: everybody is refused until enough of them have ended.</source>
        <translation>المفتوح: %1؛ ويُرفض الجميع حتى ينتهي ما يكفي منها.</translation>
    </message>
    <message>
        <source>New connections are admitted again.</source>
        <translation>تُقبل الاتصالات الجديدة من جديد.</translation>
    </message>
    <message>
        <source>nobody is affected.</source>
        <translation>لا أحد يتأثر.</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else without a limit: %1</source>
        <translation>في التشغيل التجريبي لا يُرفض شيء؛ وفي غيره بلا حد: %1</translation>
    </message>
    <message>
        <source>Without a limit: %1</source>
        <translation>بلا حد: %1</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else at %1: %2</source>
        <translation>في التشغيل التجريبي لا يُرفض شيء؛ وفي غيره عند %1: %2</translation>
    </message>
    <message>
        <source>At %1: %2</source>
        <translation>عند %1: %2</translation>
    </message>
    <message>
        <source>In a dry run nothing is refused; else: %1</source>
        <translation>في التشغيل التجريبي لا يُرفض شيء؛ وفي غيره: %1</translation>
    </message>
    <message>
        <source>Without the dry run: %1</source>
        <translation>دون التشغيل التجريبي: %1</translation>
    </message>
    <message>
        <source>Then: %1</source>
        <translation>عندئذ: %1</translation>
    </message>
    <message>
        <source>Connections that are open stay counted as they are.</source>
        <translation>تبقى الاتصالات المفتوحة محسوبة كما هي.</translation>
    </message>
</context>
<context>
    <name>EventsModel</name>
    <message>
        <source>it is at its limit</source>
        <translation>بلغ حده</translation>
    </message>
    <message>
        <source>the limit for all together is reached</source>
        <translation>بُلغ حد الجميع معًا</translation>
    </message>
    <message>
        <source>it is blocked</source>
        <translation>هو محظور</translation>
    </message>
    <message>
        <source>the server is overloaded</source>
        <translation>الخادم مثقل بالحمل</translation>
    </message>
    <message>
        <source>its PROXY header is wrong</source>
        <translation>ترويسة PROXY منه خاطئة</translation>
    </message>
    <message>
        <source>it has no address</source>
        <translation>ليس له عنوان</translation>
    </message>
    <message>
        <source>for several reasons</source>
        <translation>لعدة أسباب</translation>
    </message>
    <message>
        <source>Several clients were refused %1 times: %2</source>
        <translation>رُفض عدة عملاء، وعدد المرات %1: %2</translation>
    </message>
    <message>
        <source>%1 was refused: %2</source>
        <translation>رُفض ⁨%1⁩: %2</translation>
    </message>
    <message>
        <source>%1 was refused %2 times: %3</source>
        <translation>رُفض ⁨%1⁩، وعدد المرات %2: %3</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>1 event was lost: the server no longer remembered it.</source>
        <translation>فُقد حدث واحد: لم يعد الخادم يتذكره.</translation>
    </message>
    <message>
        <source>%1 events were lost: the server no longer remembered them.</source>
        <translation>فُقد %1 من الأحداث: لم يعد الخادم يتذكرها.</translation>
    </message>
    <message>
        <source>The server has been started anew.</source>
        <translation>بدأ تشغيل الخادم من جديد.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Filter by a part of the text</source>
        <translation>صفِّ بجزء من النص</translation>
    </message>
    <message>
        <source>The server does not tell its events: %1</source>
        <translation>الخادم لا يفصح عن أحداثه: %1</translation>
    </message>
    <message>
        <source>&amp;Refusals</source>
        <translation>حالات ال&amp;رفض</translation>
    </message>
    <message>
        <source>C&amp;hanges</source>
        <translation>الت&amp;غييرات</translation>
    </message>
    <message>
        <source>Ser&amp;ver</source>
        <translation>الخا&amp;دم</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>الأحداث</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Progress of the export</source>
        <translation>تقدم التصدير</translation>
    </message>
    <message>
        <source>Exported: %1 clients to %2</source>
        <translation>صُدِّر %1 من العملاء إلى ⁨%2⁩</translation>
    </message>
    <message>
        <source>Not exported, no file was written: %1</source>
        <translation>لم يُصدَّر، ولم يُكتب أي ملف: %1</translation>
    </message>
    <message>
        <source>Export the clients</source>
        <translation>تصدير العملاء</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>جارٍ التصدير…</translation>
    </message>
    <message>
        <source>Exporting: %1 of %2 clients</source>
        <translation>جارٍ التصدير: %1 من %2 من العملاء</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>إلغاء التصدير</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>إغلاق الرسالة</translation>
    </message>
    <message>
        <source>The export was cancelled, no file was written.</source>
        <translation>أُلغي التصدير، ولم يُكتب أي ملف.</translation>
    </message>
</context>
<context>
    <name>HistoryChart</name>
    <message>
        <source>History</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation>الاتصالات المفتوحة</translation>
    </message>
    <message>
        <source>Connections per second</source>
        <translation>الاتصالات في الثانية</translation>
    </message>
    <message>
        <source>Nothing is chosen to be shown.</source>
        <translation>لم يُختر شيء لعرضه.</translation>
    </message>
    <message>
        <source>There is no history yet.</source>
        <translation>لا يوجد سجل بعد.</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>لا شيء معروف</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Open</source>
        <translation>المفتوح</translation>
    </message>
    <message>
        <source>Admitted per second</source>
        <translation>المقبول في الثانية</translation>
    </message>
    <message>
        <source>Refused per second</source>
        <translation>المرفوض في الثانية</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>The server does not tell its history: %1</source>
        <translation>الخادم لا يفصح عن سجله: %1</translation>
    </message>
    <message>
        <source>This is what was known last.</source>
        <translation>هذا آخر ما عُرف.</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 د</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 د</translation>
    </message>
    <message>
        <source>60 min</source>
        <translation>60 د</translation>
    </message>
    <message>
        <source>Shows or hides the curve</source>
        <translation>يعرض المنحنى أو يخفيه</translation>
    </message>
    <message>
        <source>%1, shown</source>
        <translation>%1، معروض</translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation>%1، مخفي</translation>
    </message>
</context>
<context>
    <name>LimitDialog</name>
    <message>
        <source>A limit of its own</source>
        <translation>حد خاص به</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>تعيين</translation>
    </message>
</context>
<context>
    <name>LimitPanel</name>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>إرجاع</translation>
    </message>
    <message>
        <source>Left as it is (%1): %2</source>
        <translation>تُرك كما هو (%1): %2</translation>
    </message>
    <message>
        <source>Somebody else has set it to %1.</source>
        <translation>غيّره شخص آخر إلى %1.</translation>
    </message>
    <message>
        <source>Dry run: nothing is refused. What would be refused is counted.</source>
        <translation>تشغيل تجريبي: لا يُرفض شيء، ويُحسب ما كان سيُرفض.</translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts.</source>
        <translation>‏Enter يطبّق، وEsc يُرجع.</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>لم يُطبَّق: %1</translation>
    </message>
    <message>
        <source>%1 → %2, in force for the next connection. None was closed.</source>
        <translation>⁦⁨%1⁩ → ⁨%2⁩⁩، يسري على الاتصال التالي. ولم يُغلق أي اتصال.</translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation>الساري الآن: %1.</translation>
    </message>
    <message>
        <source>The application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>ليس رقمًا</translation>
    </message>
    <message>
        <source>%1 has changed the %2 from %3 to %4. Yours: %5, in force now: %4.</source>
        <translation>غيّر ⁨%1⁩ قيمة %2 من %3 إلى %4. قيمتك: %5، والساري الآن: %4.</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>شخص آخر</translation>
    </message>
    <message>
        <source>Apply %1 on top</source>
        <translation>تطبيق %1 رغم ذلك</translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation>تطبيق قيمي رغم ذلك</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>أخذ %1</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>أخذ قيم الآخر</translation>
    </message>
    <message>
        <source>Connections for each client</source>
        <translation>اتصالات كل عميل</translation>
    </message>
    <message>
        <source>Enter applies, Esc reverts. 0 is no limit.</source>
        <translation>‏Enter يطبّق، وEsc يُرجع. 0 يعني بلا حد.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
    <message>
        <source>The limit for all together, what counts as one client, dry run</source>
        <translation>حد الجميع معًا، وما يُعد عميلًا واحدًا، والتشغيل التجريبي</translation>
    </message>
    <message>
        <source>Connections for each &amp;client</source>
        <translation>اتصالات &amp;كل عميل</translation>
    </message>
    <message>
        <source>Connections of &amp;all together</source>
        <translation>اتصالات ال&amp;جميع معًا</translation>
    </message>
    <message>
        <source>0 is no limit.</source>
        <translation>‏0 يعني بلا حد.</translation>
    </message>
    <message>
        <source>One IPv&amp;4 client is a prefix of /</source>
        <translation>عميل IPv&amp;4 الواحد بادئة بطول /</translation>
    </message>
    <message>
        <source>32: every address by itself.</source>
        <translation>‏32: كل عنوان على حدة.</translation>
    </message>
    <message>
        <source>One IPv&amp;6 client is a prefix of /</source>
        <translation>عميل IPv&amp;6 الواحد بادئة بطول /</translation>
    </message>
    <message>
        <source>64: what one customer has. 128: every address by itself.</source>
        <translation>‏64: ما يملكه زبون واحد. 128: كل عنوان على حدة.</translation>
    </message>
    <message>
        <source>&amp;Dry run: count what would be refused, refuse nothing</source>
        <translation>تشغيل تجري&amp;بي: يُحسب ما كان سيُرفض، ولا يُرفض شيء</translation>
    </message>
</context>
<context>
    <name>LimitSpinBox</name>
    <message>
        <source>no limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>Type a number; 0 is no limit.</source>
        <translation>اكتب رقمًا؛ 0 يعني بلا حد.</translation>
    </message>
    <message>
        <source>“%1” is not a whole number.</source>
        <translation>“⁨%1⁩” ليس عددًا صحيحًا.</translation>
    </message>
    <message>
        <source>A limit cannot be negative; 0 is no limit.</source>
        <translation>لا يمكن أن يكون الحد سالبًا؛ 0 يعني بلا حد.</translation>
    </message>
    <message>
        <source>A limit is at most %1; 0 is no limit.</source>
        <translation>الحد لا يتجاوز %1؛ 0 يعني بلا حد.</translation>
    </message>
    <message>
        <source>A prefix length is %1 to %2.</source>
        <translation>طول البادئة من %1 إلى %2.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Servers at the side</source>
        <translation>الخوادم في ال&amp;جانب</translation>
    </message>
    <message>
        <source>Start the &amp;demo</source>
        <translation>بدء العرض الت&amp;وضيحي</translation>
    </message>
    <message>
        <source>&amp;Open a server…</source>
        <translation>&amp;فتح خادم…</translation>
    </message>
    <message>
        <source>%1 – ConnLimit</source>
        <translation>⁨%1⁩ – ConnLimit</translation>
    </message>
    <message>
        <source>ConnLimit</source>
        <translation>ConnLimit</translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation>لا يعمل أي خادم</translation>
    </message>
    <message>
        <source>A program that limits its connections with ConnLimit appears here by itself when it is started by the same user and opens its control channel. To have a look first, start the demo: a server on this machine with a few dozen clients, for as long as this window is open.</source>
        <translation>كل برنامج يحدّ اتصالاته باستخدام ConnLimit يظهر هنا تلقائيًّا عندما يشغّله المستخدم نفسه ويفتح قناة التحكم الخاصة به. لإلقاء نظرة أولًا، ابدأ العرض التوضيحي: خادم على هذا الجهاز له بضع عشرات من العملاء، ما دامت هذه النافذة مفتوحة.</translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation>اختر خادمًا</translation>
    </message>
    <message>
        <source>The servers at the side run on this machine. Choose one to watch it; several can be open at once.</source>
        <translation>الخوادم التي في الجانب تعمل على هذا الجهاز. اختر أحدها لمراقبته؛ ويمكن فتح عدة خوادم معًا.</translation>
    </message>
    <message>
        <source>Open a server</source>
        <translation>فتح خادم</translation>
    </message>
    <message>
        <source>Name of the server, or path of its control socket:</source>
        <translation>اسم الخادم، أو مسار مقبس التحكم الخاص به:</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>The demo does not run: %1</source>
        <translation>العرض التوضيحي لا يعمل: %1</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>ال&amp;خادم</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;تحرير</translation>
    </message>
    <message>
        <source>&amp;Client</source>
        <translation>ال&amp;عميل</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>عر&amp;ض</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;فتح…</translation>
    </message>
    <message>
        <source>&amp;Export the clients…</source>
        <translation>ت&amp;صدير العملاء…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>إ&amp;غلاق</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إ&amp;نهاء</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>ت&amp;راجع</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>إ&amp;عادة</translation>
    </message>
    <message>
        <source>&amp;Filter the clients</source>
        <translation>ت&amp;صفية العملاء</translation>
    </message>
    <message>
        <source>Change the &amp;limit</source>
        <translation>تغيير ال&amp;حد</translation>
    </message>
    <message>
        <source>&amp;Next server</source>
        <translation>الخادم ال&amp;تالي</translation>
    </message>
    <message>
        <source>Pre&amp;vious server</source>
        <translation>الخادم ال&amp;سابق</translation>
    </message>
    <message>
        <source>S&amp;ort by</source>
        <translation>ت&amp;رتيب حسب</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>ت&amp;نازلي</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;مساعدة</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>&amp;لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>لوحة المفاتيح</translation>
    </message>
    <message>
        <source>In the table of clients:</source>
        <translation>في جدول العملاء:</translation>
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
        <translation>‏Enter – يعرض العميل مع اتصالاته، أو يخفيه
‏Space – يجمّد الجدول، أو يدعه يستمر
مفتاح القائمة – ما يمكن فعله بالعميل

‏Ctrl+F – إلى التصفية
‏Ctrl+L – إلى الحد: Enter يطبّق، وEsc يُرجع
‏Ctrl+Z – يتراجع عن آخر تغيير
‏Ctrl+Tab – إلى علامة التبويب التالية
‏Ctrl+PgDown – إلى الخادم التالي
‏F9 – يعرض الخوادم في الجانب، أو يخفيها</translation>
    </message>
    <message>
        <source>&amp;About ConnLimit</source>
        <translation>&amp;حول ConnLimit</translation>
    </message>
    <message>
        <source>About ConnLimit</source>
        <translation>حول ConnLimit</translation>
    </message>
    <message>
        <source>ConnLimit dashboard %1</source>
        <translation>لوحة معلومات ConnLimit %1</translation>
    </message>
    <message>
        <source>Watches programs that limit the connections of each client with ConnLimit, and changes their limits while they run.

MIT licence. © 2026 ConnLimit contributors.
Qt %1.</source>
        <translation>تراقب البرامج التي تحدّ اتصالات كل عميل باستخدام ConnLimit، وتغيّر حدودها وهي تعمل.

رخصة MIT. © 2026 المساهمون في ConnLimit.
‏Qt %1.</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>حول &amp;Qt</translation>
    </message>
</context>
<context>
    <name>Monitor</name>
    <message>
        <source>no server</source>
        <translation>لا يوجد خادم</translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>attached</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>lost: %1; attaching again…</source>
        <translation>فُقد الاتصال: %1؛ جارٍ الاتصال من جديد…</translation>
    </message>
    <message>
        <source>%1; waiting for it…</source>
        <translation>%1؛ بانتظاره…</translation>
    </message>
</context>
<context>
    <name>RuleText</name>
    <message>
        <source>Type an address or a subnet, such as 10.0.0.0/8.</source>
        <translation>اكتب عنوانًا أو شبكة فرعية، مثل ⁦10.0.0.0/8⁩.</translation>
    </message>
    <message>
        <source>“%1” is not an address or a subnet.</source>
        <translation>“⁨%1⁩” ليس عنوانًا ولا شبكة فرعية.</translation>
    </message>
    <message>
        <source>The prefix length of this address is 0 to %1.</source>
        <translation>طول بادئة هذا العنوان من 0 إلى %1.</translation>
    </message>
    <message>
        <source>Bits are set behind the prefix: did you mean %1?</source>
        <translation>توجد بتّات بعد البادئة: هل تقصد ⁨%1⁩؟</translation>
    </message>
</context>
<context>
    <name>RulesDelegate</name>
    <message>
        <source>limit</source>
        <translation>حد</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>معفى</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>محظور</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>There are no rules: the same limit holds for everybody.</source>
        <translation>لا توجد قواعد: يسري الحد نفسه على الجميع.</translation>
    </message>
    <message>
        <source>The first rule from the top that holds an address applies to it, and no other: the longest prefix wins.</source>
        <translation>تسري على العنوان أول قاعدة من الأعلى تشمله، ولا تسري غيرها: البادئة الأطول هي الغالبة.</translation>
    </message>
    <message>
        <source>Not ready to be applied: %1</source>
        <translation>غير جاهز للتطبيق: %1</translation>
    </message>
    <message>
        <source>%1 changed: too many for a preview. They are sent in %2 parts.</source>
        <translation>تغيّر: %1، وهذا كثير على المعاينة. عدد الأجزاء التي ستُرسل: %2.</translation>
    </message>
    <message>
        <source>%1 changed.</source>
        <translation>تغيّر: %1.</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>جارٍ التطبيق…</translation>
    </message>
    <message>
        <source>Not applied: %1</source>
        <translation>لم يُطبَّق: %1</translation>
    </message>
    <message>
        <source>In force: %1.</source>
        <translation>الساري الآن: %1.</translation>
    </message>
    <message>
        <source>%1 left out: there may be at most %2. </source>
        <translation>أُهمل: %1؛ والحد الأقصى: %2. </translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation>تطبيق قواعدي رغم ذلك</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>أخذ قواعد الآخر</translation>
    </message>
    <message>
        <source>Somebody else has changed a rule that you are editing: %1</source>
        <translation>غيّر شخص آخر قاعدة تحررها: %1</translation>
    </message>
    <message>
        <source>Somebody else has changed %1 that you are editing: %2, …</source>
        <translation>غيّر شخص آخر %1 التي تحررها: %2، …</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Filter; an address shows the rules that hold it</source>
        <translation>تصفية؛ العنوان يعرض القواعد التي تشمله</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>إضا&amp;فة</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>إ&amp;زالة</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>ل&amp;صق</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>ا&amp;ستيراد…</translation>
    </message>
    <message>
        <source>Removes the selected rules, or keeps them after all.</source>
        <translation>يزيل القواعد المحددة، أو يبقيها بعد ذلك.</translation>
    </message>
    <message>
        <source>One rule a line: 10.0.0.0/8 limit 5, 10.1.0.0/16 exempt, 10.2.0.0/16 block</source>
        <translation>قاعدة في كل سطر: ⁦10.0.0.0/8 limit 5⁩، ⁦10.1.0.0/16 exempt⁩، ⁦10.2.0.0/16 block⁩</translation>
    </message>
    <message>
        <source>From a text file, one rule a line</source>
        <translation>من ملف نصي، قاعدة في كل سطر</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>إرجاع</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>RulesModel</name>
    <message>
        <source>There is another rule for this subnet.</source>
        <translation>توجد قاعدة أخرى لهذه الشبكة الفرعية.</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>معفى</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>محظور</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>حد</translation>
    </message>
    <message>
        <source>to be removed</source>
        <translation>ستُزال</translation>
    </message>
    <message>
        <source>new</source>
        <translation>جديدة</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>كانت: %1</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>الشبكة الفرعية</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>القاعدة</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>الحد</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيير</translation>
    </message>
</context>
<context>
    <name>ServerList</name>
    <message>
        <source>running</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>attaching…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>attached</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>lost, attaching again…</source>
        <translation>فُقد، جارٍ الاتصال من جديد…</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>لا يعمل</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>بلا إذن</translation>
    </message>
    <message>
        <source>another version</source>
        <translation>إصدار آخر</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>الخوادم</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>⁨%1⁩، %2</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>إ&amp;غلاق</translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Try &amp;again now</source>
        <translation>إعادة المحا&amp;ولة الآن</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>العملاء</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>History</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>الأحداث</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>التغييرات</translation>
    </message>
    <message>
        <source>Attaching to %1…</source>
        <translation>جارٍ الاتصال بـ ⁨%1⁩…</translation>
    </message>
    <message>
        <source>The server is being asked who it is. If it does not answer within a few seconds, it may be stopped or overloaded.</source>
        <translation>يُسأل الخادم عن هويته. إن لم يجب خلال بضع ثوانٍ فقد يكون متوقفًا أو مثقلًا بالحمل.</translation>
    </message>
    <message>
        <source>%1 is not running</source>
        <translation>⁨%1⁩ لا يعمل</translation>
    </message>
    <message>
        <source>No server listens at %1. Start it: it will appear here by itself. If it runs as another user, start this program as that user.</source>
        <translation>لا خادم يستمع عند ⁨%1⁩. شغّله وسيظهر هنا تلقائيًّا. وإن كان يعمل باسم مستخدم آخر فشغّل هذا البرنامج باسم ذلك المستخدم.</translation>
    </message>
    <message>
        <source>%1 is another user&apos;s</source>
        <translation>⁨%1⁩ يخص مستخدمًا آخر</translation>
    </message>
    <message>
        <source>Only the user who runs the server may watch it. Start this program as that user, or have the server run as yours. Its socket is %1.</source>
        <translation>لا يحق إلا للمستخدم الذي يشغّل الخادم أن يراقبه. شغّل هذا البرنامج باسم ذلك المستخدم، أو شغّل الخادم باسمك. مقبسه هو ⁨%1⁩.</translation>
    </message>
    <message>
        <source>%1 cannot be understood</source>
        <translation>تعذّر فهم ⁨%1⁩</translation>
    </message>
    <message>
        <source>This program and the server are of different versions, or something else listens at %1. Use the dashboard that belongs to the server&apos;s version of ConnLimit. What was said: %2.</source>
        <translation>هذا البرنامج والخادم من إصدارين مختلفين، أو أن شيئًا آخر يستمع عند ⁨%1⁩. استخدم لوحة المعلومات التابعة لإصدار ConnLimit على الخادم. وما قيل هو: ⁨%2⁩.</translation>
    </message>
</context>
<context>
    <name>StatusHeader</name>
    <message>
        <source>State of the attachment</source>
        <translation>حالة الاتصال بالخادم</translation>
    </message>
    <message>
        <source>process %1, ConnLimit %2</source>
        <translation>العملية %1، ⁦ConnLimit %2⁩</translation>
    </message>
</context>
<context>
    <name>TotalsBar</name>
    <message>
        <source>open connections</source>
        <translation>الاتصالات المفتوحة</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>العملاء</translation>
    </message>
    <message>
        <source>clients at the limit</source>
        <translation>العملاء عند الحد</translation>
    </message>
    <message>
        <source>admitted so far</source>
        <translation>المقبول حتى الآن</translation>
    </message>
    <message>
        <source>refused so far</source>
        <translation>المرفوض حتى الآن</translation>
    </message>
    <message>
        <source>open, of at most %1</source>
        <translation>مفتوحة، من أصل %1 على الأكثر</translation>
    </message>
</context>
<context>
    <name>UndoButton</name>
    <message>
        <source>Sets what was there before, if nobody else has changed it since.</source>
        <translation>يعيد ما كان من قبل، إن لم يغيّره شخص آخر منذ ذلك الحين.</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>تراجع: %1</translation>
    </message>
</context>
</TS>
