# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# Completion of connlimitctl for fish. The program itself knows what can follow.

function __connlimitctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path "$current"
    else if set -q lines[1]
        printf '%s\n' $lines
    end
end

complete -c connlimitctl -f -a '(__connlimitctl_complete)'
