"""`bneck-lab labs`."""

import argparse

from app.cli.files import write_line
from app.cli.own import known_labs
from app.cli.terminal import table
from app.core.text import Lang, text
from app.web.answers import lab_cards

STEPS = text("步", "steps")


def labs(given: argparse.Namespace) -> int:
    """List the labs: name, number of steps, title."""
    labs = known_labs(given).values()
    if given.json:
        for card in lab_cards(labs):
            write_line(card)
        return 0
    lang: Lang = given.lang
    rows = [(lab.slug, f"{len(lab.steps)} {STEPS[lang]}", lab.title[lang]) for lab in labs]
    print(table(rows, right=frozenset({1})))
    return 0
