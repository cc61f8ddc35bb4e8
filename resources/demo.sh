#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# demo.sh [--terminal] [ARGUMENTS OF connlimit-dashboard]
#
# Installs what is missing, builds, and shows a limited server at work: in the dashboard, or, where
# there is no display or with --terminal, in the terminal.
set -eu
cd "$(dirname "$0")/.."

why=
if [ "${1:-}" = --terminal ]; then
    shift
    why="--terminal was given"
elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    why="there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
fi

parts=build
programs="connlimitctl connlimit-echo connlimit-crowd"
if [ -z "$why" ]; then
    programs="$programs connlimit-dashboard"
    [ -n "${DISPLAY:-}" ] || parts="$parts wayland"
fi
# shellcheck disable=SC2086 # one word for each part, and program
{
    ./resources/setup.sh $parts
    cmake --preset release
    cmake --build --preset release --target $programs
}
bin=build/release/bin
# Qt wants UTF-8; a system that was never set up has the locale "C".
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

# What was started is ended by its process id, the last first, however this script ends. It runs in
# the background, because a shell deals with a signal only after the program in its foreground.
started=
scratch=$(mktemp -d)
finish() {
    for pid in $started; do
        kill "$pid" 2>/dev/null || true
    done
    wait
    rm -r "$scratch"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -z "$why" ]; then
    "$bin/connlimit-dashboard" --demo "$@" &
    started=$!
    status=0
    wait "$started" || status=$?
    started=
    [ "$status" -eq 134 ] || exit "$status" # Qt aborts if it cannot open the display
    why="the dashboard could not start"
fi

name=demo-$$
mkfifo "$scratch/echo"
"$bin/connlimit-echo" --listen 127.0.0.1:0 --max-per-client 5 --name "$name" \
    >"$scratch/echo" 2>"$scratch/log" &
started=$!
exec 3<"$scratch/echo"
if ! read -r line <&3; then
    cat "$scratch/log" >&2
    exit 1
fi
echo "connlimit-echo is $line."
"$bin/connlimit-crowd" "${line#listening on }" >/dev/null 2>>"$scratch/log" &
started="$! $started"

reason="The demo is shown in the terminal, because $why."
echo "$reason Ctrl-C ends it."
"$bin/connlimitctl" -n "$name" watch &
watch=$!
started="$watch $started"
# On a terminal the screen is drawn over, so it is said at the end again.
[ ! -t 1 ] || trap 'finish; echo; echo "$reason"' EXIT
if ! wait "$watch"; then
    cat "$scratch/log" >&2
    exit 1
fi
