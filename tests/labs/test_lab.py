"""Lab files are read strictly; what is wrong is told with the file and the place."""

import re
from pathlib import Path

import pytest

from app.core.errors import BadLab, LabNotFound
from app.core.text import text
from app.labs import Faults, GivenView, catalog, get_lab, parse_lab, view
from app.labs.catalog import CATALOGUE, read_lab
from app.labs.given import shared_columns
from app.labs.lab import PROPERTIES
from app.reference import PRINTED

SE = (CATALOGUE / "se-module.toml").read_text(encoding="utf-8")


def changed(before: str, after: str) -> str:
    """The SE lab's file with one passage changed."""
    assert before in SE
    return SE.replace(before, after, 1)


def figure(wire: str = "a-b", lines: int = 1, **boxes: str) -> str:
    """The lab with a figure of these boxes, and one wire between two of them."""
    words = "\\n".join(["x"] * lines)
    text = f'{{ zh-CN = "{words}", en = "{words}" }}'
    source, target = wire.split("-")
    return changed(
        "[start]",
        "\n".join(
            [
                "[given.figure]",
                f"alt = {text}",
                *(f"boxes.{name} = {{ text = {text}, {place} }}" for name, place in boxes.items()),
                f'wires = [{{ source = "{source}", target = "{target}" }}]',
                "[start]",
            ]
        ),
    )


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("slug = ", "t.toml: Invalid value"),
        ("", "t.toml: slug: is missing"),
        (changed("order = 1", 'order = "5"'), "t.toml: order: "),
        (
            changed("order = 1", "order = 1\ncolour = 1"),
            "t.toml: colour: is nothing that a lab's file has",
        ),
        (changed("hint_cap = 5", "hint_cap = 6"), "t.toml: hint_cap: "),
        (changed('"exam"]', '"none such"]'), "t.toml: modes.2: "),
        (changed('summary.en = "', 'summary.fr = "'), "t.toml: summary.en: is missing"),
        (changed('title.en = "The SE module"', 'title.en = " "'), "t.toml: title.en: "),
        (
            changed('title.en = "The', 'title.fr = "x"\ntitle.en = "The'),
            "t.toml: title.fr: is nothing",
        ),
        (
            changed('task.en = "The first', 'think.fr = "x"\ntask.en = "The first'),
            "steps.1.think.fr",
        ),
        (changed("n_params = 3_552", "n_params = 3552.0"), "t.toml: reference.n_params: "),
        (changed('board = "se-module"\n', ""), "name a table or a board, or draw one"),
        (changed('board = "se-module"', 'board = "none"'), "There is no boards/none.json"),
        (changed('of = "mobilenet-v3-large"', 'of = "none"'), "There is no tables/none.csv"),
        (changed("steps = [5]", "steps = [99]"), "given.table: the table has none of these steps"),
        (changed('"se"]', '"colour"]'), "t.toml: given.table: columns: not known: colour"),
        (changed('"se"]', '"padding"]'), "t.toml: given.table: columns: no table has: padding"),
        (changed('of = "mobilenet-v3-large"\n', ""), "name a reference's table, or write rows"),
        (changed('of = "mobilenet-v3-large"', "rows = [{step = 1, cells = []}]"), "steps: these"),
        (
            changed('of = "mobilenet-v3-large"\nsteps = [5]', "rows = [{step = 1, cells = []}]"),
            "rows: each has a cell for every column",
        ),
        (figure(a="column = 0, row = 0", b="column = 0.5, row = 0"), "a and b lie on each other"),
        (
            figure("a-c", a="column = 0, row = 0", b="column = 1, row = 0"),
            "wires: there is no box c",
        ),
        (figure("a-b", a="column = 0, row = 1", b="column = 0, row = 1"), "lie on each other"),
        (
            figure("b-a", a="column = 0, row = 0", b="column = 0, row = 1"),
            "b to a does not lead down",
        ),
        (
            figure("a-b", a="column = 0, row = 0", b="column = 4, row = 1"),
            "figure.boxes.b.column: ",
        ),
        (
            figure("a-b", a="column = 0, row = 0, step = 9", b="column = 0, row = 1"),
            "given.figure: there is no step 9",
        ),
        (
            figure("a-b", lines=3, a="column = 0, row = 0", b="column = 0, row = 1"),
            "more than 2 lines",
        ),
        (
            changed('path = "mobilenet"', 'path = "nowhere"'),
            "path: one of own, mobilenet, faults, classics",
        ),
        (changed('["squeeze-excite"]', '["flat-earth"]'), "misconceptions: not known: flat-earth"),
        (
            changed("[start]", '[read_again.hue]\nzh-CN="书"\nen="book"\n[start]'),
            "no block has: hue",
        ),
        (changed('"concat"', '"transformer"'), "blocks: not known: transformer"),
        (changed('"input", ', ""), "start: blocks that the lab does not allow: input"),
        (changed("number = 2", "number = 3"), "steps: they are numbered from 1"),
        (SE[: SE.rindex("[[steps]]")], "steps: not those of the reference"),
        (changed("output_shape = [1, 24, 1, 1]", 'output_shape = ["1"]'), "steps.1.output_shape.0"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(file: str, message: str) -> None:
    with pytest.raises(BadLab, match=r"^t\.toml") as refused:
        parse_lab(file, "t.toml")
    assert message in str(refused.value)


def test_every_flaw_of_a_file_is_told_at_once() -> None:
    with pytest.raises(BadLab) as refused:
        parse_lab(changed("order = 1", 'order = "5"\ncolour = 1'), "t.toml")
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
    with pytest.raises(
        BadLab, match=r"other\.toml: slug says se-module, and the file is called other"
    ):
        read_lab(path)


def test_labs_are_found_by_name() -> None:
    assert get_lab("se-module") is catalog()["se-module"]
    with pytest.raises(LabNotFound, match="no-such-lab"):
        get_lab("no-such-lab")


def test_only_the_listing_compares_biases() -> None:
    comparing = {slug for slug, lab in catalog().items() if lab.reference.compare_bias}
    assert comparing == {"mobilenet-v3-large-listing"}


def test_a_lab_says_where_a_property_is_to_be_read_again() -> None:
    reference = get_lab("mobilenet-v3-large").reference
    assert reference.read_again["nl"] == text("表中的 NL 一列", "the NL column of the table")
    assert "shortcut" not in reference.read_again
    assert "nl" not in get_lab("se-module").reference.read_again


def test_a_lab_s_own_words_come_before_those_of_its_table() -> None:
    own = changed("[start]", '[read_again.se]\nzh-CN = "简介"\nen = "the introduction"\n\n[start]')
    reference = parse_lab(own, "t.toml").reference
    assert reference.read_again["se"] == text("简介", "the introduction")
    assert "exp_size" in reference.read_again


def test_a_lab_may_give_nothing_or_a_table_of_its_own() -> None:
    given = SE[SE.index("[given.table]") : SE.index("[start]")]
    assert view(parse_lab(changed(given, ""), "t.toml")).given == GivenView()
    own = """
[given.table]
columns = ["input", "rows"]
rows = [{ step = 1, cells = ["28×28×72", "4"] }]
[given.table.headings.rows]
label = { zh-CN = "行数", en = "rows" }
what = { zh-CN = "几行", en = "how many" }
tells = ["kernel_size"]

"""
    lab = parse_lab(changed(given, own), "t.toml")
    table = view(lab).given.table
    assert table is not None
    assert [column.key for column in table.columns] == ["input", "rows"]
    assert table.rows[0].cells == {"input": "28×28×72", "rows": "4"}
    place = text("表中的行数一列", "the rows column of the table")
    assert lab.reference.read_again["kernel_size"] == place


def test_columns_tell_properties_that_blocks_have() -> None:
    told = {name for column in shared_columns().values() for name in column.tells}
    assert told <= PROPERTIES
    assert PRINTED.keys() <= shared_columns().keys()


FAULTY = """
slug = "t"
of = "se-module"
path = "faults"
order = 9
modes = ["exercise"]
hint_cap = 4
title = { zh-CN = "找错", en = "Find it" }
summary = { zh-CN = "找错", en = "Find it" }
task = { zh-CN = "找错", en = "Find it" }
intro = { zh-CN = "找错", en = "Find it" }
faults = { count = 2, kinds = ["slip"] }
"""
LOOK = 'look = [{ steps = STEPS, text = { zh-CN = "看", en = "Look" } }]'


def looking(steps: str) -> str:
    """That lab, with the steps in which it says what to look at."""
    return FAULTY + LOOK.replace("STEPS", steps)


def base(slug: str) -> str | None:
    return SE if slug == "se-module" else None


def test_a_lab_of_another_one_has_what_it_does_not_say_from_it() -> None:
    lab, other = parse_lab(FAULTY, "t.toml", base), parse_lab(SE, "se-module.toml")
    assert (lab.steps, lab.stated, lab.blocks) == (other.steps, other.stated, other.blocks)
    assert (lab.slug, lab.path, lab.modes) == ("t", "faults", ("exercise",))
    assert lab.faults == Faults(count=2, kinds=("slip",))


def test_what_stands_already_is_looked_at_and_not_put_there() -> None:
    steps = view(parse_lab(looking("[1, 2, 3, 4]"), "t.toml", base)).steps
    assert [step.task for step in steps] == [{"zh-CN": "看", "en": "Look"}] * 4
    for slug, lab in catalog().items():
        if lab.faults:
            asked = {step.task["en"] for step in lab.steps}
            looked = [step.task for step in view(lab).steps]
            assert all(task and task["en"] not in asked for task in looked), slug


def test_what_a_lab_has_no_introduction_of_is_said_by_its_path() -> None:
    own = FAULTY.replace('intro = { zh-CN = "找错", en = "Find it" }\n', "")
    said = view(parse_lab(own, "t.toml", base)).intro
    assert said is not None
    assert said["en"].startswith("Do not start by comparing")
    mine = view(parse_lab(FAULTY, "t.toml", base)).intro
    assert mine is not None
    assert mine["en"] == "Find it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FAULTY.replace('of = "se-module"', 'of = "nix"'), "of: there is no lab nix"),
        (FAULTY.replace('of = "se-module"', 'of = "../x"'), "of: there is no lab ../x"),
        (FAULTY.replace("count = 2", "count = 0"), "faults.count"),
        (changed("[start]", looking("[1]").splitlines()[-1] + "\n\n[start]"), "look: "),
        (looking("[1, 2, 3]"), "look: each step once, or none at all"),
        (looking("[1, 2, 3, 4, 4]"), "look: each step once, or none at all"),
        (FAULTY.replace('["slip"]', '["nonsense"]'), "faults.kinds"),
        ("\n".join(FAULTY.splitlines()[:-1]), "of, faults: a lab has both or neither"),
    ],
)
def test_a_lab_with_faults_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadLab, match=re.escape(message)):
        parse_lab(text, "t.toml", base)
