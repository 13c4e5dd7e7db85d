"""What is missing or surplus, as the parameters, blocks and places that explain it."""

from collections import Counter
from collections.abc import Mapping

from app.verify import codes
from app.verify.answer import SWITCHED
from app.verify.canonical import NOTHING
from app.verify.draft import Draft
from app.verify.fields import HEAVY
from app.verify.followers import reunite
from app.verify.remains import Remains
from app.verify.report import FindingCode
from app.verify.roles import switches
from app.verify.rows import another_row

SE_ROLES = ["pool", "conv", "conv", "multiply"]


class Structure:
    """Works through what is missing and surplus, the most telling explanations first."""

    def __init__(self, left: Remains) -> None:
        self.left = left
        self.where = left.where

    def explain(self) -> None:
        """Explain everything."""
        self._of_another_kind()
        reunite(self.left)
        self._unjoined()
        self._misplaced()
        another_row(self.left)
        self._switched_off()
        self._switched_on()
        self._replaced()
        self._flattened()
        self._left()

    def _of_another_kind(self) -> None:
        """One node that stands alone for a step, as a block of another kind, is one thing.

        Part of it passes for part of what belongs there, but hardly: taking it for that would tell
        of everything else as well.
        """
        where, left = self.where, self.left
        for node in dict.fromkeys(where.node(other.unit) for other in left.fields):
            steps = where.steps_of_node(node)
            gaps = [gap for gap in left.missing if where.steps_of(gap) == steps]
            surplus = [part for part in left.extra if where.node(part[0]) == node]
            own = [other for other in left.fields if where.node(other.unit) == node]
            weight = sum(2 if other.name in HEAVY else 1 for other in own)
            if weight < 2 or not (gaps or surplus) or not self.where.stands_alone(node, steps):
                continue
            self.left.add(codes.WRONG_BLOCK, [own[0].unit], steps)
            self.left.fields = [other for other in self.left.fields if other not in own]
            for gap in gaps:
                self.left.missing.remove(gap)
            for part in surplus:
                self.left.extra.remove(part)

    def _unjoined(self) -> None:
        """A concat that one tensor enters does nothing, but it is there: it lacks a wire."""
        lone = dict(self.where.net.lone)
        for gap in list(self.left.missing):
            if [self.where.expected.units[unit].role for unit in gap] != ["concat"]:
                continue
            entering = {NOTHING, *self.where.before(gap)}
            node = next((node for node, unit in lone.items() if unit in entering), None)
            if node is None:
                continue
            del lone[node]
            steps, at = self.where.steps_of(gap), self.where.at_gap(gap)
            draft = Draft(codes.MISSING_WIRE, (node,), steps, at, around=(None, node))
            self.left.drafts.append(draft)
            self.left.missing.remove(gap)

    def _misplaced(self) -> None:
        """What is missing here and stands nearby instead is one thing in the wrong place."""
        for gap in list(self.left.missing):
            roles = [self.where.expected.units[unit].role for unit in gap]
            steps = self.where.steps_of(gap)
            for group in self._groups(len(gap)):
                units = [unit for part in group for unit in part]
                if [self.where.net.units[unit].role for unit in units] != roles:
                    continue
                code, moved = self._moved(units, gap)
                near = _close(self.where.around(units), steps) or self._same(units, gap)
                if not self.where.whole_nodes(moved) or not near:
                    continue
                self.left.add(code, moved, steps)
                self.left.missing.remove(gap)
                for part in group:
                    self.left.extra.remove(part)
                break

    def _same(self, units: list[int], gap: list[int]) -> bool:
        """Whether a whole block is there just as it is due, if at another place."""
        own = [self.where.net.units[unit].label for unit in units]
        return len(gap) > 1 and own == [self.where.expected.units[unit].label for unit in gap]

    def _moved(self, units: list[int], gap: list[int]) -> tuple[FindingCode, list[int]]:
        """Return what to call it, and which units to show as being in the wrong place.

        A block and its neighbour in each other's place can be told of either; of SE and what it
        changed places with, it is told of SE.
        """
        at, there = self.where.place[units[0]], self.where.at_gap(gap)
        order = self.where.matching.order
        between = order[there + 1 : at] if there < at else order[at + len(units) : there + 1]
        for moved, later in ((units, there < at), (between, there > at)):
            if [self.where.net.units[unit].role for unit in moved] == SE_ROLES:
                code = codes.SE_AFTER_PROJECTION if later else codes.SE_BEFORE_DEPTHWISE
                return code, moved
        return codes.MISPLACED_BLOCK, units

    def _groups(self, size: int) -> list[list[list[int]]]:
        """Return the stretches of neighbouring surplus parts that have `size` units together."""
        groups: list[list[list[int]]] = []
        for start in range(len(self.left.extra)):
            group: list[list[int]] = []
            for part in self.left.extra[start:]:
                if group and self.where.place[part[0]] != self.where.place[group[-1][-1]] + 1:
                    break
                group.append(part)
                if sum(map(len, group)) >= size:
                    break
            if sum(map(len, group)) == size:
                groups.append(group)
        return groups

    def _switched_off(self) -> None:
        """Units missing inside a composite are explained by the parameter that would add them."""
        for gap in list(self.left.missing):
            left = Counter(self.where.expected.units[unit].role for unit in gap)
            for node in self.where.nodes_in_step(self.where.steps_of(gap)):
                for name, (added, _) in switches(self.where.graph.nodes[node].block).items():
                    if added and not added - left:
                        left -= added
                        self._switch(node, name, self.where.steps_of(gap))
            if not left:
                self.left.missing.remove(gap)

    def _switched_on(self) -> None:
        """Surplus units inside a composite are explained by the parameter that removes them."""
        whole = Counter(unit.node for unit in self.where.net.units)
        for part in list(self.left.extra):
            node = self.where.net.units[part[0]].node
            if whole[node] == len(part):
                continue
            left = Counter(self.where.net.units[unit].role for unit in part)
            for name, (_, removed) in switches(self.where.graph.nodes[node].block).items():
                if removed and not removed - left:
                    left -= removed
                    self._switch(node, name, self.where.steps_of_node(node))
            if not left:
                self.left.extra.remove(part)

    def _switch(self, node: str, name: str, steps: tuple[int, ...]) -> None:
        value = getattr(self.where.graph.nodes[node].block, name)
        at = min(
            self.where.place[i] for i, unit in enumerate(self.where.net.units) if unit.node == node
        )
        self.left.drafts.append(
            Draft(
                codes.WRONG_PARAMETER,
                (node,),
                steps,
                at,
                name,
                expected=SWITCHED[not value],
            )
        )

    def _replaced(self) -> None:
        """One unit missing exactly where one other stands is the wrong kind of block."""
        for gap in list(self.left.missing):
            for part in list(self.left.extra):
                if (
                    len(gap) == len(part) == 1
                    and self.where.at_gap(gap) + 1 == self.where.place[part[0]]
                ):
                    self.left.add(codes.WRONG_BLOCK, part, self.where.steps_of(gap))
                    self.left.missing.remove(gap)
                    self.left.extra.remove(part)
                    break

    def _flattened(self) -> None:
        """A flatten is not too much where its pool is not there, not wired in or wrong."""
        where, left = self.where, self.left
        wrong = {difference.expected for difference in left.fields}
        for part in list(left.extra):
            if where.net.units[part[0]].kind != "flatten":
                continue
            joined = [
                pool in where.matching.found
                and pool not in wrong
                and where.connected(part[0], where.matching.found[pool])
                for pool in where.pools_before(where.taker(part[0]))
            ]
            others = left.drafts or left.missing or left.fields or left.wires
            if others and joined and not all(joined):
                left.extra.remove(part)

    def _left(self) -> None:
        """What is still missing or surplus: one finding for each stretch."""
        for stretch in self._joined(self.left.missing, self.where.due_place):
            before, after = around = self.where.neighbours(stretch)
            nodes = tuple(node for node in (before, after) if node is not None)
            steps, at = self.where.steps_of(stretch), self.where.at_gap(stretch)
            self.left.drafts.append(Draft(codes.MISSING_BLOCK, nodes, steps, at, around=around))
        for stretch in self._joined(self.left.extra, self.where.place):
            self.left.add(codes.EXTRA_BLOCK, stretch, self.where.beside(stretch))

    def _joined(self, parts: list[list[int]], place: Mapping[int, int]) -> list[list[int]]:
        joined: list[list[int]] = []
        for part in sorted(parts, key=lambda part: place[part[0]]):
            if joined and place[part[0]] == place[joined[-1][-1]] + 1:
                joined[-1] += part
            else:
                joined.append([*part])
        return joined


def _close(here: tuple[int, ...], there: tuple[int, ...]) -> bool:
    """Whether two places are within one step of each other."""
    return any(abs(a - b) <= 1 for a in here for b in there)
