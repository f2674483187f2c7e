"""What other families see, and how a parent reads what they have decided."""

from itertools import product

import pytest

from homeroom.domain.families.parent_contact import ContactDetails
from homeroom.domain.families.sharing import Audience, Sharing, audiences_of
from homeroom.messages.catalogue import catalogue


def test_every_choice_reads_as_three_sentences_of_its_own() -> None:
    read = {
        tuple(map(catalogue().say, Sharing(email=email, phone=phone, address=address).summary))
        for email, phone, address in product(Audience, repeat=3)
    }
    assert len(read) == len(Audience) ** 3
    assert all(len(set(sentences)) == 3 for sentences in read)


def test_nothing_is_shared_until_a_parent_says_so() -> None:
    details = ContactDetails(first_name="Ada", last_name="Li", email="ada@example.org", mobile_phone="555 0100")
    assert not details.seen_by(audiences_of(is_classmate=True, is_registered=True)).shows_something


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.NOBODY, set()),
        (Audience.HOMEROOM, {(True, True), (True, False)}),
        (Audience.SITE, {(True, True), (False, True)}),
    ],
)
def test_a_phone_number_is_seen_by_its_audience_alone(audience: Audience, seen_by: set[tuple[bool, bool]]) -> None:
    """Classmates need no password for what is shared with the homeroom; all registered families are those with one."""
    details = ContactDetails(
        first_name="Ada",
        last_name="Li",
        email="ada@example.org",
        mobile_phone="555 0100",
        sharing=Sharing(phone=audience),
    )
    for is_classmate, is_registered in product((True, False), repeat=2):
        seen = details.seen_by(audiences_of(is_classmate=is_classmate, is_registered=is_registered))
        assert bool(seen.mobile_phone) is ((is_classmate, is_registered) in seen_by)
        assert seen.email == ""
