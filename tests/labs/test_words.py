"""The texts: in both languages, and silent about what a student has to find."""

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.core.text import LANGS, Lang
from app.labs import Lab, LabText, Step, catalog
from tests.labs.facts import said
from tests.tree import ROOT

LABS = catalog()
STEPS = [(lab, step) for lab in LABS.values() for step in lab.steps]
NAMES = [f"{lab.slug}-{step.number}" for lab, step in STEPS]

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
each_step = pytest.mark.parametrize(("lab", "step"), STEPS, ids=NAMES)
each_language = pytest.mark.parametrize("lang", LANGS)

HAN = re.compile(r"[\u4e00-\u9fff]")

# Names that hold a digit without telling one.
NAMES_WITH_DIGITS = re.compile(
    r"bneck ?\d+|\b(?:MobileNet)?V[23]|Table [12]|表 [12]|FC[12]|(?:nn\.)?Conv2d"
    r"|\b[CSF][1-6]\b|kernel_size//2|self\.c[12]_\w+|classifier_(?:conv|act)[12]|\bc[12](?=[：:])"
)
ACTIVATIONS = re.compile(r"relu|swish|sigmoid|\bHS\b|\bRE6?\b|\btanh\b", re.IGNORECASE)
SIZES_IN_WORDS = re.compile(
    r"[三五七]乘[三五七]|步[距长](?:为|是|取)?[一二两]|减半|\bhalve[sd]?\b"
    r"|\b(?:three|five|seven) by (?:three|five|seven)\b|\bstride (?:of )?(?:one|two)\b"
)
# The column, and the class of the listing, may be named: that says nothing about the row.
SE_AS_A_NAME = re.compile(r"SE 列|SE column|SE 类|class SE|self\.se\b|参数 se|argument se")
SE = re.compile(r"\bSE\b|注意力|挤压|激励|attention|squeeze|excit", re.IGNORECASE)


def texts(lab: Lab) -> Iterator[tuple[str, LabText]]:
    """Every text of a lab, with its name."""
    for name in ("title", "summary", "task", "intro", "source", "closing"):
        yield name, getattr(lab, name)
    for step in lab.steps:
        for name in ("title", "sheet", "task", "think"):
            yield f"{name} of step {step.number}", getattr(step, name)


def told_early(step: Step, lang: Lang) -> str:
    """What a student may read of a step before the sheet: in exercise and exam mode."""
    return "\n".join(text[lang] for text in (step.title, step.task, said(step.think)))


@each_lab
def test_chinese_is_chinese_and_english_is_not(lab: Lab) -> None:
    for name, text in texts(lab):
        if "title" not in name:
            assert HAN.search(text["zh-CN"]), name
        assert not HAN.search(text["en"]), name
        assert not re.search("[，。；：？！（）]", text["en"]), name


@each_lab
def test_chinese_is_set_as_chinese(lab: Lab) -> None:
    """Full-width punctuation beside Chinese, and a space between Chinese and Latin words."""
    for name, text in texts(lab):
        beside = re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text["zh-CN"])
        assert not beside, f"{name}: {beside}"
        glued = re.findall(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]", text["zh-CN"])
        assert not glued, f"{name}: {glued}"


@each_lab
@each_language
def test_a_summary_is_two_sentences_at_most_three(lab: Lab, lang: Lang) -> None:
    sentences = re.findall(r"[。！？]" if lang == "zh-CN" else r"[.!?](?:\s|$)", lab.summary[lang])
    assert 1 <= len(sentences) <= 3


@each_lab
@each_language
def test_both_languages_have_the_same_paragraphs_and_lines(lab: Lab, lang: Lang) -> None:
    assert said(lab.intro)[lang].count("\n\n") == said(lab.intro)["en"].count("\n\n")
    for step in lab.steps:
        assert step.sheet[lang].count("\n") == step.sheet["en"].count("\n"), step.number


@each_step
@each_language
def test_both_languages_of_a_sheet_name_the_same_sizes(lab: Lab, step: Step, lang: Lang) -> None:
    # A number that one language spells out ("一成") is a digit in neither.
    def sizes(text: str) -> set[str]:
        return set(re.findall(r"\d+(?:×\d+)+|(?<![\d.×])\d{2,}(?!\d|×|\.\d)", text))

    assert sizes(step.sheet[lang]) == sizes(step.sheet["en"])


@each_step
@each_language
def test_a_step_asks_a_question(lab: Lab, step: Step, lang: Lang) -> None:
    assert re.search(r"[？?。.]$", said(step.think)[lang])
    assert re.search(r"[？?]", said(step.think)[lang])


@each_lab
@each_language
def test_no_question_is_asked_twice(lab: Lab, lang: Lang) -> None:
    questions = sorted(said(step.think)[lang] for step in lab.steps)
    assert not [before for before, after in pairwise(questions) if before == after]


# ------------------------------------------------------------------ nothing is given away


@each_step
@each_language
def test_no_number_is_told_before_the_sheet(lab: Lab, step: Step, lang: Lang) -> None:
    rest = NAMES_WITH_DIGITS.sub("", told_early(step, lang))
    assert not re.findall(r"\d+", rest)
    assert not SIZES_IN_WORDS.findall(rest)


@each_step
@each_language
def test_no_activation_is_told_before_the_sheet(lab: Lab, step: Step, lang: Lang) -> None:
    assert not ACTIVATIONS.findall(told_early(step, lang))


@pytest.mark.parametrize(
    "slug",
    [
        slug
        for slug, lab in LABS.items()
        if lab.stated.table and lab.given.table and lab.given.table.of
    ],
)
@each_language
def test_se_is_not_told_before_the_sheet(slug: str, lang: Lang) -> None:
    for step in LABS[slug].steps:
        assert not SE.findall(SE_AS_A_NAME.sub("", told_early(step, lang))), step.number


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The stride is 2.", re.compile(r"\d")),
        ("步距为二", SIZES_IN_WORDS),
        ("a kernel of five by five", SIZES_IN_WORDS),
        ("接 ReLU6", ACTIVATIONS),
        ("NL 是 HS", ACTIVATIONS),
        ("这里有 SE 模块", SE),
        ("with attention", SE),
    ],
)
def test_the_rules_find_what_they_look_for(text: str, rule: re.Pattern[str]) -> None:
    assert rule.search(SE_AS_A_NAME.sub("", NAMES_WITH_DIGITS.sub("", text)))


@each_language
def test_where_a_hint_sends_to_the_introduction_the_page_calls_it_so(lang: Lang) -> None:
    catalogue = ROOT / "static/src/i18n" / f"{lang}.json"
    heading = json.loads(catalogue.read_text(encoding="utf-8"))["lab.intro"]
    paragraph = re.compile(r"^(\w+?)的(?:第.段|最后一段)$|paragraphs? of the (\w+)")
    files = (ROOT / "app/labs/catalogue").glob("*.toml")
    read_at = [table for file in files for table in tables(tomllib.loads(file.read_text("utf-8")))]
    sent = [found for text in read_at if (found := paragraph.search(text.get(lang, "")))]
    assert len(sent) > 20
    assert {found[1] or found[2] for found in sent} == {heading.lower()}


def tables(value: object) -> Iterator[dict[str, str]]:
    """Every text in two languages, wherever in a file."""
    if isinstance(value, dict):
        if value.keys() == set(LANGS):
            yield value
        for each in value.values():
            yield from tables(each)
    elif isinstance(value, list):
        for each in value:
            yield from tables(each)
