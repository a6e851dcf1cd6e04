#!/usr/bin/env bash
# From a clone to a running site: tools, release build, demo site in an empty database, server.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

.make/tools.sh build
.make/build.sh

release_env
export LOGBOOK_DATA=${LOGBOOK_DATA:-$ROOT/data}
export LOGBOOK_ADDR=${LOGBOOK_ADDR:-127.0.0.1:3000}
step 'demo site, if there are no posts' "$LOGBOOK_BINARY" demo --if-empty
printf '\nhttp://localhost:%s  (data in %s; Ctrl-C stops)\n\n' "${LOGBOOK_ADDR##*:}" "$LOGBOOK_DATA"
exec "$LOGBOOK_BINARY" serve
