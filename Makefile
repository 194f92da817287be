# The README's two commands are `make render` and `make test`. Every target first builds .venv where it is missing or
# older than what it is made from. Windows has no make: the README gives the same in three lines of pip.

PYTHON ?= python3 python3.13 python3.12 python3.11
VENV := .venv
RUN := $(VENV)/bin/python -m
# ploomber-engine has an environment of its own, with the same libraries: beside papermill it slows every import of it.
PLOOMBER := build/ploomber
# A file of tests stays with one process, since its tests share what they render; more processes would render more often.
EVERY_CORE := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
# The two that draw thousands of faulty folders: begun last of a whole run, both fall to one process.
EVERY_FAULT := $(wildcard tests/test_every_*_and_page.py)
# The page template is installed as a copy. Folders count as well: theirs is the date of a file that was removed.
TEMPLATES := $(shell find scorecard_kit/publish/templates)

PINNED := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet
# What is needed to use the kit, and to install it; the tools that test it stay off an analyst's machine.
USED := lab cluster excel parquet database safe share build

.PHONY: render test suite soak bench check rules types docs lab strip lock
# Where nothing is kept of an earlier run, the types take one core for half a minute: something else has the other.
BESIDE := $(MAKE) --no-print-directory --jobs=2

render: $(VENV)/.installed  ## every pack in parameters/, into outputs/
	$(RUN) scorecard_kit render parameters/*.yaml

# Where this is set, every process that a test starts would compile the kit again.
unexport PYTHONDONTWRITEBYTECODE

test: rules  ## every check and every test; the site of the documents is built by the tests of it
	@$(BESIDE) types suite

suite: $(VENV)/.installed
	$(RUN) pytest $(EVERY_CORE)

soak: check docs  ## the same tests with large numbers, and every pack in the browser
	SCORECARD_SOAK=1 $(RUN) pytest $(EVERY_CORE) $(addprefix --ignore=,$(EVERY_FAULT))
	SCORECARD_SOAK=1 $(RUN) pytest $(EVERY_CORE) --dist=load $(EVERY_FAULT)

bench: $(VENV)/.installed $(PLOOMBER)/.installed  ## what the batch costs beside other ways, for docs/explanation/performance.md: half an hour
	$(VENV)/bin/python benchmarks/bench.py --python $(PLOOMBER)/bin/python
	$(VENV)/bin/python benchmarks/bench.py --rebuilds --areas 17
	$(RUN) benchmarks.history
	$(RUN) benchmarks.cluster
	$(VENV)/bin/python benchmarks/explore.py

check: $(VENV)/.installed  ## the quick checks: rules, format, types, layers
	@$(BESIDE) types rules

types: $(VENV)/.installed
	$(RUN) mypy

rules: $(VENV)/.installed
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(VENV)/bin/lint-imports

docs: $(VENV)/.installed  ## the site of docs/, in build/site; a link that leads nowhere stops it
	@NO_MKDOCS_2_WARNING=1 $(RUN) mkdocs build --quiet --strict

lab: $(VENV)/.installed  ## JupyterLab, on the explorer
	$(RUN) scorecard_kit explore

strip: $(VENV)/.installed  ## take the outputs out of the notebooks, before a commit
	$(RUN) nbstripout --keep-id notebooks/*.ipynb

lock:  ## the pinned lists of libraries; `make lock UV_FLAGS=--upgrade` for their newest versions
	@command -v uv >/dev/null || { \
	    echo "The list is made by uv, which is no part of .venv. Install it (for instance: pipx install uv) and repeat." >&2; \
	    exit 1; }
	$(PINNED) --all-extras $(UV_FLAGS) -o requirements.lock
	$(PINNED) $(addprefix --extra ,$(USED)) --constraints requirements.lock -o requirements-use.lock

# Each stamp is written last, so that a build which was interrupted is done again.
$(VENV)/.locked: requirements.lock
	@fits=; for python in $(PYTHON); do \
	    if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	    then fits=$$python; break; fi; done; \
	 if [ -z "$$fits" ]; then \
	    echo "No Python 3.11 or later that can make an environment was found (looked for: $(PYTHON))." >&2; \
	    echo "Install one (on Debian: apt install python3-venv), or name yours: make PYTHON=/path/to/python3" >&2; \
	    exit 1; fi; \
	 echo "Building $(VENV) with $$("$$fits" --version): a minute or two, once."; \
	 "$$fits" -m venv --clear $(VENV)
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml $(TEMPLATES)
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(PLOOMBER)/.installed: $(VENV)/.installed
	@$(RUN) venv --clear $(PLOOMBER)
	@$(PLOOMBER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PLOOMBER)/bin/python -m pip install --quiet --disable-pip-version-check ploomber-engine==0.0.33
	@$(PLOOMBER)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
