"""The last rung of every ladder: the repair itself, in the names that the student gave."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.blocks import Block
from app.blocks.base import OUT, OUTPUT_LABELS
from app.core.text import Text, text
from app.graph import Graph
from app.graph.model import Edge
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    Fill,
    MoveWire,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Unfold,
    parted,
)

MOST = 6
"""Most single changes, or blocks, that one sentence names."""

MORE = text("其余的也照此改。", "The rest likewise.")
SWITCHED = {True: text("开", "on"), False: text("关", "off"), None: text("自动", "automatic")}
"""What is said of values that are no words or numbers."""


def cure_of(graph: Graph, repair: Repair | None) -> Text | None:
    """Return what to do, as sentences; None where no few words say it."""
    if repair is None:
        return None
    parts = list(parted(repair))
    told = list(_settings(graph, [part for part in parts if isinstance(part, SetParameters)]))
    told += _replacements(graph, [part for part in parts if isinstance(part, Replace)])
    told += [said for part in parts if (said := _told(graph, part))]
    if not told:
        return None
    sentences = told[:MOST] + ([MORE] if len(told) > MOST else [])
    return text(
        "".join(each["zh-CN"] for each in sentences), " ".join(each["en"] for each in sentences)
    )


def _settings(graph: Graph, repairs: list[SetParameters]) -> Iterator[Text]:
    """Yield what to set: in each node at once, and in nodes with the same values together."""
    values: dict[str, dict[str, object]] = {}
    for each in repairs:
        values.setdefault(each.node, {}).update(each.values)
    kinds = {each.node: each.fragment.kind for each in repairs}
    alike: dict[object, list[str]] = {}
    for id, own in values.items():
        alike.setdefault((kinds[id], tuple(own.items())), []).append(id)
    for ids in alike.values():
        names, pairs = named(graph, ids), _pairs(kinds[ids[0]], values[ids[0]])
        zh = "，".join(f"“{name['zh-CN']}”设为：{value['zh-CN']}" for name, value in pairs)
        en = " and ".join(f"{name['en']} to {value['en']}" for name, value in pairs)
        yield text(f"把{names['zh-CN']}的{zh}。", f"In {names['en']}, set {en}.")


def _replacements(graph: Graph, repairs: list[Replace]) -> Iterator[Text]:
    """Yield what to replace, all nodes together that are to be of one kind."""
    alike: dict[type[Block], list[Replace]] = {}
    for each in repairs:
        alike.setdefault(each.fragment.kind, []).append(each)
    for same in alike.values():
        names = named(graph, [each.node for each in same])
        kind = _kinds([same[0].fragment.block])
        yield text(
            f"把{names['zh-CN']}换成{kind['zh-CN']}。",
            f"Replace {names['en']} by this block: {kind['en']}.",
        )


def _told(graph: Graph, repair: Repair) -> Text | None:
    match repair:
        case Fill():
            return _fill(graph, repair)
        case TakeOut():
            return _take_out(graph, repair)
        case PutIn():
            return _put_in(graph, repair)
        case DrawWire():
            return _draw(graph, repair)
        case MoveWire():
            wire, begin = _wire(graph, repair.wire), _begin(graph, repair.source, repair.out)
            return text(
                f"把连线{wire}改成从{begin['zh-CN']}出发。",
                f"Let the wire {wire} begin at {begin['en']}.",
            )
        case RemoveWire():
            wire = _wire(graph, repair.wire)
            return text(f"去掉连线{wire}。", f"Remove the wire {wire}.")
        case Reorder():
            return _reorder(graph, repair)
        case Unfold():
            own = _name(graph, repair.node)
            inside = _kinds([repair.fragment.target.ops[op].block for op in repair.fragment.ops])
            return text(
                f"展开{own}：里面依次应是{inside['zh-CN']}。",
                f"Unfold {own}: inside belong, one after another, {inside['en']}.",
            )
        case Exchange():
            one, other = _name(graph, repair.first), _name(graph, repair.second)
            return text(f"让{one}和{other}互换位置。", f"Let {one} and {other} change places.")
    return None


def _fill(graph: Graph, repair: Fill) -> Text:
    own, block = _name(graph, repair.node), repair.fragment.block
    pairs = _pairs(type(block), block.model_dump(exclude_defaults=True))
    if not pairs:
        return text(f"{own}不用填参数。", f"{own} needs no values.")
    zh = "，".join(f"“{name['zh-CN']}”为：{value['zh-CN']}" for name, value in pairs)
    en = ", ".join(f"{name['en']} {value['en']}" for name, value in pairs)
    return text(f"给{own}填上参数，{zh}。", f"Give {own} its values: {en}.")


def _take_out(graph: Graph, repair: TakeOut) -> Text:
    names = _names(graph, repair.nodes)
    if repair.loose:
        return text(
            f"{names['zh-CN']}没有接进网络：不用的话就删去。",
            f"{names['en']}: not wired into the network; delete what is not needed.",
        )
    return text(
        f"删去{names['zh-CN']}，把前后的块直接连起来。",
        f"Delete {names['en']}, and wire the block before to the block behind.",
    )


def _put_in(graph: Graph, repair: PutIn) -> Text | None:
    kinds = _kinds([block for _, block in repair.nodes])
    before, after = repair.around
    if before is not None and after is not None:
        one, other = _name(graph, before), _name(graph, after)
        return text(
            f"在{one}和{other}之间放进{kinds['zh-CN']}。",
            f"Between {one} and {other} goes {kinds['en']}.",
        )
    if before is not None:
        one = _name(graph, before)
        return text(f"{one}之后接{kinds['zh-CN']}。", f"After {one} comes {kinds['en']}.")
    if after is not None:
        one = _name(graph, after)
        return text(f"{one}之前接{kinds['zh-CN']}。", f"Before {one} comes {kinds['en']}.")
    return text(f"先放{kinds['zh-CN']}。", f"Begin with {kinds['en']}.")


def _draw(graph: Graph, repair: DrawWire) -> Text:
    begin, own = _begin(graph, repair.source, repair.out), _name(graph, repair.target)
    node = graph.nodes.get(repair.target)
    ports = [port.name for port in node.block.info.inputs] if node else []
    # The port of a block that is to be another one first is not on the board yet.
    if node is not None and len(ports) > 1 and repair.port in ports:
        entry = node.entry(repair.port)
        return text(
            f"从{begin['zh-CN']}拉一条线到{own}的{entry['zh-CN']}。",
            f"Draw a wire from {begin['en']} to the {entry['en']} of {own}.",
        )
    return text(f"从{begin['zh-CN']}拉一条线到{own}。", f"Draw a wire from {begin['en']} to {own}.")


def _reorder(graph: Graph, repair: Reorder) -> Text:
    own, order = _name(graph, repair.node), _names(graph, [wire.source for wire in repair.wires])
    return text(
        f"进入{own}的次序应是：{order['zh-CN']}。", f"Into {own}, the order is {order['en']}."
    )


def _wire(graph: Graph, wire: Edge) -> str:
    return f"{_name(graph, wire.source)} → {_name(graph, wire.target)}"


def _begin(graph: Graph, id: str, out: str) -> Text:
    """Return the name of a node, and of its output where it has several.

    One that is not on the board yet is the block that is to come.
    """
    own = text(_name(graph, id), _name(graph, id))
    if id not in graph.nodes and id not in graph.broken:
        own = text("还要放进的那一块", "the block that is to be put in")
    if out == OUT:
        return own
    port = OUTPUT_LABELS[out]
    return text(
        f"{own['zh-CN']}的“{port['zh-CN']}”端口", f"the output “{port['en']}” of {own['en']}"
    )


def _name(graph: Graph, id: str) -> str:
    return f"“{graph.name_of(id)}”"


def _names(graph: Graph, ids: Iterable[str]) -> Text:
    names = [_name(graph, id) for id in ids]
    return text("、".join(names), ", ".join(names))


def named(graph: Graph, ids: Sequence[str]) -> Text:
    """Return the names of some nodes, of many the first."""
    names, more = _names(graph, ids[:MOST]), len(ids) - MOST
    if more <= 0:
        return names
    return text(f"{names['zh-CN']}等 {len(ids)} 块", f"{names['en']} and {more} more")


def _kinds(blocks: list[Block]) -> Text:
    """Return the names of blocks' kinds, equal neighbours counted, of many the first."""
    runs = list(_runs(blocks))
    zh = "、".join(f"“{label['zh-CN']}”" + f" ×{n}" * (n > 1) for label, n in runs[:MOST])
    en = ", ".join(f"“{label['en']}”" + f" ×{n}" * (n > 1) for label, n in runs[:MOST])
    if len(runs) > MOST:
        return text(zh + "等", en + ", and more after that")
    return text(zh, en)


def _runs(blocks: list[Block]) -> Iterator[tuple[Text, int]]:
    count = 0
    for at, block in enumerate(blocks):
        count += 1
        if at + 1 == len(blocks) or type(blocks[at + 1]) is not type(block):
            yield block.info.label, count
            count = 0


def _pairs(kind: type[Block], values: Mapping[str, object]) -> list[tuple[Text, Text]]:
    """Return parameters and their values as the inspector spells them."""
    labels = {name: kind.label_of(name) for name in values}
    return [
        (text(label, label) if isinstance(label, str) else label, _value(kind, name, values[name]))
        for name, label in labels.items()
    ]


def _value(kind: type[Block], name: str, value: object) -> Text:
    """Return a value as the inspector spells it."""
    if value is None or isinstance(value, bool):
        return SWITCHED[value]
    if value == "none":
        return text("无", "none")
    words = kind.model_fields[name].json_schema_extra
    spelled = words.get("spelled") if isinstance(words, dict) else None
    said = str(spelled.get(str(value), value) if isinstance(spelled, dict) else value)
    return text(said, said)
