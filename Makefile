# make demo   a trial with invented data, on a PostgreSQL of its own
# make test    everything that must hold: style, types, imports, tests
# make lint    the first three only
# make faults  the server killed ROUNDS times (1 000) while people work; takes about half an hour
# make statements  HISTORIES (1 000) random histories, statements and ledger compared; takes long
# make year    a year of 300 clients and 5 000 buyers, each night proved; takes hours
# make accessibility   every page opened in Chromium, what axe-core finds written into docs
# make clean   forget what make has made (never your data)
# Needs Python 3.11 or later with venv; works as root or not, and fetches the rest with pip.

BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
PYTHONS := python3.11 python3.12 python3.13 python3.14 python3

.PHONY: demo test lint faults statements year accessibility clean

ROUNDS := 1000
HISTORIES := 1000

demo: .venv/runtime
	$(BIN)/comptant demo

test: lint
	$(BIN)/pytest -n 3 --dist worksteal

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: .venv/dev
	$(BIN)/python -m tests.faults.campaign --rounds $(ROUNDS)

statements: .venv/dev
	$(BIN)/python -m tests.simulation.statements --histories $(HISTORIES)

year: .venv/dev
	$(BIN)/python -m tests.simulation.year

accessibility: .venv/dev
	COMPTANT_ACCESSIBILITY=docs $(BIN)/pytest tests/browser/test_browser_accessibility.py

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A file in .venv says that its recipe was finished: the second call takes no time.
.venv/made:
	@for python in $(PYTHONS); do \
	    if $$python -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
	        if ! $$python -c "import ensurepip, venv" 2>/dev/null; then \
	            echo "$$python has no venv. On Debian and Ubuntu: apt install python3-venv" >&2; \
	            exit 1; \
	        fi; \
	        $$python -m venv .venv && touch $@; \
	        exit; \
	    fi; \
	done; \
	echo "Comptant needs Python 3.11 or later: https://www.python.org/downloads/" >&2; \
	exit 1

.venv/runtime: .venv/made requirements.lock requirements.in pyproject.toml
	$(PIP) --requirement requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

.venv/dev: .venv/runtime requirements-dev.lock
	$(PIP) --requirement requirements-dev.lock
	@touch $@
