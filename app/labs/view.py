"""What a lab gives out in each mode, and nothing beyond it.

| mode | task | table, text | intro, tasks and questions of the steps | sheets and shapes | hints |
| --- | --- | --- | --- | --- | --- |
| guided | yes | yes | yes | yes | up to the lab's cap |
| exercise | yes | yes | yes | no | up to the lab's cap |
| exam | yes | no | no | no | none |

The numbers and titles of the steps are given in every mode, because Verify's report speaks of them.
The reference never is.
"""

from pydantic import BaseModel, ConfigDict

from app.core.errors import ModeNotAllowed
from app.core.shape import Shape
from app.graph import Board
from app.labs.given import Table
from app.labs.lab import Lab, Mode, Step
from app.labs.values import LabText


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class StepView(_Value):
    """One step, as far as the mode gives it; None is what it does not give."""

    number: int
    title: LabText
    task: LabText | None = None
    think: LabText | None = None
    sheet: LabText | None = None
    input_shape: Shape | None = None
    output_shape: Shape | None = None


class ColumnView(_Value):
    """The heading of a column of the table beside the task, and what it means."""

    key: str
    label: LabText
    what: LabText


class RowView(_Value):
    """One row of the table beside the task, each cell as it is printed."""

    step: int
    cells: dict[str, str]


class TableView(_Value):
    """The table beside the task; `legend` explains what its cells abbreviate."""

    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    legend: LabText | None = None


class GivenView(_Value):
    """What the lab gives beside its task."""

    table: TableView | None = None
    text: LabText | None = None


class LabView(_Value):
    """A lab in one mode."""

    slug: str
    title: LabText
    summary: LabText
    source: LabText
    mode: Mode
    modes: tuple[Mode, ...]
    hint_cap: int
    blocks: tuple[str, ...]
    start: Board
    task: LabText
    intro: LabText | None = None
    given: GivenView
    steps: tuple[StepView, ...]


def view(lab: Lab, mode: str | None = None) -> LabView:
    """Return what the lab gives out in a mode, or in its usual one.

    Raises:
        ModeNotAllowed: The lab is not given in that mode.
    """
    chosen = allowed_mode(lab, mode)
    told = chosen != "exam"
    return LabView(
        slug=lab.slug,
        title=lab.title,
        summary=lab.summary,
        source=lab.source,
        mode=chosen,
        modes=lab.modes,
        hint_cap=hint_cap(lab, chosen),
        blocks=lab.blocks,
        start=lab.start,
        task=lab.task,
        intro=lab.intro if told else None,
        given=_given(lab) if told else GivenView(),
        steps=tuple(_step(step, chosen) for step in lab.steps),
    )


def allowed_mode(lab: Lab, mode: str | None) -> Mode:
    """Return the mode asked for, or the lab's usual one.

    Raises:
        ModeNotAllowed: The lab is not given in that mode.
    """
    if mode is None:
        return lab.modes[0]
    for allowed in lab.modes:
        if mode == allowed:
            return allowed
    raise ModeNotAllowed(f"{lab.slug} is given as {', '.join(lab.modes)}, not as {mode[:40]!r}.")


def hint_cap(lab: Lab, mode: Mode) -> int:
    """Return the highest level of hint that the lab gives in a mode; 0 is none."""
    return 0 if mode == "exam" else lab.hint_cap


def _step(step: Step, mode: Mode) -> StepView:
    match mode:
        case "guided":
            return StepView(**dict(step))
        case "exercise":
            return StepView(number=step.number, title=step.title, task=step.task, think=step.think)
        case "exam":
            return StepView(number=step.number, title=step.title)


def _given(lab: Lab) -> GivenView:
    table = lab.given.table
    return GivenView(table=_table(table) if table else None, text=lab.given.text)


def _table(table: Table) -> TableView:
    headings = [(key, table.column(key)) for key in table.columns]
    return TableView(
        columns=tuple(
            ColumnView(key=key, label=column.label, what=column.what) for key, column in headings
        ),
        rows=tuple(
            RowView(step=row.step, cells=dict(zip(table.columns, row.cells, strict=True)))
            for row in table.printed()
        ),
        legend=table.legend,
    )
