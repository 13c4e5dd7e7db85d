"""Drafts: the proposal from a board, the lab that comes of it, and what is wrong, at its place."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, get_args

import pytest

from app.core.text import LANGS, Text
from app.graph import Board, read
from app.labs import OWN_PATH, Lab, catalog, parse_lab, view
from app.making import Draft, Drafted, drafted, propose, prove, redraft, try_faults
from app.making.kept import Kept, Part
from app.verify import verify

LABS = {slug: lab for slug, lab in catalog().items() if lab.faults is None}
SE = LABS["se-module"]

WORDS = {
    "slug": "mine",
    "title": {"zh-CN": "我的实验", "en": "A lab of mine"},
    "task": {"zh-CN": "搭出来。", "en": "Build it."},
}


def proposal(lab: Lab = SE, **values: Any) -> Draft:
    """The proposal for a lab's reference, with the words that it lacks."""
    draft = propose(lab.reference.board)
    return Draft.model_validate({**draft.model_dump(), **WORDS, **values})


def made(draft: Draft) -> Lab:
    """The lab of a draft that has no flaw."""
    found = drafted(draft)
    assert found.flaws == ()
    assert found.lab is not None
    return found.lab


@pytest.mark.parametrize("slug", LABS)
def test_a_proposal_needs_no_more_than_a_name_a_title_and_a_task(slug: str) -> None:
    lab = made(proposal(LABS[slug]))
    prove(lab)
    assert lab.own
    report = verify(read(LABS[slug].reference.board), lab.reference, lab.blocks)
    assert report.verdict == "correct"
    assert lab.stated.n_params == LABS[slug].stated.n_params


@pytest.mark.parametrize("slug", LABS)
def test_no_step_of_a_proposal_is_done_before_it_is_begun(slug: str) -> None:
    lab = made(proposal(LABS[slug]))
    report = verify(read(lab.start), lab.reference, lab.blocks)
    assert {step.status for step in report.steps} == {"missing"}


def test_a_step_that_verify_cannot_see_is_told_at_the_step() -> None:
    draft = proposal(LABS["resnet-18"])
    flat = next(node.id for node in draft.graph.nodes if node.type == "flatten")
    at, step = next(each for each in enumerate(draft.steps) if flat in each[1].nodes)
    before = step.model_copy(update={"nodes": tuple(id for id in step.nodes if id != flat)})
    alone = step.model_copy(update={"nodes": (flat,)})
    steps = (*draft.steps[:at], before, alone, *draft.steps[at + 1 :])
    [flaw] = drafted(draft.model_copy(update={"steps": steps})).flaws
    assert flaw.place == ("steps", at + 1)
    assert "并入别的步骤" in flaw.said["zh-CN"]


def test_a_composite_is_a_step_and_so_is_a_run() -> None:
    large = propose(LABS["mobilenet-v3-large"].reference.board)
    assert all(len(step.nodes) == 1 for step in large.steps[:19])
    resnet = propose(LABS["resnet-18"].reference.board)
    names = [step.title["en"] for step in resnet.steps]
    assert len(names) == len(set(names)), "steps of one kind are numbered"
    net = made(proposal(LABS["resnet-18"]))
    types = {id: node.block.info.type for id, node in net.reference.graph.nodes.items()}
    first = resnet.steps[0].nodes
    assert types[first[0]] == "conv2d"


def test_a_sheet_states_all_values_and_a_task_none() -> None:
    lab = made(proposal(LABS["bneck-v3"]))
    assert all(str(step.output_shape[1]) in step.sheet["en"] for step in lab.steps)
    given = view(lab, "exercise")
    assert all(step.sheet is None for step in given.steps)
    digits = [
        step.task["en"] for step in given.steps if step.task and "×1 con" not in step.task["en"]
    ]
    assert not any(any(sign.isdigit() for sign in said.replace("1×1", "")) for said in digits)


def test_the_file_alone_is_the_whole_lab() -> None:
    found = drafted(proposal())
    assert found.file is not None
    assert found.lab is not None
    again = parse_lab(found.file, "mine.toml")
    assert again.reference.digest == found.lab.reference.digest
    assert again.path == OWN_PATH
    assert Lab.model_validate_json(again.content) == again


