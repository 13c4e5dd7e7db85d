"""The screens that the product promises to work on."""

from typing import NamedTuple


class Size(NamedTuple):
    """A window's inside, in CSS pixels."""

    name: str
    width: int
    height: int
    touch: bool = False
    """Whether fingers are what it has."""


DESKTOP = Size("desktop", 1440, 900)
LAPTOP = Size("laptop", 1024, 768)
TABLET = Size("tablet", 820, 1180, touch=True)
PHONE = Size("phone", 390, 844, touch=True)
SIZES = (DESKTOP, LAPTOP, TABLET, PHONE)

PROJECTOR = Size("projector", 1920, 1080)
SMALL = Size("small projector", 1280, 720)
"""What a demo is shown on."""

AT_400_PERCENT = Size("laptop at 400%", 320, 225)
"""1280 × 900 px at 400 %."""
