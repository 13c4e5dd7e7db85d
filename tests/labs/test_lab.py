"""Lab files are read strictly; what is wrong is told with the file and the place."""

from pathlib import Path

import pytest

from app.core.errors import BadLab, LabNotFound
from app.labs import catalog, get_lab, parse_lab
from app.labs.catalog import CATALOGUE, read_lab

SE = (CATALOGUE / "se-module.toml").read_text(encoding="utf-8")


def changed(before: str, after: str) -> str:
    """The SE lab's file with one passage changed."""
    assert before in SE
    return SE.replace(before, after, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("slug = ", "t.toml: Invalid value"),
        ("", "t.toml: slug: Field required"),
        (changed("order = 5", 'order = "5"'), "t.toml: order: "),
        (changed("order = 5", "order = 5\ncolour = 1"), "t.toml: colour: Extra inputs"),
        (changed("hint_cap = 4", "hint_cap = 6"), "t.toml: hint_cap: "),
        (changed('"exam"]', '"quiz"]'), "t.toml: modes.2: "),
        (changed('summary.en = "', 'summary.fr = "'), "t.toml: summary.en: Field required"),
        (changed('title.en = "The SE module"', 'title.en = " "'), "t.toml: title.en: "),
        (changed('title.en = "The', 'title.fr = "x"\ntitle.en = "The'), "t.toml: title.fr: Extra"),
        (
            changed('task.en = "The first', 'think.fr = "x"\ntask.en = "The first'),
            "steps.1.think.fr",
        ),
        (changed("n_params = 3_552", "n_params = 3552.0"), "t.toml: reference.n_params: "),
        (changed('board = "se-module"\n', ""), "name either a table or a board"),
        (changed('board = "se-module"', 'board = "none"'), "There is no boards/none.json"),
        (changed('table = "mobilenet-v3-large"', 'table = "none"'), "There is no tables/none.csv"),
        (changed("steps = [5]", "steps = [99]"), "given: the table has none of these steps"),
        (changed('"se"]', '"colour"]'), "t.toml: given.columns.3: "),
        (changed('"concat"', '"transformer"'), "blocks: not known: transformer"),
        (changed('"input", ', ""), "start: blocks that the lab does not allow: input"),
        (changed("number = 2", "number = 3"), "steps: they are numbered from 1"),
        (SE[: SE.rindex("[[steps]]")], "steps: not those of the reference"),
        (changed("output_shape = [1, 24, 1, 1]", 'output_shape = ["1"]'), "steps.1.output_shape.0"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(BadLab, match=r"^t\.toml") as refused:
        parse_lab(text, "t.toml")
    assert message in str(refused.value)


def test_every_flaw_of_a_file_is_told_at_once() -> None:
    with pytest.raises(BadLab) as refused:
        parse_lab(changed("order = 5", 'order = "5"\ncolour = 1'), "t.toml")
    assert len(str(refused.value).splitlines()) == 2


def test_what_only_follows_from_another_flaw_is_not_told() -> None:
    with pytest.raises(BadLab) as refused:
        parse_lab(SE.replace("number = ", "numero = "), "t.toml")
    assert "at least 1 item" not in str(refused.value)
    assert {line.rsplit(": ", 1)[0] for line in str(refused.value).splitlines()} == {
        f"t.toml: steps.{index}.{key}" for index in range(4) for key in ("number", "numero")
    }


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "se-module.toml"
    path.write_text(SE, encoding="gb18030")
    with pytest.raises(BadLab, match=r"se-module\.toml: it is not written in UTF-8"):
        read_lab(path)


def test_a_lab_is_named_like_its_file(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text(SE, encoding="utf-8")
    with pytest.raises(BadLab, match=r"other\.toml: slug: 'se-module' is not the file's name"):
        read_lab(path)


def test_labs_are_found_by_name() -> None:
    assert get_lab("se-module") is catalog()["se-module"]
    with pytest.raises(LabNotFound, match="no-such-lab"):
        get_lab("no-such-lab")


def test_only_the_listing_compares_biases() -> None:
    comparing = {slug for slug, lab in catalog().items() if lab.reference.compare_bias}
    assert comparing == {"mobilenet-v3-large-listing"}
