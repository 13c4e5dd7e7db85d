"""`bneck-lab labs`."""

import argparse

from app.cli.files import write_line
from app.cli.layout import table
from app.core.text import Lang
from app.labs import catalog
from app.web.answers import lab_cards


def labs(given: argparse.Namespace) -> int:
    """List the labs: name, number of steps, title."""
    cards = lab_cards(catalog().values())
    if given.json:
        for card in cards:
            write_line(card)
        return 0
    lang: Lang = given.lang
    steps = "步" if lang == "zh-CN" else "steps"
    rows = [(card["slug"], f"{card['n_steps']} {steps}", card["title"][lang]) for card in cards]
    print(table(rows, right=frozenset({1})))
    return 0
