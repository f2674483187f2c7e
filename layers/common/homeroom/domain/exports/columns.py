"""The columns of our own two shapes, and what stands in each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from homeroom.domain.exports.exported import ExportedContact, ExportedStudent
from homeroom.domain.kernel.message import Labeled


class ExportColumn(Labeled):
    """What stands in each column; that of a second contact means the same as that of the first."""

    STUDENT_ID = "student_id"
    STUDENT_LAST_NAME = "student_last_name"
    STUDENT_FIRST_NAME = "student_first_name"
    GRADE = "grade"
    CLASS_CODE = "class_code"
    PROTECTED = "protected"
    PARENT_LAST_NAME = "parent_last_name"
    PARENT_FIRST_NAME = "parent_first_name"
    PARENT_RELATIONSHIP = "parent_relationship"
    PARENT_LIVES_WITH = "parent_lives_with"
    PARENT_EMAIL = "parent_email"
    PARENT_EMAIL_PROVED = "parent_email_proved"
    PARENT_EMAIL_BOUNCED = "parent_email_bounced"
    PARENT_MOBILE_PHONE = "parent_mobile_phone"
    PARENT_HOME_PHONE = "parent_home_phone"
    PARENT_STREET = "parent_street"
    PARENT_APARTMENT = "parent_apartment"
    PARENT_CITY = "parent_city"
    PARENT_STATE = "parent_state"
    PARENT_POSTAL_CODE = "parent_postal_code"
    PARENT_COUNTRY = "parent_country"
    PARENT_LANGUAGE = "parent_language"
    PARENT_EMAIL_SHARED_WITH = "parent_email_shared_with"
    PARENT_PHONE_SHARED_WITH = "parent_phone_shared_with"
    PARENT_ADDRESS_SHARED_WITH = "parent_address_shared_with"
    PARENT_RECEIVES_SCHOOL_EMAIL = "parent_receives_school_email"
    PARENT_REGISTERED = "parent_registered"
    PARENT_FIRST_DAY = "parent_first_day"
    PARENT_LAST_DAY = "parent_last_day"
    PARENT_CONFIRMED_ON = "parent_confirmed_on"
    PARENT_CONTACT_ID = "parent_contact_id"
    MORE_PARENTS = "more_parents"


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


STUDENT_COLUMNS: Mapping[ExportColumn, Callable[[ExportedStudent], str]] = {
    ExportColumn.STUDENT_ID: lambda s: s.student.school_id,
    ExportColumn.STUDENT_LAST_NAME: lambda s: s.student.last_name,
    ExportColumn.STUDENT_FIRST_NAME: lambda s: s.student.first_name,
    ExportColumn.GRADE: lambda s: s.grade,
    ExportColumn.CLASS_CODE: lambda s: s.placement.homeroom,
    ExportColumn.PROTECTED: lambda s: _yes(s.student.protected),
}
CONTACT_COLUMNS: Mapping[ExportColumn, Callable[[ExportedContact], str]] = {
    ExportColumn.PARENT_LAST_NAME: lambda c: c.contact.details.last_name,
    ExportColumn.PARENT_FIRST_NAME: lambda c: c.contact.details.first_name,
    ExportColumn.PARENT_RELATIONSHIP: lambda c: c.relation.relationship,
    ExportColumn.PARENT_LIVES_WITH: lambda c: c.relation.lives_with.value,
    ExportColumn.PARENT_EMAIL: lambda c: c.contact.details.email,
    ExportColumn.PARENT_EMAIL_PROVED: lambda c: _yes(c.contact.reads_at_own_address),
    ExportColumn.PARENT_EMAIL_BOUNCED: lambda c: _yes(c.bounced),
    ExportColumn.PARENT_MOBILE_PHONE: lambda c: c.contact.details.mobile_phone,
    ExportColumn.PARENT_HOME_PHONE: lambda c: c.contact.details.home_phone,
    ExportColumn.PARENT_STREET: lambda c: c.contact.details.street,
    ExportColumn.PARENT_APARTMENT: lambda c: c.contact.details.apartment,
    ExportColumn.PARENT_CITY: lambda c: c.contact.details.city,
    ExportColumn.PARENT_STATE: lambda c: c.contact.details.state,
    ExportColumn.PARENT_POSTAL_CODE: lambda c: c.contact.details.postal_code,
    ExportColumn.PARENT_COUNTRY: lambda c: c.contact.details.country,
    ExportColumn.PARENT_LANGUAGE: lambda c: c.contact.details.language,
    ExportColumn.PARENT_EMAIL_SHARED_WITH: lambda c: c.contact.details.sharing.email.value,
    ExportColumn.PARENT_PHONE_SHARED_WITH: lambda c: c.contact.details.sharing.phone.value,
    ExportColumn.PARENT_ADDRESS_SHARED_WITH: lambda c: c.contact.details.sharing.address.value,
    ExportColumn.PARENT_RECEIVES_SCHOOL_EMAIL: lambda c: _yes(c.contact.details.receives_school_mail),
    ExportColumn.PARENT_REGISTERED: lambda c: _yes(c.contact.registered),
    ExportColumn.PARENT_FIRST_DAY: lambda c: _day(c.relation.since),
    ExportColumn.PARENT_LAST_DAY: lambda c: _day(c.relation.until),
    ExportColumn.PARENT_CONFIRMED_ON: lambda c: _day(c.confirmed_on),
    ExportColumn.PARENT_CONTACT_ID: lambda c: c.contact.id,
}
NO_CONTACT = ("",) * len(CONTACT_COLUMNS)


def student_cells(student: ExportedStudent) -> Sequence[str]:
    return [value(student) for value in STUDENT_COLUMNS.values()]


def contact_cells(contact: ExportedContact) -> Sequence[str]:
    return [value(contact) for value in CONTACT_COLUMNS.values()]
