"""What a block's card says of its parameters, as data: two lines at most, in Table 1's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a line; the pieces of one line are joined by dots.

    `text` names parameters in braces, which stand for their values as people spell them. The mark
    is there where every parameter of `when` has one of its values, and none of `unless` has.
    """

    text: str
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


Line: TypeAlias = tuple[Mark, ...]

KERNEL = "{kernel_size}×{kernel_size}"

STRIDE = Mark("s{stride}", unless={"stride": (1, None)})
NORM_AND_ACTIVATION: Line = (
    Mark("BN", when={"norm": ("batch",)}),
    Mark("{activation}", unless={"activation": ("none",)}),
)
