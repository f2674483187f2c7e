"""Nobody overwrites what they have not seen."""

from dataclasses import replace

import pytest

from homeroom.domain.families.edition import ChangedElsewhere, check_seen, edition_of
from tests.factories import a_contact, details

STORED = a_contact(id="c1", version=3)
WANTED = replace(STORED, details=details("Maria", "Garcia"))


@pytest.mark.parametrize("seen", ["c1.3", None], ids=["seen as it is", "a form that does not say"])
def test_what_has_been_seen_may_be_changed(seen: str | None) -> None:
    check_seen(STORED, WANTED, seen)


@pytest.mark.parametrize("seen", ["c1.2", "c2.3", "", "c1.3 "], ids=["older", "another's", "none yet", "no edition"])
def test_what_has_not_been_seen_is_shown_first(seen: str) -> None:
    with pytest.raises(ChangedElsewhere) as changed:
        check_seen(STORED, WANTED, seen)
    assert (changed.value.stored, changed.value.wanted) == (STORED, WANTED)


def test_whoever_wants_what_is_stored_is_asked_nothing() -> None:
    check_seen(STORED, STORED, "c1.1")


def test_a_form_of_somebody_known_is_not_saved_as_somebody_new() -> None:
    with pytest.raises(ChangedElsewhere):
        check_seen(None, WANTED, "c1.3")
    check_seen(None, WANTED, edition_of(None))


def test_an_edition_says_whose_contact_and_which_version() -> None:
    assert [edition_of(contact) for contact in (None, STORED, replace(STORED, version=4))] == ["", "c1.3", "c1.4"]
