#!/usr/bin/env bash
# Browser tests against the release build on a free loopback port. Arguments go to Playwright.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
CHROME=$(chrome_path)
LOGBOOK_E2E_PORT=$(node .make/free-port.mjs)
export CHROME LOGBOOK_E2E_PORT

browser_tests() {
  local log=$LOGS/playwright.out status=0
  (cd end2end && playwright test "$@") >"$log" 2>&1 || status=$?
  cat "$log"
  note "$(sed -n 's/^ *\([0-9]* \(passed\|failed\|flaky\|skipped\).*\)$/\1/p' "$log" | tr '\n' ' ')"
  return "$status"
}

go_on 'browser tests' browser_tests "$@"
finish
