"""A graph to one Python module that needs torch alone.

The network's class has a submodule for each node, named as the engine's assembled module names it,
and the classes it is made of name theirs after a composite's pieces. So both have the same
`state_dict` keys: weights of one load into the other, and then both compute the same.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from keyword import kwlist
from unicodedata import category

from app.blocks import Input
from app.blocks.base import OUT
from app.core.shape import show
from app.engine import Propagation, module_names, run_through
from app.export.classes import SOURCES, definitions
from app.export.spell import Join, constructor, join
from app.export.statements import assignment
from app.graph.model import Graph

MAX_NAME = 40
"""How much is kept of the network's name, and of a label, in characters."""

BODY = 8
"""Columns in which a method's statements begin."""

Lines = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PythonModule:
    """Source text, and where each node is in it.

    `lines` maps a node's id to its ranges of line numbers, first and last, counted from 1: where
    its submodule is made and where it is called.
    """

    code: str
    lines: Mapping[str, Lines]


@dataclass(frozen=True, slots=True)
class _Statement:
    """Lines of a method, and the node they stand for."""

    lines: Sequence[str]
    node: str | None = None


def pytorch(graph: Graph, name: str | None = None) -> PythonModule:
    """Return the graph as a readable Python module.

    Args:
        graph: The graph, which runs.
        name: What to call the network; words that no Python name can hold are left out.

    Raises:
        NotRunnable: The graph does not run as a whole.
    """
    propagation = run_through(graph)
    order = _depth_first(graph)
    init, used = _init(graph, order, propagation)
    title = printable(name or "")[:MAX_NAME].strip()
    statements = [
        *_head(title),
        *(_text(f"\n\n{source.rstrip()}") for source in definitions(used)),
        *_class_head(_class_name(title), order, propagation),
        *init,
        *_forward(graph, order, propagation),
        *_main(_class_name(title), propagation.measures[order[0]].shape),
    ]
    return _numbered(statements)


def printable(text: str) -> str:
    """Return the text on one line, without control, format and other characters nobody sees."""
    shown = (" " if category(char)[0] == "Z" else char for char in text)
    return " ".join("".join(char for char in shown if category(char)[0] != "C").split())


