"""The words of Verify: complete, well set, and silent about the answer."""

import re
from itertools import combinations

import pytest

from app.blocks import BLOCKS
from app.core.text import LANGS, Text
from app.verify.report import FindingCode
from app.verify.tell.about import About
from app.verify.tell.codes import (
    ARGUMENTS,
    FINDING_CODES,
    misconceptions,
    parameters,
    slips,
    structure,
)
from app.verify.tell.properties import PROPERTIES
from tests.typography import complaints, fields

# What may hold a digit: names of layers, networks, and places in the paper.
REFERENCES = re.compile(
    r"FC[12]|MobileNetV[123]|(?:[Ss]ection|[Ff]igure|Tables?) [0-9](?:\.[0-9])?"
    r"|[0-9]\.[0-9] 节|[图表] [0-9]"
)
ANSWERS = re.compile(
    r"(?i:swish|sigmoid|relu|\bsilu\b|\btanh\b|\bnone\b|\btrue\b|\bfalse\b|\bbatch)"
    r"|\b(?:RE6?|HS|SAME)\b"
)
NOT_COMPARED = {"p"}  # dropout's share does nothing where nothing is trained

PARAMETERS = sorted({name for block in BLOCKS for name in block.model_fields} - NOT_COMPARED)


def rungs() -> list[tuple[str, Text]]:
    """Every text that a hint below the value itself can be made of."""
    ladder = [
        (f"{code.name}-{level}", words)
        for code in FINDING_CODES
        for level, words in enumerate(code.ladder)
    ]
    about = [
        (f"{name}-{part}", words)
        for name in [*PARAMETERS, None]
        for part, words in PROPERTIES[name]._asdict().items()
    ]
    return ladder + about


every_rung = pytest.mark.parametrize("words", [pytest.param(w, id=name) for name, w in rungs()])
every_code = pytest.mark.parametrize("code", FINDING_CODES, ids=lambda code: code.name)
every_property = pytest.mark.parametrize(
    "about", [pytest.param(PROPERTIES[name], id=str(name)) for name in [*PARAMETERS, None]]
)


def test_a_code_s_constant_is_its_name() -> None:
    for code in FINDING_CODES:
        constant = code.name.upper().replace("-", "_")
        modules = (structure, parameters, misconceptions, slips)
        assert code in [getattr(module, constant, None) for module in modules]


def test_ids_are_ordered_and_names_unique() -> None:
    ids = [code.id for code in FINDING_CODES]
    names = [code.name for code in FINDING_CODES]
    assert ids == sorted(set(ids))
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"V[234]\d\d", id) for id in ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@every_code
def test_templates_take_the_arguments_that_findings_have(code: FindingCode) -> None:
    for words in code.ladder:
        for lang in LANGS:
            assert fields(words[lang]) <= set(ARGUMENTS)
        assert fields(words["zh-CN"]) == fields(words["en"])


@every_code
def test_each_rung_says_something_else(code: FindingCode) -> None:
    for lang in LANGS:
        for one, other in combinations(code.ladder, 2):
            assert one[lang] != other[lang]


@every_code
def test_rungs_say_as_much_as_their_level(code: FindingCode) -> None:
    used = [fields(words["en"]) for words in code.ladder]
    assert used[0] <= {"step", "steps", "places"}
    assert used[0] & {"step", "steps"}
    assert used[1] & {"node", "names", "gap"}
    assert not used[1] & {"where", "property", "consequence", "principle"}
    assert not used[2] & {"consequence", "principle"}
    assert "principle" not in used[3]
    assert used[4] & {"step", "steps"}, "the last rung says what to read again"


@every_rung
def test_no_rung_holds_a_number_but_in_references(words: Text) -> None:
    for lang in LANGS:
        template = REFERENCES.sub("", words[lang])
        assert not re.search(r"[0-9]", template), template


@every_rung
def test_no_rung_names_an_answer(words: Text) -> None:
    for lang in LANGS:
        assert not ANSWERS.search(words[lang]), words[lang]


@pytest.mark.parametrize(
    "text", ["use h-swish", "HS 列", "it is ReLU6", "set it to none", "hardsigmoid", "a batch norm"]
)
def test_an_answer_would_be_noticed(text: str) -> None:
    assert ANSWERS.search(text)


@every_rung
def test_rungs_are_set_well(words: Text) -> None:
    assert not complaints(words)


@every_code
def test_rungs_are_sentences(code: FindingCode) -> None:
    for words in code.ladder:
        assert re.search(r"([。？]|^\{consequence\})$", words["zh-CN"])
        assert re.search(r"([.?]|^\{consequence\})$", words["en"])
        assert len(words["zh-CN"]) <= 110
        assert len(words["en"]) <= 290


@every_property
def test_properties_are_sentences_of_what_is_known(about: About) -> None:
    for lang in LANGS:
        assert fields(about.consequence[lang]) <= {"node", "in_shape", "out_shape"}
        assert fields(about.consequence[lang]) & {"in_shape", "out_shape"}
        assert fields(about.plain[lang]) == {"node"}
        assert fields(about.principle[lang]) == set()
    for words in about:
        assert words["zh-CN"][-1] in "。？"
        assert words["en"][-1] in ".?"
