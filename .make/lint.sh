#!/usr/bin/env bash
# What can be said about the sources without running them. Goes on after a failure, so that one run shows them all.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

rustdoc() {
  RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps --document-private-items --features ssr
}

scripts() {
  if have shellcheck; then
    shellcheck -x .make/*.sh .ci/run
  else
    for script in .make/*.sh .ci/run; do
      bash -n "$script"
    done
    note 'syntax only: no shellcheck here'
  fi
}

go_on 'format' cargo fmt --check
go_on 'house rules' .make/house-rules.sh
go_on 'shell scripts' scripts
go_on 'browser tests typecheck' sh -c 'cd end2end && tsc --noEmit'
go_on 'licences, bans, sources' cargo deny --locked check bans licenses sources
go_on 'unused dependencies' cargo machete
# Never --all-features: the server and the browser are two programs that do not build as one.
go_on 'clippy, server' cargo clippy --locked --no-default-features --features ssr --all-targets -- -D warnings
go_on 'clippy, browser' cargo clippy --locked --lib --no-default-features --features hydrate \
  --target wasm32-unknown-unknown -- -D warnings
go_on 'rustdoc' rustdoc
finish
