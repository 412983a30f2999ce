# Everything one does here has a name. `make` alone tells them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
ONLY ?=

.PHONY: help run test check build wheel wire bench soak screenshots release lock clean

help: ## Tell what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | \
	  while IFS=$$'\t' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

run: ## Set up what is missing, then open the demo at http://127.0.0.1:8000
	@scripts/setup.sh run
	@exec $(PYTHON) -m server demo

test: ## Set up what is missing, then run every check and every test
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.test

check: ## Every check that runs no test: formats, types, who imports whom, sizes
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.test check

build: ## Build the widget and the console into server/built/
	@scripts/setup.sh node
	@npm run --silent build

wheel: ## Build dist/bluephone-….whl, with the pages in it
	@scripts/setup.sh wheel
	@rm -rf dist
	@$(PYTHON) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

wire: ## Generate the schema and the TypeScript types anew from server/wire
	@scripts/setup.sh wire
	@$(PYTHON) -m scripts.wire

bench: ## Measure; each line is one figure as JSON (ONLY=path runs one group)
	@scripts/setup.sh test >&2
	@exec $(PYTHON) -m tests.bench $(ONLY)

soak: ## The long form of the faults: processes that compete, die and freeze, judged from outside
	@scripts/setup.sh test >&2
	@$(PYTHON) -m pytest -q -m long tests/unit tests/protocol tests/faults >&2
	@$(PYTHON) -m tests.support.services $(PYTHON) -m pytest -q -m "both and long" tests/unit tests/protocol tests/browser >&2
	@$(PYTHON) -m pytest -q -m long tests/browser >&2
	@exec $(PYTHON) -m tests.faults.soak

screenshots: ## Take the pictures under docs/images/ from the real thing
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.screenshots

release: ## Keep a small data set of this version, by which later ones test that they can upgrade it
	@scripts/setup.sh test
	@$(PYTHON) -m scripts.release

lock: ## Choose the versions of Python packages anew, from pyproject.toml
	@scripts/setup.sh test
	@$(PYTHON) -m scripts.lock

clean: ## Remove everything that make made, except data/
	rm -rf .venv node_modules build dist server/built .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
