"""Who may know whom, who may open which door: read from the imports, so that it can't be forgotten."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.imports import ROOT, TOPS, Import, cycles, imports, modules

KNOWN = modules()
IMPORTS = imports(KNOWN)
RANK = {"knowledge": 0, "bot": 1, "connectors": 2, "evals": 3, "tests": 3}
TRAINING = ".training"
LANGCHAIN = ("knowledge.search.retriever", "knowledge.embedding.langchain", "connectors.language_model")

DOORS: dict[str, tuple[str, ...]] = {
    "ahocorasick": ("bot.understanding.wordset",),
    "alembic": ("bot.log.engine", "bot.log.migrations"),
    "chinese_calendar": ("bot.orders.clocks",),
    "cryptography": ("connectors.wechat.aes",),
    "docx": ("knowledge.importing.formats.word",),
    "faiss": ("knowledge.search.vectors",),
    "fastapi": ("connectors",),
    "httpx": ("connectors",),
    "jwt": ("connectors.widget.tokens",),
    "langchain": LANGCHAIN,
    "langchain_core": LANGCHAIN,
    "langchain_openai": LANGCHAIN,
    "lxml": ("knowledge.importing.formats.html",),
    "markdown_it": ("knowledge.importing.formats.markdown",),
    "numpy": ("knowledge", "bot"),
    "openpyxl": ("knowledge.importing.formats.sheet", "connectors.insight.sheet"),
    "orjson": ("bot", "connectors"),
    "pdfplumber": ("knowledge.importing.formats.pdf",),
    "prometheus_client": ("connectors.health",),
    "pydantic": ("connectors", "knowledge.forms", "knowledge.reading"),
    "pydantic_settings": ("connectors.settings",),
    "pypdfium2": ("knowledge.importing.formats.pdf",),
    "redis": ("connectors.wakeups",),
    "sentence_transformers": ("knowledge.embedding.sentence",),
    "sqlalchemy": (
        "bot.log", "bot.desk.deadlines", "bot.desk.filing", "bot.desk.staff", "bot.desk.paging", "bot.desk.post",
        "bot.evaluating.evaluation", "bot.foresight.foresight", "bot.keeping.asked",
        "connectors.keys", "connectors.health", "connectors.publishing.store",
    ),
    "starlette": ("connectors",),
    "tokenizers": ("knowledge.embedding.static",),
    "typer": (
        "connectors.command_line", "connectors.hotline.command", "connectors.insight.command", "connectors.keeping.command",
        "connectors.publishing.commands", "connectors.ticketing.command",
    ),
    "uvicorn": ("connectors.command_line",),
    "wechatpy": ("connectors.wechat",),
    "yaml": ("knowledge",),
}  # fmt: skip
"""Library -> the modules, or packages, of what runs at the company's that may import it. A library that is not
here has no door: give it one, a file or a package, and say there why."""

BROUGHT = {
    "cryptography": "wechatpy", "langchain_core": "langchain", "pydantic": "fastapi", "starlette": "fastapi",
}  # fmt: skip
"""Libraries that come with one that pyproject.toml names."""

OPTIONAL = {"sentence_transformers"}
"""An extra of pyproject.toml: imported late, where a setting asks for it."""


def at_run_time(i: Import) -> bool:
    """In what runs at the company's: not in evals, tests or the training of models."""
    return i.module.partition(".")[0] in ("knowledge", "bot", "connectors") and TRAINING not in i.module


def foreign(i: Import) -> bool:
    return i.top not in TOPS and i.top not in sys.stdlib_module_names and i.top != "__future__"


def behind(module: str, doors: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(f"{door}.") for door in doors)


def shown(found: list[Import]) -> list[str]:
    return [f"{i.file}:{i.line} {i.module} imports {i.name}" for i in found]


def test_every_module_is_seen() -> None:
    assert {module.partition(".")[0] for module in KNOWN} == set(TOPS)
    assert any(i.module == "connectors.app" and i.name == "bot.desk.desk" for i in IMPORTS)


