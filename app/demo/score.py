"""A lab's construction as a score: moment after moment, what is placed, wired, said and asked.

It holds the reference, so it is for instructors alone. Pure: the same lab, the same score.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from app.core.shape import Shape
from app.core.text import text
from app.demo.inside import INSIDE, PieceWords
from app.demo.slip import Slip
from app.demo.slips import slips
from app.demo.throughout import throughout
from app.engine import propagate
from app.graph import Board, Graph
from app.labs import Lab, StepView, TableView, step_view, table_view
from app.labs.values import LabText

Kind: TypeAlias = Literal["open", "say", "place", "wire", "ask", "show", "end"]
"""What happens at a moment.

`open`: what the lab is about, and what is on the board from the start. `say`: what the step is
about. `place`: a node arrives. `wire`: a wire is drawn. `ask`: the class predicts the shape that
leaves the step, before any wire carries it.
`show`: that shape, and the step's row of the table. `end`: the whole network.
"""


SOUND = text(
    "先看这个网络没有错的时候是怎样搭起来的：每一步的形状、参数量和激活函数，找错时都拿来对照。",
    "First, how this network is built where nothing is wrong: shapes, costs and activations of "
    "every step are what a search for faults compares with.",
)
"""What the demo of a find-the-fault lab begins with."""


class Moment(BaseModel):
    """One moment; `step` is None at both ends, `node` and `edge` are what arrives."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    step: int | None = None
    node: str | None = None
    edge: str | None = None


class Score(BaseModel):
    """All that a demo plays from.

    `opening` is said before the first step, `closing` after the last, where the lab has one.
    `board` is the reference: at each moment those of its nodes and wires are on the canvas that
    have arrived, beside `given`, the nodes that are there from the start. `table` has rows for
    steps of this lab, or is None. `inside` says of every block that unfolds what each of its pieces
    is for.
    """

    model_config = ConfigDict(frozen=True)

    opening: LabText
    closing: LabText | None
    board: Board
    given: tuple[str, ...]
    moments: tuple[Moment, ...]
    steps: tuple[StepView, ...]
    table: TableView | None
    slips: tuple[Slip, ...]
    inside: Mapping[str, Mapping[str, PieceWords]]


def score(lab: Lab) -> Score:
    """Return the score of a lab's construction."""
    graph = lab.reference.graph
    given = tuple(id for id in graph.order if id not in lab.reference.steps)
    return Score(
        # Nobody is told of faults that are not on the board.
        opening=SOUND if lab.faults else lab.summary,
        closing=lab.closing,
        board=lab.reference.board,
        given=given,
        moments=tuple(_moments(lab, given)),
        steps=tuple(map(step_view, lab.steps)),
        table=_table(lab),
        slips=(*slips(lab), *throughout(lab)),
        inside=INSIDE,
    )


def _table(lab: Lab) -> TableView | None:
    """Return the lab's table where its rows are steps of the lab, not of another network."""
    table = table_view(lab.given.table, lab) if lab.given.table else None
    return table if table and table.own else None


def _moments(lab: Lab, given: tuple[str, ...]) -> Iterator[Moment]:
    graph, steps = lab.reference.graph, lab.reference.steps
    placed = set(given)
    yield Moment(kind="open")
    for step in lab.steps:
        yield Moment(kind="say", step=step.number)
        own = [id for id in graph.order if steps.get(id) == step.number]
        asked = step.input_shape == step.output_shape
        answers = set() if asked else _answers(graph, own, step.output_shape)
        for node in own:
            placed.add(node)
            yield Moment(kind="place", step=step.number, node=node)
            for edge in _wires(graph, node, placed):
                if edge in answers and not asked:
                    yield Moment(kind="ask", step=step.number)
                    asked = True
                yield Moment(kind="wire", step=step.number, edge=edge)
        if not asked:
            yield Moment(kind="ask", step=step.number)
        yield Moment(kind="show", step=step.number)
    yield Moment(kind="end")


def _answers(graph: Graph, own: list[str], shape: Shape) -> set[str]:
    """Return the wires from a step's own nodes on which its answer would be read."""
    shapes = propagate(graph).shapes
    return {
        edge.id for id in own for edge in graph.outgoing[id] if shapes[id].get(edge.out) == shape
    }


def _wires(graph: Graph, node: str, placed: set[str]) -> Iterator[str]:
    """Yield the wires between a node and those that are there already, the ones into it first."""
    for edge in graph.incoming[node]:
        if edge.source in placed:
            yield edge.id
    for edge in graph.outgoing[node]:
        if edge.target in placed:
            yield edge.id
