#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# make.sh [FOLDER]
#
# Builds the dashboard and makes pictures of it in each of its states, in this folder or another
# one. On a display of its own where there is Xvfb, or else without any. Takes about two minutes.
set -eu
folder=$(cd "${1:-$(dirname "$0")}" && pwd)
cd "$(dirname "$0")/../.."
cmake --preset gcc
cmake --build --preset gcc --target connlimit-screenshots
program=$(find build/gcc -name connlimit-screenshots -type f)
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

if command -v xvfb-run >/dev/null; then
    QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1400x900x24 -dpi 96" "$program" "$folder"
else
    QT_QPA_PLATFORM=offscreen "$program" "$folder"
fi
