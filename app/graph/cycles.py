"""Cycles: the blocks from which wires lead back to themselves."""

from app.graph.model import Graph


def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """Return the blocks of each cycle, in the board's order; what lies between two is on neither.

    They are the strongly connected components, found by Kosaraju's two walks: of the blocks in the
    order in which a walk forwards leaves them, last first, each takes along whatever leads to it.
    """
    place = {id: index for index, id in enumerate(graph.nodes)}
    ordered = set(graph.order)
    left = {id: None for id in graph.nodes if id not in ordered}
    components: list[tuple[str, ...]] = []
    for root in reversed(_as_walked(graph, tuple(left))):
        if root not in left:
            continue
        del left[root]
        found = [root]
        for id in found:
            for edge in graph.incoming[id]:
                if edge.source in left:
                    del left[edge.source]
                    found.append(edge.source)
        if len(found) > 1 or any(edge.target == root for edge in graph.outgoing[root]):
            components.append(tuple(sorted(found, key=place.__getitem__)))
    return sorted(components, key=lambda component: place[component[0]])


def _as_walked(graph: Graph, ids: tuple[str, ...]) -> list[str]:
    """Return these nodes in the order in which a walk along the wires, depth first, leaves them."""
    waiting = set(ids)
    order: list[str] = []
    for root in ids:
        stack = [(root, False)]
        while stack:
            id, leaving = stack.pop()
            if leaving:
                order.append(id)
            elif id in waiting:
                waiting.remove(id)
                stack.append((id, True))
                stack += [(edge.target, False) for edge in graph.outgoing[id]]
    return order
