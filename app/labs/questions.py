"""The questions of a lab's steps, as data: a number, a choice, or a text to uncover.

`questions/<lab>.toml` holds them. A step has one at most; it is the step's own "think", made so
that it can be answered. In `why`, a name in braces is a figure of the student's block
(`app.lesson.facts`).
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, TypeAdapter, model_validator

from app.labs.document import read_document
from app.labs.values import Count, LabText, Strict

FOLDER = Path(__file__).parent / "questions"

Kind: TypeAlias = Literal["number", "choice", "text"]


class Question(Strict):
    """One question. `ask` says what is to be entered; without it the step's own words do.

    `answer` is for a number its value or the name of a figure, for a choice the place of the right
    option, from 0; a text to uncover has none. `why` explains it, whatever was answered.
    """

    step: Count
    kind: Kind
    ask: LabText | None = None
    options: tuple[LabText, ...] = ()
    answer: Annotated[int, Field(ge=0)] | str | None = None
    why: LabText

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "text") != (self.answer is None):
            raise ValueError("answer: a number and a choice have one, a text has none")
        if (self.kind == "choice") != (len(self.options) > 1):
            raise ValueError("options: a choice has two at least, nothing else has any")
        if self.kind == "choice" and self.answer not in range(len(self.options)):
            raise ValueError("answer: the place of an option")
        return self


class _Sheet(Strict):
    """A file of questions."""

    questions: tuple[Question, ...]


@cache
def questions(lab: str) -> tuple[Question, ...]:
    """Return the questions of a lab, in the order of its steps; a lab may have none.

    Raises:
        BadLab: Its file cannot be used; the message names it.
    """
    path = FOLDER / f"{lab}.toml"
    if not path.is_file():
        return ()
    return read_document(path, TypeAdapter(_Sheet)).questions


def question_of(lab: str, step: int) -> Question | None:
    """Return the question of one step."""
    return next((each for each in questions(lab) if each.step == step), None)
