"""Every address that the app has, found in its routes and its OpenAPI document: a new one is tried without being named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

Schema = Mapping[str, Any]
_NAMED: dict[str, Any] = {
    "community": "yunxi", "text": "3号楼2单元1201厨房漏水,明天下午三点到五点来修", "query": "物业费怎么收",
    "contact": "13800001111", "caller": "13800001111", "phone": "13800001111", "owner_token": None,
    "attachments": [], "number": "GD100001", "after": "", "cursor": None, "limit": 5, "limits": 5,
}  # fmt: skip
"""Values that get past the first check, by the contract's field names."""
A_TIME = "2026-11-23T10:00:00+08:00"
UNIQUE = "unique-id"
"""Stands in a body for an id that no other request has."""


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """template: its path with {parameters}. query: names of its query parameters. body: a JSON value that is
    valid as far as the schema tells, None where it takes none. required: names of the body's required fields.
    form: whether it takes multipart instead."""

    method: str
    template: str
    query: tuple[str, ...] = ()
    body: Any = None
    required: tuple[str, ...] = ()
    form: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def endpoints(app: FastAPI) -> list[Endpoint]:
    """All of HTTP: documented ones with their parameters, the others by path and method."""
    document = app.openapi()
    found = {(e.method, e.template): e for e in _documented(document)}
    for path, methods in _routed(app.routes):
        for method in sorted(methods):
            found.setdefault((method, path), Endpoint(method, path))
    return [found[key] for key in sorted(found)]


def sockets(app: FastAPI) -> list[str]:
    """Paths of all WebSockets."""
    return sorted({path for path, methods in _routed(app.routes) if not methods})


def _routed(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """(path, methods) of each route; a WebSocket and a mounted app's root have no methods."""
    for route in routes:
        if hasattr(route, "effective_route_contexts"):  # FastAPI keeps an included router as one route
            for context in route.effective_route_contexts():
                yield prefix + (context.path or context.original_route.path), set(context.methods or ())
        elif hasattr(route, "routes") and route.routes:
            yield from _routed(route.routes, prefix + route.path)
        elif hasattr(route, "path"):
            methods = set(getattr(route, "methods", None) or ())
            mounted = not methods and "WebSocket" not in type(route).__name__
            yield prefix + route.path, {"GET"} if mounted else methods


def _documented(document: Schema) -> Iterator[Endpoint]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            query = tuple(p["name"] for p in operation.get("parameters", ()) if p["in"] == "query")
            content = operation.get("requestBody", {}).get("content", {})
            schema = resolved(content.get("application/json", {}).get("schema", {}), document)
            yield Endpoint(
                method.upper(), path, query,
                example(schema, document) if schema else None,
                tuple(schema.get("required", ())),
                "multipart/form-data" in content,
            )  # fmt: skip


def resolved(schema: Schema, document: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def example(schema: Schema, document: Schema, name: str = "") -> Any:
    """A value of the schema, every property filled in."""
    schema = resolved(schema, document)
    if name in _NAMED:
        return _NAMED[name]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return example(schema[union][0], document, name)
    if "allOf" in schema:
        return example(schema["allOf"][0], document, name)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "object":
            return {key: example(value, document, key) for key, value in schema.get("properties", {}).items()}
        case "array":
            return [example(schema.get("items", {}), document)]
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case _:
            return _text(schema, name)


def _text(schema: Schema, name: str) -> str:
    if schema.get("format") == "date-time":
        return A_TIME
    if name.endswith("id"):
        return UNIQUE
    return "3" if schema.get("maxLength", 100) < 30 else "水管漏水"
