// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "subneterror_p.h"

#include <connlimit/control/messages.h>

#include <QtCore/QJsonArray>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace ConnLimit {

inline QString timeText(std::chrono::system_clock::time_point time)
{
    const auto sinceEpoch
        = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

inline QString verdictText(Verdict verdict)
{
    const std::string_view name = verdictName(verdict);
    return QLatin1StringView(name.data(), qsizetype(name.size()));
}

/// The counterpart of ObjectReader::list(): an array of values that have a toJson().
template<class List>
QJsonArray listToJson(const List &values)
{
    QJsonArray array;
    for (const auto &value : values)
        array.append(toJson(value));
    return array;
}

/// A value of an enumeration and its word in JSON.
struct Word
{
    int value;
    const char *text;
};

template<class Enum, std::size_t N>
QString wordOf(const Word (&words)[N], Enum value)
{
    const auto found = std::find_if(words, words + N,
                                    [value](const Word &word) { return word.value == int(value); });
    return QLatin1StringView(found->text);
}

/// Takes the members of an object one by one and keeps the first error.
class ObjectReader
{
public:
    /// \a prefix comes before the names of fields in errors, like "rules[2].".
    explicit ObjectReader(QJsonObject object, QString prefix = {})
        : m_rest(std::move(object))
        , m_prefix(std::move(prefix))
    {}

    bool contains(const char *name) const { return m_rest.contains(QLatin1StringView(name)); }
    QJsonValue take(const char *name) { return m_rest.take(QLatin1StringView(name)); }

    void fail(const QString &field, const QString &reason)
    {
        if (!m_error)
            m_error = ControlError{ControlError::InvalidParams,
                                   m_prefix + field + u": " + reason,
                                   m_prefix + field,
                                   {}};
    }
    void fail(const ControlError &error)
    {
        if (!m_error)
            m_error = error;
    }

    quint64 number(const char *name, quint64 maximum = std::numeric_limits<qint64>::max())
    {
        const qint64 number = take(name).toInteger(-1); // -1 for what is no whole number, too
        if (number >= 0 && quint64(number) <= maximum)
            return quint64(number);
        fail(QLatin1StringView(name),
             u"must be a whole number from 0 to " + QString::number(maximum));
        return 0;
    }
    quint32 number32(const char *name)
    {
        return quint32(number(name, std::numeric_limits<quint32>::max()));
    }

    bool flag(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isBool())
            fail(QLatin1StringView(name), QStringLiteral("must be true or false"));
        return value.toBool();
    }

    QString text(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isString())
            fail(QLatin1StringView(name), QStringLiteral("must be a string"));
        return value.toString();
    }

    QJsonObject object(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isObject())
            fail(QLatin1StringView(name), QStringLiteral("must be an object"));
        return value.toObject();
    }

    QJsonArray array(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isArray())
            fail(QLatin1StringView(name), QStringLiteral("must be an array"));
        return value.toArray();
    }

    QDateTime time(const char *name)
    {
        const QDateTime time = QDateTime::fromString(text(name), Qt::ISODateWithMs);
        if (!time.isValid())
            fail(QLatin1StringView(name), QStringLiteral("must be a time as ISO 8601 writes it"));
        return time;
    }

    /// From 1970 on to where the clock ends: a difference of two such times is one that there is.
    std::chrono::system_clock::time_point clockTime(const char *name)
    {
        using Clock = std::chrono::system_clock;
        constexpr auto latest
            = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration::max());
        const std::chrono::milliseconds sinceEpoch(time(name).toMSecsSinceEpoch());
        if (sinceEpoch.count() >= 0 && sinceEpoch <= latest)
            return Clock::time_point(sinceEpoch);
        fail(QLatin1StringView(name), QStringLiteral("must be a time that a clock can show"));
        return {};
    }

    template<class Enum, std::size_t N>
    Enum word(const char *name, const Word (&words)[N])
    {
        const QString found = text(name);
        QStringList known;
        for (const Word &word : words) {
            known.append(QLatin1StringView(word.text));
            if (found == known.constLast())
                return Enum(word.value);
        }
        fail(QLatin1StringView(name), u"must be one of " + known.join(u", "));
        return Enum(words[0].value);
    }

    /// An address or a subnet.
    ClientKey client(const char *name) { return clientOf(QLatin1StringView(name), text(name)); }
    /// That which \a text is, or the error of a \a field.
    ClientKey clientOf(const QString &field, const QString &text)
    {
        const auto client = ClientKey::fromString(text.toStdString());
        if (!client)
            fail(field, subnetError(text));
        return client.value_or(ClientKey());
    }

    Verdict verdict(const char *name)
    {
        const QString found = text(name);
        for (int value = 0; value <= int(Verdict::NoAddress); ++value) {
            if (found == verdictText(Verdict(value)))
                return Verdict(value);
        }
        fail(QLatin1StringView(name), QStringLiteral("must be a verdict"));
        return Verdict::NoAddress;
    }

    /// An array of values that have a fromJson().
    template<class List>
    void list(const char *name, List &values)
    {
        const QJsonArray elements = array(name);
        values.clear();
        for (qsizetype i = 0; i < elements.size() && !m_error; ++i) {
            const QString element = QStringLiteral("%1[%2]").arg(QLatin1StringView(name)).arg(i);
            if (!elements[i].isObject())
                return fail(element, QStringLiteral("must be an object"));
            const auto reply = fromJson<typename List::value_type>(elements[i].toObject());
            if (const auto *read = std::get_if<typename List::value_type>(&reply))
                values.push_back(*read);
            else
                failIn(element, std::get<ControlError>(reply));
        }
    }

    /// A nested value, read by its own fromJson().
    template<class T>
    T nested(const char *name)
    {
        const ControlReply<T> reply = fromJson<T>(object(name));
        if (const T *value = std::get_if<T>(&reply))
            return *value;
        failIn(QLatin1StringView(name), std::get<ControlError>(reply));
        return {};
    }

    void rejectUnknown()
    {
        if (!m_rest.isEmpty())
            fail(m_rest.begin().key(), QStringLiteral("is not known"));
    }

    [[nodiscard]] const std::optional<ControlError> &error() const { return m_error; }

    template<class T>
    ControlReply<T> result(const T &value) const
    {
        if (m_error)
            return *m_error;
        return value;
    }

private:
    /// The \a error is one of what stands at \a place.
    void failIn(const QString &place, const ControlError &error)
    {
        const QString prefix = m_prefix + place + u'.';
        fail(ControlError{error.code, prefix + error.message, prefix + error.field, {}});
    }

    QJsonObject m_rest;
    QString m_prefix;
    std::optional<ControlError> m_error;
};

} // namespace ConnLimit
