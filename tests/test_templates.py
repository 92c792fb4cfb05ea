"""Templates compile, and hold nothing that the content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(
    str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt")
)
REFUSED = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/ld\+json)", re.IGNORECASE
    ),
    "javascript address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "address of another host": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}


def test_there_are_templates_to_check() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_that_the_policy_refuses(name: str) -> None:
    text = (FOLDER / name).read_text()
    assert [what for what, pattern in REFUSED.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("style attribute", '<p class="a" style="color: red">'),
        ("style element", "<style>p {}</style>"),
        ("event attribute", '<a href="/" onclick="go()">'),
        ("inline script", "<script>go()</script>"),
        ("inline script", '<script type="module">go()</script>'),
        ("javascript address", '<a href="javascript:go()">'),
        ("address of another host", '<script src="//example.org/a.js"></script>'),
    ],
)
def test_what_the_policy_refuses_is_recognised(what: str, markup: str) -> None:
    assert REFUSED[what].search(markup)


def test_data_for_machines_in_a_script_element_is_no_script() -> None:
    assert not REFUSED["inline script"].search('<script type="application/ld+json">{}</script>')
