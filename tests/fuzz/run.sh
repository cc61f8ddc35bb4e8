#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# run.sh [SECONDS [INPUTS [NAME]...]]
#
# Installs what is missing, builds the fuzzers with Clang in build/fuzz, and runs each of them, or
# those with a NAME (proxyheader for fuzz_proxyheader.cpp), on the seeds in tests/fuzz/corpus until
# SECONDS are over (60) or INPUTS are done (10000000), whichever comes first; 0 is no such end.
#
# Prints a line for each. The first that fails ends it, with exit status 1, the report and the input
# that did it: fix the fault, and put the input among the seeds, which every run of ctest replays.
# Other inputs of interest stay in build/fuzz/corpus, where the next run starts from.
set -eu
cd "$(dirname "$0")/../.."

seconds=${1:-60}
inputs=${2:-10000000}
case $seconds$inputs in
*[!0-9]*)
    echo "usage: $0 [SECONDS [INPUTS [NAME]...]]" >&2
    exit 2
    ;;
esac
[ "$inputs" -ne 0 ] || inputs=-1 # the word of libFuzzer for it
if [ $# -gt 2 ]; then
    shift 2
else
    # shellcheck disable=SC2046 # one word for each name
    set -- $(cd tests/fuzz && echo fuzz_*.cpp | sed 's/fuzz_\([a-z]*\)\.cpp/\1/g')
fi

./resources/setup.sh build fuzz
cmake -S . -B build/fuzz -G Ninja -D CMAKE_CXX_COMPILER=clang++ \
    -D CMAKE_BUILD_TYPE=RelWithDebInfo -D CONNLIMIT_BUILD_FUZZERS=ON \
    -D CONNLIMIT_BUILD_PROGRAMS=OFF -D CONNLIMIT_BUILD_GUI=OFF -D CONNLIMIT_INSTALL=OFF
# shellcheck disable=SC2046
cmake --build build/fuzz --target $(printf ' fuzz_%s' "$@")

for name; do
    log=build/fuzz/$name.log
    mkdir -p "build/fuzz/corpus/$name"
    if ! "build/fuzz/bin/fuzz_$name" -runs="$inputs" -max_total_time="$seconds" -timeout=10 \
        -artifact_prefix="build/fuzz/$name-" \
        "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "fuzz_$name failed; all that it said is in $log" >&2
        exit 1
    fi
    sed -n "s/^Done \([0-9]*\) runs in \([0-9]*\) .*/fuzz_$name: \1 inputs in \2 s, no fault/p" "$log"
done
