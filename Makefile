# Two commands from a fresh clone: `make demo` shows the product, `make test` runs everything that CI runs.
# Needed: Python 3.11 or newer with venv, and a package index that pip can reach. Stamps keep a second run from installing again.

PYTHON ?= python3
DEMO := .venv-demo
TEST := .venv-test
CLEAN := .venv-wheel
LOCKER := .venv-lock
JOBS ?= 2
OUT := demo-out
TOOL := $(DEMO)/bin/chlogaudit
PIP_INSTALL := -m pip install -qq --disable-pip-version-check
SOURCES := $(shell find src -name '*.py' -o -name '*.toml' -o -name '*.j2' -o -name '*.css' -o -name '*.md')

.DEFAULT_GOAL := help
.PHONY: help demo test lint types walls unit smoke lock samples bench clean

help:
	@echo 'make demo     audit, report and redact sample_logs/ in an environment of its own'
	@echo 'make test     all checks: lint, types, import contracts, tests with coverage, the built wheel'
	@echo 'make lint | types | walls | unit | smoke     one of them'
	@echo 'make lock     resolve requirements*.lock anew from pyproject.toml'
	@echo 'make samples  write sample_logs/ anew'
	@echo 'make bench    generate a log of two million lines and compare speed with other tools'
	@echo 'make clean    remove environments and build products'

# ---- demo

$(DEMO)/.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "chlogaudit needs Python 3.11 or newer; run: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11")'
	@echo 'Installing chlogaudit into $(DEMO) (once, about a minute)'
	@$(PYTHON) -m venv --clear $(DEMO)
	@$(DEMO)/bin/python $(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(DEMO)/bin/python $(PIP_INSTALL) --no-deps --editable .
	@touch $@

# 1 means "findings", which is what an audit of these samples should say; anything above is a failure.
demo: $(DEMO)/.stamp
	@rm -rf $(OUT) && mkdir -p $(OUT)
	@echo
	@echo '### 1/4  Which formats the logs have, and how sure that is'
	@echo '###      chlogaudit formats detect sample_logs'
	@$(TOOL) formats detect sample_logs
	@echo
	@echo '### 2/4  Audit: findings by clause of the privacy policy (exit code 1: there are findings)'
	@echo '###      chlogaudit audit sample_logs'
	@$(TOOL) audit sample_logs; code=$$?; echo "(exit code $$code)"; test $$code -le 1
	@echo
	@echo '### 3/4  Report: traffic without visitors'
	@echo '###      chlogaudit report sample_logs'
	@$(TOOL) report sample_logs
	@$(TOOL) report sample_logs --format html --output $(OUT)/report.html
	@echo
	@echo '### 4/4  Redact: the same logs without what identifies a visitor (keys in $(OUT)/keys)'
	@echo '###      chlogaudit redact sample_logs --output-dir $(OUT)/logs'
	@CHLOGAUDIT_KEY_DIR=$(CURDIR)/$(OUT)/keys $(TOOL) redact sample_logs --output-dir $(OUT)/logs; code=$$?; echo "(exit code $$code)"; test $$code -le 1
	@echo '--- before'
	@sed -n '70,71p;216p' sample_logs/shop/access.log
	@echo '--- after'
	@sed -n '70,71p;216p' "$$(find $(OUT)/logs -path '*shop*' -name access.log | head -1)"
	@echo
	@echo 'Look at $(OUT)/report.html in a browser and at $(OUT)/logs. The tool is $(TOOL) --help'

# ---- test

$(TEST)/.stamp: requirements-dev.lock pyproject.toml
	@echo 'Installing locked dependencies into $(TEST)'
	@$(PYTHON) -m venv --clear $(TEST)
	@$(TEST)/bin/python $(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@$(TEST)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

test: lint types walls unit smoke
	@echo 'All checks passed'

lint: $(TEST)/.stamp
	$(TEST)/bin/ruff check .
	$(TEST)/bin/ruff format --check .

types: $(TEST)/.stamp
	$(TEST)/bin/mypy

walls: $(TEST)/.stamp
	$(TEST)/bin/lint-imports --no-logo

unit: $(TEST)/.stamp
	$(TEST)/bin/python -m pytest -n $(JOBS) --cov --cov-report=term:skip-covered

# The wheel is built from what is here, installed where src/ is not, and run from another folder.
$(CLEAN)/.stamp: requirements.lock
	@echo 'Installing locked dependencies into $(CLEAN)'
	@$(PYTHON) -m venv --clear $(CLEAN)
	@$(CLEAN)/bin/python $(PIP_INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(CLEAN)/.wheel: $(TEST)/.stamp $(CLEAN)/.stamp $(SOURCES) pyproject.toml README.md LICENSE
	@rm -rf dist && $(TEST)/bin/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	@$(CLEAN)/bin/python $(PIP_INSTALL) --no-deps --no-index --force-reinstall dist/*.whl
	@touch $@

smoke: $(CLEAN)/.wheel
	cd $(CLEAN) && sh ../benchmarks/smoke.sh bin ../sample_logs

# ---- upkeep

# No index, host or local folder is written into the locks: they hold on any mirror, the hashes make sure of it.
LOCK_FLAGS := --quiet --strip-extras --generate-hashes --no-header --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock:
	$(PYTHON) -m venv $(LOCKER)
	$(LOCKER)/bin/python $(PIP_INSTALL) 'pip-tools>=7.5'
	$(LOCKER)/bin/pip-compile $(LOCK_FLAGS) $(LOCK_EXTRA) --output-file requirements.lock pyproject.toml
	$(LOCKER)/bin/pip-compile $(LOCK_FLAGS) $(LOCK_EXTRA) --all-extras --allow-unsafe --output-file requirements-dev.lock pyproject.toml

samples: $(TEST)/.stamp
	$(TEST)/bin/python benchmarks/make_samples.py sample_logs

bench: $(TEST)/.stamp
	$(TEST)/bin/python benchmarks/make_log.py build/bench.log
	$(TEST)/bin/python benchmarks/compare.py build/bench.log

clean:
	rm -rf $(DEMO) $(TEST) $(CLEAN) $(LOCKER) $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
