#!/usr/bin/env bash
# Deletes the data folder. A folder that holds no logbook.db is not taken for one.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

data=${LOGBOOK_DATA:-$ROOT/data}
[ -d "$data" ] || fail "There is no data folder at $data: nothing to delete."
[ -f "$data/logbook.db" ] || fail "$data holds no logbook.db, so it is left alone: check LOGBOOK_DATA."
rm -rf "$data"
printf 'Deleted %s\n' "$data"
