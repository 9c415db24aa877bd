"""What the source files import, read from their syntax: nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("knowledge", "bot", "connectors", "evals", "tests")


@dataclass(frozen=True, slots=True)
class Import:
    """module: who imports. name: the module that is imported, with the name taken from it if that is a module too.
    late: inside a function, or only for the type checker: not run when the module is loaded."""

    module: str
    file: str
    line: int
    name: str
    late: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Dotted name -> file of every module of the house."""
    found = {}
    for top in TOPS:
        for path in sorted((root / top).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(known: Mapping[str, Path], root: Path = ROOT) -> list[Import]:
    """Every import of these modules."""
    found = []
    for module, path in known.items():
        file = str(path.relative_to(root))
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node, late in _statements(ast.parse(path.read_text(), file), False):
            for name in _names(node, package, known):
                found.append(Import(module, file, node.lineno, name, late))
    return found


def cycles(known: Mapping[str, Path], all_imports: list[Import]) -> list[list[str]]:
    """Groups of modules that import each other when they are loaded, in one top package."""
    edges: dict[str, set[str]] = {module: set() for module in known}
    for i in all_imports:
        if not i.late and i.name in known and i.name != i.module and i.top == i.module.partition(".")[0]:
            edges[i.module].add(i.name)
    return [sorted(group) for group in _strongly_connected(edges) if len(group) > 1]


def _statements(tree: ast.AST, late: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, late
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _types_only(node)
            yield from _statements(node, late or inside)


def _types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _names(node: ast.Import | ast.ImportFrom, package: str, known: Mapping[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*above, base]).strip(".")
    for alias in node.names:
        full = f"{base}.{alias.name}"
        yield full if full in known else base


def _strongly_connected(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Tarjan's algorithm (SIAM J. Comput. 1(2), 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in edges[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group: list[str] = []
            while not group or group[-1] != node:
                group.append(stack.pop())
            groups.append(group)

    for node in edges:
        if node not in index:
            visit(node)
    return groups
