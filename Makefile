# Each target installs what it lacks (tools/setup.sh) and repeats cheaply. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format bench screenshots translations clean distclean
MAKEFLAGS += --no-print-directory
# Tests start hundreds of processes, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# What to give pytest, for example: make test PYTEST="-k tiling -x"
# A worker that dies ends the run: the rest would be waited for in vain. tests/conftest.py says which files come first.
PYTEST ?= -n auto --dist loadfile --no-loadscope-reorder --max-worker-restart=0

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## make the sample city, check it, and leave reports and a map in out/
	@tools/setup.sh run
	@$(BIN)/gridmap demo --out out

run: ## open the window
	@tools/setup.sh window
	@$(BIN)/gridmap

test: lint ## lint, types, import contract and all tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(PYTEST)

lint: ## style, formatting, types and the import contract
	@tools/setup.sh test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted as agreed: make format" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: ## put the sources into the agreed format
	@tools/setup.sh test
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: ## measure beside the peers, in one run
	@tools/setup.sh bench
	@$(BIN)/python -m benchmarks

screenshots: ## picture the running window for docs/images
	@tools/setup.sh test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.screenshots

translations: ## write the sentences as files of Qt Linguist (back: tools/linguist.py --read FILE.ts)
	@tools/setup.sh test
	@$(BIN)/python -m tools.linguist

clean: ## remove what tests and builds left behind
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## the same, and the virtual environment and out/
	@rm -rf .venv out *.egg-info
