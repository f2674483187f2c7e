"""A new version of the code meets a store that another one wrote: it changes nothing and says so."""

from typing import Any

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.observability import Reported
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.ports.site import OtherStoreVersion
from tests.factories import YEAR
from tests.steps.stack import Stack

FILE = b"year,class_code,student_last_name,student_first_name,parent_email\n2026-2027,3-A,Li,Mei,m@example.org\n"


@pytest.fixture
def stored(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """All that the version before has stored."""
    stack.services.store.save(Change.new(SiteSettings(school_year=YEAR)))
    monkeypatch.setattr("homeroom.adapters.dynamodb.store_version.STORE_VERSION", 99)
    return stack.everything_stored()


def test_every_page_says_that_another_version_wrote_what_is_stored_and_the_log_does_too(
    stack: Stack, stored: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    page = stack.visitor().get("/login")
    assert (page.status, page.heading) == (503, "This site cannot read what it has stored")
    unhandled: list[Any] = [record for record in caplog.records if record.message == "unhandled"]
    assert [record.error for record in unhandled] == ["OtherStoreVersion"]
    assert stack.everything_stored() == stored


def test_an_import_places_nobody_and_comes_again_until_it_lies_among_the_dead_letters(
    stack: Stack, stored: dict[str, Any]
) -> None:
    event = stack.put("uploads/a.csv", FILE)
    with pytest.raises(Reported, match=r"^OtherStoreVersion$"):
        stack.invoke("import_csv", event)
    assert stack.everything_stored() == stored


def test_nobody_becomes_a_site_admin(stack: Stack) -> None:
    add_admin("admin@example.org", "Jordan", "correct-horse-battery", stack.services)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeroom.adapters.dynamodb.store_version.STORE_VERSION", 99)
        patch.setattr(stack.services.site, "_secret", b"")  # as in another process
        with pytest.raises(OtherStoreVersion):
            add_admin("other@example.org", "Robin", "correct-horse-battery", stack.services)
    assert stack.services.access.user("other@example.org") is None
