#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# operators.sh BIN [README]
#
# Runs the shell blocks of the README's section for operators, as they stand there, with the
# programs in BIN and a server with one client: each command has to succeed.
set -eu
bin=$(realpath "$1")
readme=$(realpath "${2:-$(dirname "$0")/../../README.md}")
for program in socat jq; do
    command -v "$program" >/dev/null || { echo "SKIP: there is no $program"; exit 77; }
done

folder=$(mktemp -d)
export XDG_RUNTIME_DIR="$folder" PATH="$bin:$PATH" NO_COLOR=1
server=
client=
end() {
    exec 9>&- || true
    for process in $client $server; do kill "$process" 2>/dev/null || true; done
    wait
    rm -rf "$folder"
}
trap end EXIT

connlimit-echo --listen 127.0.0.1:0 --max-per-client 3 >"$folder/out" 2>"$folder/log" &
server=$!
tries=0
until connlimitctl servers 2>/dev/null | grep -q '^echo' && grep -q 'listening on' "$folder/out"; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { cat "$folder/log"; exit 1; }
    sleep 0.1
done
port=$(sed -n 's/.*:\([0-9][0-9]*\).*/\1/p' "$folder/out" "$folder/log" | head -n 1)
mkfifo "$folder/input"
socat - "TCP:127.0.0.1:$port" <"$folder/input" >"$folder/echo" &
client=$!
exec 9>"$folder/input"
echo hello >&9
until connlimitctl show 127.0.0.1 >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { cat "$folder/log"; exit 1; }
    sleep 0.1
done

# All of them but the first, which starts the server.
awk '/^## / { isHere = $0 == "## For operators" }
    /^```/ { isShell = isHere && $0 == "```sh"; blocks += isShell; next }
    isShell && blocks > 1 { print }' "$readme" >"$folder/blocks"
# What runs until it is told to end is told so.
sed -i -e 's/^connlimitctl top .*/timeout 2 connlimitctl top || [ $? -eq 124 ]/' "$folder/blocks"
grep -q '^ask ' "$folder/blocks"
sh -eux "$folder/blocks" >"$folder/printed" 2>"$folder/run" || { cat "$folder/run" "$folder/printed"; exit 1; }
tail -n 1 "$folder/printed" | grep -qx 7 || { cat "$folder/printed"; exit 1; }
grep -q '^max-per-client: 3 -> 20$' "$folder/printed"
[ "$(connlimitctl get max-per-client)" = max-per-client=7 ]
echo "The README's commands do what it says."
