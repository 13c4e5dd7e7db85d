"""Boards that Verify must accept, and boards it must refuse, made from the references of labs."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from app.labs import Lab
from app.verify import Report, verify
from tests.verify.equivalences import rewrite
from tests.verify.faults import Fault, parameter
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS

Kind: TypeAlias = Literal["equal", "one fault", "two faults", "three faults"]

KINDS: dict[Kind, int] = {"equal": 0, "one fault": 1, "two faults": 2, "three faults": 3}
"""How many faults each kind has."""

FOLLOWING = ("out_channels", "out_features", "squeeze_channels", "channels")
"""Widths that another width may make follow; two of them can be one finding."""


@dataclass(frozen=True)
class Mutant:
    """A board made from a lab's reference, with the faults planted in it."""

    lab: Lab
    kind: Kind
    sketch: Sketch
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """What was done to it."""
        return ", ".join(fault.name for fault in self.faults) or "rewritten"

    def report(self) -> Report:
        """Return what Verify says."""
        return verify(self.sketch.read(), self.lab.reference)

    def told(self, report: Report) -> bool:
        """Whether the report tells exactly what was planted, where it was planted."""
        if not self.faults:
            return report.verdict == "correct" and not report.findings
        if report.verdict == "correct":
            return False
        if not report.findings:
            # The shapes alone refuse it: a diagnostic says where.
            return report.verdict == "invalid" and bool(report.diagnostics)
        if len(self.faults) == 1:
            return _told(self.faults[0], report)
        planted = {(fault.node, fault.parameter) for fault in self.faults}
        found = {(finding.nodes[0], finding.parameter) for finding in report.findings}
        return planted == found and len(report.findings) == len(self.faults)


def _told(fault: Fault, report: Report) -> bool:
    findings = report.findings
    if len(findings) > fault.most:
        return False
    nodes = {node for finding in findings for node in finding.nodes}
    if fault.node is not None and fault.node not in nodes:
        return False
    return fault.parameter is None or fault.parameter in {f.parameter for f in findings}


def mutants(labs: list[Lab], seed: int, count: int) -> Iterator[Mutant]:
    """Yield `count` boards, spread over the labs and kinds; the same for the same seed."""
    kinds = list(KINDS)
    made = at = 0
    while made < count:
        lab, kind = labs[at % len(labs)], kinds[(at // len(labs)) % len(kinds)]
        mutant = mutate(lab, kind, Random(f"{seed}/{at}"))
        at += 1
        if mutant is not None:
            made += 1
            yield mutant


def mutate(lab: Lab, kind: Kind, random: Random) -> Mutant | None:
    """Return a board of that kind, or None where the dice came to nothing."""
    compare_bias = lab.reference.compare_bias
    sketch = Sketch.of(lab.reference.graph)
    if kind == "equal" or random.random() < 0.5:
        sketch = rewrite(sketch, random, compare_bias=compare_bias)
    if kind == "equal":
        return Mutant(lab, kind, sketch)
    if kind == "one fault":
        fault = random.choice(FAULTS)(sketch, random)
        unfair = fault is None or (compare_bias and fault.parameter == "norm")
        return None if unfair or fault is None else Mutant(lab, kind, fault.sketch, (fault,))
    return _several(lab, kind, sketch, random)


def _several(lab: Lab, kind: Kind, sketch: Sketch, random: Random) -> Mutant | None:
    """Plant several parameter faults in different nodes, none of which makes another follow."""
    faults: list[Fault] = []
    for _ in range(20):
        fault = parameter(sketch, random)
        if fault is None or fault.node in {other.node for other in faults}:
            continue
        if fault.parameter in FOLLOWING and any(f.parameter in FOLLOWING for f in faults):
            continue
        if lab.reference.compare_bias and fault.parameter == "norm":
            continue
        faults.append(fault)
        sketch = fault.sketch
        if len(faults) == KINDS[kind]:
            return Mutant(lab, kind, sketch, tuple(faults))
    return None
