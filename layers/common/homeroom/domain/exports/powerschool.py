"""What PowerSchool's Data Import Manager reads as Contacts: the names are those of its own template.

Several rows are about one contact, one after the other. The identifier and the name stand in each of them, what else
is the contact's in the first one, a second phone number in the second one. Each row names a student: a contact with two
phone numbers and one student names that one twice, and PowerSchool passes over what it has read already.

Custody, guardianship, emergencies and who may pick up a student are not asked of parents here, so that the file says
nothing of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from homeroom.domain.exports.exported import ContactWithStudents, RelatedStudent
from homeroom.domain.exports.table import Table
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith

COLUMNS = (
    *("New Contact Identifier", "First Name", "Last Name"),
    *("Email Address", "Email Type", "Is Primary Email Address"),
    *("phoneNumberAsEntered", "Phone Type", "Phone Number Priority Order", "Is Preferred"),
    *("Street", "Line Two", "City", "State", "Postal Code", "Address Type", "Address Priority Order"),
    *("studentNumber", "Contact Priority Order", "Relationship Type", "Contact Lives With"),
)
"""Of the template for Student Contacts, those of which something is known here, in its order."""

_TO_DIAL_ABROAD = "011 "

Cells = Mapping[str, str]


def powerschool_table(contacts: Iterable[ContactWithStudents]) -> Table:
    return Table(COLUMNS, ([cells.get(name, "") for name in COLUMNS] for one in contacts for cells in _rows(one)))


def _rows(one: ContactWithStudents) -> Iterator[Cells]:
    details = one.contact.details
    phones = _phones(details)
    for at in range(max(len(one.students), len(phones))):
        yield {
            **_named(one.contact.id, details),
            **({**_email(details), **_address(details)} if at == 0 else {}),
            **(phones[at] if at < len(phones) else {}),
            **_relation(one.students[min(at, len(one.students) - 1)]),
        }


def _named(contact_id: str, details: ContactDetails) -> Cells:
    """A last name is needed: whoever has but one name has it there."""
    return {
        "New Contact Identifier": contact_id,
        "First Name": details.first_name if details.last_name else "",
        "Last Name": details.last_name or details.first_name,
    }


def _email(details: ContactDetails) -> Cells:
    if not details.email:
        return {}
    return {"Email Address": details.email, "Email Type": "Current", "Is Primary Email Address": "1"}


def _phones(details: ContactDetails) -> Sequence[Cells]:
    """A number abroad is what is dialed: a `+` would make a formula of the cell, and an apostrophe a wrong number."""
    numbers = ((details.mobile_phone, "Mobile"), (details.home_phone, "Home"))
    return [
        {
            "phoneNumberAsEntered": f"{_TO_DIAL_ABROAD}{number[1:].lstrip()}" if number.startswith("+") else number,
            "Phone Type": kind,
            "Phone Number Priority Order": str(at),
            "Is Preferred": "1" if at == 1 else "0",
        }
        for at, (number, kind) in enumerate((pair for pair in numbers if pair[0]), start=1)
    ]


def _address(details: ContactDetails) -> Cells:
    """The template has no country."""
    cells = {
        "Street": details.street,
        "Line Two": details.apartment,
        "City": details.city,
        "State": details.state,
        "Postal Code": details.postal_code,
    }
    return {**cells, "Address Type": "Home", "Address Priority Order": "1"} if any(cells.values()) else {}


def _relation(student: RelatedStudent) -> Cells:
    return {
        "studentNumber": student.school_id,
        "Contact Priority Order": str(student.position),
        "Relationship Type": student.relation.relationship,
        "Contact Lives With": "0" if student.relation.lives_with is LivesWith.NO else "1",
    }
