#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# Renders the icon in the sizes that the dashboard carries and installs, with rsvg-convert
# (librsvg2-bin).
set -eu
cd "$(dirname "$0")"
for size in 16 32 48 128 256; do
    rsvg-convert -w "$size" -h "$size" connlimit-dashboard.svg -o "connlimit-dashboard-$size.png"
done
