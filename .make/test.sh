#!/usr/bin/env bash
# Everything a change has to pass, cheapest first. Goes on after a failure where what follows does not depend on it.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

start=$(now)
export LOGBOOK_LEDGER=$LOGS/.ledger
LEDGER=$LOGBOOK_LEDGER
: >"$LEDGER"

status=0
if .make/tools.sh build lint unit browser; then
  .make/lint.sh || status=1
  .make/unit.sh || status=1
  if .make/build.sh; then
    .make/size.sh || status=1
    .make/e2e.sh || status=1
  else
    status=1
  fi
else
  status=1
fi

printf '\n'
awk -F '\t' '{ printf "%s%s %s s%s", (NR > 1 ? ", " : ""), $2, $3, ($1 == "ok" ? "" : " (failed)") } END { printf "\n" }' "$LEDGER"
awk -F '\t' -v took="$(elapsed "$start")" '
  { if ($1 == "ok") passed++; else failed++ }
  END { printf "%d passed, %d failed in %s s\n", passed, failed, took }' "$LEDGER"
exit "$status"
