#!/usr/bin/env bash
# cargo leptos watch, with its tools made sure of.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

.make/tools.sh build
export CARGO_TERM_COLOR=auto
exec cargo leptos watch
