"""`bneck-lab export`, `expand` and `reference`: one thing in, another one out."""

import argparse

from app.cli.files import board_text, read_board, write
from app.cli.own import named_lab
from app.export import pytorch
from app.graph import read
from app.service import unfolded


def export(given: argparse.Namespace) -> int:
    """Write a board as a Python module."""
    write(pytorch(read(read_board(given.board)).graph, given.name).code, given.output)
    return 0


def expand(given: argparse.Namespace) -> int:
    """Write a board with one composite unfolded."""
    write(board_text(unfolded(read_board(given.board), given.node)), given.output)
    return 0


def reference(given: argparse.Namespace) -> int:
    """Write a lab's reference as a board."""
    lab = named_lab(given)
    write(board_text(lab.reference.board), given.output)
    return 0
