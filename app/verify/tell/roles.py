"""What the tensor on a wire is to the block that it enters: its input, its weights, one branch.

A student is told this, and not which block gives it.
"""

from app.core.text import Text, text
from app.graph import Graph
from app.verify.repair.repairs import DrawWire, MoveWire, Repair

ANY = text(
    "说明里前一步运算的结果",
    "the result of the operation that the text has just before it",
)
EARLY = {
    "add": text(
        "这一段的输入，也就是还没有经过这些块的特征矩阵",
        "the input of the stretch: the tensor as it was before these blocks",
    ),
    "multiply": text(
        "等着加权的特征矩阵，也就是算出权重以前的特征矩阵",
        "the map that is to be weighed: the tensor from which the weights are worked out",
    ),
}
"""The operand that the other one was computed from."""
LATE = {
    "add": text("这一段最后的结果", "what the stretch has made of its input at its end"),
    "multiply": text("算好的权重", "the weights, once they are worked out"),
}
"""The operand that was computed from the other one."""
UNKNOWN = {
    "add": text("两个要相加的特征矩阵中的一个", "one of the two tensors that are to be added"),
    "multiply": text(
        "特征矩阵和权重两个中的一个", "one of the two: a map, or the weights for its channels"
    ),
    "concat": text(
        "一路要拼接的特征矩阵", "one more of the branches that are to be put end to end"
    ),
}


def role_of(graph: Graph, repair: Repair | None) -> Text:
    """Return what belongs on the wire that a repair draws or moves; of others, nothing special."""
    match repair:
        case DrawWire():
            source, target, moved = repair.source, repair.target, None
        case MoveWire():
            source, target, moved = repair.source, repair.wire.target, repair.wire.id
        case _:
            return ANY
    node = graph.nodes.get(target)
    kind = node.block.info.type if node else ""
    others = [edge.source for edge in graph.incoming.get(target, ()) if edge.id != moved]
    if kind in EARLY and any(source in _before(graph, other) for other in others):
        return EARLY[kind]
    if kind in LATE and any(other in _before(graph, source) for other in others):
        return LATE[kind]
    return UNKNOWN.get(kind, ANY)


def _before(graph: Graph, id: str) -> set[str]:
    """Return the nodes that a node's tensor has come through, itself included."""
    found, stack = {id}, [id]
    while stack:
        for edge in graph.incoming.get(stack.pop(), ()):
            if edge.source not in found:
                found.add(edge.source)
                stack.append(edge.source)
    return found
