# Sourced by the scripts beside it: where things are, and how a step is run and reported.
# A step prints one line (outcome, name, seconds, a note); what it says goes to target/logs.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

LOGS=$ROOT/target/logs
TOOLS=$ROOT/.tools
LEDGER=${LOGBOOK_LEDGER:-}
export LOGBOOK_BINARY=$ROOT/target/release/logbook
mkdir -p "$LOGS"

# One place for what cargo builds, whatever the caller's own settings are: the paths below depend on it.
export CARGO_TARGET_DIR=$ROOT/target
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export PATH="$TOOLS/bin:$ROOT/end2end/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
if [ -n "${CI:-}" ]; then
  export CARGO_INCREMENTAL=0
fi

RUST_CHANNEL=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
export RUSTUP_TOOLCHAIN=$RUST_CHANNEL

# Seconds since the epoch, with a fraction where the shell has one.
now() {
  local t=${EPOCHREALTIME:-$(date +%s)}
  printf '%s' "${t/,/.}"
}

# elapsed START: the seconds since START, one decimal.
elapsed() {
  awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'
}

# report OUTCOME NAME SECONDS [NOTE]
report() {
  printf '%-4s %-34s %8s s  %s\n' "$1" "$2" "$3" "${4:-}" | sed 's/ *$//'
  if [ -n "$LEDGER" ]; then
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$LEDGER"
  fi
}

# note TEXT: what the running step wants said on its line, e.g. "214 passed".
note() {
  printf '%s' "$*" >"$LOGS/.note.$$"
}

# check NAME COMMAND...: runs a step and reports it; its status is the command's.
check() {
  local name=$1 start log status=0 text=''
  shift
  log=$LOGS/$(printf '%s' "$name" | tr -cs 'A-Za-z0-9.\n' '-').log
  rm -f "$LOGS/.note.$$"
  if [ -t 1 ]; then
    printf '...  %s\r' "$name"
  fi
  start=$(now)
  "$@" >"$log" 2>&1 || status=$?
  if [ -f "$LOGS/.note.$$" ]; then
    text=$(cat "$LOGS/.note.$$")
    rm -f "$LOGS/.note.$$"
  fi
  if [ "$status" -eq 0 ]; then
    report ok "$name" "$(elapsed "$start")" "$text"
    return 0
  fi
  report FAIL "$name" "$(elapsed "$start")" "${log#"$ROOT"/}"
  tail -n "${LOGBOOK_LOG_LINES:-100}" "$log" | sed 's/^/     | /'
  return "$status"
}

# step NAME COMMAND...: a check that the rest depends on; ends the script when it fails.
step() {
  check "$@" || exit 1
}

# What the checks of a script came to; `finish` makes it the exit status.
FAILED=0
go_on() {
  check "$@" || FAILED=$((FAILED + 1))
}
finish() {
  [ "$FAILED" -eq 0 ]
}

# fail TEXT: one line that says what is wrong and what to do, then the end.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# package_command PACKAGE [BREW]: the command that installs a system package here.
package_command() {
  local sudo=''
  [ "$(id -u)" -eq 0 ] || sudo='sudo '
  if have apt-get; then
    printf '%sapt-get install -y %s' "$sudo" "$1"
  elif have dnf; then
    printf '%sdnf install -y %s' "$sudo" "$1"
  elif have pacman; then
    printf '%spacman -S %s' "$sudo" "$1"
  elif have brew; then
    printf 'brew install %s' "${2:-$1}"
  else
    printf "your system's package manager (package %s)" "$1"
  fi
}

# locked_version CRATE: the crate's version in Cargo.lock.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { hit = ($3 == name) } hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# digest: a hash of standard input.
digest() {
  git hash-object --stdin
}

# chrome_path: a Chromium or Chrome on this machine; CHROME names another one.
chrome_path() {
  local candidate
  if [ -n "${CHROME:-}" ]; then
    [ -x "$CHROME" ] || fail "CHROME is $CHROME, which is not a program: set it to the path of Chromium."
    printf '%s' "$CHROME"
    return 0
  fi
  for candidate in chromium chromium-browser google-chrome-stable google-chrome; do
    if have "$candidate"; then
      command -v "$candidate"
      return 0
    fi
  done
  candidate='/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  [ -x "$candidate" ] && printf '%s' "$candidate"
}

# release_env: how the release binary finds its assets when it is started from the tree.
release_env() {
  export LEPTOS_OUTPUT_NAME=logbook
  export LEPTOS_SITE_ROOT=$ROOT/target/site
  export LEPTOS_SITE_PKG_DIR=pkg
  export LEPTOS_HASH_FILES=true
}
