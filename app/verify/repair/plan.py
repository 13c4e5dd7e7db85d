"""Which node stands for what, worked out into the repairs that bring the rest about.

Given what each node stands for, everything else follows: what the node lacks of it, which nodes are
too many, which operations are not there, and which wires go elsewhere than the reference says. A
wire is right where it comes, past nodes that are too many, from where it should come, past
operations that are not there: so a block too many or too few is told once, and not again as a wire.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from app.blocks import Block
from app.blocks.base import IN
from app.blocks.conv2d import Conv2d
from app.blocks.head import Linear
from app.core.shape import is_map
from app.graph.model import Edge
from app.verify.form.canonical import is_pixel
from app.verify.repair import prices
from app.verify.repair.align import Choice
from app.verify.repair.drawing import Drawing
from app.verify.repair.fragment import Fragment, difference
from app.verify.repair.repairs import (
    DrawWire,
    Fill,
    MoveWire,
    Outlet,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
    Unfold,
)
from app.verify.repair.target import Target


@dataclass(frozen=True, slots=True)
class Slot:
    """One input that a node should have: from operation `due`, over `wire` if that is there.

    `straight` tells that the wire is right; `port` is the name that the wire should end at, `at`
    its number among those of the same port.
    """

    node: str
    due: int
    port: str
    at: int | None
    wire: Edge | None
    straight: bool


@dataclass(eq=False)
class Plan:
    """What each node of a board stands for in the reference.

    A node maps to a fragment, to True where it only hands on what it gets, or to False where it is
    left over.
    """

    drawing: Drawing
    target: Target
    chosen: Mapping[str, Choice]
    _known: dict[tuple[str, Fragment], tuple[Repair, ...]] = field(default_factory=dict)
    _reached: dict[str, frozenset[str]] = field(default_factory=dict)
    _wanted: dict[int, frozenset[str]] = field(default_factory=dict)

    def instead(self, chosen: Mapping[str, Choice]) -> "Plan":
        """Return the plan for another reading of the same board."""
        return Plan(self.drawing, self.target, chosen, self._known)

    @cached_property
    def standing(self) -> dict[str, Fragment]:
        """The nodes that stand for something."""
        return {id: one for id, one in self.chosen.items() if isinstance(one, Fragment)}

    @cached_property
    def covered(self) -> dict[int, str]:
        """The operations that a node stands for."""
        return {op: id for id, one in self.standing.items() for op in one.ops}

    @cached_property
    def missing(self) -> set[int]:
        """The operations that no node stands for."""
        return set(range(len(self.target.ops))) - set(self.covered)

    @cached_property
    def repairs(self) -> list[Repair]:
        """All that is to be done."""
        found: list[Repair] = []
        for id, fragment in self.standing.items():
            if (id, fragment) not in self._known:
                self._known[id, fragment] = tuple(self._of_node(id, fragment))
            found += self._known[id, fragment]
        found += turned(list(self._wires()))
        found += self._stretches()
        found += self._left_over()
        found += self._loose()
        return found

    @cached_property
    def price(self) -> float:
        """What the repairs cost together."""
        return sum(repair.price for repair in self.repairs)

    # --- nodes

    def _of_node(self, id: str, fragment: Fragment) -> Iterator[Repair]:
        block, steps = self.drawing.block(id), self.steps_of(fragment.ops)
        if block is None:
            if self.drawing.kinds[id] is fragment.kind:
                yield Fill(
                    node=id,
                    fragment=fragment,
                    price=prices.STILL_TO_COME,
                    steps=steps,
                    to_come=True,
                )
            else:
                yield Replace(node=id, fragment=fragment, price=prices.REPLACE, steps=steps)
            return
        if not isinstance(block, fragment.kind):
            price = prices.REPLACE_KIN if kin(block, fragment.block) else prices.REPLACE
            yield Replace(node=id, fragment=fragment, price=price, steps=steps)
            return
        changes = difference(block, fragment)
        price = prices.of_parameters(len(changes)) / max(1, len(changes))
        for values in changes:
            yield SetParameters(node=id, values=values, fragment=fragment, price=price, steps=steps)
        if not fragment.exact:
            yield Unfold(
                node=id,
                fragment=fragment,
                names=tuple(self._fresh(f"{id}.{at}") for at in range(len(fragment.ops))),
                price=prices.UNFOLD,
                steps=steps,
            )

    # --- wires

    @cached_property
    def slots(self) -> tuple[list[Slot], list[Edge], list[Reorder]]:
        """Every input that should be, the wires that are too many, and the orders to change."""
        slots: list[Slot] = []
        surplus: list[Edge] = []
        orders: list[Reorder] = []
        for id, fragment in self.standing.items():
            own = list(self.drawing.ins[id])
            if len(own) == len(fragment.inputs) == 1:
                straight = bool(self._from(own[0]) & self.wanted(fragment.inputs[0]))
                slots.append(Slot(id, fragment.inputs[0], own[0].port, None, own[0], straight))
                continue
            slots += self._paired(id, fragment, own, surplus, orders)
        return [self._open(slot) for slot in slots], surplus, orders

    def _paired(
        self,
        id: str,
        fragment: Fragment,
        own: list[Edge],
        surplus: list[Edge],
        orders: list[Reorder],
    ) -> Iterator[Slot]:
        """Yield a node's inputs, each with the wire that is or comes nearest to it."""
        ports = [port.name for port in fragment.block.info.inputs] or [IN.name]
        many = any(port.many for port in fragment.block.info.inputs)
        commutes = self.target.ops[fragment.ops[0]].commutes and len(fragment.ops) == 1
        due = list(fragment.inputs)
        pairs: dict[int, Edge] = {}
        free = list(own)
        # What is there is paired first; then what is reached past operations that are not there.
        for through in (False, True):
            for at, op in enumerate(due):
                if at in pairs or (op in self.covered) is through:
                    continue
                wanted = self.wanted(op)
                hits = [edge for edge in free if self._from(edge) & wanted]
                if hits and many:
                    hits.sort(key=lambda edge: abs(own.index(edge) - at))
                elif hits and not commutes:
                    hits.sort(key=lambda edge: edge.port != ports[min(at, len(ports) - 1)])
                if hits:
                    pairs[at] = hits[0]
                    free.remove(hits[0])
        straight = set(pairs)
        for at in range(len(due)):
            if at not in pairs and free:
                near = [
                    edge for edge in free if many or edge.port == ports[min(at, len(ports) - 1)]
                ]
                lone = [edge for edge in near or free if self._from(edge)] or near or free
                pairs[at] = lone[0]
                free.remove(lone[0])
        surplus += free
        if many and len(straight) == len(due) == len(own):
            order = [pairs[at] for at in range(len(due))]
            if order != own:
                steps = self.steps_of(fragment.ops)
                wires = tuple(order)
                orders.append(Reorder(node=id, wires=wires, price=prices.REORDER, steps=steps))
        taken = {edge.port for edge in pairs.values()}
        spare = iter([port for port in ports if port not in taken])
        for at, op in enumerate(due):
            wire = pairs.get(at)
            port = ports[0] if many else wire.port if wire else next(spare, ports[-1])
            yield Slot(id, op, port, at if many else None, wire, at in straight)

    def _wires(self) -> Iterator[Repair]:
        slots, surplus, orders = self.slots
        yield from orders
        for edge in surplus:
            steps = self.steps_of(self.standing[edge.target].ops)
            yield RemoveWire(wire=edge, price=prices.REMOVE_WIRE, steps=steps)
        moved: set[Edge] = set()
        for slot in slots:
            giver = self.covered.get(slot.due)
            if slot.straight or giver is None:
                continue
            steps = self.steps_of(
                [slot.due if slot.node not in self.standing else self.standing[slot.node].ops[0]]
            )
            if slot.wire is None or not self._from(slot.wire):
                source = self.outlet_of(giver, slot.node)
                yield DrawWire(
                    source=source,
                    target=slot.node,
                    port=slot.port,
                    at=slot.at,
                    price=prices.STILL_TO_COME,
                    steps=steps,
                    to_come=True,
                )
                continue
            wire = self._top(slot.wire)
            if wire in moved:
                continue
            moved.add(wire)
            yield MoveWire(
                wire=wire,
                begins=max(self._from(slot.wire), key=self._place),
                source=giver,
                port=wire.port,
                price=prices.MOVE_WIRE,
                steps=steps,
            )

    def _open(self, slot: Slot) -> Slot:
        """Return a slot at the node where its wire is lacking: before what only hands on."""
        if slot.wire is None or self._from(slot.wire):
            return slot
        id, seen = slot.wire.source, {slot.node}
        while self.chosen.get(id) is True and id not in seen:
            seen.add(id)
            own = self.drawing.ins[id]
            if not own:
                kind = self.drawing.kinds[id]
                port = kind.info.inputs[0].name if kind and kind.info.inputs else IN.name
                return Slot(id, slot.due, port, None, None, False)
            id = own[0].source
        return slot

    def _from(self, edge: Edge) -> frozenset[str]:
        return self.reached(edge.source)

    def reached(self, id: str) -> frozenset[str]:
        """Return the nearest nodes at or before one that stand for something."""
        known = self._reached.get(id)
        if known is None:
            found: set[str] = set()
            seen = {id}
            stack = [id]
            while stack:
                at = stack.pop()
                if at in self.standing:
                    found.add(at)
                    continue
                for edge in self.drawing.ins[at]:
                    if edge.source not in seen:
                        seen.add(edge.source)
                        stack.append(edge.source)
            known = self._reached[id] = frozenset(found)
        return known

    def wanted(self, op: int) -> frozenset[str]:
        """Return the nodes that give an operation, or the nearest before it that are there."""
        known = self._wanted.get(op)
        if known is None:
            if op in self.covered:
                known = frozenset((self.covered[op],))
            else:
                sources = self.target.ops[op].inputs
                known = frozenset().union(*(self.wanted(source) for source in sources))
            self._wanted[op] = known
        return known

    def _top(self, edge: Edge) -> Edge:
        """Return the wire to move: before nodes that only hand on, and only to this place."""
        while self.chosen.get(edge.source) is True and len(self.drawing.outs[edge.source]) == 1:
            own = self.drawing.ins[edge.source]
            if len(own) != 1:
                break
            edge = own[0]
        return edge

    def outlet_of(self, giver: str, taker: str | None) -> str:
        """Return where to take a node's tensor from: behind what only hands it on to nobody yet."""
        block = self.drawing.block(taker) if taker else None
        while True:
            behind = [
                edge.target
                for edge in self.drawing.outs[giver]
                if self.chosen.get(edge.target) is True and not self._leads_on(edge.target)
            ]
            if len(behind) != 1 or not takes_flat(block) or behind[0] == taker:
                return giver
            giver = behind[0]

    def _leads_on(self, id: str) -> bool:
        """Whether anything that stands for something comes behind a node that hands on."""
        seen = {id}
        stack = [id]
        while stack:
            at = stack.pop()
            for edge in self.drawing.outs[at]:
                if edge.target in self.standing:
                    return True
                if edge.target not in seen:
                    seen.add(edge.target)
                    stack.append(edge.target)
        return False

    # --- what is not there

    def _stretches(self) -> Iterator[Repair]:
        slots, _, _ = self.slots
        region_of: dict[int, int] = {}
        regions = list(self._regions())
        for number, ops in enumerate(regions):
            region_of.update(dict.fromkeys(ops, number))
        fed: dict[int, list[Slot]] = {}
        for slot in slots:
            if slot.due in region_of:
                fed.setdefault(region_of[slot.due], []).append(slot)
        for number, ops in enumerate(regions):
            yield self._put_in(ops, fed.get(number, []))

    def _regions(self) -> Iterator[list[int]]:
        left = set(self.missing)
        for op in sorted(self.missing):
            if op not in left:
                continue
            left.discard(op)
            stack, found = [op], [op]
            while stack:
                at = stack.pop()
                for other in (*self.target.ops[at].inputs, *self.target.users[at]):
                    if other in left:
                        left.discard(other)
                        stack.append(other)
                        found.append(other)
            yield sorted(found)

    def _put_in(self, ops: list[int], slots: list[Slot]) -> PutIn:
        made: dict[int, str] = {}
        nodes: list[tuple[str, Block]] = []
        wires: list[tuple[str, str, str]] = []
        inside = set(ops)
        blocks = list(self._flattened(list(self._blocks(ops)), inside))
        for group, id, block in blocks:
            made.update(dict.fromkeys(group, id))
            nodes.append((id, block))
        for group, id, block in blocks:
            feeding = [i for op in group for i in self.target.ops[op].inputs if i not in group]
            feeding = feeding if len(group) == 1 else list(dict.fromkeys(feeding))
            ports = [port.name for port in block.info.inputs]
            many = any(port.many for port in block.info.inputs)
            for at, source in enumerate(feeding):
                begin = made[source] if source in inside else self._begin(source, block)
                wires.append((begin, id, ports[0] if many else ports[min(at, len(ports) - 1)]))
        outlets = tuple(
            Outlet(
                made[slot.due],
                slot.node,
                slot.port,
                self._splice(slot.wire, ops) if slot.wire is not None else None,
                slot.at,
            )
            for slot in slots
        )
        passed = [slot for slot in slots if slot.wire is not None and slot.straight]
        astray = [slot for slot in slots if slot.wire is not None and self._astray(slot)]
        price = prices.STILL_TO_COME * (1 + 0.01 * len(ops))
        if passed or astray:
            ways = {one for slot in passed if slot.wire for one in self._from(slot.wire)}
            price = prices.PUT_IN * max(1, len(ways)) + prices.PUT_IN_MORE * len(ops)
        if astray:
            price += prices.MOVE_WIRE
        steps = self.steps_of(ops)
        return PutIn(
            nodes=tuple(nodes),
            wires=tuple(wires),
            outlets=outlets,
            ops=tuple(ops),
            around=self._around(ops),
            passed_by=bool(passed),
            astray=astray[0].wire if astray else None,
            price=price,
            steps=steps,
            to_come=not astray,
        )

    def _astray(self, slot: Slot) -> bool:
        """Whether a wire that should come from what is not there comes from elsewhere."""
        return slot.wire is not None and not slot.straight and bool(self._from(slot.wire))

    def _begin(self, op: int, block: Block) -> str:
        giver = self.covered[op]
        behind = [
            edge.target
            for edge in self.drawing.outs[giver]
            if self.chosen.get(edge.target) is True and not self._leads_on(edge.target)
        ]
        return behind[0] if len(behind) == 1 and takes_flat(block) else giver

    def _splice(self, edge: Edge, ops: list[int]) -> Edge:
        """Return the wire to put a stretch into: before nodes that only hand on, if it gives maps."""
        flat = any(not is_map(self.target.ops[op].entering[0]) for op in ops if self._entered(op))
        return edge if flat else self._top(edge)

    def _entered(self, op: int) -> bool:
        return bool(self.target.ops[op].entering)

    def _blocks(self, ops: list[int]) -> Iterator[tuple[tuple[int, ...], str, Block]]:
        """Yield the blocks to put in: the reference's own, or single ones where part is there."""
        graph, inside = self.target.reference.graph, set(ops)
        done: set[int] = set()
        for op in ops:
            if op in done:
                continue
            one = self.target.ops[op]
            group = self.target.parts[one.node]
            if set(group) <= inside:
                done.update(group)
                yield group, self._fresh(one.node), graph.nodes[one.node].block
            else:
                done.add(op)
                name = f"{one.node}.{one.primitive.path}".rstrip(".")
                yield (op,), self._fresh(name), one.block

    def _flattened(
        self, blocks: list[tuple[tuple[int, ...], str, Block]], inside: set[int]
    ) -> Iterator[tuple[tuple[int, ...], str, Block]]:
        """Yield the blocks, 1×1 convolutions as linear layers where what enters is flat already."""
        flat: set[int] = set()
        for group, id, block in blocks:
            sources = [i for op in group for i in self.target.ops[op].inputs if i not in group]
            enters_flat = bool(sources) and all(
                source in flat or (source not in inside and self._gives_flat(source))
                for source in sources
            )
            if enters_flat and not takes_flat(block):
                linear = as_linear(block)
                if linear is not None:
                    block = linear
            if enters_flat and takes_flat(block):
                flat.update(group)
            yield group, id, block

    def _gives_flat(self, op: int) -> bool:
        block = self.drawing.block(self.covered[op])
        return isinstance(block, Linear)

    def _fresh(self, name: str) -> str:
        while name in self.drawing.kinds:
            name += "'"
        return name

    def _around(self, ops: list[int]) -> tuple[str | None, str | None]:
        inside = set(ops)
        before = [
            min(self.wanted(source), key=self._place)
            for op in ops
            for source in self.target.ops[op].inputs
            if source not in inside and self.wanted(source)
        ]
        after = [
            self.covered[user] for op in ops for user in self.target.users[op] if user not in inside
        ]
        return (
            max(before, key=self._place) if before else None,
            min(after, key=self._place) if after else None,
        )

    def _place(self, id: str) -> int:
        return min(self.standing[id].ops)

    # --- what is too much

    def _left_over(self) -> Iterator[Repair]:
        left = [id for id, one in self.chosen.items() if one is False]
        for group in self._stretches_of(left):
            gone = set(group)
            healed: list[tuple[Edge, str]] = []
            for slot in self.slots[0]:
                if slot.wire is None:
                    continue
                wire = self._last(slot.wire)
                if wire.source in gone and slot.straight:
                    common = self._from(slot.wire) & self.wanted(slot.due)
                    healed.append((wire, self._through(wire, min(common, key=self._place), gone)))
            steps = self._near(group)
            price = prices.TAKE_OUT + prices.TAKE_OUT_MORE * (len(group) - 1)
            yield TakeOut(nodes=tuple(group), healed=tuple(healed), price=price, steps=steps)

    def _last(self, edge: Edge) -> Edge:
        """Return the wire at which what only hands on ends, before a slot."""
        seen: set[str] = set()
        while self.chosen.get(edge.source) is True and edge.source not in seen:
            seen.add(edge.source)
            own = self.drawing.ins[edge.source]
            if len(own) != 1:
                break
            edge = own[0]
        return edge

    def _through(self, edge: Edge, giver: str, gone: set[str]) -> str:
        """Return where a wire from what is taken out begins then: at what hands on, or the giver."""
        id, seen = edge.source, {edge.source}
        while id in gone:
            sources = [other.source for other in self.drawing.ins[id]]
            fitting = [other for other in sources if giver in self.reached(other)]
            if not fitting or fitting[0] in seen:
                return giver
            id = fitting[0]
            seen.add(id)
        return id

    def _stretches_of(self, ids: Iterable[str]) -> Iterator[list[str]]:
        left = dict.fromkeys(ids)
        while left:
            first = next(iter(left))
            del left[first]
            group = [first]
            for id in group:
                beside = [edge.source for edge in self.drawing.ins[id]]
                beside += [edge.target for edge in self.drawing.outs[id]]
                for other in beside:
                    if other in left:
                        del left[other]
                        group.append(other)
            yield group

    def _near(self, group: list[str]) -> tuple[int, ...]:
        """Return the step beside nodes that stand for nothing."""
        gone = set(group)
        for id in group:
            for edge in self.drawing.ins[id]:
                if edge.source not in gone and (before := self.reached(edge.source)):
                    last = max(before, key=self._place)
                    return self.steps_of([max(self.standing[last].ops)])
        for id in group:
            for edge in self.drawing.outs[id]:
                if edge.target in self.standing:
                    return self.steps_of([min(self.standing[edge.target].ops)])
        standing = [max(one.ops) for one in self.standing.values()]
        return self.steps_of([max(standing)]) if standing else (1,)

    def _loose(self) -> Iterator[Repair]:
        """Yield what only hands on, and what it hands on is nothing, or goes where it must not."""
        for id, one in self.chosen.items():
            if one is not True:
                continue
            if not self.reached(id):
                if not self._leads_on(id):
                    yield self._away(id, loose=True)
                continue
            if not self.idles(id):
                yield self._away(id, loose=False)

    def _away(self, id: str, *, loose: bool) -> TakeOut:
        healed = [
            (edge, own.source) for own in self.drawing.ins[id][:1] for edge in self.drawing.outs[id]
        ]
        price = prices.STILL_TO_COME if loose else prices.TAKE_OUT
        return TakeOut(
            nodes=(id,),
            healed=tuple(healed),
            loose=loose,
            price=price,
            steps=self._near([id]),
            to_come=loose,
        )

    def idles(self, id: str) -> bool:
        """Whether a node hands on what it gets where it stands, in the network as it should be."""
        if any(True for _ in self._needs_pixel(id)):
            takers = [slot for slot in self.slots[0] if slot.wire and self._behind(slot.wire, id)]
            dues = [slot.due for slot in takers]
            if not dues:
                dues = [self.standing[giver].output for giver in self.reached(id)]
            return all(is_pixel(self.target.ops[due].shape) for due in dues)
        return True

    def _needs_pixel(self, id: str) -> Iterator[str]:
        kind = self.drawing.kinds[id]
        if kind is not None and kind.info.type in ("flatten", "global_avg_pool"):
            yield id

    def _behind(self, edge: Edge, id: str) -> bool:
        seen: set[str] = set()
        at = edge.source
        while self.chosen.get(at) is True and at not in seen:
            if at == id:
                return True
            seen.add(at)
            own = self.drawing.ins[at]
            if len(own) != 1:
                return False
            at = own[0].source
        return False

    def steps_of(self, ops: Iterable[int]) -> tuple[int, ...]:
        """Return the lab's steps of operations, in order."""
        return tuple(sorted({self.target.steps[op] for op in ops}))


