"""What a lab gives out in each mode, and nothing beyond it.

| mode | task | table rows | intro, tasks and questions of the steps | sheets and shapes | hints |
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
from app.labs.lab import Column, Lab, LabText, Mode, Step
from app.reference import Row


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


class RowView(_Value):
    """One row of the table beside the task, each cell as it is printed."""

    step: int
    cells: dict[Column, str]


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
    columns: tuple[Column, ...] = ()
    rows: tuple[RowView, ...] = ()
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
        columns=lab.given.columns if told else (),
        rows=tuple(_row(row, lab.given.columns) for row in lab.given.rows) if told else (),
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


def _row(row: Row, columns: tuple[Column, ...]) -> RowView:
    return RowView(step=row.step, cells={column: _cell(row, column) for column in columns})


def _cell(row: Row, column: Column) -> str:
    """Return a cell as Table 1 prints it; SE and NBN are ticks, whatever their details."""
    value = getattr(row, column)
    match column:
        case "input":
            _, channels, *sides = row.input
            return "×".join(map(str, (*sides, channels)))
        case "se" | "nbn":
            return "✓" if value is not False else ""
        case _:
            return "" if value is None else str(value)
