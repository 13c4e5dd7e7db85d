"""The labs of a server: the product's, and an instructor's, which come and go while it runs."""

from collections.abc import Iterable, Iterator, Mapping

from app.labs.catalog import Catalog
from app.labs.lab import Lab


class Shelf(Mapping[str, Lab]):
    """Labs by slug, those of the instructor first."""

    def __init__(self, product: Catalog, own: Iterable[Lab] = ()) -> None:
        self.product = product
        self.put(own)

    def put(self, own: Iterable[Lab]) -> None:
        """Have these be the instructor's labs from now on, and no others.

        Whoever asks meanwhile finds the old ones or the new ones, never some of each.
        """
        placed = sorted(own, key=lambda lab: (lab.order, lab.slug))
        self._labs: Catalog = {**{lab.slug: lab for lab in placed}, **self.product}

    def __getitem__(self, slug: str) -> Lab:
        """Return a lab."""
        return self._labs[slug]

    def __iter__(self) -> Iterator[str]:
        """Go through the slugs, path by path."""
        return iter(self._labs)

    def __len__(self) -> int:
        """How many labs there are."""
        return len(self._labs)
