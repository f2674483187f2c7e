# `make` or `make help` lists what there is. Everything sets itself up: only Python 3.11 or newer, make and git are needed.

.DEFAULT_GOAL := help
.PHONY: help run drop test quick pr bench writers lint types messages build deploy admin unlock lock hooks clean

# The first Python that is new enough. Set PYTHON to choose another one.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ENV ?= default
IN_VENV := .venv/bin/
SAM := PATH="$(CURDIR)/.venv-sam/bin:$$PATH" SAM_CLI_TELEMETRY=0 sam

help: ## list what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

run: catalogues ## run the whole site here: make run [PORT=8000] [AWS_PORT=4566] [FRESH=1] [DEMO=0] [TRANSPORT_TO_AWS=lean]
	@exec $(IN_VENV)python -m local

drop: venv ## drop a file into the running site's bucket: make drop FILE=samples/new-families.csv
	@$(IN_VENV)python -m local.drop "$(FILE)"

test: catalogues ## run every test (make test ARGS="-k words" runs some)
	@$(IN_VENV)pytest -n 2 --dist loadfile $(ARGS)

quick: catalogues ## run the unit and structure tests, in about a minute
	@$(IN_VENV)pytest -n 2 --dist loadfile tests/unit tests/structure $(ARGS)

# CI=true as there: a test that is left out has failed, so Chromium is needed.
pr: ## everything that a pull request must pass, which is what CI runs
	@for step in lint types build test; do \
		printf '\n== %s\n' $$step; CI=true $(MAKE) --no-print-directory $$step || exit 1; done

bench: catalogues ## measure speed, memory and calls: make bench [ARGS="--quick --peers"] (docs/performance.md)
	@PYTHONPATH=layers/common:. $(IN_VENV)python -m bench $(ARGS)

writers: catalogues ## see how files of some forty programs are read: make writers [ARGS=FOLDER] (tests/spreadsheets)
	@PYTHONPATH=layers/common:. $(IN_VENV)python -m tests.spreadsheets.writers $(ARGS)

lint: venv ## check style, and that imports go only where the architecture lets them
	@$(IN_VENV)ruff check .
	@$(IN_VENV)ruff format --check .
	@PYTHONPATH=layers/common:. $(IN_VENV)lint-imports --no-cache

types: venv ## check types
	@$(IN_VENV)mypy

messages: venv ## collect the texts of code and templates into the catalogues, and compile them
	@$(IN_VENV)python -m local.catalogues collect

build: venv-sam ## check template.yaml and pack the functions for AWS
	@AWS_DEFAULT_REGION=us-east-1 $(SAM) validate --lint # it wants some region, and asks nobody there
	@$(SAM) build

deploy: venv-sam ## build and deploy to AWS, asking what it needs to know: make deploy [ENV=default]
	@REQUIRE_PYC=1 $(SAM) build
	@$(SAM) deploy --guided --config-env $(ENV)

admin: venv ## make a Site Admin of a deployed site: make admin STACK=homeroom EMAIL=a@b.org NAME="A B"
	@PYTHONPATH=layers/common:. $(IN_VENV)python -m ops.add_admin "$(STACK)" "$(EMAIL)" "$(NAME)"

unlock: venv ## remove a lost second factor of a Site Admin: make unlock STACK=homeroom EMAIL=a@b.org
	@PYTHONPATH=layers/common:. $(IN_VENV)python -m ops.remove_second_factor "$(STACK)" "$(EMAIL)"

lock: venv ## write the .txt of layers/common/requirements.in and lean.in: make lock [ARGS=--upgrade]
	@cd layers/common && for name in requirements lean; do $(CURDIR)/$(IN_VENV)uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file $$name.txt $$name.in $(ARGS) || exit 1; done

hooks: venv ## check style and imports before each commit (.pre-commit-config.yaml)
	@$(IN_VENV)pre-commit install

clean: ## remove what make has made, but not the data of the local site
	rm -rf .venv .venv-sam .venv-bench .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: venv venv-sam python catalogues
catalogues: venv
	@$(IN_VENV)python -m local.catalogues

venv: python
	@$(PYTHON) -m local.install .venv layers/common/requirements.txt requirements-dev.txt --if-it-installs layers/common/lean.txt

venv-sam: python
	@$(PYTHON) -m local.install .venv-sam requirements-sam.txt

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found on PATH."; exit 1; }
