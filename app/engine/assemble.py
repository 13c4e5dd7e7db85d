"""A graph as one real `torch.nn.Module`, with submodules named as the student named the blocks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from keyword import kwlist
from typing import Any, NamedTuple

from torch import Tensor, nn

from app.blocks import Block, Input
from app.blocks.base import IN
from app.core.errors import NotRunnable
from app.core.shape import Shape
from app.engine.measure import Measure, measure
from app.engine.propagate import Propagation, propagate
from app.graph.model import Edge, Graph
from app.graph.wiring import output

MAX_REAL_PARAMS = 50_000_000
"""Most parameters of a module with real weights: 200 MB in float32."""

MAX_NAME = 32
"""Longest stem of a submodule's name, in characters."""


class _Source(NamedTuple):
    """An earlier result; `at` is which one of a tuple, where the submodule gives several."""

    name: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """Run the submodule `name` on these earlier results."""

    name: str
    inputs: tuple[_Source, ...]


class GraphModule(nn.Module):
    """Runs its submodules in order; takes and returns one tensor, (n, c, h, w) or (n, c)."""

    def __init__(self, modules: Mapping[str, nn.Module], steps: Sequence[_Step]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x: Tensor) -> Tensor:
        """Return the network's output for a batch of pictures."""
        results: dict[str, Any] = {IN.name: x}
        for step in self._steps:
            taken = (results[name] if at is None else results[name][at] for name, at in step.inputs)
            x = results[step.name] = self.get_submodule(step.name)(*taken)
        return x


def assemble(graph: Graph) -> GraphModule:
    """Return the graph as a module with freshly initialised weights.

    Raises:
        NotRunnable: The graph does not run as a whole, or has too many parameters to build.
    """
    propagation = run_through(graph)
    if propagation.totals.n_params > MAX_REAL_PARAMS:
        raise NotRunnable(f"The network has more than {MAX_REAL_PARAMS:,} parameters.")
    names = module_names(graph)
    modules: dict[str, nn.Module] = {}
    steps: list[_Step] = []
    for id in _output_last(graph):
        block = graph.nodes[id].block
        if isinstance(block, Input):
            continue
        edges = graph.incoming[id]
        shapes = tuple(propagation.shapes[edge.source][edge.out] for edge in edges)
        modules[names[id]] = module_of(block, shapes)
        steps.append(_Step(names[id], tuple(_source(graph, names, edge) for edge in edges)))
    return GraphModule(modules, steps)


def _source(graph: Graph, names: Mapping[str, str], edge: Edge) -> _Source:
    ports = graph.nodes[edge.source].block.info.outputs
    return _Source(names[edge.source], ports.index(edge.out) if len(ports) > 1 else None)


def run_through(graph: Graph) -> Propagation:
    """Return what running the graph shows, where it runs as a whole: one input, one output.

    Raises:
        NotRunnable: Some node does not run, or the graph has no or several inputs or outputs.
    """
    propagation = propagate(graph)
    inputs = sum(isinstance(node.block, Input) for node in graph.nodes.values())
    whole = not graph.broken and len(propagation.measures) == len(graph.nodes)
    if not whole or inputs != 1 or output(graph) is None:
        raise NotRunnable("The graph does not run as a whole; check it first.")
    return propagation


def module_of(block: Block, inputs: tuple[Shape, ...]) -> nn.Module:
    """Return the block's module for inputs of these shapes; a composite's pieces are submodules."""
    fragment = block.unfold(inputs[0][1] if inputs else None)
    if fragment is None:
        return block.build(*inputs)
    shapes = {IN.name: inputs[0]}
    modules: dict[str, nn.Module] = {}
    for piece in fragment:
        own = tuple(shapes[name] for name in piece.inputs)
        modules[piece.name] = module_of(piece.block, own)
        found = measure(piece.block, own)
        assert isinstance(found, Measure), "a composite that was measured has runnable pieces"
        shapes[piece.name] = found.shape
    return GraphModule(
        modules, [_Step(piece.name, tuple(map(_Source, piece.inputs))) for piece in fragment]
    )


def module_names(graph: Graph) -> dict[str, str]:
    """Return a readable, unique attribute name for each node: its label, or else its id.

    Only ASCII letters, digits and underscores remain, so that no name can be more than a name, and
    none is a word of Python, so that exported code may use it.
    """
    names: dict[str, str] = {}
    taken = {"training", "forward", *dir(nn.Module), *kwlist}
    for id, node in graph.nodes.items():
        if isinstance(node.block, Input):
            names[id] = IN.name
            continue
        stem = re.sub(r"\W+", "_", node.name, flags=re.ASCII).strip("_").lower()
        if not stem or stem[0].isdigit():
            stem = f"{node.block.info.type}_{stem}"
        stem = stem[:MAX_NAME].rstrip("_")
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}_{count}"
        taken.add(name)
        names[id] = name
    return names


def _output_last(graph: Graph) -> list[str]:
    end = output(graph)
    assert end is not None, "the graph runs through"
    return [*(id for id in graph.order if id != end), end]