def test_imports_go_one_way() -> None:
    """tests, evals -> connectors -> bot -> knowledge."""
    back = [i for i in IMPORTS if i.top in RANK and RANK[i.top] > RANK[i.module.partition(".")[0]]]
    assert shown(back) == []


def test_evals_run_without_the_tests() -> None:
    """evals is installed with the package and tests are not: at most a command's own branch needs them."""
    early = [i for i in IMPORTS if i.module.startswith("evals.") and i.top == "tests" and not i.late]
    assert shown(early) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    assert cycles(KNOWN, IMPORTS) == []


@pytest.mark.parametrize("library", sorted({i.top for i in IMPORTS if at_run_time(i) and foreign(i)}))
def test_a_library_comes_in_by_its_own_door(library: str) -> None:
    doors = DOORS.get(library, ())
    elsewhere = [i for i in IMPORTS if i.top == library and at_run_time(i) and not behind(i.module, doors)]
    assert shown(elsewhere) == []


@pytest.mark.parametrize("library", ["faiss", "jwt", "redis", "tokenizers", "pydantic_settings"])
def test_one_file_alone_knows_a_vendor(library: str) -> None:
    assert len({i.module for i in IMPORTS if i.top == library and at_run_time(i)}) <= 1


def test_torch_is_for_training_alone() -> None:
    assert shown([i for i in IMPORTS if i.top == "torch" and at_run_time(i)]) == []


def test_vendors_of_channels_stay_out_of_evals() -> None:
    """An eval goes in by the same doors as an owner; wechatpy is there as an independent client."""
    allowed = {"fastapi": ("evals.bench.floor", "evals.hostile.endpoints"), "wechatpy": ("evals",)}
    vendors = {
        "fastapi",
        "starlette",
        "wechatpy",
        "redis",
        "faiss",
        "langchain_core",
        "langchain_openai",
        "torch",
    }
    found = [
        i
        for i in IMPORTS
        if i.module.startswith("evals.") and i.top in vendors and not behind(i.module, allowed.get(i.top, ()))
    ]
    assert shown(found) == []


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {_plain(requirement) for requirement in project["dependencies"]}
    owners = packages_distributions()
    used = {i.top for i in IMPORTS if at_run_time(i) and foreign(i)} - OPTIONAL
    undeclared = {
        library
        for library in used
        if not {_plain(name) for name in owners.get(BROUGHT.get(library, library), [])} & declared
    }
    assert undeclared == set()


def test_the_app_starts_without_what_only_some_need() -> None:
    """torch and LangChain take seconds and hundreds of megabytes; alembic only a first start pays."""
    loaded = _loaded_by("connectors.app")
    heavy = {
        "torch", "sentence_transformers", "transformers", "langchain", "langchain_core", "langchain_openai",
        "openai", "sklearn", "scipy", "matplotlib", "alembic", "jieba", "playwright",
        "docx", "lxml", "openpyxl", "pdfplumber", "pypdfium2", "markdown_it",
    }  # fmt: skip
    assert loaded & heavy == set()
    assert "fastapi" in loaded


def test_the_desk_needs_no_web_framework() -> None:
    assert (
        _loaded_by("bot.desk.desk", "bot.log.sql") & {"connectors", "fastapi", "starlette", "wechatpy"}
        == set()
    )


def test_the_standards_need_no_desk() -> None:
    assert _loaded_by("knowledge.library") & {"bot", "connectors", "fastapi", "sqlalchemy"} == set()


def _loaded_by(*names: str) -> set[str]:
    """Top names of the modules that a fresh interpreter holds after these imports."""
    script = f"import sys, {', '.join(names)}; print(*{{m.partition('.')[0] for m in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def _plain(requirement: str) -> str:
    """Its name as packages are compared: lower case, with hyphens."""
    name = requirement
    for mark in "[<>=!~; ":
        name = name.partition(mark)[0]
    return name.lower().replace("_", "-").replace(".", "-")
