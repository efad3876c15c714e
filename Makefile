# Every command of the project. `make` alone lists them.
# Without bytecode every start costs four seconds more.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_VENV := .venv/bin/python
PACKAGES := platform/config platform/core $(wildcard petitions consultations cms api frontend)

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format lock snapshot messages services-start services-stop services-status clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

demo: ## Open the Parliament of Aldermark (PORT=8000, DEMO_ARGS=--no-serve only seeds)
	@infra/setup base
	@$(PYTHON_VENV) manage.py demo $(DEMO_ARGS)

run: ## Start a bare install with its set-up checklist (PORT=8000)
	@infra/setup base
	@$(PYTHON_VENV) manage.py run

# Tests share no rows, files or keys between workers; two use both cores of a small machine.
WORKERS ?= 2
test: ## Run the suite (PYTEST_ARGS="tests/petitions -k sign"); engines by the URLs in the environment
	@infra/setup test
	@$(PYTHON_VENV) -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

lint: lint-style lint-layers lint-types lint-templates lint-migrations ## Style, layers, types, templates and missing migrations

# Each alone, and with `make -k lint` all of them even after a finding.
.PHONY: lint-style lint-layers lint-types lint-templates lint-migrations lint-setup
lint-style lint-layers lint-types lint-templates lint-migrations: lint-setup
lint-setup:
	@infra/setup test
lint-style:
	$(PYTHON_VENV) -m ruff check .
	$(PYTHON_VENV) -m ruff format --check .
lint-layers:
	.venv/bin/lint-imports
lint-types:
	$(PYTHON_VENV) -m mypy $(PACKAGES)
lint-templates:
	$(PYTHON_VENV) infra/lint_templates.py
lint-migrations:
	$(PYTHON_VENV) manage.py makemigrations --check --dry-run
	$(PYTHON_VENV) infra/check_migrations.py

format: ## Put every Python file into the house style
	@infra/setup test
	$(PYTHON_VENV) -m ruff check --fix .
	$(PYTHON_VENV) -m ruff format .

# Host-free and hashed, so that uv and pip read the same files (decision 2).
COMPILE = pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate
lock: ## Resolve requirements/*.in anew
	@for set in tools base test; do \
		echo "==> Locking requirements/$$set.txt"; \
		$$(infra/setup uv) $(COMPILE) $(LOCK_ARGS) requirements/$$set.in --output-file requirements/$$set.txt || exit 1; \
	done

snapshot: ## Rebuild the pre-migrated demo database
	@infra/setup base
	@$(PYTHON_VENV) manage.py snapshot

messages: ## Collect the texts to translate
	@infra/setup test
	@$(PYTHON_VENV) manage.py messages

services-start: ## Start PostgreSQL, Redis and Elasticsearch (infra/services env prints their URLs)
	@infra/services start

services-stop: ## Stop them
	@infra/services stop

services-status: ## Say which of them answer
	@infra/services status

clean: ## Remove what commands made: environment, tools, caches, demo database
	rm -rf .venv .tools var static-built .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
