"""Whether the address of a contact was proved."""

import pytest

from homeroom.domain.families.parent_contact import ContactDetails, ParentContact

OWN, OTHER = "ada@example.org", "grace@example.org"


@pytest.mark.parametrize(
    ("email", "new_email", "user_key", "is_proved"),
    [
        (OWN, "", OWN, True),
        (OWN, OTHER, OWN, True),  # the new one waits, and the one that stands here is theirs
        (OWN, "", "", False),
        (OWN, "", OTHER, False),
        ("", OWN, "", False),  # typed behind a letter
        ("", "", "", None),
    ],
)
def test_an_address_counts_as_proved_when_its_reader_used_a_link_sent_to_it(
    email: str, new_email: str, user_key: str, is_proved: bool | None
) -> None:
    details = ContactDetails(first_name="Ada", last_name="King", email=email)
    contact = ParentContact(id="c1", details=details, new_email=new_email, user_key=user_key)
    assert contact.is_address_proved is is_proved
