"""Board to graph, node by node: one bad parameter is one diagnostic at its node and parameter."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.base import IN, OUT
from app.core import codes
from app.core.diagnostic import Diagnostic, Severity
from app.core.text import Text, text
from app.graph.board import Board, BoardEdge, BoardNode
from app.graph.model import Edge, Graph, Node
from app.graph.wiring import wiring

OWN_KEYS = frozenset({"label", "ports"})
"""What `data` may hold besides the block's parameters: names for the node, and for its inputs."""

LONGEST_NAME = 80
"""Most signs of a name that messages carry."""

REMEMBERED = 16_384
"""So many blocks of different values are known again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The graph on a board, and what is wrong with its wiring and parameters."""

    graph: Graph
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what is merely not there yet does not count."""
        return not self.graph.broken and all(
            diagnostic.code.severity is not Severity.ERROR for diagnostic in self.diagnostics
        )


def read(board: Board) -> Reading:
    """Return the graph on the board and the diagnostics of its wiring and parameters."""
    placed = board.blocks
    diagnostics = [
        *_duplicates(placed),
        *_duplicate_edges(board.edges),
    ]
    nodes: dict[str, Node] = {}
    broken: dict[str, type[Block] | None] = {}
    names: dict[str, str] = {}
    for item in placed:
        if item.id in nodes or item.id in broken:
            continue
        block, problems = _block(item)
        diagnostics += problems
        if block is None:
            broken[item.id] = BLOCK_OF_TYPE.get(item.type)
            if name := label_of(item):
                names[item.id] = name
        else:
            one = _known(block)
            nodes[item.id] = Node(item.id, one, label_of(item), ports_of(item, one))
    edges, dangling = _edges(board, nodes, broken)
    diagnostics += dangling
    graph = Graph(nodes, edges, broken, names)
    diagnostics += wiring(graph)
    return Reading(graph, tuple(diagnostics))


@lru_cache(maxsize=REMEMBERED)
def _known(block: Block) -> Block:
    """Return the first of equal blocks: whoever remembers blocks then finds it by identity."""
    return block


def label_of(node: BoardNode) -> str | None:
    """Return the student's name for a node, shortened to what messages can carry."""
    label = node.data.get("label")
    return label.strip()[:LONGEST_NAME] or None if isinstance(label, str) else None


def ports_of(node: BoardNode, block: Block) -> Mapping[str, str]:
    """Return what the question calls the block's inputs, shortened likewise."""
    given = node.data.get("ports")
    if not isinstance(given, dict):
        return {}
    own = {port.name: given.get(port.name) for port in block.info.inputs}
    return {port: name[:LONGEST_NAME] for port, name in own.items() if isinstance(name, str)}


def _duplicates(placed: list[BoardNode]) -> Iterator[Diagnostic]:
    for id, count in Counter(node.id for node in placed).items():
        if count > 1:
            yield codes.DUPLICATE_ID.at(id, id=id, count=count)


def _duplicate_edges(wires: list[BoardEdge]) -> Iterator[Diagnostic]:
    for id, count in Counter(wire.id for wire in wires).items():
        if count > 1:
            yield codes.DUPLICATE_EDGE_ID.at(edges=(id,), id=id, count=count)


def _block(item: BoardNode) -> tuple[Block | None, list[Diagnostic]]:
    """Return the node's block, or None, and what is wrong with its parameters."""
    name = label_of(item) or item.id
    declared = BLOCK_OF_TYPE.get(item.type)
    if declared is None:
        near = get_close_matches(item.type, BLOCK_OF_TYPE, n=1)
        hint = (
            text(f"你是指“{near[0]}”吗？", f" Did you mean “{near[0]}”?") if near else text("", "")
        )
        unknown = codes.UNKNOWN_BLOCK.at(item.id, type=item.type[:80], suggestion=hint)
        return None, [unknown]
    parameters = {key: value for key, value in item.data.items() if key not in OWN_KEYS}
    try:
        block = declared.model_validate(parameters)
    except ValidationError as error:
        return None, list(_parameter_problems(item.id, name, declared, error))
    lacking = [
        problem.at(item.id, node=name, parameter=declared.label_of(problem.parameter or ""))
        for problem in block.incomplete()
    ]
    return (None if lacking else block), lacking


