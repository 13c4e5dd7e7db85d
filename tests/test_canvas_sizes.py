"""Boards that Python lays out stand on the editor's canvas: both sides must hold the same sizes."""

import re
from pathlib import Path

import pytest

from app.graph import unfold
from app.reference import boards

GEOMETRY = Path(__file__).parent.parent / "static" / "src" / "graph" / "geometry.ts"


def canvas(name: str) -> int:
    """A size of the editor's canvas, in pixels at zoom 1."""
    found = re.search(rf"^export const {name} = (\d+);$", GEOMETRY.read_text(), re.MULTILINE)
    assert found, f"{GEOMETRY.name} exports no number {name}"
    return int(found[1])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (unfold.PIECE_WIDTH, ("NODE_WIDTH",)),
        (unfold.PIECE_HEIGHT, ("NODE_HEIGHT",)),
        (unfold.PITCH_Y, ("NODE_HEIGHT", "GAP_Y")),
        (unfold.MARGIN, ("FRAME_PADDING",)),
        (unfold.TITLE, ("FRAME_TITLE",)),
        (boards.COLUMN_PX, ("NODE_WIDTH", "GAP_X")),
        (boards.ROW_PX, ("NODE_HEIGHT", "GAP_Y")),
    ],
)
def test_sizes_are_the_editors(ours: int, theirs: tuple[str, ...]) -> None:
    assert ours == sum(canvas(name) for name in theirs)
