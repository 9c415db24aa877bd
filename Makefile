# Two commands: `make run` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
PORT ?= 8000
PIP = .venv/bin/python -m pip --disable-pip-version-check -q

.PHONY: install run test hub lint types tests gate bench model lock clean

install: .venv/.installed
run: install
	.venv/bin/guanjia serve --port $(PORT)
test: .venv/.tested lint types tests gate

.venv/bin/python:
	$(PYTHON) -m venv .venv
.venv/.installed: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) install --no-deps -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e . || $(PIP) install --no-deps -e .
	@touch $@
.venv/.tested: .venv/.installed requirements-test.lock
	$(PIP) install --no-deps -r requirements-test.lock
	@touch $@

lint: .venv/.tested
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
types: .venv/.tested
	.venv/bin/mypy
tests: .venv/.tested
	.venv/bin/python -m pytest
gate: .venv/.tested
	.venv/bin/python -m evals.gate
bench: .venv/.tested
	.venv/bin/python -m evals.bench
# The extra that a sentence-transformers encoder needs (CPU build of torch where the registry has one).
hub: .venv/.tested
	$(PIP) install -r requirements-hub.lock
model: .venv/.tested
	.venv/bin/python -m bot.understanding.training.train
clean:
	rm -rf .venv build *.egg-info
