"""Compares a student's graph with a reference: the same architecture, or what separates them.

Both graphs are lowered to primitives (`lower`), brought into canonical form (`canonical`), laid out
as sequences (`linear`) and aligned (`sequence`, `match`); what differs between aligned pieces
(`compare`) is explained by the fewest parameters, blocks and wires (`explain`, `misconceptions`)
and put into words that do not give the answer away (`words`). Nothing here looks at positions, ids,
labels or the order of the JSON.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.core.diagnostic import Diagnostic, Severity
from app.engine import Propagation, propagate
from app.graph import Graph, Reading
from app.reference import Reference
from app.verify import codes
from app.verify.canonical import Net, canonical, whole_maps
from app.verify.compare import identical
from app.verify.draft import Draft
from app.verify.explain import explain
from app.verify.linear import Layout, lay_out
from app.verify.match import Matching
from app.verify.misconceptions import recognise
from app.verify.report import Gate, GateId, GateStatus, Report, Step, StepStatus, Verdict
from app.verify.settle import MOST_TRIED, settle
from app.verify.survey import Survey
from app.verify.words import findings

GATES: tuple[GateId, ...] = ("wiring", "shapes", "structure", "parameters")

STRUCTURE = ("V1", "V2", "V403", "V404")
"""Codes that begin so are about blocks and wires; the others are about parameters."""


@dataclass(frozen=True, slots=True)
class Model:
    """A reference, ready to be compared with."""

    layout: Layout
    steps: list[int | None]
    whole: frozenset[int]
    last_step: int

    @property
    def net(self) -> Net:
        """The canonical form."""
        return self.layout.net


@lru_cache(maxsize=64)
def prepare(reference: Reference) -> Model:
    """Return the reference's canonical form; it is worked out once."""
    run = propagate(reference.graph)
    net = canonical(reference.graph, run, compare_bias=reference.compare_bias)
    # Both networks are seen alike: a small pool may by chance be as large as the last map.
    whole = whole_maps(net)
    net = canonical(reference.graph, run, compare_bias=reference.compare_bias, whole=whole)
    steps = [reference.steps.get(unit.node) for unit in net.units]
    return Model(lay_out(net), steps, whole, max(reference.steps.values()))


def verify(reading: Reading, reference: Reference) -> Report:
    """Return how the graph compares with the reference."""
    model = prepare(reference)
    run = propagate(reading.graph)
    diagnostics = (*reading.diagnostics, *run.diagnostics)
    if not reading.sound:
        steps = tuple(Step(n, "not_checked", ()) for n in range(1, model.last_step + 1))
        gate: GateId = "wiring" if _badly_wired(reading) else "shapes"
        return Report("invalid", _gates(gate), steps, (), diagnostics, run.totals)
    where = _survey(reading.graph, run, reference, model)
    drafts: list[Draft] = []
    if not identical(where.matching):

        def again(graph: Graph) -> list[Draft]:
            other = _survey(graph, propagate(graph), reference, model, most=0)
            return [] if identical(other.matching) else explain(other)

        drafts = recognise(where, again) or [_somewhere(where)]
    return Report(
        _verdict(run, drafts),
        _gates(_first_failure(run.diagnostics, drafts)),
        _steps(where.matching, model, drafts, reference),
        findings(reading.graph, run, drafts),
        diagnostics,
        run.totals,
    )


def _somewhere(where: Survey) -> Draft:
    """Return the least that can be said: what no explanation has told is never accepted."""
    differing = [other.unit for other in where.found.fields]
    differing += [other.unit for other in where.found.wires]
    units = differing[:1] or where.matching.order[-1:]
    return Draft(codes.WRONG_BLOCK, tuple(map(where.node, units)), where.last(), len(where.place))


def _badly_wired(reading: Reading) -> bool:
    """Whether the wires are at fault; else it is a parameter, and with it the shapes."""
    return any(
        diagnostic.code.id.startswith("G") and diagnostic.code.severity is Severity.ERROR
        for diagnostic in reading.diagnostics
    )


def _survey(
    graph: Graph, run: Propagation, reference: Reference, model: Model, most: int = MOST_TRIED
) -> Survey:
    net = canonical(graph, run, compare_bias=reference.compare_bias, whole=model.whole)
    return Survey(graph, reference, settle(net, model.layout, model.steps, most))


def _verdict(run: Propagation, drafts: list[Draft]) -> Verdict:
    if run.diagnostics:
        return "invalid"
    if not drafts:
        return "correct"
    return "incomplete" if all(draft.code.missing for draft in drafts) else "incorrect"


def _first_failure(problems: tuple[Diagnostic, ...], drafts: list[Draft]) -> GateId | None:
    if problems:
        return "shapes"
    if any(draft.code.id.startswith(STRUCTURE) for draft in drafts):
        return "structure"
    return "parameters" if drafts else None


def _gates(failed: GateId | None) -> tuple[Gate, ...]:
    """Return the gates: passed up to the one that failed, not checked behind it."""
    status: GateStatus = "passed"
    gates: list[Gate] = []
    for gate in GATES:
        gates.append(Gate(gate, "failed" if gate == failed else status))
        if gate == failed:
            status = "not_checked"
    return tuple(gates)


def _steps(
    matching: Matching, model: Model, drafts: list[Draft], reference: Reference
) -> tuple[Step, ...]:
    """Return how each step stands, with the student's nodes that stand for it."""
    nodes: dict[int, dict[str, None]] = {n: {} for n in range(1, model.last_step + 1)}
    for index in matching.order:
        step = model.steps[matching.partner[index]] if index in matching.partner else None
        if step is not None:
            nodes[step].update(dict.fromkeys(matching.net.units[index].nodes))
    flatten = matching.net.flatten
    flatten_step = reference.steps.get(model.net.flatten) if model.net.flatten else None
    if flatten and flatten_step is not None and matching.net.flat:
        nodes[flatten_step][flatten] = None
    return tuple(
        Step(n, _status(n, drafts, bool(found)), tuple(found)) for n, found in nodes.items()
    )


def _status(step: int, drafts: list[Draft], begun: bool) -> StepStatus:
    """A step with a fault is wrong; one with something not there yet is missing."""
    touching = [draft for draft in drafts if step in draft.steps]
    if any(not draft.code.missing for draft in touching):
        return "wrong"
    return "matched" if begun and not touching else "missing"
