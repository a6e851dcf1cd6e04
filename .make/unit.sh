#!/usr/bin/env bash
# Unit, database and HTTP tests, and the examples in the documentation if there are any.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

tests() {
  local log=$LOGS/nextest.out status=0
  cargo nextest run --locked --no-default-features --features ssr >"$log" 2>&1 || status=$?
  cat "$log"
  note "$(sed -n 's/^ *Summary \[.*\] *//p' "$log" | tail -n 1)"
  return "$status"
}

go_on 'unit, database and HTTP tests' tests
if grep -rqE '^[[:space:]]*//[/!] ```' src; then
  go_on 'examples in the documentation' cargo test --locked --doc --no-default-features --features ssr
fi
finish
