"""Chapters, questions and cards: whole, in both languages, and given out only where they may be."""

import json
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from app.blocks import BLOCKS, Input
from app.core.shape import show
from app.core.text import LANGS, Lang
from app.engine import propagate
from app.graph import Graph
from app.labs import Lab, LabText, Question, catalog, policy_of, questions
from app.lesson import Lesson, cards, chapters, lesson
from app.lesson.facts import facts
from app.lesson.judge import facts_of_step, judge
from app.lesson.purpose import ROLES
from app.verify.tell.codes import FINDING_CODES
from tests.tree import ROOT

LABS = catalog()
QUESTIONS = [(lab, each) for lab in LABS.values() for each in questions(lab.slug)]
NAMES = [f"{lab.slug}-{each.step}" for lab, each in QUESTIONS]
each_question = pytest.mark.parametrize(("lab", "question"), QUESTIONS, ids=NAMES)

HAN = re.compile(r"[\u4e00-\u9fff]")


def texts() -> Iterator[tuple[str, LabText]]:
    """Every text of chapters, questions and cards, with its place."""
    for chapter in chapters():
        yield chapter.title["en"], chapter.title
        for section in chapter.sections:
            yield section.id, section.title
            yield section.id, section.text
    for lab, question in QUESTIONS:
        for words in (question.ask, *question.options, question.why):
            if words:
                yield f"{lab.slug} {question.step}", words
    for name, card in cards().items():
        for words in (card.title, card.behind, card.check):
            yield name, words


def test_every_text_is_set_in_both_languages() -> None:
    for place, words in texts():
        zh, en = words["zh-CN"], words["en"]
        assert not HAN.search(en), place
        assert not re.search("[，。；：？！（）]", en), place
        assert not re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", zh), place
        assert not re.findall(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]", zh), (
            place,
            zh,
        )
        assert zh.count("\n\n") == en.count("\n\n"), place


def test_both_languages_state_the_same_figures() -> None:
    for place, words in texts():
        figures = [
            sorted(re.findall(r"\d+(?:[.,/×]\d+)*", text))
            for text in (words[lang] for lang in LANGS)
        ]
        # A number spelled out in one language (four channels) is no figure in it.
        assert set(figures[0]) - set("12468") == set(figures[1]) - set("12468"), place


def test_formulas_are_those_of_the_page() -> None:
    made = json.loads((ROOT / "static/src/lesson/formulas.json").read_text(encoding="utf-8"))
    used = {
        name for chapter in chapters() for section in chapter.sections for name in section.formulas
    }
    assert used == made.keys()


def test_chapters_are_of_labs_that_are_there() -> None:
    for chapter in chapters():
        assert set(chapter.labs) <= LABS.keys()
        assert set(chapter.answers) <= set(chapter.labs)
    own = {lab.slug for lab in LABS.values() if lab.of is None}
    assert {slug for chapter in chapters() for slug in chapter.labs} == own


def test_a_lab_made_of_another_one_has_its_chapters() -> None:
    made = [lab for lab in LABS.values() if lab.of is not None]
    assert made
    for lab in made:
        base = LABS[str(lab.of)]
        guided = lesson(base, policy_of(base, "guided")).chapters
        assert lesson(lab, policy_of(lab, "exercise")).chapters == guided != ()


def test_what_answers_a_lab_is_there_to_search_its_network_for_faults() -> None:
    """The procedure sends whoever looks for a wrong activation to the lesson."""
    for slug in ("se-module", "bneck-v3"):
        faults = next(lab for lab in LABS.values() if lab.of == slug)
        given = lesson(faults, policy_of(faults, "exercise")).chapters
        sections = (section for chapter in given for section in chapter.sections)
        about = {each for section in sections for each in section.about}
        assert "gate" in about
        assert "activation" in about or "nl" in about
        built = lesson(LABS[slug], policy_of(LABS[slug], "exercise")).chapters
        assert len(built) < len(given)
        assert lesson(faults, policy_of(faults, "exam")).chapters == ()


def test_sections_have_one_name_each() -> None:
    ids = [section.id for chapter in chapters() for section in chapter.sections]
    assert len(ids) == len(set(ids))


def test_what_sections_are_about_exists() -> None:
    known = {name for block in BLOCKS for name in block.model_fields}
    known |= {code.name for code in FINDING_CODES} | {"type", "difference"}
    for chapter in chapters():
        for section in chapter.sections:
            assert set(section.about) <= known, section.id


