"""The labs that a command knows: the product's, and those of the folder that was named."""

import argparse
from pathlib import Path

from app.labs import Catalog, LabFolder, Shelf, catalog


def known_labs(given: argparse.Namespace) -> Catalog:
    """Return the labs.

    Raises:
        BadLab: A file of the folder cannot be used.
    """
    labs = catalog()
    return labs if given.labs is None else Shelf(labs, LabFolder(Path(given.labs)).read(labs))
