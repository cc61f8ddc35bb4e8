// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "configeditor.h"
#include "isolatedruntime.h"
#include "monitor.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtTest/QTest>

#include <memory>
#include <vector>

/// A limiter with a control channel, and a Monitor and a ConfigEditor that are attached to it.
class ServedMonitor
{
public:
    ServedMonitor()
        : editor(monitor)
    {}

    /// Serves a limiter with \a config and waits until its Config is known.
    [[nodiscard]] bool start(const ConnLimit::Config &config)
    {
        limiter.setConfig(config);
        if (!serve())
            return false;
        monitor.follow(QStringLiteral("echo"));
        return QTest::qWaitFor([this] { return monitor.config().revision != 0; });
    }
    [[nodiscard]] bool serve()
    {
        server = std::make_unique<ConnLimit::ControlServer>(&limiter);
        return server->listen(QStringLiteral("echo"));
    }

    /// Opens \a count connections from \a address.
    void open(const char *address, int count)
    {
        for (int i = 0; i < count; ++i)
            leases.push_back(limiter.acquire(QHostAddress(QString::fromLatin1(address))).lease);
    }

    /// Changes the Config as another operator would.
    void setElsewhere(const ConnLimit::ConfigPatch &patch)
    {
        ConnLimit::Config config = limiter.config();
        QVERIFY(!patch.applyTo(config));
        QVERIFY(limiter.setConfig(config).isApplied());
    }

    ConnLimit::ConnectionLimiter limiter;
    std::unique_ptr<ConnLimit::ControlServer> server;
    Monitor monitor;
    ConfigEditor editor;
    std::vector<ConnLimit::Lease> leases;
};
