"""Everything that is kept about a person: to read, and to take along. Nothing of anybody else."""

import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from homeroom.domain.audit.audit_entry import About, AuditAction, Origin
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.mail.stop_mails import stop_mails
from homeroom.use_cases.people.personal_data import data_for_office, personal_data
from homeroom.web.pages.families.data import DataPage
from homeroom.web.pages.families.data_json import data_json
from homeroom.web.pages.families.data_lines import data_lines
from homeroom.web.pages.families.data_words import EVENTS
from tests.factories import NOW, YEAR, a_contact, a_parent_user, a_student, an_invitation, details, with_answer
from tests.fakes import World
from tests.steps.invited import invited
from tests.steps.log_in_mail import log_ins_sent
from tests.steps.pages.example import Example, rendered
from tests.steps.project import ROOT

SITE = SiteSettings(school_year=YEAR, school_name="Lincoln School")
EVERY_DETAIL = ContactDetails(
    first_name="first-value",
    last_name="last-value",
    email="maria@example.org",
    mobile_phone="mobile-value",
    home_phone="home-value",
    street="street-value",
    apartment="apartment-value",
    city="city-value",
    state="state-value",
    postal_code="postal-value",
    country="MX",
    sharing=Sharing(email=Audience.SITE),
    language="es",
)


def a_family() -> tuple[World, ParentContact]:
    """A parent who was invited and answered, has a password, was mailed a link and wants no more emails; and another
    parent of the same child, of whom nothing may be told.
    """
    world, child = World(), a_student("Noé")
    step = a_student("Secret", "Stepchild")
    other = a_contact(child, id="contact-2", details=details("Other", "Person", email="other@example.org"))
    contact = a_contact(child, user_key="maria@example.org", details=EVERY_DETAIL)
    user = a_parent_user(contact)
    world.store.save(Change.new(SITE), Change.new(step))
    invited(world, child, email="maria@example.org", parent_name="María García")
    before = world.services.invitations.get_many(["a" * 24])["a" * 24]
    after = with_answer(replace(before, student_ids=(child.id, step.id)), contact.id, NOW)
    student = world.services.roster.students([child.id])[child.id]
    linked = student.linked_to(contact.id).linked_to(other.id)
    world.store.save(Change(before, after), Change(student, linked))
    world.store.save(Change.new(contact), Change.new(other), Change.new(user))
    start_log_in(user, world.services)
    ask_for_log_in("maria@example.org", "b", "192.0.2.1", world.services)
    log_ins_sent(world)
    stop_mails(world.mailer.sent[0].stop.rpartition("/")[2], "192.0.2.1", world.services)
    origin = Origin("u-parent", "POST /login")
    world.store.save(recorded(AuditAction.LOGGED_IN, origin, world.services))
    world.store.save(recorded(AuditAction.CONTACT_UNLINKED, Origin("u-x", "x"), world.services, About(user_id=user.id)))
    return world, contact


def shown(world: World, contact: ParentContact) -> tuple[str, dict[str, Any]]:
    data = personal_data(contact.id, world.services)
    html = rendered(Example(DataPage(data=data_lines(data), files="/me/data")))
    return html, json.loads(json.dumps(data_json(data, SITE)))


def test_the_page_and_the_file_hold_everything_a_parent_entered() -> None:
    html, file = shown(*a_family())
    for field in fields(EVERY_DETAIL):
        value = getattr(EVERY_DETAIL, field.name)
        if isinstance(value, str) and field.name != "language":
            assert value in html
        if not is_dataclass(value):
            assert file["contact"]["details"][field.name] == value
    assert "Español" in html
    assert file["contact"]["details"]["sharing"] == {"email": "site", "phone": "nobody", "address": "nobody"}
    assert [child["first_name"] for child in file["children"]] == ["Noé"]


def test_the_document_says_once_what_each_name_in_the_file_means() -> None:
    _, file = shown(*a_family())
    text = (ROOT / "docs" / "personal-data.md").read_text(encoding="utf-8")
    rows = [row.split(" | ")[0] for row in text.splitlines() if row.startswith("| ")]
    for name in (*(name for name in file if name != "contact"), *(f"contact.{name}" for name in file["contact"])):
        assert sum(f"`{name}`" in row for row in rows) == 1, name


def test_they_tell_the_log_in_the_invitation_with_its_story_and_what_became_of_each_email() -> None:
    html, file = shown(*a_family())
    assert (file["log_in"]["email"], file["log_in"]["has_password"]) == ("maria@example.org", True)
    assert len(file["log_in"]["logged_in"]) == 1
    (asked,) = file["invitations_to_you"]
    assert (asked["address"], asked["children"], asked["other_children"]) == ("maria@example.org", ["Noé"], 1)
    assert [event["what"] for event in asked["story"]] == ["asked"]
    assert sorted(mail["kind"] for mail in file["emails"]) == ["invitation", "log_in"]
    assert [block["reason"] for block in file["no_more_emails"]] == ["unsubscribed"]
    assert "You asked for no more emails." in html
    assert sorted((e["action"], e["by"]) for e in file["record"]) == [
        ("contact_unlinked", "site_admin"),
        ("logged_in", "you"),
    ]


def test_they_hold_nothing_about_anybody_else_and_nothing_that_opens_anything() -> None:
    world, contact = a_family()
    html, file = shown(world, contact)
    everything = html + json.dumps(file, ensure_ascii=False)
    for secret in ("Person", "other@example.org", "Secret", "contact-2", "u-x"):
        assert secret not in everything
    assert not re.search(r"[0-9a-f]{32}|[\w-]{40}", everything.replace("0" * 64, ""))


def test_an_invitation_that_they_sent_tells_when_and_about_which_child_and_not_to_whom() -> None:
    world, contact = a_family()
    child = world.services.roster.students(contact.students.keys()).popitem()[1]
    sent = an_invitation(
        child, id="b" * 24, email="other@example.org", inviter=contact.details.name, by_parent=True, parent_name="Other"
    )
    world.store.save(Change.new(sent), Change(child, child.with_open_invitation(sent.id)))
    html, file = shown(world, contact)
    assert file["invitations_by_you"] == [{"asked_at": NOW.isoformat(), "children": ["Noé"], "other_children": 0}]
    assert "other@example.org" not in html


def test_the_story_of_an_invitation_has_words_for_every_kind_of_event() -> None:
    assert EVENTS.keys() == set(EventKind) - {EventKind.MAIL}


def test_a_site_admin_who_helps_a_family_does_not_see_whom_it_hides_its_information_from() -> None:
    world, contact = a_family()
    stored = world.services.roster.contacts([contact.id])[contact.id]
    hidden = Exclusion(name="Somebody Hidden")
    world.store.save(Change(stored, stored.excluding(hidden)))
    [student_id] = contact.students
    for_office = data_for_office(student_id, contact.id, world.services)
    assert "Hidden" not in json.dumps(data_json(for_office, SITE))
    assert "Hidden" in json.dumps(data_json(personal_data(contact.id, world.services), SITE))


def test_who_is_no_contact_has_no_data() -> None:
    with pytest.raises(NotFound):
        personal_data("nobody", World().services)
    with pytest.raises(NotFound):
        personal_data("", World().services)
