"""The workshop: a draft is proved, saved and given out; a folder that changes is followed."""

import asyncio
from pathlib import Path

import pytest

from app.core.errors import ServerBusy
from app.graph import read
from app.labs import Lab, LabFolder, Shelf, catalog
from app.making import Draft, propose
from app.service import Here, Made, Progress, Workshop, jobs
from app.verify import verify
from tests.labs.test_folder import own

PRODUCT = {slug: catalog()[slug] for slug in ("se-module", "bneck-v3")}


def draft(slug: str = "mine", **values: object) -> Draft:
    """A draft of the SE module that can be saved."""
    words = {"title": {"zh-CN": "我的", "en": "Mine"}, "task": {"zh-CN": "搭", "en": "Build"}}
    proposed = propose(catalog()["se-module"].reference.board).model_dump()
    return Draft.model_validate({**proposed, **words, "slug": slug, **values})


def workshop(folder: Path | None) -> Workshop:
    """A workshop that works on the spot."""
    there = LabFolder(folder) if folder else None
    shelf = Shelf(PRODUCT, there.read(PRODUCT) if there else ())
    return Workshop(shelf, Here(), there)


async def _make(of: Workshop, what: Draft, replace: bool) -> list[Progress | Made]:
    return [said async for said in of.make(what, replace=replace)]


def make(of: Workshop, what: Draft, *, replace: bool = False) -> tuple[list[Progress], Made]:
    """Make a lab; gives how far it was said to be, and the end."""
    *before, end = asyncio.run(_make(of, what, replace))
    assert isinstance(end, Made)
    return [said for said in before if isinstance(said, Progress)], end


def test_a_lab_is_proved_saved_and_given_out(tmp_path: Path) -> None:
    of = workshop(tmp_path)
    before, end = make(of, draft())
    assert [said.done for said in before] == sorted(said.done for said in before)
    assert before[-1].of == before[-1].done + 1
    assert end.saved
    assert end.proof is not None
    assert (end.proof.n_params, end.proof.trial.missed) == (3552, ())
    assert end.proof.trial.count > 10
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == end.file
    assert next(iter(of.shelf)) == "mine"
    assert list(workshop(tmp_path).shelf) == list(of.shelf), "another start finds the same"


def test_without_a_folder_it_is_given_back_as_a_file() -> None:
    of = workshop(None)
    _, end = make(of, draft())
    assert end.file is not None
    assert not end.saved
    assert "mine" not in of.shelf


def test_a_draft_with_a_flaw_is_not_proved(tmp_path: Path) -> None:
    _, end = make(workshop(tmp_path), draft(slug="se-module"))
    assert [flaw.place for flaw in end.flaws] == [("slug",)]
    assert (end.proof, end.saved, end.file, list(tmp_path.iterdir())) == (None, False, None, [])


def test_where_a_fault_is_missed_nothing_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = PRODUCT["se-module"].reference
    right = verify(read(reference.board), reference)
    real = jobs.prove_lab
    of = workshop(tmp_path)

    def prove(key: jobs.LabKey) -> int:
        count = real(key)
        monkeypatch.setattr("app.making.proof.verify", lambda *given: right)
        return count

    monkeypatch.setattr(jobs, "prove_lab", prove)
    _, end = make(of, draft())
    assert end.proof is not None
    assert end.proof.trial.missed
    assert (end.saved, end.file, list(tmp_path.iterdir())) == (False, None, [])
    assert "mine" not in of.shelf


def test_another_one_of_the_name_is_replaced_only_when_that_is_meant(tmp_path: Path) -> None:
    of = workshop(tmp_path)
    make(of, draft())
    _, refused = make(of, draft(task={"zh-CN": "改", "en": "Changed"}))
    assert [flaw.place for flaw in refused.flaws] == [("slug",)]
    _, end = make(of, draft(task={"zh-CN": "改", "en": "Changed"}), replace=True)
    assert end.saved
    assert of.shelf["mine"].task["en"] == "Changed"
    _, product = make(of, draft(slug="se-module"), replace=True)
    assert not product.saved


def test_where_it_cannot_be_written_that_is_said_and_the_file_is_given(tmp_path: Path) -> None:
    of = workshop(tmp_path)
    (tmp_path / "mine.toml").mkdir()
    _, end = make(of, draft())
    assert (end.saved, len(end.flaws)) == (False, 1)
    assert end.file is not None
    assert "mine" not in of.shelf


def test_one_draft_is_proved_at_a_time(tmp_path: Path) -> None:
    of = workshop(tmp_path)

    async def two_at_once() -> None:
        first = of.make(draft())
        await anext(first)
        with pytest.raises(ServerBusy):
            await anext(of.make(draft("other")))
        await first.aclose()
        await anext(of.make(draft("other")))  # who left makes room

    asyncio.run(two_at_once())


def test_a_folder_that_changes_is_followed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    of = workshop(tmp_path)
    (tmp_path / "new.toml").write_text(own("new"), encoding="utf-8")
    asyncio.run(of.renew())
    assert "new" in of.shelf
    before = of.shelf["new"]
    (tmp_path / "new.toml").write_text(own("new").replace("hint_cap = 5", "hint_cap = 9"))
    (tmp_path / "false.toml").write_text(own("false").replace("3_552", "3_553"))
    (tmp_path / "second.toml").write_text(own("second", 2), encoding="utf-8")
    asyncio.run(of.renew())
    assert of.shelf["new"] is before, "what cannot be used stays as it was"
    assert ("false" in of.shelf, "second" in of.shelf) == (False, True)
    assert "new.toml: hint_cap" in caplog.text
    assert "n_params is stated as 3553" in caplog.text
    (tmp_path / "new.toml").unlink()
    asyncio.run(of.renew())
    assert "new" not in of.shelf


def test_a_worker_answers_for_a_lab_that_it_was_never_told_of(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(own("new"), encoding="utf-8")
    lab = workshop(tmp_path).shelf["new"]
    key = jobs.LabKey.of(lab)
    assert key not in jobs.labs()
    body = lab.reference.board.model_dump_json().encode()
    assert jobs.verify_board(body, key).verdict == "correct"
    changed = lab.content.replace('"hint_cap":5', '"hint_cap":4')
    assert jobs.LabKey.of(Lab.model_validate_json(changed)) != key
