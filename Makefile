# One command checks everything, and CI runs that command: make check
VENV ?= .venv
BIN = $(VENV)/bin

# What has to be covered branch by branch; the command line is held by its golden files and runs.
CORE = src/policyscore/*.py,src/policyscore/exact/*,src/policyscore/difference/*,src/policyscore/sampling/*,src/policyscore/analyses/*,src/policyscore/expectations/*,src/policyscore/judging/*,src/policyscore/load/*,src/policyscore/reports/*,src/policyscore/render/*,src/policyscore/draw/*,src/policyscore/spreadsheets/*

.PHONY: help check format lint types test golden generated bench corpus clean

help: ## say what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-10s %s\n", $$1, $$2}'

check: $(VENV)/ready format lint types test ## everything that CI checks, in a virtual environment of its own

$(VENV)/ready: pyproject.toml
	test -x $(BIN)/python || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(VENV)/ready

format: $(VENV)/ready
	$(BIN)/ruff format --check .

lint: $(VENV)/ready
	$(BIN)/ruff check .

types: $(VENV)/ready
	$(BIN)/mypy

test: $(VENV)/ready ## the tests, with the coverage of the core
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=
	$(BIN)/coverage report --include='$(CORE)' --omit='src/policyscore/__main__.py' --fail-under=100

fix: $(VENV)/ready ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(VENV)/ready ## accept what the program prints now as golden; read the diff before you commit
	$(BIN)/python -m pytest -q -n auto --update-golden

generated: $(VENV)/ready ## write the JSON Schemas and the reference that are made of the shapes
	$(BIN)/python tools/schemas.py
	$(BIN)/python tools/reference.py

bench: $(VENV)/ready ## measure start-up, a large model, exact arithmetic, robustness, diff
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/large.py
	$(BIN)/python benchmarks/arithmetic.py
	$(BIN)/python benchmarks/robustness.py
	$(BIN)/python benchmarks/difference.py

clean: ## remove what the other targets make
	rm -rf $(VENV) dist build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
