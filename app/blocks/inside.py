"""What a composite's drawing shows of its inside, as data: its stages from input to output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.blocks.summary import Line, Value
from app.core.text import Text

StageKind: TypeAlias = Literal["expand", "depthwise", "squeeze", "project"]
"""How a stage is drawn; it says nothing of what is computed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One operation, drawn as tall as its tensor is wide.

    `width` is the parameter that holds the channels that leave it; without one they are those that
    enter. `window` and `activation` are the two lines below it. It is there where every parameter
    of `when` has one of its values.
    """

    kind: StageKind
    window: Line
    activation: Line
    width: str | None = None
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inside:
    """The stages of a composite, and in words what the drawing shows."""

    label: Text
    stages: tuple[Stage, ...]
