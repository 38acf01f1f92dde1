# Every target sets up what it needs, and says first what the machine itself lacks for that (requirements/machine.py).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help machine browser-machine run test check wire format bench crash anything simulate pages pictures lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: $(VENV)/.run pages ## the demo district with simulated crews on http://127.0.0.1:8013
	$(BIN)/onethree demo

test: browser-machine $(VENV)/.dev pages ## the whole test suite
	$(BIN)/python console/web/make.py browser
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev ## format, lint, strict types, architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m dispatch.wire.generate --check
	$(BIN)/vermin --quiet --violations --no-tips --target=3.11- --exclude file console/*.py console/web/*.py dispatch hatch_build.py loadtest requirements routing stations tests
	$(BIN)/python -m pytest -q tests/architecture
	$(BIN)/python console/web/make.py check

wire: $(VENV)/.dev ## the pages' types and words of the wire, after a struct or the vocabulary changed
	$(BIN)/python -m dispatch.wire.generate

format: $(VENV)/.dev ## lay the source out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python console/web/make.py format

bench: $(VENV)/.dev ## figures beside their floors and peers
	$(BIN)/onethree bench routing
	$(BIN)/onethree bench watch
	$(BIN)/onethree bench hub
	$(BIN)/onethree bench growth
	$(BIN)/onethree bench panels

crash: $(VENV)/.dev ## the hub killed a hundred times, on SQLite, on the machine's Redis 7 and on Valkey
	ONETHREE_CRASHES=$${ONETHREE_CRASHES:-100} $(BIN)/python -m pytest -rP tests/integration/test_crash.py

anything: $(VENV)/.dev ## a hundred thousand alarms and panel frames of any content, twenty thousand requests that nobody planned
	ONETHREE_ANY_OBJECT=100000 $(BIN)/python -m pytest tests/field/test_any_object.py tests/field/test_any_frame.py tests/integration/hub/test_odd_requests.py
	$(BIN)/onethree bench odd

simulate: browser-machine $(VENV)/.dev pages ## twenty thousand incidents, five hundred crashes, in virtual time; every long play in full
	$(BIN)/python console/web/make.py browser
	ONETHREE_FULL=1 $(BIN)/python -m pytest -n auto --dist worksteal -m long_play

pages: $(VENV)/.run ## the console's pages, where their sources changed
	$(BIN)/python console/web/make.py build

pictures: browser-machine $(VENV)/.dev pages ## the pictures of the pages in docs/img
	$(BIN)/python console/web/make.py browser
	$(BIN)/python -m tests.e2e.pictures

lock: ## pin every dependency with its hash, after pyproject.toml changed (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group pyproject.toml:build -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group pyproject.toml:dev -c requirements/run.txt -o requirements/dev.txt

clean: ## forget the virtual environment and what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache console/static console/web/node_modules tests/e2e/browser/node_modules

machine:
	@$(PYTHON) requirements/machine.py run

browser-machine:
	@$(PYTHON) requirements/machine.py test

$(BIN)/python: | machine
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	@touch $@
