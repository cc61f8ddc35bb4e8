#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# update.sh [--check] [LUPDATE]
#
# Brings the texts to translate up to date with the sources, with Qt's LUPDATE. English is here for
# its plurals only. With --check nothing is changed: fails if a text is missing here, or has no
# translation.
set -eu
cd "$(dirname "$0")"
check=
[ "${1:-}" != --check ] || { check=1; shift; }
lupdate=${1:-lupdate}

directory=.
if [ -n "$check" ]; then
    directory=$(mktemp -d)
    trap 'rm -rf "$directory"' EXIT
    cp connlimit_*.ts "$directory"
fi
control=../../lib/connlimit/control
set -- -I ../../lib ../*.cpp ../*.h "$control/controlclient.h" "$control/controlclient.cpp" "$control/text.cpp"
"$lupdate" -silent -no-obsolete -locations none "$@" -ts "$directory/connlimit_ar.ts" "$directory/connlimit_de.ts"
"$lupdate" -silent -no-obsolete -locations none -pluralonly "$@" -ts "$directory/connlimit_en.ts"

[ -n "$check" ] || exit 0
for file in connlimit_*.ts; do
    if ! diff -u "$file" "$directory/$file"; then
        echo "$file is not up to date: run gui/translations/update.sh" >&2
        exit 1
    fi
    if grep -n 'type="unfinished"' "$file"; then
        echo "$file has texts without a translation" >&2
        exit 1
    fi
done
