#!/usr/bin/env bash
# Sets up what `make` needs, and says what it does. Usage: scripts/setup.sh run | test | wire | node | wheel
#
# Finished steps leave a stamp inside the folder they made (.venv/, node_modules/, build/), so that a second run takes a
# moment and a removed folder is made again.
set -euo pipefail
cd "$(dirname "$0")/.."

blue= red= plain=
if [ -t 1 ] && [ -t 2 ]; then blue=$'\033[34m' red=$'\033[31m' plain=$'\033[0m'; fi
say() { printf '%s\n' "$blue☎$plain  $*"; }
stop() { printf '\n%s\n' "$red☎  $1$plain" >&2; shift; printf '   %s\n' "$@" >&2; exit 1; }
digest() { cat "$@" | cksum | tr -d ' '; }
on_debian() { [ -f /etc/debian_version ] && command -v apt-get >/dev/null; }
on_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

updated=
update() { # update : learn what apt-get can install, once
  mkdir -p build
  if [ -z "$updated" ]; then apt-get update -q >build/apt.log 2>&1 || true; updated=yes; fi
}

install() { # install PACKAGE… : by apt-get where we may, else tell the command
  if on_debian && [ "$(id -u)" = 0 ]; then
    say "Installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    update
    apt-get install -yq --no-install-recommends "$@" >>build/apt.log 2>&1 </dev/null ||
      { tail -20 build/apt.log >&2; stop "apt-get could not install: $*" "Its log is build/apt.log."; }
  elif on_debian; then
    stop "Missing: $*" "Install it, then run make again:" "sudo apt-get install $*"
  else
    stop "Missing: $*" "These are Debian's names. Install what your system calls them, then run make again."
  fi
}

python_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && python_new_enough "$name"; then python=$name; return; fi
  done
  stop "Python 3.11 or newer is missing." "On Debian 12, Ubuntu 24.04 and newer: sudo apt-get install python3 python3-venv" \
    "Elsewhere: https://www.python.org/downloads/"
}

make_venv() {
  if [ -x .venv/bin/python ] && python_new_enough .venv/bin/python && [ -x .venv/bin/pip ]; then return; fi
  find_python
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    case "$(command -v "$python")" in
      /usr/bin/*) install "$(basename "$(readlink -f "/usr/bin/$python")")-venv" ;;
      *) stop "This Python has no venv: $(command -v "$python")" "Use another Python (put it first in PATH)." ;;
    esac
  fi
  say "Making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
}

install_python_packages() { # install_python_packages run|dev
  local lock=requirements/$1.txt stamp=.venv/.stamp-$1
  make_venv
  # The checkout itself is what runs: a path file and a launcher, instead of a build and an install of it.
  local site; site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf '%s\n' "$PWD" >"$site/bluephone.pth"
  printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m server "$@"\n' "$PWD" >.venv/bin/bluephone
  chmod +x .venv/bin/bluephone
  if [ "$(cat "$stamp" 2>/dev/null)" = "$(digest "$lock")" ]; then return; fi
  say "Installing Python packages from $lock (a minute, the first time)"
  .venv/bin/pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r "$lock" ||
    stop "pip could not install what $lock asks for." "Its words stand above. Is the package index reachable?"
  digest "$lock" >"$stamp"
}

install_node_packages() {
  command -v node >/dev/null || stop "Node is missing." "Any version of ^20.19 || >=22.12 will do: https://nodejs.org/en/download" \
    "On Debian 13 and Ubuntu 25.10 or newer: sudo apt-get install nodejs npm"
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)' ||
    stop "Node $(node --version) is too old." "Any version of ^20.19 || >=22.12 will do: https://nodejs.org/en/download"
  command -v npm >/dev/null || install npm
  local stamp=node_modules/.stamp
  if [ "$(cat "$stamp" 2>/dev/null)" = "$(digest package.json package-lock.json)" ]; then return; fi
  say "Installing Node packages from package-lock.json (a minute, the first time)"
  # Not `npm ci`: it fails where the registry lacks an optional package for somebody else's processor. --no-save keeps the lock.
  npm install --no-save --no-audit --no-fund --loglevel=error </dev/null ||
    stop "npm could not install what package-lock.json asks for." "Its words stand above. Is the registry reachable?"
  digest package.json package-lock.json >"$stamp"
}

sources_of_pages() {
  digest $(find widget frontend -type f -not -path '*/node_modules/*' | LC_ALL=C sort) package-lock.json tsconfig.json
}

build_pages() {
  local now; now=$(sources_of_pages)
  if [ "$(cat build/pages.stamp 2>/dev/null)" = "$now" ] && [ -f server/built/bluephone.js ] &&
    [ -f server/built/panel/index.html ] && [ -f server/built/console/index.html ] && [ -f server/built/insider/index.html ]; then return; fi
  install_node_packages
  say "Building the widget and the console"
  mkdir -p build
  npm run --silent build >build/pages.log 2>&1 || { cat build/pages.log >&2; stop "The pages could not be built."; }
  printf '%s\n' "$now" >build/pages.stamp
}

has_browser() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell || command -v chromium || command -v google-chrome ||
    compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium-*"
} >/dev/null

choose_browser() { # sets $browser : Chromium without its windows where Debian has it, for it costs little more than half
  if on_debian && [ "$(id -u)" = 0 ]; then update; fi
  browser=chromium
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then browser=chromium-headless-shell; fi
}

install_test_services() {
  local missing=()
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx)
  command -v openssl >/dev/null || missing+=(openssl)
  if ! has_browser && ! on_ubuntu; then choose_browser; missing+=("$browser"); fi
  if on_debian; then
    local font
    for font in fonts-dejavu-core fonts-noto-color-emoji; do
      dpkg-query -W -f '${Status}' "$font" 2>/dev/null | grep -q 'ok installed' || missing+=("$font")
    done
  fi
  if [ ${#missing[@]} -gt 0 ]; then install "${missing[@]}"; fi
  if ! has_browser; then # Ubuntu's package of Chromium is a snap, which a test cannot drive
    say "Installing Chromium by Playwright"
    .venv/bin/playwright install --with-deps chromium </dev/null || stop "Chromium is missing." "Install it and set CHROMIUM to its path."
  fi
}

case "${1:-}" in
  run) install_python_packages run; build_pages ;;
  test) # Python's packages beside Node's; but not apt-get beside itself
    make_venv
    install_python_packages dev & python_packages=$!
    install_node_packages
    wait "$python_packages" || exit 1
    install_test_services
    build_pages ;;
  wheel) install_python_packages dev; build_pages ;;
  wire) install_python_packages run; install_node_packages ;;
  node) install_node_packages ;;
  *) stop "Usage: scripts/setup.sh run | test | wire | node | wheel" ;;
esac
