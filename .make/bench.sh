#!/usr/bin/env bash
# The promised numbers on this machine: the server on core 0, the load on core 1 (src/benches).
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

release_env
step 'bench program' cargo bench --locked --no-default-features --features ssr --bench pages --no-run
program=$(find target/release/deps -name 'pages-*' -type f -perm -u+x -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
taskset -c 1 "$program" --bench
CHROME=$(chrome_path)
export CHROME
node .make/typing.mjs target/bench/10000
node .make/editing.mjs
