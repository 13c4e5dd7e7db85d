"""The small picture whose numbers run through a block lab's board.

The SE lab has the lab text's example: four channels of 2×2, 0.2 in the first one's corner. The
other block labs have a larger one, because their kernels need neighbours.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.engine import Picture

FOUR_OF_TWO: Picture = (
    ((0.2, 0.4), (0.1, 0.5)),
    ((0.9, 0.3), (0.6, 0.2)),
    ((0.1, 0.1), (0.7, 0.3)),
    ((0.8, 0.6), (0.4, 0.6)),
)

FOUR_OF_FOUR: Picture = (
    ((0.2, 0.4, 0.0, 0.1), (0.1, 0.5, 0.0, 0.2), (0.0, 0.1, 0.3, 0.0), (0.0, 0.0, 0.2, 0.4)),
    ((0.9, 0.3, 0.1, 0.0), (0.6, 0.2, 0.0, 0.1), (0.1, 0.0, 0.5, 0.3), (0.0, 0.2, 0.4, 0.8)),
    ((0.1, 0.1, 0.6, 0.2), (0.7, 0.3, 0.1, 0.0), (0.2, 0.0, 0.1, 0.5), (0.4, 0.1, 0.0, 0.3)),
    ((0.8, 0.6, 0.2, 0.3), (0.4, 0.6, 0.1, 0.0), (0.3, 0.1, 0.7, 0.2), (0.0, 0.5, 0.2, 0.6)),
)

PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        "se-module": FOUR_OF_TWO,
        "inverted-residual-v2": FOUR_OF_FOUR,
        "bneck-v3": FOUR_OF_FOUR,
        "inception-block": FOUR_OF_FOUR,
        "dense-block": FOUR_OF_FOUR,
        "shufflenet-v2-unit": FOUR_OF_FOUR,
    }
)
"""By lab: those that are about one block."""


def picture_of(lab: str) -> Picture | None:
    """Return the picture of a lab, where it has one."""
    return PICTURES.get(lab)
