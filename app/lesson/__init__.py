"""What is taught beside the construction: chapters, steps, questions, cards, a picture to run.

Chapters, questions and cards are data in both languages; what is said of a step is derived from the
reference, so that no lesson can drift from its lab. `lesson` gives out what a mode allows.
"""

from app.lesson.cards import Card, cards
from app.lesson.chapter import Chapter, chapters
from app.lesson.judge import Judged, Quantity, answered, predict
from app.lesson.lesson import Lesson, lesson

__all__ = [
    "Card",
    "Chapter",
    "Judged",
    "Lesson",
    "Quantity",
    "answered",
    "cards",
    "chapters",
    "lesson",
    "predict",
]
