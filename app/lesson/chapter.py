"""A chapter of the lesson: a TOML file with sections in two languages, and the labs it is for.

A formula is a name: the page's build makes it from TeX (`static/src/lesson/formulas.json`). A
figure is a name too: the page draws it.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from app.labs.document import read_document
from app.labs.values import Count, LabText, Strict

FOLDER = Path(__file__).parent / "chapters"

FigureName: TypeAlias = Literal["inverted-residuals", "squeeze-excite", "curves", "cost", "ribbon"]


class Attempt(Strict):
    """What to guess before a section is read: it is not judged, the section says why."""

    ask: LabText
    options: Annotated[tuple[LabText, ...], Field(min_length=2, max_length=4)]


class Section(Strict):
    """A few paragraphs, an empty line between them, then formulas, then a figure.

    Where there is an `attempt`, it comes first: a short one of one's own, before the theory, helps
    with concepts (Sinha and Kapur 2021).

    `about` are parameters and names of findings: whoever asks why one of them is wrong is led here.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: LabText
    attempt: Attempt | None = None
    text: LabText
    formulas: tuple[str, ...] = ()
    figure: FigureName | None = None
    about: tuple[str, ...] = ()


class Chapter(Strict):
    """Sections about one thing. `order` is its place; `labs` are those that it belongs to.

    `answers` are those of them whose students have to find what it says: there it is given only
    where the sheets are, or nothing is to be built; elsewhere wherever the introduction is.
    """

    order: Count
    labs: Annotated[tuple[str, ...], Field(min_length=1)]
    title: LabText
    answers: tuple[str, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return all chapters, in order.

    Raises:
        BadLab: A file cannot be used; the message names it.
    """
    form = TypeAdapter(Chapter)
    found = [read_document(path, form) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda chapter: chapter.order))