def turned(repairs: list[Repair]) -> list[Repair]:
    """Return the repairs with wires that go round in a ring told as the one move they are.

    Where a stands for b, b for c and c for a, as what wires begin at, one block or stretch is
    elsewhere than it should be, or two neighbours are in each other's place.
    """
    groups: dict[tuple[str, str], list[MoveWire]] = {}
    for repair in repairs:
        if isinstance(repair, MoveWire):
            groups.setdefault((repair.begins, repair.source), []).append(repair)
    for (a, b), own in groups.items():
        for (c, d), second in groups.items():
            third = groups.get((d, a), [])
            if c == b and d != a and own and second and third:
                ring = (*own, *second, *third)
                if any(repair not in repairs for repair in ring):
                    continue
                steps = tuple(sorted({step for repair in ring for step in repair.steps}))
                left = [repair for repair in repairs if repair not in ring]
                return turned(
                    [*left, Together(parts=ring, name="move", price=prices.MOVE, steps=steps)]
                )
    return repairs


KIN = (
    {"add", "multiply", "concat"},
    {"max_pool", "avg_pool", "global_avg_pool"},
    {"conv2d", "depthwise_conv2d", "linear"},
)


def kin(block: Block, other: Block) -> bool:
    """Whether two blocks are near relatives, one easily taken for the other."""
    names = {block.info.type, other.info.type}
    return any(names <= family for family in KIN)


@lru_cache(maxsize=4096)
def takes_flat(block: Block | None) -> bool:
    """Whether a block takes a tensor (n, c) as well as a map."""
    if block is None:
        return False
    flat = ((1, 8),) * max(1, len(block.info.inputs))
    return not any(True for _ in block.check(*flat))


def as_linear(block: Block) -> Block | None:
    """Return a 1×1 convolution as a linear layer, None where it is no such thing."""
    if not isinstance(block, Conv2d) or block.norm != "none":
        return None
    if (block.kernel_size, block.groups) != (1, 1):
        return None
    return Linear(out_features=block.out_channels, bias=block.has_bias, activation=block.activation)
