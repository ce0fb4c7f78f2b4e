# `make run` plays Nudge on this machine, `make test` checks it. Both need Python 3.11 or newer and make, and nothing
# else; what they install goes into .venv, from pinned and hashed requirements.

.DEFAULT_GOAL := help
.PHONY: help run test lint bench crash mutations year words sequences sweep-calendars requirements clean ready-to-run ready-to-test ready-to-bench

# The first Python that is new enough and can make an environment; asked by running it, for a name may be a mere shim.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
CAN_MAKE_VENVS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# An environment fits as long as what it was made from, and where, is the same; $(1) is the requirements file.
# One with more in it than asked for fits too, so that `make run` after `make test` has nothing to do.
define ready
	@made_from() { { pwd; cat "$$@"; } | cksum; }; \
	for file in $(1) requirements-dev.txt; do \
		made_from pyproject.toml $$file | cmp -s - .venv/made-from && exit 0; \
	done; \
	for python in $(PYTHONS); do \
		$$python -c '$(CAN_MAKE_VENVS)' 2>/dev/null && break || python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Nudge needs Python 3.11 or newer with its venv module" \
			"(on Debian and Ubuntu: apt-get install python3-venv), and found none." >&2; \
		exit 2; \
	fi; \
	echo "Installing into .venv with $$($$python --version); this takes a minute, and only the first time."; \
	rm -rf .venv && $$python -m venv .venv && \
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	made_from pyproject.toml $(1) > .venv/made-from
endef

ready-to-run:
	$(call ready,requirements-embedded.txt)

ready-to-test:
	$(call ready,requirements-dev.txt)

run: ready-to-run ## Start Nudge on a Slack workspace of this machine's own, or with tokens set, on yours
	@has() { [ -n "$$(printenv $$1)" ] || grep -Eqs "^(export )?$$1=[\"']?[^\"' ]" .env; }; \
	if has SLACK_BOT_TOKEN && has SLACK_APP_TOKEN; then exec .venv/bin/nudge run; fi; \
	exec .venv/bin/nudge sandbox

lint: ready-to-test ## The checks that read the code: ruff, mypy, import-linter
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: lint ## Everything that is checked before a change goes in
	@command -v chromium chromium-browser google-chrome >/dev/null || \
		echo "NOT TESTED HERE: the page in a browser, for there is no Chromium (on Debian: apt-get install chromium)."
	@PATH="$$PATH:/usr/sbin" command -v dovecot >/dev/null || \
		echo "NOT TESTED HERE: the mailbox, for there is no IMAP server (on Debian: apt-get install dovecot-imapd)."
	.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

# The libraries that Nudge is set beside; one of them comes as source, which setuptools builds.
ready-to-bench: ready-to-test
	@cmp -s requirements-bench.txt .venv/benched-with || { \
		.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation \
			-r requirements-bench.txt && cp requirements-bench.txt .venv/benched-with; }

bench: ready-to-bench ## Print the figures of the README, a million requests among them; takes a while
	.venv/bin/python -m benchmarks --full

crash: ready-to-test ## kill -9 at random moments, 200 rounds; takes a while
	.venv/bin/pytest -m slow

mutations: ready-to-test ## Alter the record ten thousand times at random, and find every alteration; on a database, too
	NUDGE_MUTATIONS=10000 .venv/bin/pytest tests/domain/test_mutations.py tests/services/test_forgers.py

year: ready-to-test ## A simulated year of 500 requests, on two replicas, with outages; takes an hour or more
	.venv/bin/pytest -m year -s

words: ready-to-test ## Write docs/words.md anew: every message that Nudge sends
	.venv/bin/python -m tests.words

sequences: ready-to-test ## 20,000 sequences of all that anybody can do to a request, beside a model; takes minutes
	NUDGE_SEQUENCES=20000 .venv/bin/pytest tests/domain/test_sequences.py

sweep-calendars: ready-to-test ## Every time zone through every change of its clocks, minute by minute; takes a while
	.venv/bin/pytest -m sweep -n 2

# Hashes of every platform's files, and no address: wherever your pip gets its packages, they are these or none.
PINS := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
COMPILE = build/pins/bin/uv pip compile $(PINS) --group build pyproject.toml $(UPGRADE)

requirements: ## Pin again what pyproject.toml asks for; with UPGRADE=--upgrade, the newest of it
	python3 -m venv build/pins
	build/pins/bin/pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
	$(COMPILE) --extra embedded --extra dev -o requirements-dev.txt
	$(COMPILE) --extra embedded -c requirements-dev.txt -o requirements-embedded.txt
	$(COMPILE) -c requirements-dev.txt -o requirements.txt
	build/pins/bin/uv pip compile $(PINS) --group bench $(UPGRADE) -c requirements-dev.txt -o requirements-bench.txt
	rm -rf build/pins

clean: ## Remove what the other targets made here; your data is elsewhere and stays
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
