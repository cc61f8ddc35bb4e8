#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# check.sh [README]
#
# Each block of C++ and CMake in the README stands, line by line, in a file that is compiled or run
# by the tests: what readers copy works. Only a common indentation may differ.
set -eu
readme=$(realpath "${1:-$(dirname "$0")/../../README.md}")
cd "$(dirname "$0")/../.."

# check LANGUAGE FILE...
check() {
    language=$1
    shift
    awk -v language="$language" '
        function indentation(text) { return match(text, /[^ ]/) ? RSTART - 1 : -1 }

        # Whether the block stands in the file from its line `from` on.
        function stands_at(file, from,    i, shift, want) {
            shift = indentation(text[file, from]) - indentation(block[1])
            for (i = 1; i <= length_of_block; ++i) {
                want = block[i] == "" ? "" : sprintf("%*s%s", shift, "", block[i])
                if (shift < 0 || text[file, from + i - 1] != want)
                    return 0
            }
            return 1
        }
        function check_block(    file, from) {
            ++blocks
            for (file = 2; file <= files; ++file)
                for (from = 1; from <= lines[file]; ++from)
                    if (stands_at(file, from))
                        return
            printf "%s:%d: this %s block is in no file that is tested:\n", \
                readme, start, language
            for (from = 1; from <= length_of_block; ++from)
                print "    " block[from]
            failed = 1
        }

        FNR == 1 { ++files; if (files == 1) readme = FILENAME }
        { text[files, FNR] = $0; lines[files] = FNR }
        END {
            for (n = 1; n <= lines[1]; ++n) {
                line = text[1, n]
                if (!fenced && line ~ /^ *```/) {
                    fenced = 1
                    wanted = line ~ ("^ *```" language " *$")
                    start = n
                    length_of_block = 0
                } else if (fenced && line ~ /^ *``` *$/) {
                    fenced = 0
                    if (wanted)
                        check_block()
                } else if (fenced) {
                    block[++length_of_block] = line
                }
            }
            if (!blocks)
                print readme ": no block of " language
            exit failed || !blocks
        }' "$readme" "$@"
}

status=0
check cpp lib/examples/*.cpp tests/consumer/*.cpp || status=1
check cmake tests/consumer/CMakeLists.txt || status=1
exit $status
