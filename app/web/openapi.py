"""The API's description: FastAPI's own, and what the routes parse and word by hand."""

from http import HTTPStatus
from typing import Any, TypeAlias

from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter

from app.web.answers import ProblemJson
from app.web.bodies import (
    ANSWER,
    ASK,
    DRAFT,
    EXPAND,
    EXPORT,
    GRAPH,
    HAND_IN,
    HINT,
    PREDICT,
    TERMS,
    VERIFY,
)
from app.web.drafts import EventJson
from app.web.problems import MEDIA_TYPE

Responses: TypeAlias = dict[int | str, dict[str, Any]]

SCHEMAS = "#/components/schemas/"
BY_HAND: tuple[TypeAdapter[Any], ...] = (
    ASK,
    VERIFY,
    HINT,
    HAND_IN,
    EXPAND,
    EXPORT,
    TERMS,
    DRAFT,
    GRAPH,
    ANSWER,
    PREDICT,
    TypeAdapter(EventJson),
    TypeAdapter(ProblemJson),
)


def takes(body: type[BaseModel]) -> dict[str, Any]:
    """Describe a body that the route parses by hand."""
    content = {"application/json": {"schema": {"$ref": f"{SCHEMAS}{body.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


def fails(*statuses: HTTPStatus) -> Responses:
    """Describe the ways in which a route may fail."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}ProblemJson"}}}
    return {status.value: {"description": status.phrase, "content": content} for status in statuses}


FORBIDDEN = fails(HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""Of calls that look for the instructor's key: it is not there, or too many wrong ones were."""

NOT_FOUND = fails(HTTPStatus.NOT_FOUND)
NOT_YET = fails(HTTPStatus.CONFLICT)
LATER = fails(HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
PYTHON_OR_JSON: Responses = {200: {"content": {"text/x-python": {"schema": {"type": "string"}}}}}
UNREADABLE = fails(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the application's OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        _, schemas = TypeAdapter.json_schemas(
            [(index, "validation", adapter) for index, adapter in enumerate(BY_HAND)],
            ref_template=f"{SCHEMAS}{{model}}",
        )
        document["components"]["schemas"] |= schemas["$defs"]
        _forget_default_error(document)
        app.openapi_schema = document
    return app.openapi_schema


def _forget_default_error(document: dict[str, Any]) -> None:
    """Take out FastAPI's own 422: paths and queries are plain strings, which nothing refuses."""
    for methods in document["paths"].values():
        for call in methods.values():
            if "application/json" in call["responses"].get("422", {}).get("content", {}):
                del call["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
