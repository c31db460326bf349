# What a person types. Each target installs what it needs first, once; `make` alone prints help.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
PORT ?= 8000
ARGUMENTS ?=
# Two processes share the tests, one for each core of CI; PARALLEL=0 runs them in one.
PARALLEL ?= 2
# The first Python here that is new enough.
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL := $(if $(PYTHON),$(PYTHON) buddy_portal/local_services/install.py,\
	{ echo "Python 3.11 or newer is needed and was not found." >&2; exit 1; };)
LOCAL := $(BIN)/python -m buddy_portal.local_services
SOURCES := buddy_portal trusts improvement_plans evaluation conftest.py manage.py
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 --universal

.PHONY: help run dev test test-browser lint fix types layers templates migrations deploy-check \
	bench bench-evaluation kill-worker check lock audit assets install-dev browser

help: ## print this list
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| awk -F'|' '{ printf "%-20s%s\n", $$1, $$2 }'

run: ## start the portal with its servers, worker and demonstration (PORT=8000)
	@$(INSTALL) runtime assets
	@exec $(LOCAL) run --port "$(PORT)" --end-with-parent

dev: install-dev ## the same, restarting when a source file changes
	@exec $(LOCAL) run --port "$(PORT)" --reload --end-with-parent

test: install-dev browser ## run every test (ARGUMENTS= goes to pytest)
	@$(BIN)/python -m pytest -n $(PARALLEL) --dist worksteal $(ARGUMENTS)

test-browser: install-dev browser ## run the browser tests only
	@$(BIN)/python -m pytest -m browser $(ARGUMENTS)

check: lint types layers templates migrations deploy-check test ## every gate, then every test

lint: install-dev ## check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

fix: install-dev ## put right what can be put right by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: install-dev ## check types
	@$(BIN)/mypy $(SOURCES)

layers: install-dev ## check which part may import which
	@$(BIN)/lint-imports

templates: install-dev ## check the pages' templates
	@$(BIN)/djlint --lint --quiet templates

migrations: install-dev ## check that no model change lacks its migration
	@$(LOCAL) with -- $(BIN)/python manage.py makemigrations --check --dry-run

deploy-check: install-dev ## Django's own checks of the production settings
	@$(LOCAL) with -- env DJANGO_SETTINGS_MODULE=buddy_portal.settings.production \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		ALLOWED_HOSTS=portal.example.org PORTAL_URL=https://portal.example.org \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: install-dev ## measure speed: one JSON line a figure, then the bars that fall short
	@$(LOCAL) with -- $(BIN)/python -m buddy_portal.benchmarks

bench-evaluation: install-dev ## try the evaluation's method on schemes whose effect is known
	@$(BIN)/python manage.py simulate_evaluation

kill-worker: install-dev ## kill a worker in mid-compile 20 times, stop its servers: compiled once
	@WORKER_KILLS=20 BROKER_AWAY_SECONDS=30 $(BIN)/python -m pytest -q \
		evaluation/tests/test_killed_worker.py evaluation/tests/real

assets: ## fetch and build the style sheet and scripts
	@$(INSTALL) runtime assets

lock: install-dev ## write the lock files anew from the .in files
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt
	@$(LOCK) requirements-node.in -o requirements-node.txt

audit: install-dev ## ask the advisory services about known weaknesses (needs them to be reachable)
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt
	@npm audit --omit=dev

install-dev:
	@$(INSTALL) runtime dev assets

browser:
	@$(LOCAL) chromium
