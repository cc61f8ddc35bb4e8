// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "report.h"

void measureRefused(Report &report, const Options &options);
void measureAdmitted(Report &report, const Options &options);
void measureGap(Report &report, const Options &options);
void measureExhaustion(Report &report, const Options &options);