def _parameter_problems(
    id: str, name: str, declared: type[Block], error: ValidationError
) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each parameter at fault."""
    flaws: dict[str, list[ErrorDetails]] = {}
    for flaw in error.errors(include_url=False):
        flaws.setdefault(str(flaw["loc"][0])[:80], []).append(flaw)
    for parameter, own in flaws.items():
        if own[0]["type"] == "missing":
            problem = codes.MISSING_PARAMETER.problem(parameter)
        elif own[0]["type"] == "extra_forbidden":
            known = ", ".join(declared.model_fields) or "-"
            problem = codes.UNKNOWN_PARAMETER.problem(parameter, parameters=known)
        else:
            problem = codes.BAD_PARAMETER.problem(
                parameter, value=_printed(own[0]), rule=_rule(own)
            )
        yield problem.at(id, node=name, parameter=declared.label_of(parameter))


def _printed(flaw: ErrorDetails) -> str:
    shown = repr(flaw["input"])
    return shown if len(shown) <= 40 else shown[:37] + "..."


def _rule(flaws: list[ErrorDetails]) -> Text:
    """Return the rule a value broke, in words.

    A parameter that takes either a word or a number has a flaw for each; a number that is out of
    bounds is told its bound, anything else what there is to choose from.
    """
    flaw = flaws[-1]
    context = flaw.get("ctx", {})
    match flaw["type"]:
        case "greater_than_equal":
            return text(f"最小是 {context['ge']}。", f"The least is {context['ge']}.")
        case "less_than_equal":
            return text(f"最大是 {context['le']}。", f"The most is {context['le']}.")
        case "less_than":
            return text(f"必须小于 {context['lt']}。", f"It must be less than {context['lt']}.")
        case "literal_error":
            words = re.findall(r"'(.+?)'", context["expected"])
            return text(f"可选：{'、'.join(words)}。", f"One of: {', '.join(words)}.")
        case _ if flaws[0]["type"] == "literal_error":
            words = re.findall(r"'(.+?)'", flaws[0]["ctx"]["expected"])
            return text(
                f"可填整数或 {'、'.join(words)}。", f"A whole number, or {', '.join(words)}."
            )
        case "int_type" | "int_from_float" | "int_parsing" | "int_parsing_size":
            return text("请填一个整数。", "It must be a whole number.")
        case "float_type" | "finite_number":
            return text("请填一个数。", "It must be a number.")
        case "bool_type":
            return text("请选是或否。", "It must be true or false.")
        case _:
            return text("请换一个值。", "Choose another value.")


def _edges(
    board: Board, nodes: dict[str, Node], broken: Container[str]
) -> tuple[tuple[Edge, ...], list[Diagnostic]]:
    """Return the wires between existing ports, and what is wrong with the others."""
    edges: list[Edge] = []
    diagnostics: list[Diagnostic] = []
    for wire in board.edges:
        missing = [id for id in (wire.source, wire.target) if id not in nodes and id not in broken]
        if missing:
            ends = [id for id in (wire.source, wire.target) if id not in missing]
            diagnostics.append(codes.DANGLING_EDGE.at(*ends, edges=(wire.id,), id=missing[0]))
            continue
        source, target = nodes.get(wire.source), nodes.get(wire.target)
        inputs = [port.name for port in target.block.info.inputs] if target else [IN.name]
        outputs = source.block.info.outputs if source else [OUT]
        port, wrong = _port(wire.id, wire.targetHandle, target, inputs)
        out, wrong_out = _port(wire.id, wire.sourceHandle, source, outputs)
        if wrong or wrong_out:
            diagnostics += [flaw for flaw in (wrong or wrong_out,) if flaw]
        else:
            edges.append(Edge(wire.id, wire.source, wire.target, port, out))
    return _without_repetitions(edges), diagnostics


def _without_repetitions(edges: list[Edge]) -> tuple[Edge, ...]:
    """Return the edges without exact repetitions of one wire, which its double id is told for."""
    return tuple(dict.fromkeys(edges))


def _port(
    edge: str, handle: str | None, node: Node | None, names: Sequence[str]
) -> tuple[str, Diagnostic | None]:
    """Return the port at one end of a wire, among those with `names`; an only one needs no name.

    Where the node cannot be read, whatever the wire says is believed.
    """
    if node is None:
        return handle or names[0], None
    if handle and handle in names:
        return handle, None
    if not handle and len(names) == 1:
        return names[0], None
    if not handle and names:
        unsaid = codes.PORT_NOT_SAID.at(
            node.id, edges=(edge,), node=node.name, ports=", ".join(names)
        )
        return "", unsaid
    return "", codes.UNKNOWN_PORT.at(
        node.id,
        edges=(edge,),
        node=node.name,
        port=(handle or "in")[:80],
        ports=", ".join(names) or "-",
    )
