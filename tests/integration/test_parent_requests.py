"""A parent asks, a Site Admin decides: page by page over real requests, with real tables below."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from tests.factories import NOW, YEAR, a_contact, a_homeroom, a_parent_user, a_student, an_admin, details
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

OWN, MEI, FAR = a_student("Own"), a_student("Mei", "Li"), a_student("Far", "Away", homeroom="3-B")
PROFILE, ANA = f"/students/{MEI.id}", "ana@example.org"
NO_CONTACT = "No parent contact yet"


def a_school(stack: Stack, setting: ParentsInvite = ParentsInvite.APPROVAL) -> Visitor:
    """The registered parent of a student of 3-A."""
    contact = a_contact(OWN, id="contact-1", registered=True, user_key="bea@example.org", details=details("Bea", "Pa"))
    user = a_parent_user(contact, email="bea@example.org", name="Bea Pa")
    students = [Change.new(student) for student in (OWN.linked_to(contact.id), MEI, FAR)]
    settings = SiteSettings(school_year=YEAR, parents_invite=setting)
    others: tuple[Stored, ...] = (a_homeroom("3-B", version=0), contact, user, settings)
    stack.services.store.save(*students, *map(Change.new, others))
    stack.passwords.set(user.id, PASSWORD)
    return logged_in(stack, user.email)


def asked(parent: Visitor, email: str = ANA) -> Answer:
    return parent.submit(PROFILE, f"{PROFILE}/invitations", {"parent_email": email, "parent_name": "Ana Silva"})


def text_of(answer: Answer) -> str:
    main = answer.html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def decided(admin: Visitor, decision: str) -> str:
    """Of the first request on the page: what the page says then."""
    [path, *_] = re.findall(rf'action="(/requests/\w+/{decision})"', admin.get("/requests").html)
    return text_of(admin.get(admin.submit("/requests", path, {}).location))


def test_from_the_parents_request_to_the_email_and_its_story(stack: Stack) -> None:
    parent, admin = a_school(stack), an_admins_browser(stack)
    assert NO_CONTACT in parent.get("/homerooms/3-A").html
    answer = asked(parent)
    assert "The school will look at your request." in text_of(page := parent.get(answer.location))
    assert "Waiting for the school to approve" in page.html
    assert (stack.queued_mails(), NO_CONTACT in parent.get("/homerooms/3-A").html) == ([], False)
    assert "Requests (1)" in admin.get("/students").html
    shown = text_of(admin.get("/requests"))
    for fact in ("Mei Li", "3-A", "Ana Silva", ANA, "Bea Pa"):
        assert fact in shown
    stack.clock.wait(timedelta(minutes=5))
    assert "Jordan Ellis approved this. The invitation to ana@example.org is on its way." in decided(admin, "approve")
    assert "No requests are waiting." in text_of(admin.get("/requests"))
    stack.send_all()
    [mail] = stack.mailer.sent
    assert (mail.to, "Bea Pa" in mail.text) == (ANA, True)
    [invitation_id] = stack.services.invitation_lists.search(ANA, 2)
    story = text_of(admin.get(f"/invitations/{invitation_id}"))
    assert "Bea Pa asked the school to send this invitation about Mei Li." in story
    assert "Jordan Ellis approved the invitation about Mei Li." in story
    own = text_of(parent.get("/me/invitations"))
    assert ("Approved: the email was sent on" in own, "Mei Li" in own, ANA in own) == (True, True, True)
    assert "Approved: the email was sent on" in text_of(parent.get(PROFILE))


def test_a_declined_request_and_one_that_came_too_late_look_alike_to_the_parent(stack: Stack) -> None:
    parent, admin = a_school(stack), an_admins_browser(stack)
    asked(parent)
    assert "Jordan Ellis declined this. Nothing was sent to ana@example.org." in decided(admin, "decline")
    declined = text_of(parent.get("/me/invitations"))
    blocked = AddressBlock(address=stack.services.address_blocks.digest(ANA), reason=BlockReason.BOUNCED, since=NOW)
    stack.services.store.save(Change.new(blocked))
    asked(parent)
    assert "Nothing was sent to ana@example.org. This address doesn't get email" in decided(admin, "approve")
    assert text_of(parent.get("/me/invitations")) == declined
    assert ("The school did not approve this" in declined, stack.queued_mails()) == (True, [])


def test_the_second_press_shows_what_the_first_one_has_decided(stack: Stack) -> None:
    parent, admin = a_school(stack), an_admins_browser(stack)
    other = an_admin(id="u-2", email="second@example.org", name="Second Admin")
    stack.services.store.save(Change.new(other))
    stack.passwords.set(other.id, PASSWORD)
    second = logged_in(stack, other.email)
    asked(parent)
    paths = re.findall(r'action="(/requests/\w+/\w+)"', second.get("/requests").html)
    csrf = second.csrf("/requests")
    decided(admin, "approve")
    for path in paths:
        assert "Jordan Ellis approved this." in text_of(second.get(second.post(path, {"csrf": csrf}).location))
    assert len(stack.queued_mails()) == 1


@pytest.mark.parametrize("setting", ParentsInvite)
def test_parents_see_fields_for_their_childrens_classmates_only(stack: Stack, setting: ParentsInvite) -> None:
    parent = a_school(stack, setting)
    fields = {s.first_name: "parent_email" in parent.get(f"/students/{s.id}").html for s in (OWN, MEI, FAR)}
    may = setting is not ParentsInvite.NO
    assert fields == {"Own": False, "Mei": may, "Far": False}
    assert (NO_CONTACT in parent.get("/homerooms/3-A").html) == may
    assert NO_CONTACT not in parent.get("/homerooms/3-B").html
    assert ("/me/invitations" in parent.get("/me").html) == may
    form = {"csrf": parent.csrf("/me"), "parent_email": ANA}
    expected = 404 if may else 403
    assert parent.post(f"/students/{FAR.id}/invitations", form).status == expected


def an_open_invitation(stack: Stack, admin: Visitor) -> None:
    admin.submit(PROFILE, f"{PROFILE}/invitations", {"parent_email": "office@example.org"})


def a_waiting_request(stack: Stack, _: Visitor) -> None:
    other = a_contact(OWN, id="contact-2", registered=True, user_key="c@example.org", details=details("Cleo", "Pa"))
    user: User = a_parent_user(other, id="u-c", email="c@example.org", name="Cleo Pa")
    own = stack.services.roster.students([OWN.id])[OWN.id]
    stack.services.store.save(Change(own, own.linked_to(other.id)), Change.new(other), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    asked(logged_in(stack, user.email), "elsewhere@example.org")


@pytest.mark.parametrize("happens", [an_open_invitation, a_waiting_request], ids=lambda happens: happens.__name__)
def test_of_what_others_have_done_a_parent_sees_nothing(
    stack: Stack, happens: Callable[[Stack, Visitor], None]
) -> None:
    parent, admin = a_school(stack), an_admins_browser(stack)
    assert "Mei has no parent contacts yet." in parent.get(PROFILE).html
    happens(stack, admin)
    for path in (PROFILE, "/homerooms/3-A", "/grades/3", "/students?q=Mei", "/me/invitations"):
        html = parent.get(path).html
        for said in (NO_CONTACT, "no parent contacts yet", "Waiting", "office@", "elsewhere@", "Cleo"):
            assert said not in html, path


def test_what_waits_stays_in_the_menu_until_it_is_decided_when_the_setting_is_no_again(stack: Stack) -> None:
    parent, admin = a_school(stack), an_admins_browser(stack)
    asked(parent)
    settings = stack.services.site.settings()
    assert settings
    stack.services.store.save(Change(settings, replace(settings, parents_invite=ParentsInvite.NO)))
    assert "parent_email" not in parent.get(PROFILE).html
    assert "Waiting for the school to approve" in parent.get("/me/invitations").html
    decided(admin, "approve")
    assert 'href="/requests"' not in admin.get("/students").html
    assert len(stack.queued_mails()) == 1


@pytest.mark.parametrize("answer", ["no", "yes", "approval"])
def test_the_setting_has_three_answers(stack: Stack, answer: str) -> None:
    admin = an_admins_browser(stack)
    assert admin.submit_form("/settings/sharing", {"parents_may_invite": answer}).status == 303
    settings = stack.services.site.settings()
    assert settings
    assert settings.parents_invite == answer
    assert re.search(rf'name="parents_may_invite" value="{answer}"[^>]* checked', admin.get("/settings/sharing").html)
    wrong = admin.submit_form("/settings/sharing", {"parents_may_invite": "maybe"})
    assert (wrong.status, "Choose whether parents can invite other parents." in wrong.html) == (422, True)
