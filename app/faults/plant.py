"""Plants faults in a lab's reference: by a seed, so that neighbours get different ones.

A fault counts only if it can be seen: with it alone the network still runs, and is another network
for Verify. Faults keep apart, so that each is one thing to find. Nodes are numbered anew, because
a name like `se-behind` would tell.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from random import Random

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.blocks.combine import Add, Multiply
from app.blocks.conv2d import Conv2d
from app.blocks.source import Input
from app.core.errors import BadLab
from app.demo.slips import mistakes
from app.engine import propagate
from app.faults.changes import changes
from app.graph import Board, Edge, Graph, Node, read
from app.labs import Lab
from app.labs.faults import FaultKind, Faults
from app.reference import board_of
from app.verify import verify
from app.verify.form.net import Net, identical, net_of

TURNS = 8
"""So often another choice is made, before it is said that none is good."""


class NoFaults(BadLab):
    """None of the kinds of fault can be planted in the network."""


@dataclass(frozen=True, slots=True)
class SingleFault:
    """A lab's network with one fault in it: of which kind, about which nodes."""

    kind: FaultKind
    nodes: tuple[str, ...]
    board: Board


@dataclass(frozen=True, slots=True)
class _Fault:
    """A change of a graph, and the nodes that it is about."""

    nodes: frozenset[str]
    plant: Callable[[Graph], Graph]


def faulty(lab: Lab, faults: Faults, seed: int) -> Board:
    """Return the lab's network with faults in it; the same seed gives the same ones.

    Where the network has room for fewer than were asked for, there are fewer, and one at least.

    Raises:
        NoFaults: There is room for none.
    """
    for turn in range(TURNS):
        board = _planted(lab, faults, Random(f"{lab.of or lab.slug}/{seed}/{turn}"))
        # What Verify takes for not there yet is none to be found.
        if verify(read(board), lab.reference).verdict == "incorrect":
            return board
    raise NoFaults(f"{lab.slug}: no fault of these kinds can be planted")


def every_fault(lab: Lab, start: int = 0, stop: int | None = None) -> Iterator[SingleFault]:
    """Yield each single fault that shows in a lab's network.

    Of those that there might be (`possible_faults`) it tries the ones from `start` to before
    `stop`, so that long work can be done in pieces.
    """
    right = lab.reference.graph
    net = _net(lab, right)
    for kind, fault in islice(_possible(lab), start, stop):
        graph = fault.plant(right)
        if _shows(lab, graph, net):
            yield SingleFault(kind, tuple(sorted(fault.nodes)), board_of(graph))


def possible_faults(lab: Lab) -> int:
    """Return how many single faults there might be; not all of them show."""
    return sum(1 for _ in _possible(lab))


def _possible(lab: Lab) -> Iterator[tuple[FaultKind, _Fault]]:
    """Yield kinds and faults, always the same ones for a lab, in the same order."""
    for kind, possible in POSSIBLE.items():
        for fault in possible(lab, Random(lab.slug)):
            yield kind, fault


def _planted(lab: Lab, faults: Faults, random: Random) -> Board:
    right = lab.reference.graph
    net = _net(lab, right)
    graph, touched, count = right, frozenset[str](), 0
    for fault in _drawn(lab, faults.kinds, random):
        if count == faults.count:
            break
        if fault.nodes & touched or not _shows(lab, fault.plant(right), net):
            continue
        both = fault.plant(graph)
        if count and not _shows(lab, both, net):
            continue
        graph, count = both, count + 1
        touched |= fault.nodes | _beside(right, fault.nodes)
    return board_of(_renumbered(graph))


def _drawn(lab: Lab, kinds: tuple[FaultKind, ...], random: Random) -> Iterator[_Fault]:
    """Yield faults by chance, kind by kind in turn, until none is left."""
    bags = [list(POSSIBLE[kind](lab, random)) for kind in kinds]
    for bag in bags:
        random.shuffle(bag)
    random.shuffle(bags)
    while any(bags):
        for bag in bags:
            if bag:
                yield bag.pop()


def _slips(lab: Lab, random: Random) -> Iterator[_Fault]:
    for each in mistakes(lab):
        yield _at(each.node, each.block, each.behind)


