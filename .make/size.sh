#!/usr/bin/env bash
# The bytes of a first load against the baseline kept in the tree; UPDATE=1 writes a new one.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
export UPDATE=${UPDATE:-}
status=0
check 'sizes of a first load' node .make/size.mjs || status=1
[ "$status" -ne 0 ] || cat "$LOGS/sizes-of-a-first-load.log"
exit "$status"
