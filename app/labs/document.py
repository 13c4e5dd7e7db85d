"""The product's own TOML files, read strictly."""

import json
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from app.core.errors import BadLab

T = TypeVar("T")


def read_document(path: Path, form: TypeAdapter[T]) -> T:
    """Return what is in a TOML file.

    Raises:
        BadLab: It is not TOML, or not of this form; the message names the file and the place.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        # Read as JSON, because there an array may be a tuple and strictness still holds.
        return form.validate_json(json.dumps(document))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadLab(f"{path.name}: {error}") from error
