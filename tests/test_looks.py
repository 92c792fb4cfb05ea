"""The style sheets keep their promises: contrast, logical sides, little to load."""

import re
from pathlib import Path

import brotli
import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
# What a first visit of an article loads beside the page itself, which must leave room for 8 kB.
FIRST_VISIT = ["css/site.css", "css/prose.css", "js/site.js", "img/favicon.svg"]
LARGEST_FIRST_VISIT = 12_000  # bytes, compressed

# What is read on what: WCAG asks for 4.5 between them, for text of any size.
READ_ON = [
    *((ink, paper) for ink in ("ink", "ink-soft", "link", "link-new", "commons", "await", "danger")
      for paper in ("paper", "surface", "sunken")),
    ("commons", "commons-bg"),
    ("on-commons", "commons"),
    ("await", "await-bg"),
    ("danger", "danger-bg"),
    ("ink", "add-bg"),
    ("ink", "del-bg"),
    ("ink", "commons-bg"),
    ("ink-soft", "commons-bg"),
]  # fmt: skip
# The edges of fields, which must be seen to be found: 3.
SEEN_ON = [("edge", paper) for paper in ("paper", "surface", "sunken")]


def tokens() -> dict[str, tuple[str, str]]:
    """Each colour's value in the light and in the dark theme."""
    text = (STATIC / "css" / "site.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)
    return {name: (light, dark) for name, light, dark in pairs}


def plain_tokens() -> dict[str, str]:
    """Each colour's value for browsers that do not know light-dark()."""
    text = (STATIC / "css" / "site.css").read_text().partition("@supports")[0]
    return dict(re.findall(r"--([\w-]+): (#\w+);", text))


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_stands_out_from_its_ground(text: str, ground: str, theme: int) -> None:
    colours = tokens()
    assert contrast(colours[text][theme], colours[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SEEN_ON)
def test_the_edges_of_fields_can_be_seen(edge: str, ground: str, theme: int) -> None:
    colours = tokens()
    assert contrast(colours[edge][theme], colours[ground][theme]) >= 3


def test_older_browsers_get_the_light_theme() -> None:
    plain = plain_tokens()
    assert {name: light for name, (light, _dark) in tokens().items()} == {
        name: plain[name] for name in tokens()
    }


def test_every_variable_that_is_used_is_set() -> None:
    text = "\n".join(sheet.read_text() for sheet in SHEETS)
    used = set(re.findall(r"var\(--([\w-]+)", text))
    set_somewhere = set(re.findall(r"--([\w-]+):", text))
    assert used - set_somewhere == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sides_are_logical_so_that_pages_can_run_from_right_to_left(sheet: Path) -> None:
    physical = re.compile(
        r"(?<![\w-])((?:margin|padding|border|scroll-margin)-(?:left|right|top|bottom)"
        r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:(?!\s*\d+rem\))"
    )
    assert physical.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_stands_in_a_layer(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    depth, outside = 0, ""
    for character in text:
        if character == "}":
            depth -= 1
        elif character == "{":
            depth += 1
        elif depth == 0:
            outside += character
    assert depth == 0
    assert re.sub(r"@layer [\w, ]+;?", "", outside).strip() == ""


def test_a_first_visit_loads_little() -> None:
    sizes = [len(brotli.compress((STATIC / name).read_bytes())) for name in FIRST_VISIT]
    assert sum(sizes) <= LARGEST_FIRST_VISIT


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_page_for_when_all_else_fails_needs_nothing(name: str) -> None:
    text = get_template(name).render()
    assert "{" not in text
    assert text.count("<h1") == 1
    for path in re.findall(r'(?:href|src)="/static/([^"]+)"', text):
        assert (STATIC / path).is_file()


class Sample(forms.Form):
    title = forms.CharField(help_text="As it stands on the page.")
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")

    def clean(self) -> None:
        raise forms.ValidationError("Nothing fits together.")


def test_a_field_is_tied_to_its_label_its_help_and_what_is_wrong_with_it() -> None:
    html = Sample({}).as_div()
    assert '<label for="id_title">' in html
    assert 'id="id_title_helptext">As it stands on the page.' in html
    assert '<ul class="errorlist" id="id_title_error"><li>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question_as_legend() -> None:
    html = Sample({}).as_div()
    assert '<fieldset class="field" aria-describedby="id_kind_error">' in html
    assert "<legend>Kind</legend>" in html


def test_what_is_wrong_with_a_whole_form_is_announced() -> None:
    html = Sample({}).as_div()
    assert '<div role="alert"><ul class="errorlist nonfield"><li>Nothing fits together.' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    label = re.search(r'<label for="id_note">.*?</label>', Sample().as_div()).group()
    assert "(optional)" in label
    assert (
        "(optional)"
        not in re.search(r'<label for="id_title">.*?</label>', Sample().as_div()).group()
    )


def test_the_label_of_a_check_box_follows_it() -> None:
    html = Sample().as_div()
    assert html.index('name="sure"') < html.index('<label for="id_sure">')