@pytest.mark.parametrize("lang", LANGS)
def test_what_one_language_lacks_the_other_one_has(lang: str) -> None:
    other = next(each for each in LANGS if each != lang)
    lab = made(proposal(title={lang: "", other: "Only"}, task={lang: " ", other: "Do"}))
    assert lab.title == {"zh-CN": "Only", "en": "Only"}
    assert (lab.task[lang], lab.summary[lang]) == ("Do", "Do")  # type: ignore[literal-required]


def test_what_is_left_empty_is_not_there() -> None:
    lab = made(proposal())
    assert (lab.intro, lab.given.text) == (None, None)
    assert all(step.think is None for step in lab.steps)
    seen = view(lab, "guided")
    assert (seen.intro, seen.steps[0].think) == (None, None)


@pytest.mark.parametrize("slug", LABS)
def test_a_lab_that_is_there_can_be_changed(slug: str) -> None:
    draft = redraft(LABS[slug])
    lab = made(draft.model_copy(update={"slug": "mine"}))
    assert lab.reference.steps == LABS[slug].reference.steps
    assert [step.title for step in lab.steps] == [step.title for step in LABS[slug].steps]
    shapes = [(step.input_shape, step.output_shape) for step in lab.steps]
    assert shapes[-1][1] == LABS[slug].stated.output_shape


@pytest.mark.parametrize("slug", LABS)
def test_what_the_form_has_no_field_for_stays_as_it_was(slug: str) -> None:
    old = LABS[slug]
    new = made(redraft(old).model_copy(update={"slug": "mine"}))
    for name in ("ports", "read_again", "misconceptions", "compare_bias", "compare_eps", "start"):
        assert getattr(new, name) == getattr(old, name), name
    assert new.reference.read_again == old.reference.read_again
    for mode in old.modes:
        before, after = view(old, mode).given, view(new, mode).given
        assert after == before
    assert new.closing == old.closing
    kept = redraft(old).kept
    assert kept is not None
    assert redraft(new).kept == kept.model_copy(update={"lab": "mine"})


@pytest.mark.parametrize("part", get_args(Part))
def test_what_is_not_wanted_is_left_out(part: Part) -> None:
    for old in LABS.values():
        draft = redraft(old)
        if not draft.keeps(part):
            continue
        lab = made(draft.model_copy(update={"slug": "mine", "drops": (part,)}))
        left, before = redraft(lab).kept, draft.kept
        assert left is not None
        assert before is not None
        # The input of the network is on every board that a student begins with.
        assert part == "start" or not getattr(left, part)
        kept = {name for name in Kept.model_fields if getattr(left, name) == getattr(before, name)}
        assert kept >= set(Kept.model_fields) - {"lab", part}
        return
    assert part == "compare_eps", "no lab has any"


def test_a_table_does_not_outlive_the_steps_that_its_rows_are() -> None:
    draft = redraft(LABS["mobilenet-v3-large"])
    one, two, *others = draft.steps
    merged = one.model_copy(update={"nodes": (*one.nodes, *two.nodes)})
    changed = draft.model_copy(update={"slug": "mine", "steps": (merged, *others)})
    [flaw] = drafted(changed).flaws
    assert flaw.place == ("kept", "table")
    assert made(changed.model_copy(update={"drops": ("table",)})).given.table is None


Change = Callable[[dict[str, Any]], object]


def _step(index: int, **values: Any) -> Change:
    return lambda draft: draft["steps"][index].update(values)


def _without_wire(draft: dict[str, Any]) -> None:
    del draft["graph"]["edges"][2]


def _bad_value(draft: dict[str, Any]) -> None:
    draft["graph"]["nodes"][2]["data"]["out_channels"] = 0


