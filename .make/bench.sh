#!/usr/bin/env bash
# The promised numbers on this machine: a server on core 0, the load on core 1. BENCH_POSTS chooses the sizes.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
export LOGBOOK_LOG=${LOGBOOK_LOG:-warn}
machine=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
commit=$(git rev-parse --short HEAD 2>/dev/null || printf 'no commit')
git diff --quiet HEAD -- 2>/dev/null || commit="$commit and changes"
printf 'machine  %s, %s cores, %s\ncommit   %s\n\n' "${machine:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$(uname -sr)" "$commit"

pin=()
if have taskset && [ "$(getconf _NPROCESSORS_ONLN)" -gt 1 ]; then
  export BENCH_SERVER_PREFIX='taskset -c 0'
  pin=(taskset -c 1)
fi
exec ${pin[@]+"${pin[@]}"} node .make/bench.mjs
