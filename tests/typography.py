"""How texts on screen are set: Chinese punctuation, and spaces between Chinese and Latin."""

import re
from string import Formatter

from app.core.text import Text

HAN = "[一-鿿]"
LATIN = "[A-Za-z0-9]"
WIDE = "[，。、：；？！（）]"

# Placeholders that stand for Chinese words or whole sentences, so that Chinese may follow at once.
SENTENCES = {
    "again",
    "consequence",
    "entry",
    "gap",
    "principle",
    "role",
    "rule",
    "share",
    "suggestion",
}

CHINESE_RULES = {
    "half-width punctuation": re.compile(f"{HAN}[,.:;?!()]|[,.:;?!()]{HAN}|[,:;?!]$"),
    "no space between Chinese and Latin": re.compile(f"{HAN}{LATIN}|{LATIN}{HAN}"),
    "space beside full-width punctuation": re.compile(f" {WIDE}|{WIDE} "),
    "space inside Chinese": re.compile(f"{HAN} +{HAN}|  "),
    "straight quotation mark": re.compile("[\"'`]"),
}
ENGLISH_RULES = {
    "Chinese": re.compile(f"{HAN}|{WIDE}"),
    "straight quotation mark": re.compile('["`]'),
    "space before punctuation, or none after": re.compile(r" [,.:;?!]|[,:;?!](?=[A-Za-z])"),
    "two spaces": re.compile("  "),
}


def fields(template: str) -> set[str]:
    """The arguments that a template takes."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def complaints(text: Text) -> list[str]:
    """What is set wrongly in a text or template, in either language."""
    found = []
    for lang, rules in (("zh-CN", CHINESE_RULES), ("en", ENGLISH_RULES)):
        template: str = text[lang]  # type: ignore[literal-required]
        shown = template.format_map(
            {name: "。" if name in SENTENCES else "x" for name in fields(template)}
            if lang == "zh-CN"
            else dict.fromkeys(fields(template), "x")
        )
        found += [f"{name}: {template}" for name, rule in rules.items() if rule.search(shown)]
    return found
