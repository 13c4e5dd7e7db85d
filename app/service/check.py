"""What running a board shows, as far as an answer tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core import codes
from app.core.diagnostic import Diagnostic, Severity
from app.core.shape import Shape
from app.engine import Measure, Totals, propagate
from app.graph import Board, read

MOST_DIAGNOSTICS = 500
"""An answer lists this many diagnostics at most; the last one then says how many it leaves out."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Shapes by node and port, (n, c, h, w) or (n, c); costs of the nodes that run, and their sums.

    A port of unknown shape is missing. `automatic` is what parameters come to that are left to
    their block. `sound` is whether nothing is wrong and nothing unreadable.
    """

    shapes: Mapping[str, Mapping[str, Shape]]
    measures: Mapping[str, Measure]
    automatic: Mapping[str, Mapping[str, int | bool]]
    totals: Totals
    diagnostics: Sequence[Diagnostic]
    sound: bool


def check(board: Board, most_new: int | None = None) -> Checked:
    """Run the graph on a board.

    Raises:
        TooMuchNew: More than `most_new` modules had to be built or run.
    """
    reading = read(board)
    found = propagate(reading.graph, most_new)
    sound = reading.sound and not any(
        each.code.severity is Severity.ERROR for each in found.diagnostics
    )
    trouble = (*reading.diagnostics, *found.diagnostics)
    blocks = {id: reading.graph.nodes[id].block for id in found.measures}
    automatic = {
        id: block.automatic(*(found.shapes[id][port.name] for port in block.info.inputs))
        for id, block in blocks.items()
        if not block.info.many
    }
    return Checked(found.shapes, found.measures, automatic, found.totals, trouble, sound)


def listed(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the diagnostics that an answer lists: all, or the first and how many more."""
    if len(found) <= MOST_DIAGNOSTICS:
        return found
    first = found[: MOST_DIAGNOSTICS - 1]
    return [*first, codes.NOT_LISTED.at(count=len(found) - len(first))]
