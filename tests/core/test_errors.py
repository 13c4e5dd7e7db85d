"""What a failed request carries."""

from app.core import errors


def test_a_flawed_board_says_where() -> None:
    flaw = errors.Flaw("/nodes/0/id", "Field required")
    assert errors.BoardError("The document is not a board.", (flaw,)).flaws == (flaw,)


def test_every_failure_can_be_caught_as_one() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    failures = [kind for kind in kinds if issubclass(kind, Exception)]
    assert len(failures) > 5
    assert all(issubclass(kind, errors.BneckLabError) for kind in failures)
