"""Somebody who has never seen a tensor builds the SE module, knowing what the page says."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.words import LANGS, Lang

NODES: dict[Lang, str] = {"zh-CN": r"(\d+) 个节点", "en": r"(\d+) nodes"}
KERNEL: dict[Lang, str] = {"zh-CN": r"卷积核填 (\d)", "en": r"kernel (?:is|of) (\d)"}


def sheet(lab: LabPage, step: int) -> str:
    """What the step in hand says, once it is this one."""
    expect(lab.step.locator(".step-card-number")).to_contain_text(str(step))
    return lab.step_text()


def told(pattern: str, text: str) -> str:
    """The value that the page states."""
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def on(lab: LabPage) -> None:
    """Go on to the step that the page offers."""
    following = lab.step.locator(".step-card-next")
    expect(following).to_be_visible()
    following.click()
    expect(following).to_have_count(0)


def dense(lab: LabPage, step: int, activations: tuple[str, str]) -> None:
    """Fill in a fully connected layer: every value is on the page, beside its field's own name."""
    said = sheet(lab, step)
    lab.block("conv2d").click()
    lab.set("conv2d", "out_channels", int(told(NODES[lab.words.lang], said)))
    lab.set("conv2d", "kernel_size", int(told(KERNEL[lab.words.lang], said)))
    kind, spelled = activations
    assert re.search(rf"(?:激活函数|activation) {spelled}$", said, re.MULTILINE)
    lab.set("conv2d", "activation", kind)


@pytest.mark.parametrize("lang", LANGS)
def test_the_se_module_is_built_by_what_the_page_says(enter: Enter, lang: Lang) -> None:
    lab = enter(lab="se-module", lang=lang)
    lab.unfold()
    first = lab.side.locator('.sheet-step[data-open="true"]').inner_text()
    assert lab.title("global_avg_pool") in first
    lab.block("global_avg_pool").click()
    on(lab)

    said = sheet(lab, 2)
    for name in ("out_channels", "kernel_size", "activation"):
        label = lab.blocks["conv2d"]["schema"]["properties"][name]["label"][lang]
        assert label in said
    dense(lab, 2, ("relu", "ReLU"))
    on(lab)
    dense(lab, 3, ("hardsigmoid", "h-sigmoid"))
    on(lab)

    assert lab.title("multiply").split()[0] in sheet(lab, 4)
    lab.select("conv2d-2")
    lab.block("multiply").click()
    lab.pull("input", lab.selected, into="a")
    last = lab.step.locator(".step-card-next")
    expect(last).to_have_text(lab.words("step.verify"))
    last.click()
    expect(lab.page.get_by_role("dialog", name=lab.words("celebrate.title"))).to_be_visible()
    expect(last.filter(has_text=lab.words("step.verify"))).to_have_count(0)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_not_filled_in_comes_before_the_end(enter: Enter, lang: Lang) -> None:
    lab = enter(lab="se-module", lang=lang)
    for type in ("global_avg_pool", "conv2d", "conv2d", "multiply"):
        lab.block(type).click()
    expect(lab.nodes).to_have_count(5)
    lab.verify()
    lab.unfold()
    expect(lab.side.locator(".verdict")).to_be_visible()
    assert lab.selected == "conv2d-1"
    expect(lab.finding).to_have_count(0)
    first = lab.side.locator(".problem-item").first
    expect(first).to_contain_text(
        lab.blocks["conv2d"]["schema"]["properties"]["out_channels"]["label"][lang]
    )
