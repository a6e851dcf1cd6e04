#!/usr/bin/env bash
# Screenshots of every kind of page, and of the desk, into target/shots, to be looked at by a person.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
CHROME=$(chrome_path)
LOGBOOK_E2E_PORT=$(node .make/free-port.mjs)
export CHROME LOGBOOK_E2E_PORT LOGBOOK_SHOTS=$ROOT/target/shots

take() {
  rm -rf "$LOGBOOK_SHOTS"
  (cd end2end && playwright test --config shots.config.ts)
  note "$(find "$LOGBOOK_SHOTS" -name '*.png' | wc -l | tr -d ' ') files in target/shots"
}

step 'screenshots' take
