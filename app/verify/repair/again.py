"""What blocks have inside, drawn behind them as well: left over from the start if it is a habit."""

from collections.abc import Set

from app.verify.repair.drawing import Drawing
from app.verify.repair.found import FEWEST


def drawn_again(drawing: Drawing) -> Set[str]:
    """Return the norms and activations that the blocks before them have, where that is a habit."""
    return drawing.repeated if len(drawing.repeated) >= FEWEST else frozenset()
