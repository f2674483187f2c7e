"""Every page template, in each of its states."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from xml.etree.ElementTree import Element

import html5lib
import pytest

from homeroom.web.core.rendering import find_static, static_url
from homeroom.web.pages.imports.contexts import ImportsPage
from tests.steps.pages import EXAMPLES
from tests.steps.pages.example import ADMIN, LONG, Example, rendered
from tests.steps.pages.imports import FINISHED
from tests.steps.pages.templates import PAGES

LARGEST_PAGE, LARGEST_STYLESHEET = 30_000, 30_000
CASES = [pytest.param(example, id=f"{n}-{example.template}") for n, example in enumerate(EXAMPLES)]


@cache
def parsed(html: str) -> Element:
    """Raises html5lib's ParseError for whatever is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def test_every_page_template_has_an_example() -> None:
    assert {example.template for example in EXAMPLES} == PAGES


@pytest.mark.parametrize("example", CASES)
def test_a_page_is_valid_html_with_one_heading_and_its_landmarks(example: Example) -> None:
    page = parsed(rendered(example))
    tags = Counter(element.tag for element in page.iter())
    assert tags["h1"] == tags["main"] == tags["title"] == 1
    assert page.get("lang") == "en"
    assert "".join(page.find(".//title").itertext()).endswith("Lincoln School")  # type: ignore[union-attr]


@pytest.mark.parametrize("example", CASES)
def test_the_title_says_first_that_there_is_a_mistake(example: Example) -> None:
    """A screen reader begins with the title, and a tab shows no more of the page than that."""
    html = rendered(example)
    assert html.count("<title>Error: ") == html.count("data-error-summary")


def test_every_page_that_can_have_mistakes_has_an_example_with_one() -> None:
    can = {example.template for example in EXAMPLES if hasattr(example.context, "errors")}
    assert {example.template for example in EXAMPLES if "data-error-summary" in rendered(example)} >= can


@pytest.mark.parametrize("example", CASES)
def test_every_field_has_a_label_and_no_id_stands_twice(example: Example) -> None:
    page = parsed(rendered(example))
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {id(field) for label in page.iter("label") for field in label.iter()}
    for field in [*page.iter("input"), *page.iter("select"), *page.iter("textarea")]:
        if field.get("type") != "hidden":
            assert field.get("id") in labelled or id(field) in inside, field.attrib
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1]
    for element in page.iter():
        for described_by in (element.get("aria-describedby") or "").split():
            assert described_by in ids


@pytest.mark.parametrize("example", CASES)
def test_a_page_runs_no_script_and_wears_no_style_of_its_own(example: Example) -> None:
    for element in parsed(rendered(example)).iter():
        assert element.tag != "style"
        assert element.tag != "script" or element.get("src")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        for name in ("src", "href"):
            assert not (element.get(name) or "").startswith(("http", "//"))


@pytest.mark.parametrize("example", CASES)
def test_every_form_that_posts_carries_its_proof(example: Example) -> None:
    for form in parsed(rendered(example)).iter("form"):
        names = [field.get("name") for field in form.iter("input")]
        assert ("csrf" in names) is (form.get("method") == "post")


@pytest.mark.parametrize("example", CASES)
def test_a_page_that_sends_somebody_to_the_school_office_says_how_to_reach_it(example: Example) -> None:
    html = rendered(example)
    assert "the school office" not in html or "Need help? Ask " in html


@pytest.mark.parametrize("example", CASES)
def test_one_action_of_a_page_stands_out(example: Example) -> None:
    """In a list it is that of each entry. A file with mistakes is corrected or imported without them, as one likes."""
    if example.template == "imports/import_check.html":
        return
    buttons = [element for element in parsed(rendered(example)).iter() if element.get("class") == "button"]
    assert len({"".join(button.itertext()) for button in buttons}) <= 1


@pytest.mark.parametrize("example", CASES)
def test_a_page_weighs_little_and_shows_names_literally(example: Example) -> None:
    html = rendered(example)
    assert len(html.encode()) < LARGEST_PAGE
    assert LONG not in html
    assert "<b>&amp;</b>" not in html


@pytest.mark.parametrize(("badge", "style"), [("waiting", "is-missing"), ("running", "is-open"), ("failed", "is-bad")])
def test_an_import_that_waits_for_a_site_admin_stands_out(badge: str, style: str) -> None:
    page = ImportsPage([replace(FINISHED, badge=badge)])
    assert f'<span class="state {style}">' in rendered(Example(page, ADMIN))


def test_the_stylesheet_and_the_script_are_small_and_kept_for_ever() -> None:
    for name in ("style.css", "app.js", "favicon.svg", "template.csv"):
        url = static_url(name)
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{8}\.\w+", url)
        static = find_static(url.removeprefix("/static/"))
        assert static
        assert 0 < len(static[0]) < LARGEST_STYLESHEET


@pytest.mark.parametrize("name", ["style.css.py", "../rendering.py", "rendering.py", "", "nothing.css", "%2e%2e"])
def test_nothing_else_is_served(name: str) -> None:
    assert find_static(name) is None
