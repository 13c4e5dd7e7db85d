"""An instructor's folder of labs: read strictly, saved whole, given out first."""

from pathlib import Path

import pytest

from app.core.errors import BadLab
from app.core.text import Lang
from app.labs import LabFolder, Shelf, catalog, lab_after, lab_paths
from app.labs.catalog import CATALOGUE
from app.labs.paths import OWN_PATH

SE = (CATALOGUE / "se-module.toml").read_text(encoding="utf-8")


def own(slug: str, order: int = 1) -> str:
    """The SE lab as an instructor's own one."""
    return (
        SE.replace('slug = "se-module"', f'slug = "{slug}"')
        .replace('path = "mobilenet"', f'path = "{OWN_PATH}"')
        .replace("order = 1", f"order = {order}", 1)
    )


def put(folder: Path, slug: str, text: str) -> None:
    (folder / f"{slug}.toml").write_text(text, encoding="utf-8")


def test_its_labs_come_first_in_their_own_order(tmp_path: Path) -> None:
    put(tmp_path, "second", own("second", 2))
    put(tmp_path, "other-second", own("other-second", 2))
    put(tmp_path, "first", own("first"))
    (tmp_path / "notes.txt").write_text("no lab")
    shelf = Shelf(catalog(), LabFolder(tmp_path).read(catalog()))
    assert list(shelf) == ["first", "other-second", "second", *catalog()]
    after = lab_after(shelf, "first")
    assert after is not None
    assert after.slug == "other-second"
    assert next(iter(lab_paths())) == OWN_PATH


def test_the_product_has_none_of_its_own_on_that_path() -> None:
    assert not any(lab.own for lab in catalog().values())


@pytest.mark.parametrize(
    ("slug", "text", "said"),
    [
        ("se-module", own("se-module"), "slug: the product has a lab se-module"),
        ("mine", own("other"), "mine.toml: slug says other, and the file is called mine"),
        ("mine", own("mine").replace(OWN_PATH, "classics"), 'write path = "own"'),
        ("mine", own("mine").replace("hint_cap = 5", "hint_cap = 9"), "mine.toml: hint_cap: "),
        ("mine", "slug = ", "mine.toml: "),
        ("mine", own("mine") + "#" * 2**20, "mine.toml: a lab file has at most 1024 KiB"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_place(
    tmp_path: Path, slug: str, text: str, said: str
) -> None:
    put(tmp_path, slug, text)
    put(tmp_path, "broken-too", "order = 1")
    with pytest.raises(BadLab) as refused:
        LabFolder(tmp_path).read(catalog())
    assert said in str(refused.value)
    assert "broken-too.toml: " in str(refused.value), "all bad files at once"


def test_all_that_is_wrong_with_a_file_is_said_at_once_in_both_languages(tmp_path: Path) -> None:
    put(tmp_path, "mine", own("se-module").replace(OWN_PATH, "classics"))
    put(tmp_path, "yours", own("other").replace("hint_cap = 5", "hint_cap = 9"))
    with pytest.raises(BadLab) as refused:
        LabFolder(tmp_path).read(catalog())
    said = refused.value.said
    expected: dict[Lang, tuple[str, ...]] = {
        "en": ("the file is called mine", 'path = "own"', "the product has a lab se-module"),
        "zh-CN": ("文件名却是 mine", '请写 path = "own"', "实验里已经有 se-module"),
    }
    for lang, words in expected.items():
        assert all(each in said[lang] for each in words), said[lang]
        assert "yours.toml: slug" in said[lang]
        assert "yours.toml: hint_cap" in said[lang]


def test_a_lab_of_the_folder_may_be_made_of_another_one_there(tmp_path: Path) -> None:
    put(tmp_path, "mine", own("mine"))
    fault = (CATALOGUE / "find-the-fault-se.toml").read_text(encoding="utf-8")
    fault = fault.replace('slug = "find-the-fault-se"', 'slug = "find-mine"')
    fault = fault.replace('of = "se-module"', 'of = "mine"').replace(
        'path = "faults"', 'path = "own"'
    )
    put(tmp_path, "find-mine", fault)
    labs = {lab.slug: lab for lab in LabFolder(tmp_path).read(catalog())}
    assert labs["find-mine"].reference.digest == labs["mine"].reference.digest


def test_what_is_saved_is_there_whole_and_nothing_else_is(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path)
    before = folder.listing()
    folder.save("mine", own("mine"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == own("mine")
    assert folder.listing() != before
    first = folder.listing()
    folder.save("mine", own("mine", 2))
    assert folder.listing() != first


@pytest.mark.parametrize("slug", ["../outside", "a/b", ".hidden", "", "Mine"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, slug: str) -> None:
    inner = tmp_path / "labs"
    inner.mkdir()
    with pytest.raises(ValueError, match="not a lab's name"):
        LabFolder(inner).save(slug, "text")
    assert list(tmp_path.rglob("*")) == [inner]


def test_where_it_cannot_be_saved_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path)
    (tmp_path / "mine.toml").mkdir()  # in the way
    with pytest.raises(OSError, match=r"mine\.toml"):
        folder.save("mine", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]
