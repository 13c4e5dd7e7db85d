"""The lesson of a lab, as far as a mode gives it.

Chapters go with the introduction, what is said of the steps with the sheets: it is the reference's.
An exam gives neither.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.blocks import Input
from app.core.shape import Shape
from app.core.text import Text, text
from app.engine import propagate
from app.labs import Lab, LabText, ModePolicy, Question, questions
from app.lesson.cards import Card, cards
from app.lesson.chapter import Section, chapters
from app.lesson.purpose import purpose


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class ChapterView(_Value):
    """A chapter as it is read."""

    title: LabText
    sections: tuple[Section, ...]


class SketchView(_Value):
    """A block of a step, for a sketch of its inside; so many channels enter it."""

    type: str
    data: dict[str, Any]
    in_channels: int


class StepLesson(_Value):
    """What is said of a step: the shapes around it, what it is for, its blocks."""

    step: int
    input_shape: Shape
    output_shape: Shape
    purpose: LabText
    sketches: tuple[SketchView, ...]


class QuestionView(_Value):
    """A question as it is asked: without its answer."""

    step: int
    kind: str
    ask: LabText | None = None
    options: tuple[LabText, ...] = ()


class Lesson(_Value):
    """All of a lab's lesson that a mode gives; empty where it gives none."""

    chapters: tuple[ChapterView, ...] = ()
    steps: tuple[StepLesson, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    cards: dict[str, Card] = {}


def lesson(lab: Lab, policy: ModePolicy) -> Lesson:
    """Return the lesson of a lab, as far as a mode gives it.

    A lab made of another one has its chapters. Where a finished network is searched for faults,
    they answer nothing: they are what it is held against.
    """
    slug = lab.of or lab.slug
    sheets = "sheets" in policy.gives
    if "intro" not in policy.gives:
        return Lesson()
    return Lesson(
        chapters=tuple(
            ChapterView(title=each.title, sections=each.sections)
            for each in chapters()
            if slug in each.labs and (sheets or lab.faults or slug not in each.answers)
        ),
        steps=tuple(_steps(lab)) if sheets else (),
        questions=tuple(map(_asked, questions(lab.slug))) if sheets else (),
        cards={**cards()} if sheets else {},
    )


def _asked(question: Question) -> QuestionView:
    return QuestionView(
        step=question.step, kind=question.kind, ask=question.ask, options=question.options
    )


def _steps(lab: Lab) -> Iterator[StepLesson]:
    reference = lab.reference
    shapes = propagate(reference.graph).shapes
    for step in lab.steps:
        said: list[Text] = []
        sketches: list[SketchView] = []
        for id in reference.graph.order:
            node = reference.graph.nodes[id]
            if isinstance(node.block, Input) or reference.steps.get(id) != step.number:
                continue
            inputs = tuple(shapes[edge.source][edge.out] for edge in reference.graph.incoming[id])
            role = purpose(node.block, inputs, shapes[id][node.block.info.outputs[0]])
            if role not in said:
                said.append(role)
            sketches.append(
                SketchView(
                    type=node.block.info.type,
                    data=node.block.model_dump(mode="json"),
                    in_channels=inputs[0][1],
                )
            )
        whole = text("".join(each["zh-CN"] for each in said), " ".join(each["en"] for each in said))
        yield StepLesson(
            step=step.number,
            input_shape=step.input_shape,
            output_shape=step.output_shape,
            purpose={**whole},
            sketches=tuple(sketches),
        )
