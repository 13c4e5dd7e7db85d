"""What a lab gives out in each mode, and nothing beyond the mode's policy.

The numbers and titles of the steps are given in every mode, because Verify's report speaks of them.
The reference never is.
"""

from pydantic import BaseModel, ConfigDict

from app.core.shape import Shape
from app.graph import Board
from app.labs.assignment import Assignment
from app.labs.figure import Figure
from app.labs.given import Table
from app.labs.lab import Lab, Mode, Step
from app.labs.picture import picture_of
from app.labs.policy import ModePolicy, policy_of
from app.labs.questions import question_of
from app.labs.values import LabText


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class StepView(_Value):
    """One step, as far as the mode gives it; None is what it does not give.

    Where it is `asked`, what there is to think about can be answered.
    """

    number: int
    title: LabText
    task: LabText | None = None
    think: LabText | None = None
    sheet: LabText | None = None
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    asked: bool | None = None


class ColumnView(_Value):
    """The heading of a column of the table beside the task, and what it means.

    `tells` are the parameters whose values it holds; `place` is how hints call it.
    """

    key: str
    label: LabText
    what: LabText
    tells: tuple[str, ...] = ()
    place: LabText


class RowView(_Value):
    """One row of the table beside the task, each cell as it is printed."""

    step: int
    cells: dict[str, str]


class TableView(_Value):
    """The table beside the task; `legend` explains what its cells abbreviate.

    `own` says whether its rows are the lab's steps; a row of another network's table is none.
    """

    own: bool
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    legend: LabText | None = None


class GivenView(_Value):
    """What the lab gives beside its task."""

    table: TableView | None = None
    figure: Figure | None = None
    text: LabText | None = None


class LabLink(_Value):
    """Another lab: where it is, and what it is called."""

    slug: str
    title: LabText


class LabView(_Value):
    """A lab in one mode, with the policy that the page holds to; `next` comes after it.

    With `numbers`, a small picture can be run through the board. `modes` are those that one may
    change to from here. `assignment` is the id of the instructor's link that led here. `faulty`
    says that something is wrong with the starting board on purpose.
    """

    slug: str
    title: LabText
    summary: LabText
    source: LabText
    mode: Mode
    modes: tuple[Mode, ...]
    policy: ModePolicy
    hint_cap: int
    blocks: tuple[str, ...]
    start: Board
    task: LabText
    intro: LabText | None = None
    given: GivenView
    ports: dict[str, dict[str, LabText]]
    steps: tuple[StepView, ...]
    numbers: bool = False
    next: LabLink | None = None
    assignment: str | None = None
    faulty: bool = False


def view(
    lab: Lab,
    mode: str | None = None,
    after: Lab | None = None,
    assignment: Assignment | None = None,
) -> LabView:
    """Return what the lab gives out in a mode, or in its usual one; `after` is the next one to do.

    From a binding mode, and from what an instructor's link gives, no way leads to another mode.

    Raises:
        ModeNotAllowed: The lab is not given in that mode.
    """
    policy = policy_of(lab, mode, assignment)
    bound = assignment is not None or policy.binding
    return LabView(
        slug=lab.slug,
        title=lab.title,
        summary=lab.summary,
        source=lab.source,
        mode=policy.mode,
        modes=(policy.mode,) if bound else lab.modes,
        policy=policy,
        hint_cap=policy.hint_cap,
        blocks=policy.palette,
        start=lab.start,
        task=lab.task,
        intro=lab.intro if "intro" in policy.gives else None,
        given=_given(lab) if "given" in policy.gives else GivenView(),
        ports=lab.ports if "tasks" in policy.gives else {},
        steps=tuple(_step(lab, step, policy) for step in lab.steps),
        numbers="tasks" in policy.gives and picture_of(lab.slug) is not None,
        next=LabLink(slug=after.slug, title=after.title) if after and not assignment else None,
        assignment=assignment.id if assignment else None,
        faulty=lab.faults is not None,
    )


def _step(lab: Lab, step: Step, policy: ModePolicy) -> StepView:
    tasks, sheets = ("tasks" in policy.gives), ("sheets" in policy.gives)
    return StepView(
        number=step.number,
        title=step.title,
        task=lab.asks(step) if tasks else None,
        think=step.think if tasks else None,
        sheet=step.sheet if sheets else None,
        input_shape=step.input_shape if sheets else None,
        output_shape=step.output_shape if sheets else None,
        asked=question_of(lab.slug, step.number) is not None if sheets else None,
    )


def step_view(step: Step) -> StepView:
    """Return all of a step, as the guided mode gives it."""
    return StepView(**{name: getattr(step, name) for name in Step.model_fields})


def _given(lab: Lab) -> GivenView:
    given = lab.given
    table = table_view(given.table, lab) if given.table else None
    return GivenView(table=table, figure=given.figure, text=given.text)


def table_view(table: Table, lab: Lab) -> TableView:
    """Return a table as it is shown beside the task."""
    headings = [(key, table.column(key)) for key in table.columns]
    return TableView(
        own=table.of in (None, lab.stated.table),
        columns=tuple(
            ColumnView(
                key=key,
                label=column.label,
                what=column.what,
                tells=column.tells,
                place={**column.place},
            )
            for key, column in headings
        ),
        rows=tuple(
            RowView(step=row.step, cells=dict(zip(table.columns, row.cells, strict=True)))
            for row in table.printed()
        ),
        legend=table.legend,
    )