def _depth_first(graph: Graph) -> list[str]:
    """Return all ids in topological order, one branch after the other, the input first."""
    waiting = {id: len(graph.incoming[id]) for id in graph.nodes}
    ready = [id for id, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        order.append(ready.pop())
        for edge in reversed(graph.outgoing[order[-1]]):
            waiting[edge.target] -= 1
            if waiting[edge.target] == 0:
                ready.append(edge.target)
    return order


def _init(
    graph: Graph, order: Sequence[str], propagation: Propagation
) -> tuple[list[_Statement], set[str]]:
    """Return the statements that make the submodules, and which classes they use."""
    names = module_names(graph)
    statements: list[_Statement] = []
    used: set[str] = set()
    for id in order:
        node = graph.nodes[id]
        if isinstance(node.block, Input | Join):
            continue
        shapes = tuple(propagation.shapes[e.source][e.out] for e in graph.incoming[id])
        call = constructor(node.block, shapes)
        if isinstance(call.func, ast.Name):
            used.add(call.func.id)
        target = ast.Attribute(ast.Name("self"), names[id])
        label = printable(node.label or "")[:MAX_NAME]
        # A label that no name can hold is told beside it.
        comment = "" if label.isascii() else repr(label)
        statements.append(_Statement(assignment(target, call, BODY, comment), id))
    return statements, used & SOURCES.keys()


def _forward(graph: Graph, order: Sequence[str], propagation: Propagation) -> list[_Statement]:
    """Return the statements of `forward`, each with the shape it gives."""
    names = module_names(graph)
    variables = _variables(graph, order, names)
    first, *rest = order
    shape = propagation.measures[first].shape
    head = f"    def forward(self, {variables[first, OUT]}: Tensor) -> Tensor:  # {show(shape)}"
    statements = [_text(""), _Statement([head], first)]
    for id in rest:
        block = graph.nodes[id].block
        sources = [(edge.source, edge.out) for edge in graph.incoming[id]]
        taken = [variables[source] for source in sources]
        if isinstance(block, Join):
            shapes = [propagation.shapes[source][out] for source, out in sources]
            value = join(block, shapes, taken)
        else:
            called = ast.Attribute(ast.Name("self"), names[id])
            value = ast.Call(called, [ast.Name(variable) for variable in taken], [])
        comment = show(propagation.measures[id].shape)
        # Several targets as one name: as a tuple they would be written in brackets.
        targets = ", ".join(variables[id, out] for out in block.info.outputs)
        lines = assignment(ast.Name(targets), value, BODY, comment)
        statements.append(_Statement(lines, id))
    return [*statements, _text(f"{' ' * BODY}return {variables[order[-1], OUT]}")]


def _variables(
    graph: Graph, order: Sequence[str], names: Mapping[str, str]
) -> Mapping[tuple[str, str], str]:
    """Return the variable that holds what each node gives at each of its ports.

    What the next statement alone uses is `x`; what is needed later has the node's name, and with
    several outputs the port's beside it. What nothing uses is `_`.
    """
    place = {id: index for index, id in enumerate(order)}
    variables: dict[tuple[str, str], str] = {}
    for id in order:
        outputs = graph.nodes[id].block.info.outputs
        if len(outputs) > 1:
            used = {edge.out for edge in graph.outgoing[id]}
            free = {out: _free(f"{names[id]}_{out}", names) for out in outputs}
            variables |= {(id, out): free[out] if out in used else "_" for out in outputs}
            continue
        uses = {place[edge.target] for edge in graph.outgoing[id]}
        if uses <= {place[id] + 1}:
            variables[id, OUT] = "x"
        elif id == order[0]:
            variables[id, OUT] = "picture"
        else:
            reserved = names[id] in {"x", "self", "torch", "picture"}
            variables[id, OUT] = names[id] + "_" * reserved
    return variables


def _free(wanted: str, names: Mapping[str, str]) -> str:
    """Return a variable's name that no node has."""
    while wanted in names.values():
        wanted += "_"
    return wanted


def _class_name(title: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", title)
    name = "".join(word[0].upper() + word[1:] for word in words)
    if not name or name[0].isdigit() or name in {"Tensor", *SOURCES, *kwlist}:
        name = f"Network{name}"
    return name


def _head(title: str) -> list[_Statement]:
    docstring = f"{title or 'A network'}, drawn in Bneck Lab."
    return [
        _text(ast.unparse(ast.Module([ast.Expr(ast.Constant(docstring))], []))),
        _text("\nimport torch\nfrom torch import Tensor, nn"),
    ]


def _class_head(name: str, order: Sequence[str], propagation: Propagation) -> list[_Statement]:
    shapes = [show(propagation.measures[id].shape) for id in (order[0], order[-1])]
    totals = propagation.totals
    return [
        _text(f"\n\nclass {name}(nn.Module):"),
        _text(f'    """{" to ".join(shapes)}.'),
        _text(f"\n    {totals.n_params:,} parameters; {totals.madds:,} multiply-adds a picture."),
        _text('    """'),
        _text("\n    def __init__(self) -> None:\n        super().__init__()"),
    ]


def _main(name: str, shape: Sequence[int]) -> list[_Statement]:
    numbers = ", ".join(map(str, shape))
    return [
        _text('\n\nif __name__ == "__main__":'),
        _text(f"    model = {name}().eval()"),
        _text("    with torch.inference_mode():"),
        _text(f"        print(tuple(model(torch.rand({numbers})).shape))"),
    ]


def _text(text: str) -> _Statement:
    return _Statement(text.split("\n"))


def _numbered(statements: Sequence[_Statement]) -> PythonModule:
    """Return the statements as text, with the lines of each node."""
    text: list[str] = []
    lines: dict[str, Lines] = {}
    for statement in statements:
        first = len(text) + 1
        text += statement.lines
        if statement.node is not None:
            lines[statement.node] = (*lines.get(statement.node, ()), (first, len(text)))
    return PythonModule("\n".join(text) + "\n", lines)
