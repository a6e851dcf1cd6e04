#!/usr/bin/env bash
# Installs what is missing, at pinned versions. Groups: rust, build, lint, unit, browser.
# Every step looks first and does nothing when all is there.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

CARGO_LEPTOS=0.3.10
CARGO_NEXTEST=0.9.143
CARGO_DENY=0.20.2
CARGO_MACHETE=0.9.2

prerequisites() {
  have git || fail "git is missing; install it with: $(package_command git)"
  if ! have rustup || ! have cargo; then
    fail "rustup is missing; install it with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y"
  fi
  have cc || have gcc || have clang || fail "a C compiler is missing; install it with: $(package_command gcc)"
}

node_prerequisite() {
  local install='curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs'
  have apt-get || install=$(package_command nodejs node)
  have node || fail "Node.js 20 or newer is missing; install it with: $install"
  have npm || fail "npm is missing; install it with: $(package_command npm node)"
  if [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" != true ]; then
    fail "Node.js is $(node --version), 20 or newer is needed; install it with: $install"
  fi
}

rust_toolchain() {
  local installed part missing=''
  if ! rustup run "$RUST_CHANNEL" rustc --version; then
    rustup toolchain install "$RUST_CHANNEL" --profile minimal --component clippy --component rustfmt \
      --target wasm32-unknown-unknown
    return
  fi
  installed=$(rustup component list --installed --toolchain "$RUST_CHANNEL")
  for part in clippy rustfmt; do
    case $installed in
      *"$part"*) ;;
      *) missing="$missing $part" ;;
    esac
  done
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || rustup component add --toolchain "$RUST_CHANNEL" $missing
  case $installed in
    *rust-std-wasm32-unknown-unknown*) ;;
    *) rustup target add --toolchain "$RUST_CHANNEL" wasm32-unknown-unknown ;;
  esac
}

# is_version PROGRAM VERSION
is_version() {
  case " $("$1" --version 2>/dev/null | head -n 1) " in
    *" $2 "*) return 0 ;;
    *) return 1 ;;
  esac
}

# cargo_tool PROGRAM CRATE VERSION [cargo install options]
# Where another version of the program is installed already, ours goes into .tools, so that nobody's tool is replaced.
cargo_tool() {
  local program=$1 crate=$2 version=$3 place=''
  shift 3
  if is_version "$program" "$version"; then
    return 0
  fi
  if have "$program"; then
    place="--root $TOOLS"
  fi
  # `|| return`: where a caller goes on to a second attempt, the shell does not end at a failure.
  # These programs work for seconds and are built on every fresh machine: quick to build matters more than quick to run.
  # shellcheck disable=SC2086 # an option and its value
  CARGO_TARGET_DIR=$ROOT/target/tools/$crate CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install "$crate" --version "=$version" $place "$@" || return
  rm -rf "$ROOT/target/tools/$crate"
}

# Not every release of wasm-bindgen-cli carries a lock file that builds; Cargo.lock decides which release it has to be.
wasm_bindgen() {
  cargo_tool wasm-bindgen wasm-bindgen-cli "$1" --locked || cargo_tool wasm-bindgen wasm-bindgen-cli "$1"
}

npm_packages() {
  local stamp=end2end/node_modules/.logbook-stamp wanted
  wanted=$(cat end2end/package.json end2end/package-lock.json | digest)
  if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    return 0
  fi
  (cd end2end && npm ci --ignore-scripts --no-audit --no-fund)
  printf '%s\n' "$wanted" >"$stamp"
}

# apt_install PROGRAM PACKAGE
apt_install() {
  local sudo=''
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "$1 is missing; install it with: $(package_command "$2")"
    sudo=sudo
  fi
  $sudo apt-get update
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2"
}

chromium() {
  [ -n "$(chrome_path || true)" ] && return 0
  have apt-get || fail "Chromium is missing; install it with: $(package_command chromium)"
  apt_install Chromium chromium
}

java_runtime() {
  # macOS has a java that only says how to install one.
  java -version && return 0
  have apt-get || fail "Java is missing; install it with: $(package_command java-17-openjdk-headless openjdk)"
  apt_install Java default-jre-headless
}

prerequisites
step "rust $RUST_CHANNEL, wasm32 target" rust_toolchain
for group in "$@"; do
  case $group in
    rust) ;;
    build)
      node_prerequisite
      step "cargo-leptos $CARGO_LEPTOS" cargo_tool cargo-leptos cargo-leptos "$CARGO_LEPTOS" --locked
      bindgen=$(locked_version wasm-bindgen)
      [ -n "$bindgen" ] || fail "Cargo.lock names no wasm-bindgen: restore it with: git checkout Cargo.lock"
      step "wasm-bindgen $bindgen" wasm_bindgen "$bindgen"
      step "wasm-opt and npm packages" npm_packages
      ;;
    lint)
      step "cargo-deny $CARGO_DENY" cargo_tool cargo-deny cargo-deny "$CARGO_DENY" --locked
      step "cargo-machete $CARGO_MACHETE" cargo_tool cargo-machete cargo-machete "$CARGO_MACHETE" --locked
      ;;
    unit)
      step "cargo-nextest $CARGO_NEXTEST" cargo_tool cargo-nextest cargo-nextest "$CARGO_NEXTEST" --locked \
        --no-default-features --features default-no-update
      ;;
    browser)
      step "chromium" chromium
      step "java (HTML validity)" java_runtime
      ;;
    *) fail "tools.sh: there is no group $group (rust, build, lint, unit, browser)" ;;
  esac
done
