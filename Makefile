# Logbook's commands. Each target is a small script in .make/, so that a step can be read, run and
# changed on its own. Nothing here is needed by cargo itself: `cargo leptos watch` works bare.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: serve
serve: ## Install what is missing, build the release, load the demo if there are no posts, serve.
	@.make/serve.sh

.PHONY: watch
watch: ## Rebuild and reload the browser on every change (cargo leptos watch).
	@.make/watch.sh

.PHONY: build
build: ## Build the release into target/release and target/site.
	@.make/tools.sh build && .make/build.sh

.PHONY: test
test: ## Everything a change has to pass: format, lints, docs, licences, tests, sizes, browser.
	@.make/test.sh

.PHONY: lint
lint: ## Format, house rules, clippy for server and browser, rustdoc, licences, unused dependencies.
	@.make/tools.sh build lint && .make/lint.sh

.PHONY: unit
unit: ## Unit, database and HTTP tests.
	@.make/tools.sh rust unit && .make/unit.sh

.PHONY: e2e
e2e: ## Browser tests against the release build; ARGS="posts.spec.ts" chooses among them.
	@.make/tools.sh build browser && .make/build.sh && .make/e2e.sh $(ARGS)

.PHONY: size
size: ## Bytes of each page's first load against the baseline; UPDATE=1 writes a new baseline.
	@.make/tools.sh build && .make/build.sh && UPDATE=$(UPDATE) .make/size.sh

.PHONY: bench
bench: ## The numbers that are promised, measured here, with the machine and the commit.
	@.make/tools.sh build browser && .make/build.sh && .make/bench.sh

.PHONY: torture
torture: ## Property tests with a hundred times the cases: what is too slow for make test.
	@.make/tools.sh rust unit && .make/torture.sh

.PHONY: shots
shots: ## Screenshots of every kind of page and of the desk, light and dark, narrow and wide, into target/shots.
	@.make/tools.sh build browser && .make/build.sh && .make/shots.sh

.PHONY: clean-data
clean-data: ## Delete the data folder (LOGBOOK_DATA, else data/): posts, media and all.
	@.make/clean-data.sh