def test_every_misconception_has_a_card_and_a_place() -> None:
    known = {code.name for code in FINDING_CODES if code.id.startswith("V4")}
    assert cards().keys() == known
    about = {
        name for chapter in chapters() for section in chapter.sections for name in section.about
    }
    assert known <= about


def test_every_block_of_a_reference_has_a_purpose() -> None:
    guided = [lab for lab in LABS.values() if "guided" in lab.modes]
    assert guided
    for lab in guided:
        for step in lesson(lab, policy_of(lab, "guided")).steps:
            assert all(step.purpose[lang] for lang in LANGS)
            assert step.sketches
    assert ROLES.keys() <= {block.info.type for block in BLOCKS}


# ------------------------------------------------------------------ what is given out


@pytest.mark.parametrize("slug", LABS)
def test_an_exam_has_no_lesson(slug: str) -> None:
    lab = LABS[slug]
    if "exam" in lab.modes:
        given = lesson(lab, policy_of(lab, "exam"))
        assert given == Lesson()


@pytest.mark.parametrize("slug", [slug for slug in LABS if "exercise" in LABS[slug].modes])
def test_an_exercise_s_lesson_holds_no_value_to_be_found(slug: str) -> None:
    lab = LABS[slug]
    given = lesson(lab, policy_of(lab, "exercise"))
    assert given == Lesson(chapters=given.chapters)
    said = given.model_dump_json()
    shapes = {show(step.output_shape, "HWC") for step in lab.steps} - {"1000"}
    assert not [shape for shape in shapes if "×" in shape and shape in said]
    figures = {f"{lab.stated.n_params:,}", f"{lab.stated.madds:,}"}
    assert not [figure for figure in figures if figure in said]


@pytest.mark.parametrize("slug", ["se-module", "bneck-v3", "inverted-residual-v2"])
def test_a_block_lab_s_exercise_does_not_explain_its_own_block(slug: str) -> None:
    given = lesson(LABS[slug], policy_of(LABS[slug], "exercise")).model_dump_json()
    assert not re.search(r"sigmoid|ReLU6|h-swish", given)


# ------------------------------------------------------------------ questions


def figures_of(lab: Lab, step: int) -> dict[str, int]:
    """The figures of the reference's own block of a step."""
    return dict(facts_of_step(lab, step, Graph({}, ()), ()))


@each_question
def test_a_question_belongs_to_a_step_and_has_all_its_figures(lab: Lab, question: Question) -> None:
    assert question.step <= len(lab.steps)
    known = figures_of(lab, question.step)
    used = {
        name for lang in LANGS for _, name, _, _ in Formatter().parse(question.why[lang]) if name
    }
    assert used <= known.keys()
    if isinstance(question.answer, str):
        assert question.answer in known


@each_question
@pytest.mark.parametrize("lang", LANGS)
def test_a_right_answer_is_right_and_the_why_says_it(
    lab: Lab, question: Question, lang: Lang
) -> None:
    own = figures_of(lab, question.step)
    answer = question.answer if isinstance(question.answer, int | None) else own[question.answer]
    judged = judge(question, own, answer)
    assert judged.right is (None if question.kind == "text" else True)
    assert "?" not in judged.why[lang].replace("？", "")
    if question.kind == "number":
        assert f"{answer:,}" in judged.why[lang] or f"{answer} times" in judged.why[lang]
        assert judge(question, own, (answer or 0) + 1).right is False
    if question.kind == "choice":
        wrong = [at for at in range(len(question.options)) if at != question.answer]
        assert all(judge(question, own, at).right is False for at in wrong)


def test_every_lab_asks_at_every_step() -> None:
    own = [lab for lab in LABS.values() if lab.of is None]
    assert own
    for lab in own:
        asked = [each.step for each in questions(lab.slug)]
        assert asked == [step.number for step in lab.steps], lab.slug


def test_figures_are_what_the_engine_measures() -> None:
    for lab in LABS.values():
        graph = lab.reference.graph
        found = propagate(graph)
        for id in graph.order:
            block = graph.nodes[id].block
            if isinstance(block, Input):
                continue
            inputs = tuple(found.shapes[e.source][e.out] for e in graph.incoming[id])
            own = facts(block, inputs)
            assert own["n_params"] == found.measures[id].n_params
            assert own["out_channels"] == found.measures[id].shape[1]


def test_chapters_are_in_order() -> None:
    orders = [chapter.order for chapter in chapters()]
    assert orders == list(range(1, len(orders) + 1))
