"""What a row of each shape holds."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from homeroom.domain.exports.export import ExportedStudents, ExportOptions, ExportShape
from homeroom.domain.families.parent_contact import LivesWith, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.exports.ask_for_export import ask_for_export
from homeroom.use_cases.exports.make_export import make_export
from tests.factories import NOW, TODAY, YEAR, a_contact, a_homeroom, a_student, by_admin, details
from tests.fakes import World
from tests.steps.spreadsheet_files import rows_of, sheet_of

ANA = details(
    "Ana",
    "García",
    email="ana@example.org",
    mobile_phone="(415) 555-0100",
    home_phone="+49 30 901820",
    street="=1 Main St",
    apartment="Apt 2",
    city="Springfield",
    state="IL",
    postal_code="02134",
    country="US",
    language="es",
    sharing=Sharing(email=Audience.SITE, phone=Audience.HOMEROOM),
)


def a_school(*families: tuple[Student, list[ParentContact]], time_zone: str = "UTC") -> World:
    """Each student linked to these contacts, in homeroom 3-A or another one."""
    world = World()
    rooms = {code: a_homeroom(code, version=0) for code in ("3-A", "4-B")}
    contacts = {contact.id: contact for _, own in families for contact in own}
    settings = SiteSettings(school_year=YEAR, time_zone=time_zone)
    world.store.save(Change.new(settings), *map(Change.new, rooms.values()), *map(Change.new, contacts.values()))
    for student, own in families:
        linked = student
        for contact in own:
            linked = linked.linked_to(contact.id)
        world.store.save(Change.new(linked))
    return world


def file_of(world: World, export_id: str = "e1", **options: Any) -> str:
    chosen = ExportOptions(**options)
    ask_for_export(export_id, chosen, by_admin(), world.services)
    export = make_export(export_id, world.services)
    assert export
    return world.files.read_export(export).decode("utf-8-sig")


def rows(world: World, **options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file_of(world, **options), newline="")))


def test_a_row_for_each_student_and_contact_says_all_that_is_known() -> None:
    noe = a_student(school_id="0042", protected=True)
    relation = Relation(relationship="Mother", lives_with=LivesWith.PART, since=date(2026, 8, 1))
    ana = a_contact(id="ana", details=ANA, user_key="ana@example.org", registered=True, students={noe.id: relation})
    luis = a_contact(noe, id="luis", details=details("Luis", "García", email=""))
    confirmed = replace(ana, confirmed_at=datetime(2026, 9, 1, 2, tzinfo=UTC))
    world = a_school((noe, [luis, confirmed]), time_zone="America/New_York")
    block = AddressBlock(
        address=world.services.address_blocks.digest("ana@example.org"), reason=BlockReason.BOUNCED, since=NOW
    )
    world.store.save(Change.new(block))
    second, first = rows(world)[::-1]
    assert (first["parent_first_name"], second["parent_first_name"]) == ("Luis", "Ana"), "whom they live with first"
    assert (first["parent_email_proved"], first["parent_email_bounced"], first["parent_confirmed_on"]) == (
        "no",
        "no",
        "",
    )
    assert second == {
        "student_id": "0042",
        "student_last_name": "García López",
        "student_first_name": "Noé",
        "grade": "3",
        "class_code": "3-A",
        "protected": "yes",
        "parent_last_name": "García",
        "parent_first_name": "Ana",
        "parent_relationship": "Mother",
        "parent_lives_with": "part",
        "parent_email": "ana@example.org",
        "parent_email_proved": "yes",
        "parent_email_bounced": "yes",
        "parent_mobile_phone": "(415) 555-0100",
        "parent_home_phone": "'+49 30 901820",
        "parent_street": "'=1 Main St",
        "parent_apartment": "Apt 2",
        "parent_city": "Springfield",
        "parent_state": "IL",
        "parent_postal_code": "02134",
        "parent_country": "US",
        "parent_language": "es",
        "parent_email_shared_with": "site",
        "parent_phone_shared_with": "homeroom",
        "parent_address_shared_with": "nobody",
        "parent_receives_school_email": "yes",
        "parent_registered": "yes",
        "parent_first_day": "2026-08-01",
        "parent_last_day": "",
        "parent_confirmed_on": "2026-08-31",
        "parent_contact_id": "ana",
    }


def test_a_parent_whose_relation_does_not_hold_today_is_in_no_shape() -> None:
    noe = a_student(school_id="1")
    over = Relation(relationship="Father", until=TODAY - timedelta(days=1))
    later = Relation(relationship="Aunt", since=TODAY + timedelta(days=1))
    today = Relation(relationship="Mother", since=TODAY, until=TODAY)
    own = [
        a_contact(id=name, details=details(name), students={noe.id: relation})
        for name, relation in (("Over", over), ("Later", later), ("Today", today))
    ]
    for number, shape in enumerate(ExportShape):
        text = file_of(a_school((noe, own)), f"e{number}", shape=shape)
        assert ("Today" in text, "Over" in text, "Later" in text) == (True, False, False), shape


def test_a_row_for_each_student_has_two_contacts_and_says_how_many_more_there_are() -> None:
    noe, mia = a_student(school_id="1"), a_student("Mia", "Zett", school_id="2")
    lives_with = (LivesWith.NO, LivesWith.PART, LivesWith.YES)
    own = [
        a_contact(id=name, details=details(name), students={noe.id: Relation(lives_with=with_)})
        for name, with_ in zip(("Ann", "Bob", "Cyd"), lives_with, strict=True)
    ]
    world = a_school((noe, own), (mia, []))
    first, second = rows(world, shape=ExportShape.STUDENTS, students=ExportedStudents.ALL)
    assert (first["parent_first_name"], first["parent2_first_name"], first["more_parents"]) == ("Cyd", "Bob", "1")
    assert (second["student_id"], second["parent_first_name"], second["more_parents"]) == ("2", "", "0")


def test_students_without_a_contact_are_in_it_when_asked_for() -> None:
    noe, mia = a_student(), a_student("Mia", "Zett")

    def names(students: ExportedStudents) -> list[str]:
        world = a_school((noe, [a_contact(noe)]), (mia, []))
        return [row["student_first_name"] for row in rows(world, students=students)]

    assert names(ExportedStudents.WITH_CONTACT) == ["Noé"]
    assert names(ExportedStudents.ALL) == ["Noé", "Mia"]
    assert names(ExportedStudents.WITHOUT_CONTACT) == ["Mia"]


# ------------------------------------------------------------------- PowerSchool
def test_powerschools_file_has_a_contact_with_all_students_in_one_place_and_is_read_back_without_a_problem() -> None:
    """A sibling elsewhere, two phones with one student, no last name, and a student whom PowerSchool cannot know."""
    noe, zoe = a_student(school_id="0042"), a_student("Zoe", "Ames", school_id="0043", homeroom="4-B")
    nobody = a_student("No", "Number")
    ana = a_contact(noe, zoe, id="ana", details=ANA)
    luis = a_contact(zoe, nobody, id="luis", details=details("Luis", "", email="luis@example.org"))
    two_phones = a_contact(zoe, id="two", details=replace(ANA, first_name="Tia", email="tia@example.org", country=""))
    world = a_school((noe, [ana]), (zoe, [luis, ana, two_phones]), (nobody, [luis]))
    text = file_of(world, shape=ExportShape.POWERSCHOOL)
    found = [
        [row[name] for name in ("New Contact Identifier", "Last Name", "studentNumber", "phoneNumberAsEntered")]
        for row in csv.DictReader(io.StringIO(text))
    ]
    assert found == [
        ["ana", "García", "0042", "(415) 555-0100"],
        ["ana", "García", "0043", "011 49 30 901820"],
        ["luis", "Luis", "0043", ""],
        ["two", "García", "0043", "(415) 555-0100"],
        ["two", "García", "0043", "011 49 30 901820"],
    ]
    assert sheet_of(text).format is FileFormat.POWERSCHOOL
    placements = [row.placement for row in rows_of(text)]
    assert [(p.student_id, [parent.email for parent in p.parents], p.relationship) for p in placements if p] == [
        ("0042", ["ana@example.org"], "Mother"),
        ("0043", ["ana@example.org"], "Mother"),
        ("0043", ["luis@example.org"], "Mother"),
        ("0043", ["tia@example.org"], "Mother"),
        ("0043", ["tia@example.org"], "Mother"),
    ]
    assert len([p for p in placements if p]) == len(found)
    export = world.services.exports.get("e1")
    assert export
    assert export.without_id == 1


def test_powerschools_file_of_one_homeroom_names_no_sibling_of_another_one() -> None:
    noe, zoe = a_student(school_id="1"), a_student("Zoe", "Ames", school_id="2", homeroom="4-B")
    world = a_school(*((student, [a_contact(noe, zoe)]) for student in (noe, zoe)))
    assert [row["studentNumber"] for row in rows(world, shape=ExportShape.POWERSCHOOL, homeroom="3 - a")] == ["1"]