def _parameters(lab: Lab, random: Random) -> Iterator[_Fault]:
    for id, node in lab.reference.graph.nodes.items():
        if isinstance(node.block, Input):
            continue  # the picture is given
        for name, value in changes(node.block, random):
            # A value that the block does not take with its others is none.
            with suppress(ValueError):
                block = type(node.block).model_validate({**node.block.model_dump(), name: value})
                yield _at(id, block)


def _orders(lab: Lab, random: Random) -> Iterator[_Fault]:
    graph = lab.reference.graph
    for id, node in graph.nodes.items():
        if not isinstance(node.block, Bneck | Conv2d) or len(graph.outgoing[id]) != 1:
            continue
        yield _at(id, node.block, node.block)
        after = graph.outgoing[id][0].target
        if type(graph.nodes[after].block) is type(node.block):
            yield _Fault(frozenset({id, after}), partial(_exchanged, one=id, other=after))


def _joins(lab: Lab, random: Random) -> Iterator[_Fault]:
    for id, node in lab.reference.graph.nodes.items():
        if isinstance(node.block, Add | Multiply):
            yield _at(id, Multiply() if isinstance(node.block, Add) else Add())


def _at(id: str, block: Block, behind: Block | None = None) -> _Fault:
    return _Fault(frozenset({id}), partial(_become, id=id, block=block, behind=behind))


POSSIBLE: dict[FaultKind, Callable[[Lab, Random], Iterator[_Fault]]] = {
    "slip": _slips,
    "parameter": _parameters,
    "order": _orders,
    "join": _joins,
}


def _exchanged(graph: Graph, one: str, other: str) -> Graph:
    """Return the graph with two blocks in each other's place."""
    blocks = graph.nodes[one].block, graph.nodes[other].block
    return _become(_become(graph, one, blocks[1]), other, blocks[0])


def _become(graph: Graph, id: str, block: Block, behind: Block | None = None) -> Graph:
    """Return the graph with another block at a node, and perhaps one more behind it."""
    nodes = {**graph.nodes, id: Node(id, block)}
    if behind is None:
        return Graph(nodes, graph.edges)
    new = f"{id}+"
    nodes[new] = Node(new, behind)
    port = behind.info.inputs[0].name
    onward = tuple(
        Edge(edge.id, new, edge.target, edge.port) if edge.source == id else edge
        for edge in graph.edges
    )
    return Graph(nodes, (*onward, Edge(f"{new}in", id, new, port)))


def _net(lab: Lab, graph: Graph) -> Net | None:
    return net_of(graph, compare_bias=lab.reference.compare_bias)


def _shows(lab: Lab, graph: Graph, right: Net | None) -> bool:
    """Whether a network runs, gives what the right one gives in kind, and is another one."""
    run = propagate(graph)
    if run.diagnostics or run.totals.output_shape is None:
        return False
    return not identical(net_of(graph, compare_bias=lab.reference.compare_bias, run=run), right)


def _beside(graph: Graph, ids: frozenset[str]) -> frozenset[str]:
    """Return the neighbours of nodes: two faults side by side may look like one."""
    return frozenset(
        end
        for edge in graph.edges
        if edge.source in ids or edge.target in ids
        for end in (edge.source, edge.target)
    )


def _renumbered(graph: Graph) -> Graph:
    """Return the same graph, its nodes and wires named by their kinds and places alone.

    Nodes bear such names as the editor gives, so that on screen they are counted from one.
    """
    placed: Counter[str] = Counter()
    names = {}
    for id in graph.order:
        type = graph.nodes[id].block.info.type
        placed[type] += 1
        names[id] = f"{type}-{placed[type]}"
    nodes = {names[id]: Node(names[id], graph.nodes[id].block) for id in graph.order}
    edges = sorted(
        graph.edges, key=lambda edge: (graph.order.index(edge.target), graph.edges.index(edge))
    )
    return Graph(
        nodes,
        tuple(
            Edge(f"e{rank}", names[edge.source], names[edge.target], edge.port, edge.out)
            for rank, edge in enumerate(edges)
        ),
    )
