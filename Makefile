# Two commands do everything on a fresh Debian machine with Rust and Node: `make run` and `make test`.
.PHONY: setup run test app bench soak mutants fmt lint bindings codes check-android audit

setup: target/setup.done ui/node_modules/.done
target/setup.done: .ci/setup
	bash .ci/setup
	mkdir -p target && touch $@
ui/node_modules/.done: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund --loglevel=error
	touch $@

ui/dist/.done: ui/node_modules/.done $(shell find ui/src ui/*.ts ui/*.html ui/package.json -type f 2>/dev/null)
	cd ui && npm run --silent build
	touch $@

# The window is built only where there is a display to show it.
run: setup ui/dist/.done
	cargo build -q -p server -p e2e --bin guihang --bin demo
	if [ -n "$$DISPLAY" ]; then cargo build -q -p guihang-app; fi
	exec $${CARGO_TARGET_DIR:-target}/debug/demo

test: setup
	bash .ci/test

app: setup ui/dist/.done
	cargo build -p guihang-app

bindings:
	cargo run -q -p e2e --bin bindings
	cargo run -q -p e2e --bin clauses

check-android:
	bash src-tauri/check-android.sh

bench:
	cargo bench -p shared -p client -p server -p press

# What is too long for `make test`: more than a million steps of invented cases through the rules, every call of the disk
# failed with many cuts, seeds played twice, and ten thousand histories. tests/FIGURES.md has the figures.
soak:
	PROPTEST_CASES=6000 cargo test -q -p shared --lib chaos
	cargo run -q -p e2e --bin sweep -- --cuts 12
	cargo run -q --release -p e2e --bin kill -- --times 1000
	cargo run -q --release -p e2e --bin sim -- --seeds 500 --twice
	cargo run -q --release -p e2e --bin sim -- --seeds 10000
	cargo run -q --release -p e2e --bin endure -- restores --times 500
	cargo run -q --release -p e2e --bin endure -- flips --times 10000
	cargo run -q --release -p e2e --bin endure -- log-edits --times 10000
	cargo run -q --release -p e2e --bin endure -- log-time --times 100000
	R8_UPLOADS=2000 cargo test -q -p e2e --test it -- r8_ --nocapture
	GUIHANG_R9=1000 cargo test -q -p e2e --test it -- r9_ --nocapture

# Wrong rules planted one at a time: each must be caught.
mutants:
	cargo run -q -p e2e --bin mutants

audit:
	cargo deny --offline check

fmt:
	cargo fmt --all
lint:
	cargo clippy --workspace --exclude guihang-app --all-targets -- -D warnings

# The demo's accounts with their codes of the moment.
codes:
	@cargo run -q -p e2e --bin demo -- codes
