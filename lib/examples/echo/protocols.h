// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "options.h"

#include <QtCore/QObject>
#include <QtNetwork/QTcpServer>

#include <memory>

// Each serves the connections of \a server, which listens, for as long as the object lives that it
// returns.

/// Sends back what comes, as it is: TCP, or TLS.
std::unique_ptr<QObject> echoBytes(std::unique_ptr<QTcpServer> server);

/// Answers GET / with a line of text, after Options::delay.
std::unique_ptr<QObject> answerHttp(std::unique_ptr<QTcpServer> server, const Options &options);

/// Sends back the messages of WebSockets.
std::unique_ptr<QObject> echoMessages(std::unique_ptr<QTcpServer> server, const Options &options);
