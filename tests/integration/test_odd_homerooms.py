"""Every homeroom and grade that a file may name has a page, whatever its name holds."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key, parse_class_code
from homeroom.web.core.addresses import grade_url, homeroom_url
from local.api.messages import HttpRequest
from tests.factories import a_homeroom
from tests.steps.function_site import FunctionSite, Role, a_function_site
from tests.steps.gateway import http_event

LATIN_1 = [chr(n) for n in range(0x20, 0x100) if chr(n).isprintable()]
PUNCTUATION = [*"–—‘’“”„‚†•…‰‹›€™½№º″′・。「」（）／＃？％＆＋", "👩", "👩\u200d🏫"]
WORDS = (
    *(
        "3?A",
        "50%",
        "%41",
        "%2F",
        "%252F",
        "%",
        "%%",
        "%ZZ",
        "Grün & Blau #1",
        "a\\b",
        "..",
        ".",
        "...",
        "3-A.",
        ".3-A",
    ),
    *(
        "a;b=c",
        "a?b=c&d",
        "#top",
        "+1",
        "~x",
        "a:b",
        "http:x",
        "{id}",
        "<b>",
        '"quoted"',
        "'s",
        "new",
        "check",
        "ي",
        "۳",
    ),
)


@pytest.fixture(scope="module")
def site() -> Iterator[FunctionSite]:
    with a_function_site() as made:
        yield made


def accepted_codes() -> list[str]:
    """Each sign alone and within a code, as far as a file may name it; of those that are one homeroom, one."""
    codes: dict[str, str] = {}
    for text in (*(f"3{sign}A" for sign in (*LATIN_1, *PUNCTUATION)), *LATIN_1, *PUNCTUATION, *WORDS):
        try:
            code = parse_class_code(text)
        except Refused:
            continue
        codes.setdefault(class_code_key(code), code)
    return [*codes.values()]


def pages_of(site: FunctionSite, links: list[str]) -> Iterator[tuple[int, str]]:
    cookies = [f"{name}={value}" for name, value in site.cookies_of(Role.ADMIN).items()]
    for link in links:
        answer = site.call(*http_event("GET", link, cookies=cookies))
        [heading] = re.findall(r"<h1>(.*?)</h1>", answer["body"], re.DOTALL)
        yield answer["statusCode"], unescape(heading)


def links_of(site: FunctionSite, begin: str) -> list[str]:
    cookies = [f"{name}={value}" for name, value in site.cookies_of(Role.ADMIN).items()]
    listed = site.call(*http_event("GET", "/homerooms", cookies=cookies))["body"]
    return [unescape(link) for link in re.findall(rf'href="({begin}[^"]+)"', listed)]


def test_each_code_that_is_accepted_has_a_page_that_the_list_leads_to(site: FunctionSite) -> None:
    site.start_again()
    there = {room.key for room in site.world.store.all(Homeroom)}
    codes = [code for code in accepted_codes() if class_code_key(code) not in there]
    assert len(codes) > 200
    for at in range(0, len(codes), 50):
        rooms = [a_homeroom(code, version=0) for code in codes[at : at + 50]]
        site.world.store.save(*map(Change.new, rooms))
    pages = list(pages_of(site, links_of(site, "/homerooms/")))
    assert {status for status, _ in pages} == {200}
    assert {f"Homeroom {code}" for code in codes} <= {heading for _, heading in pages}


def test_each_grade_has_a_page_that_the_list_leads_to(site: FunctionSite) -> None:
    site.start_again()
    grades = [*(f"3{sign}A" for sign in (*LATIN_1, *PUNCTUATION)), *WORDS, "K/1", "a/b"]
    for at in range(0, len(grades), 50):
        rooms = [a_homeroom(f"Z{n}", grade=grades[n], version=0) for n in range(at, min(at + 50, len(grades)))]
        site.world.store.save(*map(Change.new, rooms))
    pages = list(pages_of(site, links_of(site, "/grades/")))
    assert {status for status, _ in pages} == {200}
    assert {f"Grade {grade}" for grade in grades} <= {heading for _, heading in pages}


def test_the_grade_of_a_student_has_a_page_where_no_homeroom_is_of_that_grade(site: FunctionSite) -> None:
    site.start_again()
    assert [*pages_of(site, [grade_url("4½")])] == [(200, "Grade 4½")]


@pytest.mark.parametrize("text", [*LATIN_1, *PUNCTUATION, *WORDS, "a/b"])
def test_an_address_says_nothing_that_browsers_or_the_local_run_would_change(text: str) -> None:
    for link, begin in ((homeroom_url(text), "/homerooms/"), (grade_url(text), "/grades/")):
        segment = link.removeprefix(begin)
        assert re.fullmatch(r"[\w.~%-]+", segment, re.ASCII)
        assert segment.lower().replace("%2e", ".") not in (".", "..")
        assert HttpRequest("GET", link, [], b"").path.count("/") == 2
