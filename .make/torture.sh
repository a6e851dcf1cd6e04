#!/usr/bin/env bash
# What is too slow for every change: the property tests with a hundred times the cases.
# shellcheck source=.make/lib.sh
. "$(dirname "$0")/lib.sh"

export PROPTEST_CASES=${PROPTEST_CASES:-25600}
# Random schedules of authors, devices and failures that try to lose a word (src/model/draft/simulation.rs).
export LOGBOOK_SCHEDULES=${LOGBOOK_SCHEDULES:-10000}
step "property tests, $PROPTEST_CASES cases" cargo nextest run --locked --no-default-features --features ssr --profile torture
