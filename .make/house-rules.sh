#!/usr/bin/env bash
# The rules of the house that a search can keep: where things may stand, and which room may know which.
# Prints each line that breaks one, with the rule.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

BROKEN=0

# broken RULE LINES
broken() {
  [ -n "$2" ] || return 0
  BROKEN=$((BROKEN + 1))
  printf '%s\n' "$1"
  printf '%s\n' "$2" | sed 's/^/  /'
}

# code FILES...: file:line:text without comments, for what is about code.
code() {
  [ $# -gt 0 ] || return 0
  awk '{ line = $0; sub(/^[ \t]*\/\/.*$/, "", line); if (line != "") printf "%s:%d:%s\n", FILENAME, FNR, line }' "$@"
}

# rust ROOM...: the Rust files of rooms ("model" is src/model.rs and src/model/).
rust() {
  local room
  for room in "$@"; do
    [ ! -f "src/$room.rs" ] || printf '%s\n' "src/$room.rs"
    [ ! -d "src/$room" ] || find "src/$room" -name '*.rs'
  done | LC_ALL=C sort
}

# seen PATTERN FILES...: lines of code that match.
seen() {
  local pattern=$1
  shift
  [ $# -gt 0 ] || return 0
  code "$@" | grep -E "^[^:]+:[0-9]+:.*($pattern)" || true
}

# unknown ROOMS PATTERN: the rooms must not name what matches.
unknown() {
  local files
  # shellcheck disable=SC2086 # a list of rooms
  files=$(rust $1)
  # shellcheck disable=SC2086 # a list of files
  broken "$1: must not know $2" "$(seen "$2" $files)"
}

# except FILES_PATTERN: the lines of standard input whose file does not match.
except() {
  grep -Ev "^($1)" || true
}

all=$(find src -name '*.rs' | LC_ALL=C sort)

broken 'No mod.rs: foo.rs beside foo/' "$(find src -name mod.rs)"
# shellcheck disable=SC2086
broken 'Every file opens with //! saying what lives here' "$(for f in $all; do
  IFS= read -r first <"$f" || true
  case ${first#$'\xef\xbb\xbf'} in '//!'*) ;; *) printf '%s\n' "$f" ;; esac
done)"
broken 'No names that say nothing (utils, common, helpers, manager)' \
  "$(find src -regex '.*/[a-z_]*\(utils\|util\|common\|helpers\|helper\|manager\)\(\.rs\)?')"
# shellcheck disable=SC2086
broken 'No #[allow]: #[expect(lint, reason = "…")]' "$(seen '#!?\[(cfg_attr\([^)]*, *)?allow\(' $all)"
# shellcheck disable=SC2086
broken 'Nothing unfinished' "$(seen '\b(todo|unimplemented|dbg)!' $all; grep -nE '\b(TODO|FIXME|XXX)\b' $all || true)"
# shellcheck disable=SC2086
broken 'cfg(feature …) only in lib.rs, main.rs and platform' \
  "$(seen 'cfg(_attr)?\(.*feature' $all | except 'src/(lib|main|platform)(\.rs|/)')"
# shellcheck disable=SC2086
broken 'SQL only in server/db and the tests' \
  "$({ seen 'sqlx::(query|raw_sql|QueryBuilder)' $all
    seen '\b(SELECT|INSERT INTO|DELETE FROM|PRAGMA|EXPLAIN QUERY PLAN) ' $all | except 'src/(markdown|server/services/demo)(\.rs|/)'; } |
    except 'src/(server/db(\.rs|/)|tests/|benches/)')"
# shellcheck disable=SC2086
broken 'SQL is never put together with format!' "$(seen 'format!\(.*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b' $all)"
# shellcheck disable=SC2046
broken 'Only the plain words of the domain cross rooms: *Row types stay in server/db' \
  "$(seen '\b[A-Z][A-Za-z]*Row\b' $(rust app pages components state api model) | grep -E 'struct|db::' || true)"

unknown 'model error markdown' '\b(leptos|leptos_axum|leptos_meta|leptos_router|sqlx|axum|web_sys|js_sys)::'
unknown 'model error markdown' 'crate::(api|app|pages|components|state|platform|server)\b'
unknown 'state' 'crate::(app|pages|components|server|markdown)\b'
unknown 'components' 'crate::(app|pages|api|server|markdown)\b'
unknown 'pages' 'crate::(app|server)\b'
unknown 'drawn' 'crate::(api|app|pages|state|server|markdown)\b'
unknown 'app' 'crate::server\b'
unknown 'api' 'crate::(app|pages|components|state|markdown)\b'
unknown 'api' 'crate::server::(db|jobs|cache|feeds|guard|router|cli|config)\b'
# shellcheck disable=SC2046
broken 'api: server only inside function bodies' \
  "$(seen '.' $(rust api) | grep -E '^[^:]+:[0-9]+:(pub )?use crate::server\b' || true)"
# shellcheck disable=SC2046
broken 'api: drawn only inside function bodies' \
  "$(seen '.' $(rust api) | grep -E '^[^:]+:[0-9]+:(pub )?use crate::drawn\b' || true)"
# shellcheck disable=SC2046
broken 'pages: only the lazy editor renders Markdown in the browser' \
  "$(seen 'crate::markdown\b' $(rust pages) | except 'src/pages/admin(\.rs|/)')"
unknown 'platform' 'crate::(api|app|pages|components|state|server|markdown)\b'

unknown 'server/db' 'crate::(api|app|pages|components|state|platform|markdown)\b'
unknown 'server/db' 'crate::server::(services|jobs|auth|guard|cache|feeds|router|cli)\b'
unknown 'server/services' 'crate::(api|app|pages|components|state|platform)\b'
unknown 'server/services' 'crate::server::(jobs|auth|guard|cache|feeds|router|cli)\b'
unknown 'server/jobs' 'crate::(api|app|pages|components|state|platform)\b'
unknown 'server/jobs' 'crate::server::(auth|guard|cache|feeds|router|cli)\b'
# shellcheck disable=SC2046
broken 'server/jobs: of the database only db::jobs' "$(seen 'server::db\b' $(rust server/jobs) | grep -v 'db::jobs' || true)"
unknown 'server/auth server/guard server/cache server/feeds server/rest' 'crate::(api|app|pages|components|state)\b'
unknown 'server/guard server/cache server/feeds server/rest' 'crate::server::(db|jobs|router|cli)\b'
# shellcheck disable=SC2046
broken 'server/auth: of the database only db::sessions' "$(seen 'server::db\b' $(rust server/auth) | grep -v 'db::sessions' || true)"
unknown 'server/router' 'crate::(api|pages|components|state|platform)\b'
unknown 'server/router' 'crate::server::(db|services|jobs|cli)\b'
unknown 'server/cli' 'crate::(api|app|pages|components|state|platform|markdown)\b'
unknown 'server/cli' 'crate::server::(db|auth|guard|cache|feeds)\b'
unknown 'main' '(crate|logbook)::server::(db|services|jobs|auth|guard|cache|feeds|router|config|context)\b'

allowed='Cargo.toml|Cargo.lock|src|style|public|end2end|migrations|README.md|Makefile|rust-toolchain.toml|LICENSE-MIT|LICENSE-APACHE|CHANGELOG.md|SECURITY.md|target|data|\..*'
broken 'The top level holds nothing else' "$(find . -mindepth 1 -maxdepth 1 | sed 's|^\./||' | grep -Evx "$allowed" || true)"

if [ "$BROKEN" -gt 0 ]; then
  exit 1
fi
note "$(printf '%s\n' "$all" | wc -l | tr -d ' ') files"
