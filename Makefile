# `make` lists what can be made.

CARGO ?= cargo
# A folder outside the project with texts and hand-made records; what needs it is skipped where it is not there.
SHARED ?= ../shared
PYTHON ?= python3
# `make parity PARITY=--list` names the paragraphs that do not agree.
PARITY ?=
PROGRAM := $(CARGO) run --release --quiet --

.DEFAULT_GOAL := help
.PHONY: help run test check fmt clippy doc lexicons fix-lexicons gaps gold pdf parity bench bench-workbook fuzz deny review clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## read a sample resolution into output/ and show its table
	$(PROGRAM) extract tests/golden/assembly/fr.txt --output output

test: ## tests only
	$(CARGO) test

check: fmt clippy doc test ## formatting, lints, documentation, tests: all that CI runs

fmt:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --all-targets -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps

lexicons: ## check the tables, print faults by file and line
	$(PROGRAM) lexicon check

fix-lexicons: ## write the tables in canonical form
	$(PROGRAM) lexicon check --lexicons lexicons --fix

gaps: ## what no row of the lexicons knows, by frequency
	@if [ -d $(SHARED)/corpus/fr ]; then \
		for language in fr en; do \
			$(PROGRAM) lexicon gaps --language $$language $(SHARED)/corpus/$$language/*.txt; \
		done; \
	else \
		echo "gaps: skipped, $(SHARED)/corpus/fr is not there"; \
	fi

gold: ## precision and recall against hand-made records
	@if [ -f $(SHARED)/gold/check.py ]; then \
		$(CARGO) build --release --quiet && \
		for language in fr en; do \
			$(PYTHON) $(SHARED)/gold/check.py $${CARGO_TARGET_DIR:-target}/release/exhorte --lang $$language; \
		done; \
	else \
		echo "gold: skipped, $(SHARED)/gold is not there"; \
	fi

parity: ## how far French and English versions of one text agree
	@if [ -d $(SHARED)/corpus/en ]; then \
		$(PROGRAM) compare --summary $(PARITY) $(SHARED)/corpus/fr $(SHARED)/corpus/en; \
	else \
		echo "parity: skipped, $(SHARED)/corpus/en is not there"; \
	fi

pdf: ## published PDF files beside their plain text: paragraphs found, and with the same words
	@SHARED=$(SHARED) $(CARGO) test --quiet --lib published_files -- --nocapture

bench: ## bytes a second, and what of it the matching alone costs
	$(CARGO) bench --bench extraction
	SHARED=$(abspath $(SHARED)) $(CARGO) bench --bench collection

# How many seconds each fuzz target runs, and which run: `make fuzz SECONDS=600 TARGETS=pdf`.
SECONDS ?= 60
TARGETS ?= $$($(CARGO) +nightly fuzz list)
# Of its own files a target begins with those in fuzz/seeds, and takes words from fuzz/dictionaries.
FUZZ := -max_total_time=$(SECONDS) -rss_limit_mb=4096 -timeout=20 -verbosity=0 -print_final_stats=1

fuzz: ## read made-up files for SECONDS=60 seconds each
	@if cargo fuzz --version >/dev/null 2>&1 && cargo +nightly --version >/dev/null 2>&1; then \
		for target in $(TARGETS); do \
			echo "fuzz: $$target"; \
			mkdir -p fuzz/corpus/$$target; \
			seeds=$$(ls -d fuzz/seeds/$$target 2>/dev/null); \
			words=$$(ls fuzz/dictionaries/$$target.dict 2>/dev/null); \
			$(CARGO) +nightly fuzz run $$target fuzz/corpus/$$target $$seeds tests/files tests/golden/assembly -- \
				$(FUZZ) $${words:+-dict=$$words} || exit 1; \
		done; \
	else \
		echo "fuzz: skipped, it needs cargo-fuzz (cargo install cargo-fuzz) and a nightly compiler"; \
	fi

deny: ## licences and sources of the libraries
	@if cargo deny --version >/dev/null 2>&1; then \
		cargo deny check licenses bans sources; \
	else \
		echo "deny: skipped, it needs cargo-deny (cargo install cargo-deny)"; \
	fi

bench-workbook: ## how long a workbook of 50,000 asks takes, and how much memory
	$(CARGO) bench --bench workbook

review: ## look at changed snapshots and accept them
	@$(CARGO) insta --version >/dev/null 2>&1 || { echo "review needs cargo-insta: cargo install cargo-insta"; exit 1; }
	$(CARGO) insta review

clean: ## remove what was built and written
	$(CARGO) clean
	rm -f output/*.csv output/*.jsonl output/*.xlsx output/*.html output/*.ics output/*.parquet
