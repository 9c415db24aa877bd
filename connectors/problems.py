"""Errors as callers see them: RFC 9457 problem documents with a stable code and a remedy.

Problem
├── Unauthorised   401  unauthorised      no token or key, or one that is not valid
├── Forbidden      403  forbidden         the key has not that scope
├── NotFound       404  not_found
├── NotAllowed     409  not_allowed       the step does not follow from the present state
├── TooLarge       413  too_large
├── Invalid        422  invalid_request   a field is missing or wrong
├── Failed         500  internal_error    a fault of ours: the log has its traceback
├── Busy           503  busy              more messages under way than are admitted
└── Down           503  unavailable       the database does not take writes

What the framework refuses by itself has 400 invalid_request, 404 not_found, 405 method_not_allowed or else
http_error.
"""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from bot.log.turn import Conflict, Unavailable
from knowledge.errors import KnowledgeError


class Problem(Exception):
    """remedy: what the caller can do. facts: further fields of the document."""

    status = 500
    code = "problem"
    title = "Something went wrong"

    def __init__(self, detail: str, remedy: str = "", **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.facts = facts


class Unauthorised(Problem):
    status, code, title = 401, "unauthorised", "No valid token or key"


class Forbidden(Problem):
    status, code, title = 403, "forbidden", "The key does not allow this"


class NotFound(Problem):
    status, code, title = 404, "not_found", "Not found"


class NotAllowed(Problem):
    status, code, title = 409, "not_allowed", "The present state does not allow this"


class TooLarge(Problem):
    status, code, title = 413, "too_large", "The body is too large"


class Invalid(Problem):
    status, code, title = 422, "invalid_request", "The request is not valid"


class Failed(Problem):
    status, code, title = 500, "internal_error", "A fault of ours"


class Busy(Problem):
    status, code, title = 503, "busy", "Too many messages at once"


class Down(Problem):
    status, code, title = 503, "unavailable", "The database does not take writes"


_HEADERS = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": "5"}}


def document(problem: Problem) -> Response:
    body = {
        "type": f"urn:guanjia:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **({"remedy": problem.remedy} if problem.remedy else {}),
        **problem.facts,
    }
    headers = _HEADERS.get(problem.status)
    return Response(orjson.dumps(body), problem.status, headers, "application/problem+json")


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem document."""

    async def on_problem(_: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return document(error)

    async def on_invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        fields = [
            {"field": ".".join(str(part) for part in e["loc"]), "message": e["msg"]}
            for e in error.errors()[:20]
        ]
        return document(Invalid("one or more fields are missing or wrong", "see `errors`", errors=fields))

    async def on_http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, Problem):  # raised while FastAPI read the body, which makes it a 400
            return document(error.__cause__)
        problem = Problem(str(error.detail))
        problem.status, problem.title = error.status_code, str(error.detail)
        problem.code = {400: "invalid_request", 404: "not_found", 405: "method_not_allowed"}.get(
            error.status_code, "http_error"
        )
        response = document(problem)
        response.headers.update(error.headers or {})
        return response

    async def on_unknown_community(_: Request, error: Exception) -> Response:
        return document(Invalid(str(error), "use a community that is set up, e.g. yunxi"))

    async def on_down(_: Request, error: Exception) -> Response:
        return document(Down("the turn was not written", "send it again"))

    async def on_gone(_: Request, error: Exception) -> Response:
        return document(
            Invalid("the body broke off")
        )  # nobody is there to read it, and it is no fault of ours

    async def on_fault(_: Request, error: Exception) -> Response:
        return document(Failed("this could not be handled", "send it again; if it stays, tell us the time"))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(KnowledgeError, on_unknown_community)
    app.add_exception_handler(Unavailable, on_down)
    app.add_exception_handler(Conflict, on_down)
    app.add_exception_handler(ClientDisconnect, on_gone)
    app.add_exception_handler(Exception, on_fault)
