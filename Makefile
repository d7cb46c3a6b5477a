# Each target does its own set-up; `make` alone lists them. ARGS goes on to the command: make talk ARGS="--channel sms"
PYTHON ?= python3
PY := .venv/bin/python
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test check lint talk train nlu-test nlu-report nlu-experiments nlu-curve bench chaos lock format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Make both environments and .env, once
	@$(PYTHON) -m ops.setup
	@$(if $(filter setup,$(MAKECMDGOALS)),echo "Everything is set up")

run: ## Run the whole service and say where to chat (Ctrl-C stops it)
	@$(PYTHON) -m ops.run $(ARGS)

test: setup train ## Run all tests
	@$(PY) -m pytest -n 3 --dist worksteal $(ARGS)

check: lint test ## Lint, types, import rules, then all tests

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

talk: setup train ## Talk to the bot in this terminal
	@.venv/bin/bot talk $(ARGS)

train: setup ## Train the language model, when its inputs changed
	@$(PY) ops/train_model.py $(if $(filter train,$(MAKECMDGOALS)),$(ARGS))

nlu-test: setup train ## Measure the language model on its held-out sentences
	@$(PY) ops/nlu_test.py $(ARGS)

nlu-report: setup train ## Write what is understood wrongly, and how sure, as a page (var/nlu-report.html)
	@$(PY) ops/nlu_report.py $(ARGS)

nlu-experiments: setup ## Compare Rasa pipelines on the same sentences (most of an hour for DIET)
	@$(PY) ops/nlu_experiments.py $(ARGS)

nlu-curve: setup ## Print accuracy over the share of the training sentences (some minutes)
	@$(PY) ops/nlu_curve.py $(ARGS)

bench: setup train ## Measure speed
	@$(PY) -m tests.bench $(ARGS)

chaos: setup ## Kill processes at 200 points on both databases and look whether a report is lost or doubled (10 minutes)
	@$(PY) -m tests.chaos $(ARGS)

lock: setup ## Renew the lock files (ARGS=--upgrade: to the newest versions)
	@$(PY) -m ops.lock_files $(ARGS)

format: setup ## Put the code into its common form
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

clean: ## Remove environments, model and caches; keeps .env and var (the data)
	rm -rf .venv .venv-nlu nlu_data/models nlu_data/.rasa build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
