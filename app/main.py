"""The application, ready to serve: every lab proved, everything that can be computed beforehand
computed, and the garbage collector told so."""

import gc

from fastapi import FastAPI

from app.core.errors import BadLab
from app.engine import propagate
from app.faults import faulty
from app.graph import read
from app.labs import Catalog, Lab
from app.service import Here, Pool, Porter, Seals, Services
from app.verify import verify
from app.web.application import PLAIN, Site, build


class BrokenLab(BadLab):
    """A lab whose reference is not what the lab says of it."""


def create_app(
    labs: Catalog,
    pool: Pool | None = None,
    instructor_key: str | None = None,
    site: Site = PLAIN,
    porter: Porter | None = None,
) -> FastAPI:
    """Return the application that gives out these labs, once each of them has been proved.

    Without a pool, it works everything out on its event loop; without a key, nobody has it;
    without a porter, labs are given out freely, and links hold as long as the process.

    Raises:
        BrokenLab: A lab's reference is not what the lab says of it.
    """
    for lab in labs.values():
        prove(lab)
    services = Services(labs, runner=pool or Here(), porter=porter or Porter(Seals()))
    return build(services, pool, instructor_key, site)


def prove(lab: Lab) -> None:
    """Check that a lab's reference is what the lab states of it, and that Verify accepts it.

    What the engine learns on the way it remembers, so that no student waits for it.

    Raises:
        BrokenLab: One of it does not hold; the message says which.
        NoFaults: The faults that it asks for cannot be planted in its network.
    """
    reading = read(lab.reference.board)
    found = propagate(reading.graph)
    if trouble := (*reading.diagnostics, *found.diagnostics):
        raise BrokenLab(f"{lab.slug}: {trouble[0].message('en')}")
    stated = lab.stated
    claims = {
        "output_shape": (stated.output_shape, found.totals.output_shape),
        "n_params": (stated.n_params, found.totals.n_params),
        "madds": (stated.madds, found.totals.madds),
    }
    for name, (claim, truth) in claims.items():
        if claim != truth:
            raise BrokenLab(f"{lab.slug}: {name} is stated as {claim}, but it is {truth}")
    if verify(reading, lab.reference).verdict != "correct":
        raise BrokenLab(f"{lab.slug}: Verify does not accept the reference")
    if lab.faults is not None:
        faulty(lab, lab.faults, seed=0)


def settle() -> None:
    """Spare the garbage collector what lives as long as the process.

    PyTorch alone is 165,000 objects, and a full collection of them takes 120 to 175 ms, in which
    the server answers nobody.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
