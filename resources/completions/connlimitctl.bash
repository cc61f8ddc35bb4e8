# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# Completion of connlimitctl for bash. The program itself knows what can follow.

_connlimitctl()
{
    # What readline has split at = and : is one word again.
    local breaks= words=() word split= i
    [[ $COMP_WORDBREAKS != *=* ]] || breaks+='='
    [[ $COMP_WORDBREAKS != *:* ]] || breaks+=':'
    for ((i = 1; i <= COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        if [[ ${#words[@]} -gt 0 && ($split || ($word && ! ${word//[$breaks]/})) ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        split=
        [[ ! $word || ${word//[$breaks]/} ]] || split=1
    done

    # Only what stands behind the last of them is to be replaced.
    local current=${words[${#words[@]} - 1]} done=
    [[ ! $breaks || $current != *[$breaks]* ]] || done=${current%"${current##*[$breaks]}"}
    local lines line
    mapfile -t lines < <("${1/#\~/$HOME}" __complete -- "${words[@]}" 2>/dev/null)
    COMPREPLY=()
    if [[ ${lines[0]-} == :files ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    for line in "${lines[@]}"; do
        line=${line%%$'\t'*}
        [[ $line != *= ]] || compopt -o nospace 2>/dev/null
        COMPREPLY+=("${line#"$done"}")
    done
}

complete -F _connlimitctl connlimitctl
