"""The instructor's demo of a lab: its construction as a score that a page plays."""

from app.demo.score import Moment, Score, score
from app.demo.slip import Slip

__all__ = ["Moment", "Score", "Slip", "score"]
