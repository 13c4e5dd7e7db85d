"""What lab files are made of: strict values, and texts in every language."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
LabText = TypedDict("LabText", {"zh-CN": Words, "en": Words})
"""A text of a lab: both languages, neither of them empty."""

Count = Annotated[int, Field(ge=1)]

Total = Annotated[int, Field(ge=0)]
"""A sum over a network: one of pools and activations learns nothing and multiplies nothing."""

Place: TypeAlias = tuple[int | str, ...]
"""Where in a file, key by key."""


class Strict(BaseModel):
    """Part of a lab file: nothing is converted, and nothing is there that is not known."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
