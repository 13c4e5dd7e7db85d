"""A mistake, ready to be put into the network in front of a class."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from app.blocks import Block
from app.blocks.bneck import Nonlinearity
from app.graph.board import BoardEdge, BoardNode
from app.labs import LabText

B = TypeVar("B", bound=Block)

OTHER_NL: dict[Nonlinearity, Nonlinearity] = {"RE": "HS", "HS": "RE"}
"""The nonlinearity that one is taken for."""


class Slip(BaseModel):
    """One mistake, as a change of the board.

    From `step` on all that it takes is there. `nodes` take the place of those with their ids, or
    are new; wires with an id of `cut` go, and `edges` come. `node` is where it shows first; a
    `whole` one is one rule misread, all through the network.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    step: int
    node: str
    title: LabText
    nodes: tuple[BoardNode, ...]
    cut: tuple[str, ...] = ()
    edges: tuple[BoardEdge, ...] = ()
    whole: bool = False


def with_values(block: B, **values: object) -> B:
    """Return a block with other values, which are checked."""
    return type(block).model_validate({**block.model_dump(), **values})
