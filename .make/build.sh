#!/usr/bin/env bash
# The release build: target/release/logbook, hash.txt beside it, and target/site. Does nothing when neither a source nor
# what was built has changed since the last time.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

STAMP=$ROOT/target/release/.logbook-build

# What the build reads. Tests and benches are not part of it.
sources() {
  {
    printf '%s\n' Cargo.toml Cargo.lock rust-toolchain.toml end2end/package-lock.json .make/build.sh \
      .make/empty-unused.mjs .make/short-imports.mjs .make/order-functions.mjs .make/wasm.mjs .make/bin/wasm-opt \
      .make/name-files.mjs
    find src style public migrations -type f ! -path 'src/tests/*' ! -path 'src/benches/*' ! -name .DS_Store 2>/dev/null
  } | LC_ALL=C sort >"$LOGS/.sources"
  { cat "$LOGS/.sources" && git hash-object --no-filters --stdin-paths <"$LOGS/.sources"; } | digest
}

# What the build left, by name and size: `cargo leptos watch` writes to the same folder.
products() {
  [ -x "$LOGBOOK_BINARY" ] && [ -f "$ROOT/target/release/hash.txt" ] && [ -d "$ROOT/target/site" ] || return 1
  { ls -ln "$LOGBOOK_BINARY" "$ROOT/target/release/hash.txt" && cd target/site && find . -type f -exec wc -c {} + | LC_ALL=C sort; } | digest
}

release() {
  # Only a release has hashes in its file names: the live reload of the style looks for the plain name.
  PATH="$ROOT/.make/bin:$PATH" LEPTOS_HASH_FILES=true cargo leptos build --release --split --precompress &&
    node .make/name-files.mjs target/site/pkg target/release/hash.txt
}

wanted=$(sources)
if [ "$(cat "$STAMP" 2>/dev/null || true)" = "$wanted $(products || true)" ]; then
  report ok 'release build' 0.0 'unchanged'
  exit 0
fi
rm -f "$STAMP"
step 'release build' release
products >/dev/null || fail 'The release build left no program or no hash.txt: see target/logs/release-build.log'
printf '%s %s\n' "$wanted" "$(products)" >"$STAMP"
