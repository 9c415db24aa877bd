# Two commands: `make run` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
PORT ?= 8000
PIP = .venv/bin/python -m pip --disable-pip-version-check -q

.PHONY: install run test hub lint types tests knowledge gate bench model lock clean

install: .venv/.installed
run: install
	.venv/bin/guanjia serve --port $(PORT)
test: .venv/.tested lint types tests gate knowledge

.venv/bin/python:
	$(PYTHON) -m venv .venv
.venv/.installed: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) install --no-deps -r requirements.lock
	$(PIP) install --no-deps -e .
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
knowledge: .venv/.installed
	.venv/bin/guanjia knowledge check
gate: .venv/.tested
	.venv/bin/python -m evals.gate
bench: .venv/.tested
	.venv/bin/python -m evals.bench
# The extra that a sentence-transformers encoder needs (CPU build of torch where the registry has one).
hub: .venv/.tested
	$(PIP) install torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	$(PIP) install -r requirements-hub.lock
# Understanding anew: the linear model, where requests part, the second opinion on danger (which needs torch to train).
model: hub
	.venv/bin/python -m bot.understanding.training.train
	.venv/bin/python -m bot.understanding.training.parting
	.venv/bin/python -m bot.understanding.training.second
# After a change of dependencies in pyproject.toml (uv resolves for every platform).
UV = uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --no-annotate -q --custom-compile-command "make lock"
lock:
	$(PIP) install uv && .venv/bin/$(UV) --generate-hashes -o requirements.lock
	.venv/bin/$(UV) --generate-hashes --extra test -c requirements.lock -o requirements-test.lock
	.venv/bin/$(UV) --extra sentence-transformers -c requirements.lock -o requirements-hub.lock
	sed -i '/^nvidia-/d; /^triton/d; /^torch==/d' requirements-hub.lock
clean:
	rm -rf .venv build *.egg-info
