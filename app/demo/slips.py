"""Typical mistakes, ready to be put into the network in front of a class.

Each is one that people are known to make on this kind of block (`app.verify.tell.codes`); a rule
says what becomes of a block, and the score has it wherever it applies; `app.demo.gates` has those
that are in the wires. What Verify says of a mistake is for Verify to say.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.pool import AvgPool, MaxPool
from app.blocks.squeeze_excite import SqueezeExcite
from app.core.text import Text, text
from app.demo.gates import gates
from app.demo.slip import OTHER_NL, Slip, with_values
from app.engine import propagate
from app.graph import Edge, Graph, Node
from app.labs import Lab
from app.reference import board_of

HEAD = {"large": 1280, "small": 1024}
"""How wide the last layer before the classifier is: arXiv:1905.02244, Tables 1 and 2."""

MOST = 4
"""So many slips at one step: a short list is chosen from without thinking."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A node of the reference, where it stands."""

    lab: Lab
    graph: Graph
    id: str
    block: Block
    channels: int
    """Channels that enter, 1 where none do."""


Become = Callable[[_Place], Block | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What becomes of a block, None where the slip cannot be made there."""

    name: str
    title: Text
    become: Become
    behind: Callable[[], Block] | None = None
    """A block that stands behind it then."""
    followed: bool = False
    """Whether it shows only where more follows: what is left out last is only not there yet."""


def slips(lab: Lab) -> Iterator[Slip]:
    """Yield the mistakes that a demo of this lab can make, step by step."""
    wired = tuple(gates(lab))
    for step in lab.steps:
        here = _at(lab, step.number, followed=False)
        before = _at(lab, step.number - 1, followed=True)
        changed = (_slip(*each, step.number) for each in (*here, *before))
        yield from islice((*(slip for slip in wired if slip.step == step.number), *changed), MOST)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One slip at one node of a lab's reference: what the node becomes, and what stands behind."""

    name: str
    node: str
    block: Block
    behind: Block | None


def mistakes(lab: Lab) -> Iterator[Mistake]:
    """Yield every slip at every node of a lab's reference where it can be made."""
    graph = lab.reference.graph
    for rule in RULES:
        for place in _places(lab, graph.order):
            changed = rule.become(place)
            if changed is None or (rule.followed and not graph.outgoing[place.id]):
                continue
            yield Mistake(rule.name, place.id, changed, rule.behind() if rule.behind else None)


def _places(lab: Lab, ids: Iterable[str]) -> list[_Place]:
    graph = lab.reference.graph
    shapes = propagate(graph).shapes
    return [
        _Place(lab, graph, id, graph.nodes[id].block, shapes[id].get("in", (1, 1))[1]) for id in ids
    ]


def _at(lab: Lab, step: int, *, followed: bool) -> Iterator[tuple[_Rule, _Place, Block]]:
    """Yield each rule that applies to a block of the step, with the first such block."""
    steps = lab.reference.steps
    places = _places(lab, (id for id in lab.reference.graph.order if steps.get(id) == step))
    for rule in RULES:
        if rule.followed is not followed:
            continue
        for place in places:
            changed = rule.become(place)
            if changed is not None:
                yield rule, place, changed
                break


def _slip(rule: _Rule, place: _Place, changed: Block, step: int) -> Slip:
    id = place.id
    nodes = {id: Node(id, changed)}
    edges: tuple[Edge, ...] = ()
    cut: tuple[str, ...] = ()
    if rule.behind is not None:
        after = f"{id}-{rule.name}"
        nodes[after] = Node(after, rule.behind())
        out = place.graph.outgoing[id]
        cut = tuple(edge.id for edge in out)
        onward = (Edge(f"{edge.id}-{rule.name}", after, edge.target, edge.port) for edge in out)
        edges = (Edge(f"{after}-in", id, after, "in"), *onward)
    drawn = board_of(Graph(nodes, edges))
    return Slip.model_validate(
        {
            "name": rule.name,
            "step": step,
            "node": id,
            "title": rule.title,
            "nodes": tuple(drawn.nodes),
            "cut": cut,
            "edges": tuple(drawn.edges),
        }
    )


def _stride_forgotten(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Conv2d | DepthwiseConv2d | Bneck) and block.stride == 2:
        return with_values(block, stride=1)
    return None


def _se_behind(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Bneck) and block.se and "squeeze_excite" in place.lab.blocks:
        return with_values(block, se=False, se_channels=None)
    return None


def _se_left_out(place: _Place) -> Block | None:
    block = place.block
    return with_values(block, se=False) if isinstance(block, Bneck) and block.se else None


def _se_too_much(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Bneck) and not block.se and _has_se(place.graph):
        return with_values(block, se=True)
    return None


def _has_se(graph: Graph) -> bool:
    return any(isinstance(node.block, Bneck) and node.block.se for node in graph.nodes.values())


def _other_nl(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Bneck) and block.nl in OTHER_NL:
        return with_values(block, nl=OTHER_NL[block.nl])
    return None


def _shortcut_forgotten(place: _Place) -> Block | None:
    block = place.block
    return (
        with_values(block, shortcut=False) if isinstance(block, Bneck) and block.shortcut else None
    )


def _full_for_depthwise(place: _Place) -> Block | None:
    block = place.block
    if not isinstance(block, DepthwiseConv2d) or "conv2d" not in place.lab.blocks:
        return None
    return Conv2d.model_validate(
        {**block.model_dump(exclude={"type"}), "out_channels": place.channels}
    )


def _plain_sigmoid(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Activation) and block.kind == "hardsigmoid":
        return with_values(block, kind="sigmoid")
    if isinstance(block, Conv2d) and block.activation == "hardsigmoid":
        return with_values(block, activation="sigmoid")
    return None


def _other_activation(place: _Place) -> Block | None:
    other = {"hardswish": "relu", "relu": "hardswish", "relu6": "relu", "silu": "relu"}
    block = place.block
    if isinstance(block, Conv2d | DepthwiseConv2d) and block.activation in other:
        return with_values(block, activation=other[block.activation])
    if isinstance(block, Activation) and block.kind in other:
        return with_values(block, kind=other[block.kind])
    return None


def _head_of_large(place: _Place) -> Block | None:
    block = place.block
    narrow = isinstance(block, Conv2d) and block.out_channels == HEAD["small"]
    if not narrow or "mobilenet-v3" not in place.lab.misconceptions:
        return None
    return with_values(block, out_channels=HEAD["large"])


def _activation_forgotten(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Conv2d | DepthwiseConv2d | Linear) and block.activation != "none":
        return with_values(block, activation="none")
    return None


def _activation_too_much(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Conv2d) and (block.norm, block.activation) == ("batch", "none"):
        return with_values(block, activation="relu")
    return None


def _norm_forgotten(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, Conv2d | DepthwiseConv2d) and block.norm == "batch":
        return with_values(block, norm="none")
    return None


def _norm_too_much(place: _Place) -> Block | None:
    block = place.block
    normed = any(
        getattr(node.block, "norm", "none") == "batch" for node in place.graph.nodes.values()
    )
    if isinstance(block, Conv2d) and block.norm == "none" and block.activation != "none" and normed:
        return with_values(block, norm="batch")
    return None


def _maximum(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, AvgPool) and "max_pool" in place.lab.blocks:
        return MaxPool.model_validate(block.model_dump(exclude={"type"}))
    return None


def _mean(place: _Place) -> Block | None:
    block = place.block
    if isinstance(block, MaxPool) and "avg_pool" in place.lab.blocks:
        return AvgPool.model_validate(block.model_dump(exclude={"type"}))
    return None


RULES: tuple[_Rule, ...] = (
    _Rule("stride", text("忘了步距", "The stride forgotten"), _stride_forgotten),
    _Rule(
        "se-behind",
        text("SE 放到了降维之后", "SE after the projection"),
        _se_behind,
        behind=SqueezeExcite,
        followed=True,
    ),
    _Rule("se-left-out", text("漏了 SE", "SE left out"), _se_left_out),
    _Rule("nl", text("RE 和 HS 弄反", "RE and HS mixed up"), _other_nl),
    _Rule("shortcut", text("漏了 shortcut", "The shortcut left out"), _shortcut_forgotten),
    _Rule("se-too-much", text("多加了 SE", "SE where there is none"), _se_too_much),
    _Rule(
        "full",
        text("DW 卷积用成了普通卷积", "A full convolution for the depthwise one"),
        _full_for_depthwise,
    ),
    _Rule("sigmoid", text("h-sigmoid 用成了 sigmoid", "Sigmoid for h-sigmoid"), _plain_sigmoid),
    _Rule(
        "activation-too-much",
        text("多加了激活函数", "An activation where there is none"),
        _activation_too_much,
    ),
    _Rule(
        "head-of-large",
        text("把 Large 的尾部用到了 Small 上", "The end of Large on Small"),
        _head_of_large,
    ),
    _Rule("activation", text("激活函数选错", "Another activation"), _other_activation),
    _Rule(
        "norm-too-much", text("NBN 层也加了 batchNorm", "Batch norm in the head"), _norm_too_much
    ),
    _Rule("norm", text("漏了 batchNorm", "Batch norm left out"), _norm_forgotten, followed=True),
    _Rule("maximum", text("平均池化用成了最大池化", "Max pooling for average pooling"), _maximum),
    _Rule("mean", text("最大池化用成了平均池化", "Average pooling for max pooling"), _mean),
    _Rule(
        "activation-forgotten",
        text("漏了激活函数", "The activation left out"),
        _activation_forgotten,
        followed=True,
    ),
)
"""In the order in which they are offered."""
