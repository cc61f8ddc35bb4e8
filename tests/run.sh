#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# run.sh [PRESET|format]...
#
# Installs what is missing, then configures, builds and tests each PRESET of CMakePresets.json
# (release, if none is named). "format" checks the formatting of the sources, which is that of
# clang-format 14. Stops at the first failure, with its exit status.
set -eu
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- release
parts=
for step; do
    case $step in
    format) parts="$parts format" ;;
    clang) parts="$parts build clang" ;;
    release | debug | gcc | asan | tsan) parts="$parts build" ;;
    *)
        echo "usage: $0 [release|debug|gcc|clang|asan|tsan|format]..." >&2
        exit 2
        ;;
    esac
done
# shellcheck disable=SC2086 # one word for each part
./resources/setup.sh $parts

run_format() {
    find lib gui tests \( -name '*.h' -o -name '*.cpp' \) -exec clang-format --dry-run -Werror {} +
    echo "The sources are formatted."
}

run_preset() {
    cmake --preset "$1"
    cmake --build --preset "$1"
    # GCC 12's ThreadSanitizer needs addresses that are randomised by 28 bits at the most.
    if [ "$1" = tsan ] && setarch -R true 2>/dev/null; then
        setarch -R ctest --preset "$1"
    else
        ctest --preset "$1"
    fi
}

for step; do
    echo "== $step"
    case $step in
    format) run_format ;;
    *) run_preset "$step" ;;
    esac
done
