# Everything one does with the wiki: `make help`.
# Needs Debian (or its like) with Python 3.11, git and make; the rest comes by itself.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
TEMPLATES := find templates -name '*.html' -print0
# Checks and tests see the site's own defaults, not what this shell happens to set.
CLEAN := env -u ALLOWED_HOSTS -u DATABASE_URL -u DATA_DIR -u DEBUG -u DEFAULT_LANGUAGE \
	-u DJANGO_SETTINGS_MODULE -u EMAIL_FROM -u EMAIL_URL -u GUESTS_MAY_EDIT -u HTTPS -u MEMBERS_SEE -u READERS_SEE \
	-u SECRET_KEY -u SITE_NAME
PYTEST := $(CLEAN) $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run admin test checks unit-sqlite unit-postgres e2e bench messages format requirements \
	debian-packages

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([^:]+):.*## (.*)/make \1\t\2/' \
		| expand -t 22

run: .venv/installed  ## serve the wiki on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python -m deploy.prepare
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py

admin: .venv/installed  ## make somebody an admin: asks for a name and a password
	@$(BIN)/python manage.py make_admin

test: debian-packages .venv/installed-dev checks unit-sqlite unit-postgres e2e  ## check and test everything

checks: .venv/installed-dev  ## format, style, types, imports, templates, migrations, deployment
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(TEMPLATES) | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports --no-logo
	$(CLEAN) $(BIN)/python manage.py makemigrations --check --dry-run --settings tests.settings
	$(CLEAN) $(BIN)/python -W error -m deploy.check
	$(CLEAN) $(BIN)/mypy

unit-sqlite: .venv/installed-dev  ## tests without a browser, on SQLite
	@$(CLEAN) $(BIN)/python -m deploy.translations
	$(PYTEST) -n 2 -m "not e2e"

unit-postgres: .venv/installed-dev  ## tests without a browser, on a PostgreSQL server of their own
	@$(CLEAN) $(BIN)/python -m deploy.translations
	$(CLEAN) $(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n 2 -m "not e2e"

e2e: .venv/installed-dev  ## tests in Chromium
	@$(CLEAN) $(BIN)/python -m deploy.translations
	$(PYTEST) -n 2 -m e2e

bench: .venv/installed-dev  ## measure speed
	$(BIN)/python -m bench

messages: .venv/installed-dev  ## gather what is to be translated into locale/
	$(CLEAN) $(BIN)/python manage.py makemessages --settings tests.settings --locale fr \
		--no-obsolete --add-location file --ignore '.venv/*' --ignore 'data/*' --ignore 'tests/*'
	$(BIN)/python -m deploy.translations

format: .venv/installed-dev  ## bring code and templates into shape
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format
	$(TEMPLATES) | xargs -0 $(BIN)/djade --target-version 5.2

requirements: .venv/installed-dev  ## pin anew what pyproject.toml asks for
	$(BIN)/uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --quiet --universal --python-version 3.11 \
		--constraint requirements.txt --generate-hashes --no-emit-index-url --no-header \
		--output-file requirements-dev.txt

.venv/made: deploy/environment.sh
	@bash deploy/environment.sh "$(PYTHON)" .venv
	@touch $@

.venv/installed: requirements.txt .venv/made
	@echo "Installing what the wiki stands on…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/made
	@echo "Installing what checks and tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

debian-packages:
	@bash deploy/packages.sh chromium:chromium xgettext:gettext git:git \
		"/usr/lib/postgresql/*/bin/initdb:postgresql"
