"""Every text on a page goes through its catalogue: in a language that nobody speaks, nothing else has letters."""

import re

import pytest

from homeroom.domain.kernel.text import initials
from tests.steps.pages import EXAMPLES
from tests.steps.pages.example import Example, frame, rendered
from tests.steps.pseudo import pseudo_catalogue
from tests.steps.untranslated import data_in, untranslated

PSEUDO = pseudo_catalogue()
CASES = [pytest.param(example, id=f"{n}-{example.template}") for n, example in enumerate(EXAMPLES)]


@pytest.mark.parametrize("example", CASES)
def test_a_page_says_nothing_that_its_catalogue_does_not_know(example: Example) -> None:
    html = rendered(example, PSEUDO)
    last_days = [waiting.until for waiting in example.waiting]
    data = {*data_in(example.context), *data_in(frame(example)), *data_in(last_days), initials(frame(example).school)}
    assert untranslated(html, data | {text.replace("_", " ") for text in data}) == []  # names of time zones


@pytest.mark.parametrize("example", CASES)
def test_a_page_reads_in_the_direction_of_its_language(example: Example) -> None:
    assert re.search(r'<html lang="ar" dir="rtl">', rendered(example, PSEUDO))
    assert "dir=" not in rendered(example)


@pytest.mark.parametrize(
    ("html", "missed"),
    [
        ("<p>⟦Log in··⟧ now</p>", ["now"]),
        ("<p>⟦Not yours? <a href='/x'>Say so</a> please··⟧ <b>Lincoln School</b> 12 · –</p>", []),
        ("<title>⟦Log in··⟧ – Home</title>", ["– Home"]),
        ("<table><tr><td data-label='Grade'>⟦Fine··⟧</td></tr></table>", ["Grade"]),
        ("<img src='a.png' alt='A bar'><input type='submit' value='Go'>", ["A bar", "Go"]),
        ("<nav aria-label='Pages'></nav><script>let text</script>", ["Pages"]),
    ],
)
def test_a_text_that_was_missed_is_found(html: str, missed: list[str]) -> None:
    assert untranslated(html, ["Lincoln School"]) == missed


def test_a_text_that_is_never_closed_hides_nothing() -> None:
    with pytest.raises(AssertionError):
        untranslated("<p>⟦Log in··</p><p>Missed</p>", [])
