"""The labs that a command knows: the product's, and those of the folder that was named."""

import argparse
from difflib import get_close_matches
from pathlib import Path

from app.core.errors import LabNotFound
from app.labs import Catalog, Lab, LabFolder, Shelf, catalog, lab_of


def known_labs(given: argparse.Namespace) -> Catalog:
    """Return the labs.

    Raises:
        BadLab: A file of the folder cannot be used.
    """
    labs = catalog()
    return labs if given.labs is None else Shelf(labs, LabFolder(Path(given.labs)).read(labs))


def named_lab(given: argparse.Namespace) -> Lab:
    """Return the lab that was named.

    Raises:
        BadLab: A file of the folder cannot be used.
        LabNotFound: No lab has that name; the message says which may be meant.
    """
    labs = known_labs(given)
    try:
        return lab_of(labs, given.lab)
    except LabNotFound as error:
        near = get_close_matches(given.lab, labs, n=1)
        meant = f" Is {near[0]!r} meant?" if near else ""
        raise LabNotFound(f"{error}{meant} `bneck-lab labs` lists them.") from error
