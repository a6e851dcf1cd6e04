#!/usr/bin/env bash
# Browser tests against the release build on a free loopback port. Arguments go to Playwright.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
CHROME=$(chrome_path)
LOGBOOK_E2E_PORT=$(node .make/free-port.mjs)
export CHROME LOGBOOK_E2E_PORT

# failures LOG: which tests failed, and the beginning of why; the rest of some hundred lines says what went well.
failures() {
  sed -n '/^ *[0-9]* failed$/,$p' "$1"
  awk '/^ *1\) \[/ { on = 1 } on' "$1" | head -n 60
  printf '\nAll of it: %s\n' "${1#"$ROOT"/}"
}

browser_tests() {
  local log=$LOGS/playwright.out status=0
  (cd end2end && playwright test "$@") >"$log" 2>&1 || status=$?
  if grep -q '^ *[0-9]* failed$' "$log"; then
    failures "$log"
  else
    cat "$log"
  fi
  note "$(sed -n 's/^ *\([0-9]* \(passed\|failed\|flaky\|skipped\).*\)$/\1/p' "$log" | tr '\n' ' ')"
  return "$status"
}

go_on 'browser tests' browser_tests "$@"
finish
