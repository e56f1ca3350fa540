# `make demo` watches the main job happen; `make test` runs every test. Both set up all they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test setup setup-dev servers lint lock screenshots bench clean
.DEFAULT_GOAL := demo

demo: setup
	$(BIN)/baocao demo

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

# Servers and programs of the tests: installed as root, else the tests that need them say so and are left out.
test: setup-dev servers lint
	$(BIN)/python -m pytest --numprocesses auto $(PYTEST_ARGS)

servers:
	@deploy/test-servers

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

screenshots: setup-dev servers
	$(BIN)/python -m pytest tests/pages/test_browser.py

bench: setup-dev
	$(BIN)/python -m bench.rates
	$(BIN)/python -m bench.reading

$(VENV)/bin/python:
	deploy/make-venv $(PYTHON) $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.installed

# No index lines and no address of a registry: what is locked is names, versions and hashes.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" --quiet
lock: setup-dev
	$(LOCK) --upgrade --extra build -o requirements.lock
	$(LOCK) --upgrade --extra build --extra dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build artefacts .pytest_cache .mypy_cache .ruff_cache *.egg-info
