"""The API's description: FastAPI's, and the bodies that the routes parse by hand.

`python -m app.web.openapi` prints it; the front-end's types are generated from that.
"""

import json
import sys
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from app.web.bodies import ExpandBody, ExportBody, GraphBody, HintBody

REF = "#/components/schemas/{model}"


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the application's OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        bodies = [(body, "validation") for body in (GraphBody, HintBody, ExpandBody, ExportBody)]
        _, schemas = models_json_schema(bodies, ref_template=REF)  # type: ignore[arg-type]
        document["components"]["schemas"] |= schemas["$defs"]
        app.openapi_schema = document
    return app.openapi_schema


def main() -> None:
    """Print the description as JSON."""
    from app.web.application import build

    json.dump(build().openapi(), sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
