"""The application, ready to serve: every lab proved, and everything that can be computed beforehand
computed."""

from fastapi import FastAPI

from app.labs import Catalog, LabFolder, Shelf
from app.making import prove
from app.service import Here, Pool, Porter, Seals, Services, Workshop
from app.web.application import PLAIN, Site, build


def create_app(
    labs: Catalog,
    pool: Pool | None = None,
    instructor_key: str | None = None,
    site: Site = PLAIN,
    porter: Porter | None = None,
    folder: LabFolder | None = None,
) -> FastAPI:
    """Return the application that gives out these labs, once each of them has been proved.

    Without a pool, it works everything out on its event loop; without a key, nobody has it;
    without a porter, labs are given out freely, and links hold as long as the process. Labs of an
    instructor's are read from the folder and saved there.

    Raises:
        BadLab: A file of the folder cannot be used.
        BrokenLab: A lab's reference is not what the lab says of it.
    """
    shelf = Shelf(labs, folder.read(labs) if folder else ())
    for lab in shelf.values():
        prove(lab)
    runner = pool or Here()
    services = Services(shelf, runner=runner, porter=porter or Porter(Seals()))
    workshop = Workshop(shelf, runner, folder)
    return build(services, pool, instructor_key, site, workshop)
