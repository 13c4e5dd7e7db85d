"""What the routes give: the JSON of design and documentation, made from the product's values."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NotRequired

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from app.blocks import BLOCKS, Block
from app.blocks.base import OUTPUT_LABELS, Category
from app.blocks.inside import Inside, StageKind
from app.blocks.summary import Line, Value
from app.core.diagnostic import Diagnostic, Severity
from app.core.shape import Notation, Shape
from app.core.text import Lang, negotiate
from app.engine import Totals
from app.labs import Lab, Mode
from app.service import Checked, listed

# pydantic reads TypedDicts of typing_extensions alone before Python 3.12.
Words = TypedDict("Words", {"zh-CN": str, "en": str})


class PortJson(TypedDict):
    """A port; `many` takes any number of wires, and their order matters."""

    name: str
    many: bool
    label: Words


class PortsJson(TypedDict):
    """A block's ports, in their order; with a `gate` one input weights the other."""

    inputs: list[PortJson]
    outputs: list[PortJson]
    gate: bool


class TheoryJson(TypedDict):
    """What a block computes and why it is there, for students; `source` is where it comes from."""

    text: Words
    source: str


class MarkJson(TypedDict):
    """A piece of a line on a block's card; `text` names parameters in braces.

    It is there where every parameter of `when` has one of its values, and none of `unless` has.
    """

    text: str
    when: Mapping[str, Sequence[Value]]
    unless: Mapping[str, Sequence[Value]]


class StageJson(TypedDict):
    """A stage of a composite's drawing; `kind` is how it is drawn.

    `width` is the parameter with the channels that leave it, null where it keeps them. The stage is
    there where every parameter of `when` has one of its values.
    """

    kind: StageKind
    width: str | None
    window: Sequence[MarkJson]
    activation: Sequence[MarkJson]
    when: Mapping[str, Sequence[Value]]


class InsideJson(TypedDict):
    """What a composite's drawing shows, in words and stage by stage."""

    label: Words
    stages: Sequence[StageJson]


class BlockJson(TypedDict):
    """A kind of block. `schema` is the JSON Schema of its parameters.

    A `composite` always unfolds into others. A convolution or a linear layer does where it holds a
    norm or an activation. `summary` is what its card says, in lines of pieces; `shortcut` names the
    switch that the card draws as an arch; `inside` is what a composite's drawing shows;
    `pieces` are names of what it unfolds into: the piece `se` of `b3` has the id `b3.se`.
    """

    type: str
    label: Words
    category: Category
    composite: bool
    ports: PortsJson
    schema: dict[str, Any]
    summary: Sequence[Sequence[MarkJson]]
    shortcut: str | None
    inside: InsideJson | None
    pieces: Mapping[str, Words]
    theory: TheoryJson


class DiagnosticJson(TypedDict):
    """Something wrong with the graph itself, located; the one at fault comes first."""

    code: str
    name: str
    severity: Severity
    nodes: Sequence[str]
    edges: Sequence[str]
    parameter: str | None
    port: str | None
    message: str
    help: str


class CostJson(TypedDict):
    """Learned parameters, and multiply-adds of convolutions and linear layers for one picture."""

    n_params: int
    madds: int


class NodeJson(CostJson):
    """What a node costs, and what the parameters come to that are left to its block."""

    automatic: Mapping[str, int | bool]


class TotalsJson(CostJson):
    """Sums over the nodes that run; no `output_shape` where there is not one known output."""

    output_shape: Shape | None


class CheckJson(TypedDict):
    """Shapes by node and port, (n, c, h, w) or (n, c); a port of unknown shape is missing."""

    shapes: Mapping[str, Mapping[str, Shape]]
    nodes: dict[str, NodeJson]
    totals: TotalsJson
    diagnostics: list[DiagnosticJson]


class LabCard(TypedDict):
    """A lab in the list."""

    slug: str
    title: Words
    summary: Words
    modes: Sequence[Mode]
    n_steps: int


class LinkJson(TypedDict):
    """An instructor's link: its token, and the page's address on this server."""

    token: str
    path: str


class ModuleJson(TypedDict):
    """A network as Python; `lines` are each node's ranges of lines, first and last, from 1."""

    code: str
    lines: Mapping[str, Sequence[tuple[int, int]]]


