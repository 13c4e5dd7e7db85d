"""The four checks in order: each says what it compared, and nothing that a finding contradicts."""

from app.core.diagnostic import Diagnostic, Severity
from app.engine import Propagation
from app.verify.form.canonical import is_pixel
from app.verify.repair.plan import Plan
from app.verify.report import Gate, GateId
from app.verify.tell.draft import Draft

GATES: tuple[GateId, ...] = ("wiring", "shapes", "structure", "parameters")

OF_FINDING: dict[str, GateId] = {"V20": "structure", "V21": "wiring", "V3": "parameters"}
"""Which gate a finding belongs to, by the beginning of its code; misconceptions by their place."""


OF_DIAGNOSTIC: dict[str, GateId] = {"G": "wiring", "T": "wiring", "P": "parameters"}
"""Which gate a diagnostic belongs to, by its family; all others are about shapes."""


def gates(
    plan: Plan, run: Propagation, diagnostics: tuple[Diagnostic, ...], drafts: list[Draft]
) -> tuple[Gate, ...]:
    """Return the gates: passed up to the one that failed, not checked behind it."""
    if not plan.standing:
        return tuple(Gate(gate, "not_checked") for gate in GATES)
    failed = _failed(plan, run, diagnostics, drafts)
    first = next((at for at, gate in enumerate(GATES) if gate in failed), len(GATES))
    return tuple(
        Gate(gate, "passed" if at < first else "failed" if at == first else "not_checked")
        for at, gate in enumerate(GATES)
    )


def _failed(
    plan: Plan, run: Propagation, diagnostics: tuple[Diagnostic, ...], drafts: list[Draft]
) -> set[GateId]:
    failed = {gate_of(draft) for draft in drafts}
    for each in diagnostics:
        if each.code.severity is Severity.ERROR:
            failed.add(OF_DIAGNOSTIC.get(each.code.id[0], "shapes"))
    if plan.drawing.graph.broken:
        failed.add("parameters")
    whole = _whole(plan)
    if any(one.output in whole and _unlike(plan, run, id) for id, one in plan.standing.items()):
        failed.add("shapes")
    return failed


def _whole(plan: Plan) -> set[int]:
    """Return the operations that are there with all that leads to them: they can be compared."""
    whole: set[int] = set()
    for index, op in enumerate(plan.target.ops):
        if index in plan.covered and whole.issuperset(op.inputs):
            whole.add(index)
    return whole


def _unlike(plan: Plan, run: Propagation, id: str) -> bool:
    """Whether a node gives another shape than what it stands for; flat and 1×1 are the same."""
    measured = run.measures.get(id)
    if measured is None:
        return False
    due = plan.target.ops[plan.standing[id].output].shape
    if is_pixel(measured.shape) and is_pixel(due):
        return measured.shape[:2] != due[:2]
    return measured.shape != due


def gate_of(draft: Draft) -> GateId:
    """Return the gate that a finding belongs to."""
    for begin, gate in OF_FINDING.items():
        if draft.code.id.startswith(begin):
            return gate
    return "parameters" if draft.parameter is not None else "structure"
