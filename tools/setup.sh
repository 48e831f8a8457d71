#!/usr/bin/env bash
# Installs what a target of the Makefile lacks, and nothing else; it costs a fraction of a second when nothing is lacking.
#
#   tools/setup.sh run|window|test|bench
#
# run     the package in .venv, and on Debian the libraries and the Chinese font that a map picture needs
# window  the same and what the window needs to talk to an X server
# test    the same as run, the test tools, Debian's GDAL as an independent reader of our files, and Chromium for the web page
# bench   the same as run, and the peers that the benchmarks measure, Debian's QGIS among them
#
# As root on Debian it installs the packages itself; without root it prints the one line to run. PYTHON=... chooses the
# interpreter (3.11 or newer).
set -euo pipefail
cd "$(dirname "$0")/.."

what=${1:-run}
case $what in
    run | window) extra= ;;
    test | bench) extra=$what ;;
    *) echo "usage: tools/setup.sh run|window|test|bench" >&2; exit 2 ;;
esac

say() { printf '%s\n' "$*" >&2; }

# ---------------------------------------------------------------------------------------------- Debian packages
# What Qt loads even when it paints into memory only, and a font with Chinese characters.
picture="libegl1 libgl1 libopengl0 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1 libgssapi-krb5-2 fonts-noto-cjk"
window="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
        libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1"
case $what in
    run) packages=$picture ;;
    window) packages="$picture $window" ;;
    test) packages="$picture gdal-bin python3-gdal chromium" ;;
    bench) packages="$picture python3-qgis" ;;
esac

on_debian() { [ -e /etc/debian_version ] && command -v apt-get > /dev/null && command -v dpkg-query > /dev/null; }

lacking() { # of the given packages those that are not installed, under their name or the one they have since Debian 13
    local have name
    have=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' "$@" "${@/%/t64}" 2> /dev/null || true)"
    for name in "$@"; do
        case $have in *" installed:$name "* | *" installed:${name}t64 "*) ;; *) printf '%s ' "$name" ;; esac
    done
}

install_debian() { # 0 if everything is there afterwards
    local missing log
    # shellcheck disable=SC2086,SC2046  # words are wanted here
    missing=$(lacking $*)
    missing=${missing% }
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" != 0 ]; then
        say "Missing Debian packages. Run once:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
        return 1
    fi
    say "Installing Debian packages: $missing"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if DEBIAN_FRONTEND=noninteractive apt-get update -qq > "$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >> "$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    say "Debian packages could not be installed; apt-get said:"
    tail -n 8 "$log" >&2
    rm -f "$log"
    return 1
}

# ------------------------------------------------------------------------------------------------------- Python
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() { # an interpreter that is new enough, best known first
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if command -v "$candidate" > /dev/null && "$candidate" -c "$new_enough" 2> /dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    local python version
    if ! python=$(find_python); then
        say "GridMap needs Python 3.11 or newer, and none was found."
        if on_debian; then
            say "Debian 12 and newer have it: sudo apt-get install -y python3 python3-venv"
        else
            say "Get it from https://www.python.org/downloads/ or your package manager, or say PYTHON=/path/to/python3 make ..."
        fi
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then # Debian splits these off
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        if on_debian; then
            install_debian "python$version-venv" || { say "Then say make again."; exit 1; }
        else
            say "$python lacks the modules venv and ensurepip; install your system's package for them (python$version-venv)."
            exit 1
        fi
    fi
    say "Making a virtual environment in .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
}

# What an installation depends on. A stamp that says the same means: nothing to do.
fingerprint() { { pwd; cat setup.cfg pyproject.toml; } | cksum; }

installed() { [ -e ".venv/.installed-$1" ] && [ "$(cat ".venv/.installed-$1")" = "$2" ]; }

install_package() {
    local now log
    now=$(fingerprint)
    if [ -x .venv/bin/gridmap ] && installed "${extra:-run}" "$now"; then return 0; fi
    .venv/bin/python -c "$new_enough" 2> /dev/null || make_venv
    say "Installing GridMap and its libraries into .venv (some 250 MB the first time):"
    log=.venv/install.log
    if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input -e ".${extra:+[$extra]}" 2> "$log.err" |
        tee "$log" | sed -n -E 's/^Collecting ([A-Za-z0-9._-]+).*/\1/p' |
        awk '!seen[$0]++ && NF { printf "  %s", $0; if (++n % 8 == 0) print "" } END { if (n) print "" }' >&2; then
        say "The libraries could not be installed; pip said:"
        grep -v -i '^warning' "$log.err" | tail -n 12 >&2
        say "The whole of it is in $log and $log.err. Without internet: set PIP_FIND_LINKS to a folder of wheels."
        exit 1
    fi
    echo "$now" > ".venv/.installed-${extra:-run}"
    echo "$now" > .venv/.installed-run
}

install_package
if on_debian; then
    # shellcheck disable=SC2086
    install_debian $packages || say "Going on without them: pictures or some tests may be left out."
elif [ "$(uname -s)" = Linux ] && ! installed system "$what"; then
    say "Not Debian: see that Qt's libraries (EGL, OpenGL, xkbcommon, DBus, fontconfig, for the window xcb-cursor and the"
    say "other xcb-util libraries) and a Chinese font (Noto Sans CJK) are installed; for the tests GDAL with its Python too."
    echo "$what" > .venv/.installed-system
fi

# ------------------------------------------------------------------------------------------------- a peer from npm
if [ "$what" = bench ] && [ ! -x build/bench-peers/node_modules/.bin/mapshaper ]; then
    if ! command -v npm > /dev/null && on_debian; then
        install_debian npm || true
    fi
    if command -v npm > /dev/null; then
        say "Installing mapshaper, a peer, into build/bench-peers"
        mkdir -p build/bench-peers
        npm install --prefix build/bench-peers --no-fund --no-audit --loglevel=error mapshaper@0.7 > /dev/null ||
            say "mapshaper could not be installed: the benchmarks run without it."
    else
        say "No npm: the benchmarks run without mapshaper."
    fi
fi
