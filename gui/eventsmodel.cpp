// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventsmodel.h"

#include "tables.h"
#include "tooltiptext.h"

#include <connlimit/control/text.h>

using namespace ConnLimit;

static QString reasonWords(const std::optional<Verdict> &verdict)
{
    switch (verdict.value_or(Verdict::Admitted)) {
    case Verdict::PerClientLimit: return EventsModel::tr("it is at its limit");
    case Verdict::TotalLimit: return EventsModel::tr("the limit for all together is reached");
    case Verdict::Blocked: return EventsModel::tr("it is blocked");
    case Verdict::Overload: return EventsModel::tr("the server is overloaded");
    case Verdict::BadProxyHeader: return EventsModel::tr("its PROXY header is wrong");
    case Verdict::NoAddress: return EventsModel::tr("it has no address");
    case Verdict::Admitted: break;
    }
    return EventsModel::tr("for several reasons");
}

static QString eventWords(const Event &event)
{
    if (event.kind != Event::Kind::Refused)
        return event.text;
    const QString reason = reasonWords(event.verdict);
    if (event.client.isNull())
        return EventsModel::tr("Several clients were refused %1 times: %2")
            .arg(countText(event.count), reason);
    const QString client = QString::fromStdString(event.client.toString());
    return event.count == 1 ? EventsModel::tr("%1 was refused: %2").arg(client, reason)
                            : EventsModel::tr("%1 was refused %2 times: %3")
                                  .arg(client, countText(event.count), reason);
}

static QString kindWords(const Event &event)
{
    if (event.sequence == 0)
        return {};
    switch (event.kind) {
    case Event::Kind::Refused: return EventsModel::tr("refused");
    case Event::Kind::Changed: return EventsModel::tr("changed");
    case Event::Kind::Server: return EventsModel::tr("server");
    }
    return {};
}

void EventsModel::append(const EventList &list)
{
    std::vector<Row> rows;
    if (list.lost > 0) {
        Row note;
        note.text = list.lost == 1
                        ? tr("1 event was lost: the server no longer remembered it.")
                        : tr("%1 events were lost: the server no longer remembered them.")
                              .arg(countText(list.lost));
        if (!list.events.isEmpty())
            note.time = list.events.constFirst().time;
        rows.push_back(note);
    }
    rows.insert(rows.end(), list.events.begin(), list.events.end());
    append(std::move(rows));
}

void EventsModel::appendRestart()
{
    if (m_rows.empty())
        return;
    Row note;
    note.time = std::chrono::system_clock::now();
    note.text = tr("The server has been started anew.");
    append({note});
}

void EventsModel::append(std::vector<Row> rows)
{
    if (rows.size() > std::size_t(maximumRows))
        rows.erase(rows.begin(), rows.end() - maximumRows);
    if (rows.empty())
        return;
    const int over = rowCount() + int(rows.size()) - maximumRows;
    if (over > 0) {
        beginRemoveRows({}, 0, over - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + over);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void EventsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    if (role == KindRole)
        return row.sequence == 0 ? QVariant() : int(row.kind);
    if (role == Qt::ToolTipRole && index.column() == Text)
        return toolTipText(eventWords(row));
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case Time: return row.time.time_since_epoch().count() == 0 ? QString() : timeWords(row.time);
    case Kind: return kindWords(row);
    case Text: return eventWords(row);
    case ColumnCount: break;
    }
    return {};
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return headerCell({tr("Time"), tr("Kind"), tr("Event")}, section, orientation, role);
}

void EventsFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void EventsFilter::setKindShown(Event::Kind kind, bool isShown)
{
    m_isShown[std::size_t(kind)] = isShown;
    invalidateFilter();
}

bool EventsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex text = sourceModel()->index(row, EventsModel::Text, parent);
    const QVariant kind = text.data(EventsModel::KindRole);
    if (!kind.isValid())
        return true; // that something is missing is always said
    return m_isShown[kind.toInt()]
           && (m_text.isEmpty() || text.data().toString().contains(m_text, Qt::CaseInsensitive));
}

#include "moc_eventsmodel.cpp"
