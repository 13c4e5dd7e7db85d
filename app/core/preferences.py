"""Headers in which a client lists what it would rather have: `Accept`, `Accept-Language`."""

from collections.abc import Iterator


def preferences(header: str | None) -> Iterator[tuple[str, float]]:
    """Yield each value that the header lists, in lower case, with its weight from 0 to 1.

    White space and case do not matter, other parameters than `q` are passed over, and so is a value
    whose weight cannot be read. Source: RFC 9110, sections 5.6.6 and 12.4.2.
    """
    for entry in (header or "").lower().split(","):
        value, *parameters = (part.strip() for part in entry.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name.strip() == "q":
                weight = _weight(given)
        if value and 0 <= weight <= 1:
            yield value, weight


def _weight(given: str) -> float:
    """Return a weight as a number; one that cannot be read is not one, which no bound lets by."""
    try:
        return float(given)
    except ValueError:
        return float("nan")
