#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# run.sh [--json FILE] [--quick] [table|door|control|view|costs|all]...
#
# Installs what is missing, builds the preset "release" and prints what the library costs, beside
# what one would use instead of it, measured in the same minutes. --quick does everything once and
# small, to see that it works. --json writes the same figures to FILE.
#   table    the counts: time and memory of a connection, snapshots
#   door     CPU of a server for an admitted and for a refused connection, floods, want of descriptors
#   control  CPU of a server for what its viewers ask for, a million clients
#   view     the dashboard's GUI thread for a frame, a million clients
#   costs    system calls, instructions and allocations of a connection: the same on every machine
# nginx and HAProxy take part where they are installed: resources/setup.sh bench
set -eu
usage() {
    echo "usage: $0 [--json FILE] [--quick] [table|door|control|view|costs|all]..." >&2
    exit 2
}

json=
quick=
steps=
while [ $# -gt 0 ]; do
    case $1 in
    --json)
        [ $# -gt 1 ] || usage
        json=$(realpath "$2")
        shift
        ;;
    --quick) quick=--quick ;;
    table | door | control | view | costs) steps="$steps $1" ;;
    all) steps="table door control view costs" ;;
    *) usage ;;
    esac
    shift
done
[ -n "$steps" ] || steps="table door control view costs"
cd "$(dirname "$0")/../.."

targets=
for step in $steps; do
    targets="$targets bench-$step"
done
./resources/setup.sh build
cmake --preset release -D CONNLIMIT_BUILD_TESTS=ON -D CONNLIMIT_BUILD_BENCHMARKS=ON >/dev/null
# shellcheck disable=SC2086 # one word for each target
cmake --build --preset release --target $targets

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | uniq -c
echo "Linux $(uname -r); load $(cut -d' ' -f1-3 /proc/loadavg) (the quieter, the better)"

separator=
: >"$directory/all"
for step in $steps; do
    # shellcheck disable=SC2086 # none or one word
    "build/release/bin/bench-$step" $quick --json "$directory/one"
    printf '%s' "$separator" >>"$directory/all"
    cat "$directory/one" >>"$directory/all"
    separator=,
done
if [ -n "$json" ]; then
    printf '[%s]\n' "$(cat "$directory/all")" >"$json"
fi
