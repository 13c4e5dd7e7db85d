"""What is missing or surplus, as the parameters, blocks and places that explain it."""

from collections import Counter
from collections.abc import Callable, Mapping

from app.verify import codes
from app.verify.answer import SWITCHED
from app.verify.draft import Draft
from app.verify.fields import HEAVY
from app.verify.report import FindingCode
from app.verify.roles import switches
from app.verify.survey import Survey

SE_ROLES = ["pool", "conv", "conv", "multiply"]


class Structure:
    """Works through what is missing and surplus; `drafts` grow as it is explained.

    `missing` holds stretches of the reference's units within one step, `extra` stretches of the
    student's within one node; both shrink. `fields` are the differing fields that are left to tell.
    """

    def __init__(self, where: Survey) -> None:
        self.where = where
        self.drafts: list[Draft] = []
        self.missing = [part for run in where.found.missing for part in _parted(run, where.step)]
        self.extra = [part for run in where.found.extra for part in _parted(run, where.node)]
        self.fields = where.found.fields

    def explain(self) -> None:
        """Explain everything, the most telling explanations first."""
        self._of_another_kind()
        self._misplaced()
        self._switched_off()
        self._switched_on()
        self._replaced()
        self._left()

    def _of_another_kind(self) -> None:
        """One node that stands alone for a step, as a block of another kind, is one thing.

        Part of it passes for part of what belongs there, but hardly: taking it for that would tell
        of everything else as well.
        """
        for node in dict.fromkeys(self.where.net.units[other.unit].node for other in self.fields):
            steps = self.where.steps_of_node(node)
            gaps = [gap for gap in self.missing if self.where.steps_of(gap) == steps]
            surplus = [part for part in self.extra if self.where.net.units[part[0]].node == node]
            own = [other for other in self.fields if self.where.net.units[other.unit].node == node]
            weight = sum(2 if other.name in HEAVY else 1 for other in own)
            if weight < 2 or not (gaps or surplus) or not self.where.stands_alone(node, steps):
                continue
            self._add(codes.WRONG_BLOCK, [own[0].unit], steps)
            self.fields = [other for other in self.fields if other not in own]
            for gap in gaps:
                self.missing.remove(gap)
            for part in surplus:
                self.extra.remove(part)

    def _misplaced(self) -> None:
        """What is missing here and stands nearby instead is one thing in the wrong place."""
        for gap in list(self.missing):
            roles = [self.where.expected.units[unit].role for unit in gap]
            steps = self.where.steps_of(gap)
            for group in self._groups(len(gap)):
                units = [unit for part in group for unit in part]
                if [self.where.net.units[unit].role for unit in units] != roles:
                    continue
                code, moved = self._moved(units, gap)
                if not self.where.whole_nodes(moved) or not _close(self.where.around(units), steps):
                    continue
                self._add(code, moved, steps)
                self.missing.remove(gap)
                for part in group:
                    self.extra.remove(part)
                break

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
        for start in range(len(self.extra)):
            group: list[list[int]] = []
            for part in self.extra[start:]:
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
        for gap in list(self.missing):
            left = Counter(self.where.expected.units[unit].role for unit in gap)
            for node in self.where.nodes_in_step(self.where.steps_of(gap)):
                for name, (added, _) in switches(self.where.graph.nodes[node].block).items():
                    if added and not added - left:
                        left -= added
                        self._switch(node, name, self.where.steps_of(gap))
            if not left:
                self.missing.remove(gap)

    def _switched_on(self) -> None:
        """Surplus units inside a composite are explained by the parameter that removes them."""
        whole = Counter(unit.node for unit in self.where.net.units)
        for part in list(self.extra):
            node = self.where.net.units[part[0]].node
            if whole[node] == len(part):
                continue
            left = Counter(self.where.net.units[unit].role for unit in part)
            for name, (_, removed) in switches(self.where.graph.nodes[node].block).items():
                if removed and not removed - left:
                    left -= removed
                    self._switch(node, name, self.where.steps_of_node(node))
            if not left:
                self.extra.remove(part)

    def _switch(self, node: str, name: str, steps: tuple[int, ...]) -> None:
        value = getattr(self.where.graph.nodes[node].block, name)
        at = min(
            self.where.place[i] for i, unit in enumerate(self.where.net.units) if unit.node == node
        )
        self.drafts.append(
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
        for gap in list(self.missing):
            for part in list(self.extra):
                if (
                    len(gap) == len(part) == 1
                    and self.where.at_gap(gap) + 1 == self.where.place[part[0]]
                ):
                    self._add(codes.WRONG_BLOCK, part, self.where.steps_of(gap))
                    self.missing.remove(gap)
                    self.extra.remove(part)
                    break

    def _left(self) -> None:
        """What is still missing or surplus: one finding for each stretch."""
        for stretch in self._joined(self.missing, self.where.due_place):
            before, after = around = self.where.neighbours(stretch)
            nodes = tuple(node for node in (before, after) if node is not None)
            steps, at = self.where.steps_of(stretch), self.where.at_gap(stretch)
            self.drafts.append(Draft(codes.MISSING_BLOCK, nodes, steps, at, around=around))
        for stretch in self._joined(self.extra, self.where.place):
            self._add(codes.EXTRA_BLOCK, stretch, self.where.near(stretch[0]))

    def _joined(self, parts: list[list[int]], place: Mapping[int, int]) -> list[list[int]]:
        joined: list[list[int]] = []
        for part in sorted(parts, key=lambda part: place[part[0]]):
            if joined and place[part[0]] == place[joined[-1][-1]] + 1:
                joined[-1] += part
            else:
                joined.append([*part])
        return joined

    def _add(self, code: FindingCode, units: list[int], steps: tuple[int, ...]) -> None:
        nodes = tuple(dict.fromkeys(self.where.net.units[unit].node for unit in units))
        self.drafts.append(Draft(code, nodes, steps, min(self.where.place[unit] for unit in units)))


def _parted(run: list[int], key: Callable[[int], object]) -> list[list[int]]:
    parts: dict[object, list[int]] = {}
    for unit in run:
        parts.setdefault(key(unit), []).append(unit)
    return list(parts.values())


def _close(here: tuple[int, ...], there: tuple[int, ...]) -> bool:
    """Whether two places are within one step of each other."""
    return any(abs(a - b) <= 1 for a in here for b in there)