class FlawJson(TypedDict):
    """One place of a request that cannot be read: its JSON pointer (RFC 6901) and why."""

    pointer: str
    detail: str


class ProblemJson(TypedDict):
    """Why a request failed (RFC 9457). `errors` names the first places that cannot be read."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: NotRequired[list[FlawJson]]


def language(request: Request) -> Lang:
    """Return the language that the request asks for."""
    return negotiate(request.headers.get("accept-language"))


def json(content: object, lang: Lang | None = None, vary: str = "") -> Response:
    """Return the answer as JSON.

    `lang` is the language that it was negotiated to be in, `vary` another header that it depends
    on.
    """
    headers = {"Cache-Control": "no-store"}
    if lang:
        headers |= {"Content-Language": lang}
    if vary := ", ".join(filter(None, (vary, "Accept-Language" if lang else ""))):
        headers |= {"Vary": vary}
    # Only models leave out what they do not have; `null` in a node's own data stays.
    return Response(to_json(content, exclude_none=True), 200, headers, "application/json")


def python(code: str) -> Response:
    """Return the answer as a Python module."""
    return Response(code, 200, {"Cache-Control": "no-store", "Vary": "Accept"}, "text/x-python")


@cache
def blocks() -> Sequence[BlockJson]:
    """Return the catalogue of blocks, in the order of the palette."""
    return tuple(_block(block) for block in BLOCKS)


def _block(block: type[Block]) -> BlockJson:
    info = block.info
    return {
        "type": info.type,
        "label": {**info.label},
        "category": info.category,
        "composite": info.category == "composite",
        "ports": {
            "inputs": [
                {"name": port.name, "many": port.many, "label": {**port.label}}
                for port in info.inputs
            ],
            "outputs": [
                {"name": name, "many": True, "label": {**OUTPUT_LABELS[name]}}
                for name in info.outputs
            ],
            "gate": info.gate,
        },
        "schema": block.model_json_schema(),
        "summary": [_marks(line) for line in info.summary],
        "shortcut": info.shortcut,
        "inside": _inside(info.inside) if info.inside else None,
        "pieces": {name: {**label} for name, label in info.pieces.items()},
        "theory": {"text": {**info.theory}, "source": info.source},
    }


def _marks(line: Line) -> list[MarkJson]:
    return [{"text": mark.text, "when": mark.when, "unless": mark.unless} for mark in line]


def _inside(inside: Inside) -> InsideJson:
    return {
        "label": {**inside.label},
        "stages": [
            {
                "kind": stage.kind,
                "width": stage.width,
                "window": _marks(stage.window),
                "activation": _marks(stage.activation),
                "when": stage.when,
            }
            for stage in inside.stages
        ],
    }


def lab_cards(labs: Iterable[Lab]) -> list[LabCard]:
    """Return the labs as the list shows them."""
    return [
        {
            "slug": lab.slug,
            "title": {**lab.title},
            "summary": {**lab.summary},
            "modes": lab.modes,
            "n_steps": len(lab.steps),
        }
        for lab in labs
    ]


def check(checked: Checked, lang: Lang, notation: Notation = "NCHW") -> CheckJson:
    """Return what running the graph shows."""
    return {
        "shapes": checked.shapes,
        "nodes": {
            id: {
                "n_params": found.n_params,
                "madds": found.madds,
                "automatic": checked.automatic.get(id, {}),
            }
            for id, found in checked.measures.items()
        },
        "totals": totals(checked.totals),
        "diagnostics": diagnostics(checked.diagnostics, lang, notation),
    }


def totals(sums: Totals) -> TotalsJson:
    """Return the sums over a graph."""
    return {
        "n_params": sums.n_params,
        "madds": sums.madds,
        "output_shape": sums.output_shape,
    }


def diagnostics(
    found: Sequence[Diagnostic], lang: Lang, notation: Notation = "NCHW"
) -> list[DiagnosticJson]:
    """Return the diagnostics in words."""
    return [
        {
            "code": each.code.id,
            "name": each.code.name,
            "severity": each.code.severity,
            "nodes": each.nodes,
            "edges": each.edges,
            "parameter": each.parameter,
            "port": each.port,
            "message": each.message(lang, notation),
            "help": each.help(lang, notation),
        }
        for each in listed(found)
    ]