FLAWS: Mapping[str, tuple[Change, tuple[Any, ...], str]] = {
    "no name": (lambda draft: draft.update(slug=""), ("slug",), "Give it a name"),
    "odd name": (lambda draft: draft.update(slug="../x"), ("slug",), "small letters"),
    "taken": (lambda draft: draft.update(slug="taken"), ("slug",), "already"),
    "no title": (lambda draft: draft.update(title={"zh-CN": " ", "en": ""}), ("title",), "title"),
    "no task": (lambda draft: draft.update(task={"zh-CN": "", "en": ""}), ("task",), "build"),
    "no mode": (lambda draft: draft.update(modes=()), ("modes",), "one mode"),
    "mode twice": (lambda draft: draft.update(modes=("exam", "exam")), ("modes",), "once"),
    "nameless step": (_step(1, title={"zh-CN": "", "en": ""}), ("steps", 1, "title"), "name"),
    "no step": (_step(1, nodes=()), ("steps",), "fc1"),
    "empty step": (_step(1, nodes=()), ("steps", 1), "No block"),
    "two steps": (_step(1, nodes=("fc1", "fc2")), ("steps",), "fc2"),
    "astray": (_step(1, nodes=("fc1", "ghost")), ("steps",), "ghost"),
    "not offered": (
        lambda draft: draft.update(blocks=("input", "conv2d")),
        ("blocks",),
        "multiply",
    ),
    "not known": (lambda draft: draft.update(blocks=("warp", "input")), ("blocks",), "warp"),
    "not wired": (_without_wire, ("graph",), ""),
    "bad value": (_bad_value, ("graph",), ""),
    "empty": (
        lambda draft: draft.update(graph={"version": 1, "nodes": [], "edges": []}, steps=()),
        ("graph",),
        "",
    ),
}


@pytest.mark.parametrize("name", FLAWS)
def test_what_is_wrong_is_said_at_its_place(name: str) -> None:
    change, place, words = FLAWS[name]
    draft = proposal().model_dump(mode="json")
    change(draft)
    found: Drafted = drafted(Draft.model_validate(draft, strict=False), {"taken"})
    assert found.lab is None
    said = [flaw.said for flaw in found.flaws if flaw.place == place]
    assert any(words in each["en"] for each in said), found.flaws
    assert all(_is_whole(flaw.said) for flaw in found.flaws)


def _is_whole(said: Text) -> bool:
    return all(said[lang].strip() for lang in LANGS)


def test_a_board_that_does_not_run_has_a_proposal_without_shapes() -> None:
    board = SE.reference.board.model_dump(mode="json", exclude_none=True)
    del board["edges"][2]
    draft = propose(Board.model_validate(board))
    assert len(draft.steps) == 4
    [unwired] = [step for step in draft.steps if step.nodes == ("fc2",)]
    assert "Input" not in unwired.sheet["en"]


def test_a_network_that_learns_nothing_is_a_lab_too() -> None:
    """A lesson about shapes alone may be pools and a flatten: no parameter, no multiplication."""
    types = ("input", "max_pool", "activation", "global_avg_pool", "flatten")
    data = {"max_pool": {"kernel_size": 2}, "activation": {"kind": "relu"}}
    nodes = [{"id": type, "type": type, "data": data.get(type, {})} for type in types]
    edges = [
        {"id": source, "source": source, "target": target} for source, target in pairwise(types)
    ]
    board = Board.model_validate({"nodes": nodes, "edges": edges})
    lab = made(Draft.model_validate({**propose(board).model_dump(), **WORDS}))
    prove(lab)
    assert (lab.stated.n_params, lab.stated.madds) == (0, 0)


def test_faults_are_tried_in_pieces_as_at_once() -> None:
    lab = made(proposal())
    whole = try_faults(lab)
    assert whole.missed == ()
    assert set(whole.found) == {"parameter", "order", "slip"}
    pieces = try_faults(lab, 0, 7) + try_faults(lab, 7)
    assert (pieces.found, pieces.count) == (whole.found, whole.count)


def test_a_fault_that_is_not_found_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = made(proposal())
    right = verify(read(lab.reference.board), lab.reference)
    monkeypatch.setattr("app.making.proof.verify", lambda *given: right)
    trial = try_faults(lab, 0, 4)
    assert trial.found == {}
    assert trial.missed
    assert all(fault.nodes for fault in trial.missed)
