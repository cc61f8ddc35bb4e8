#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# check.sh BENCHMARK
#
# Whether a benchmark works: it ends well, and prints a figure in every row.
set -eu
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

"$1" --quick --json "$directory/results.json" >"$directory/output"
cat "$directory/output"
awk '
    /^    [^ ]/ {
        ++rows
        if ($0 !~ /  +[0-9]/) {
            print "no figure: " $0
            failed = 1
        }
    }
    END {
        if (!rows)
            print "nothing was measured"
        exit failed || !rows
    }' "$directory/output"
grep -q '"median"' "$directory/results.json"
