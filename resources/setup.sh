#!/bin/sh
# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# setup.sh [build] [clang] [format] [fuzz] [wayland] [bench]
#
# Installs the packages that are missing on Debian and its relatives, as root or by sudo, and asks
# nothing. On other systems it looks for the tools, and names the packages if one is missing.
#   build    what it takes to build and to test (the default)
#   clang    the compiler of the preset "clang"
#   format   clang-format
#   fuzz     Clang with its libFuzzer and sanitizers
#   wayland  what the dashboard needs where there is Wayland and no X
#   bench    nginx and HAProxy, for the benchmarks to compare with; Debian starts nginx then
set -eu

[ $# -gt 0 ] || set -- build
packages=
programs=
for part; do
    case $part in
    build)
        packages="$packages cmake ninja-build g++ qt6-base-dev qt6-httpserver-dev"
        packages="$packages qt6-websockets-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n"
        packages="$packages curl openssl strace valgrind desktop-file-utils appstream mandoc socat jq"
        programs="$programs cmake ninja c++ qmake6 curl openssl"
        [ "$(uname -s)" != Linux ] || programs="$programs strace valgrind"
        ;;
    clang)
        packages="$packages clang"
        programs="$programs clang++"
        ;;
    format)
        packages="$packages clang-format"
        programs="$programs clang-format"
        ;;
    fuzz)
        packages="$packages clang libclang-rt-dev"
        programs="$programs clang++"
        ;;
    wayland) packages="$packages qt6-wayland" ;;
    bench)
        packages="$packages nginx-light libnginx-mod-stream haproxy"
        programs="$programs nginx haproxy"
        ;;
    *)
        echo "setup.sh: '$part' is none of build, clang, format, fuzz, wayland, bench" >&2
        exit 2
        ;;
    esac
done

# What of $packages is not installed. dpkg-query prints "ii cmake", or "hi cmake" for one on hold.
missing_packages() {
    # shellcheck disable=SC2086 # one word for each package
    installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package} ' $packages 2>/dev/null) || true
    for package in $packages; do
        case " $installed" in
        *"i $package "*) ;;
        *) printf ' %s' "$package" ;;
        esac
    done
}

setup_debian() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0

    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Missing, and neither root nor sudo to install it. As root, run:" >&2
            echo "    apt-get install$missing" >&2
            return 1
        fi
        sudo="sudo"
        [ -t 0 ] || sudo="sudo -n" # nobody there to type a password
    fi
    apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300"

    echo "Installing:$missing"
    $apt update </dev/null
    case "$missing " in
    *" qt6-base-dev "*)
        version=$(LC_ALL=C apt-cache policy qt6-base-dev | sed -n 's/^ *Candidate: //p')
        if ! dpkg --compare-versions "${version:-0}" ge 6.4; then
            echo "Qt 6.4 or later is needed (Debian 12, Ubuntu 23.04, or later);" \
                "this system offers: ${version:-none}." >&2
            return 1
        fi
        ;;
    esac
    # shellcheck disable=SC2086
    $apt install --no-install-recommends $missing </dev/null
}

setup_other() {
    missing=
    for program in $programs; do
        if [ "$program" = qmake6 ] && [ -n "${CMAKE_PREFIX_PATH:-}${Qt6_DIR:-}" ]; then
            continue # a Qt that CMake is told of
        fi
        command -v "$program" >/dev/null || missing="$missing $program"
    done
    [ -n "$missing" ] || return 0

    echo "Missing:$missing. Please install these packages first:" >&2
    # shellcheck source=/dev/null
    system=$(. /etc/os-release 2>/dev/null && echo "$ID ${ID_LIKE:-}") || system=$(uname -s)
    case $system in
    *fedora* | *rhel*)
        echo "    dnf install cmake ninja-build gcc-c++ qt6-qtbase-devel qt6-qthttpserver-devel" \
            "qt6-qtwebsockets-devel curl openssl strace valgrind clang clang-tools-extra" \
            "compiler-rt"
        ;;
    *arch*) echo "    pacman -S --needed cmake ninja gcc qt6-base qt6-httpserver qt6-websockets" \
            "curl openssl strace valgrind clang compiler-rt" ;;
    *suse*) echo "    zypper install cmake ninja gcc-c++ qt6-base-devel qt6-httpserver-devel" \
            "qt6-websockets-devel curl openssl strace valgrind clang" ;;
    Darwin) echo "    xcode-select --install; brew install cmake ninja qt clang-format" ;;
    *) echo "    CMake 3.24, Ninja, GCC 12 or Clang 14, Qt 6.4 (Core, Network, Widgets, Test;" \
        "HttpServer and WebSockets if wanted), or later ones, with their headers, curl and openssl;" \
        "clang and clang-format for all checks" ;;
    esac >&2
    echo "A Qt elsewhere is found by the environment variable CMAKE_PREFIX_PATH." >&2
    return 1
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    setup_debian
else
    setup_other
fi
