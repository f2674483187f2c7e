"""Somebody is deleted: a day to change one's mind, then everywhere, whatever dies or happens on the way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import PasswordClaim, User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.contact_log import ChangeKind, ContactLog
from homeroom.domain.families.office_entry import OfficeEntry, Said
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import DeliveryReport, Mail, MailState
from homeroom.domain.people.deletion import GRACE, Deletion
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.browser import Browser
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_password import set_own_password
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import AnswerOver, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_account_news import send_account_news
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.stop_mails import stop_mails
from homeroom.use_cases.people import delete_information as delete_information_module
from homeroom.use_cases.people.ask_for_deletion import ask_for_deletion, ask_for_own_deletion, keep_information
from homeroom.use_cases.people.delete_information import delete_information
from homeroom.use_cases.people.forget_person import forget_person
from homeroom.use_cases.people.personal_data import personal_data
from homeroom.use_cases.people.send_deletion import send_deletion
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin, an_invitation, by, by_admin, details
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.admin_mail import invited_as_admin
from tests.steps.asked_to_confirm import CAMPAIGN, asked_whether_right
from tests.steps.invited import MARIA, block, in_store, invited, send_all
from tests.steps.log_in_mail import log_ins_sent
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

PASSWORD = "correct-horse-battery"
NAME = "Rosalind"
NOE = a_student("Noé")
A_DAY = GRACE + timedelta(minutes=1)
TRACES = (MARIA, NAME)
"""What must stand nowhere."""


def form(*students: Student, name: str = NAME, email: str = MARIA) -> FilledForm:
    return FilledForm(
        details(name, email=email, mobile_phone="555 0142"), {s.id: Relation(relationship="Mother") for s in students}
    )


def a_life(world: World) -> ParentContact:
    """Invited, answered, another parent added, a password, logged in with it and by a link, asked by a campaign."""
    world.store.save(Change.new(SiteSettings(school_year=YEAR, school_name="Lincoln School")))
    link = invited(world, NOE, email=MARIA, parent_name=f"{NAME} García")
    token = begin_answer(link, Visitor("192.0.2.1", ""), world.services).token
    save_contact(token, form(NOE), world.services)
    add_parent(
        token,
        form(NOE, name="Pat", email="pat@example.org"),
        "POST /answer/another-parent",
        send=True,
        services=world.services,
    )
    register_parent(token, PASSWORD, "POST /answer/register", world.services)
    send_all(world)
    log_in(MARIA, PASSWORD, "192.0.2.1", "POST /login", world.services, Browser("b" * 43, "Firefox/Windows"))
    ask_for_log_in(MARIA, "b" * 43, "192.0.2.1", world.services)
    log_ins_sent(world)
    world.clock.wait(timedelta(seconds=1))  # after they have answered
    world.store.save(Change.new(CAMPAIGN))
    asked_whether_right(world, contact_of(world).id)
    return contact_of(world)


def contact_of(world: World) -> ParentContact:
    return next(c for c in world.store.all(ParentContact) if c.details.first_name == NAME)


def user_of(world: World) -> User:
    return next(user for user in world.store.all(User) if user.email == MARIA)


def asked(world: World, contact: ParentContact) -> None:
    ask_for_deletion(contact.id, by(user_of(world)), world.services)


def traces(world: World) -> list[str]:
    """Kinds of things in which something of them stands."""
    things = world.store.state().values()
    return sorted(
        {type(t).__name__ for t in things if any(trace in repr(t).lower() for trace in map(str.lower, TRACES))}
    )


def test_after_a_day_nothing_of_them_is_left_anywhere_and_the_others_keep_theirs() -> None:
    world = World()
    contact = a_life(world)
    world.mailer.suppressed = {MARIA, "pat@example.org"}
    block(world, MARIA, BlockReason.BOUNCED)
    assert {"Invitation", "LogInMail", "Mail", "ParentContact", "Session", "User"} <= set(traces(world))
    asked(world, contact)
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 1
    assert traces(world) == []
    assert (world.store.all(Deletion), world.store.all(AddressBlock), world.passwords.passwords) == ([], [], {})
    assert world.mailer.suppressed == {"pat@example.org"}
    [other] = world.store.all(ParentContact)
    assert in_store(world, NOE).contact_ids == (other.id,)
    [invitation] = world.store.all(Invitation)
    assert (invitation.email, invitation.inviter) == ("pat@example.org", "Lincoln School")
    assert in_store(world, NOE).invitation_ids == (invitation.id,)


def test_what_their_contact_was_before_goes_and_so_does_what_was_noted_of_them_in_anothers_log() -> None:
    world = World()
    contact = a_life(world)
    edit_my_information(by(user_of(world)), form(NOE, name="Rosa"), world.services)
    other = next(one for one in world.store.all(ParentContact) if one.details.first_name == "Pat")
    told = OfficeEntry(at=world.clock(), by="Jordan Ellis", said=Said(None, f"{NAME} said so"))
    after = replace(other, details=replace(other.details, city="Springfield"), office_entry=told)
    world.store.save(Change(other, after), *contact_logged(other, after, by_admin(), world.services))
    assert "ContactLog" in traces(world)
    asked(world, contact)
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 1
    assert traces(world) == []
    logs = {log.contact_id: log for log in world.store.all(ContactLog)}
    assert [change.kind for change in logs[contact.id].changes] == [ChangeKind.DELETED]
    assert [change.said for change in logs[other.id].changes] == [Said(), Said()]


def test_a_day_long_nothing_goes_and_they_may_keep_it() -> None:
    world = World()
    contact = a_life(world)
    asked(world, contact)
    world.clock.wait(GRACE - timedelta(minutes=1))
    assert delete_information(world.services) == 0
    keep_information(contact.id, by(user_of(world)), world.services)
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 0
    assert contact_of(world).deletion_asked_at is None
    assert world.store.all(Deletion) == []
    actions = [entry.action for entry in world.store.all(AuditEntry)]
    assert actions[-2:] == [AuditAction.DELETION_ASKED, AuditAction.DELETION_TAKEN_BACK]


def test_asked_again_after_it_was_taken_back_the_day_begins_anew() -> None:
    world = World()
    contact = a_life(world)
    asked(world, contact)
    keep_information(contact.id, by(user_of(world)), world.services)
    world.clock.wait(GRACE - timedelta(hours=1))
    asked(world, contact)
    world.clock.wait(timedelta(hours=2))
    assert delete_information(world.services) == 0
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 1


def test_an_email_tells_them_once_and_tells_nobody_once_it_was_taken_back() -> None:
    world = World()
    contact = a_life(world)
    before = len(world.mailer.sent)
    asked(world, contact)
    asked(world, contact)
    [first, second] = world.queue.deletions
    assert first == second
    for contact_id, at, _ in world.queue.deletions:
        send_deletion(contact_id, at, world.services)
    [mail] = world.mailer.sent[before:]
    assert (mail.to, mail.subject) == (MARIA, "deletion")
    keep_information(contact.id, by(user_of(world)), world.services)
    world.clock.wait(timedelta(hours=1))
    asked(world, contact)
    keep_information(contact.id, by(user_of(world)), world.services)
    send_deletion(*world.queue.deletions[-1][:2], world.services)
    assert len(world.mailer.sent) == before + 1


def test_that_they_were_asked_to_be_a_site_admin_and_told_of_a_new_password_goes_as_well() -> None:
    world = World()
    contact = a_life(world)
    world.store.save(Change.new(an_admin()))
    invited_as_admin(world, start_log_in(an_admin(), world.services).token, MARIA)
    token = log_in(MARIA, PASSWORD, "192.0.2.1", "POST /login", world.services)[1].token
    set_own_password(by(user_of(world)), token, "lantern-quilt-meadow", PASSWORD, world.services)
    [(news, _)] = [one for one in world.queue.account_news if one[0].action is AuditAction.PASSWORD_CHANGED]
    send_account_news(news, world.services)
    assert {mail.invitation_id.split("-")[0] for mail in world.store.all(Mail)} >= {"admin", "news"}
    asked(world, contact)
    world.clock.wait(A_DAY)
    delete_information(world.services)
    assert traces(world) == []


def test_the_email_of_a_deletion_that_was_taken_back_goes_with_the_next_one() -> None:
    world = World()
    contact = a_life(world)
    for _ in range(2):
        keep_information(contact.id, by(user_of(world)), world.services)
        world.clock.wait(timedelta(hours=1))
        asked(world, contact)
        send_deletion(*world.queue.deletions[-1][:2], world.services)
    assert len([mail for mail in world.store.all(Mail) if mail.invitation_id.startswith("deletion-")]) == 2
    world.clock.wait(A_DAY)
    delete_information(world.services)
    assert traces(world) == []


def test_the_password_is_asked_but_for_right_after_a_mailed_link() -> None:
    world = World()
    contact = a_life(world)
    session = start_log_in(user_of(world), world.services).token
    with pytest.raises(WrongPassword):
        ask_for_own_deletion(by(user_of(world)), session, "wrong", world.services)
    assert contact_of(world).deletion_asked_at is None
    by_link = start_log_in(user_of(world), world.services, by_link=True).token
    ask_for_own_deletion(by(user_of(world)), by_link, "", world.services)
    assert contact_of(world).deletion_asked_at == world.clock()
    assert contact.id == contact_of(world).id


def test_wherever_it_dies_the_next_run_does_the_rest() -> None:
    whole = World()
    asked(whole, a_life(whole))
    whole.clock.wait(A_DAY)
    plug = Plug()
    delete_information(wired(whole.services, plug))
    for at, before in crash_points(plug.calls):
        world = World()
        asked(world, a_life(world))
        world.clock.wait(A_DAY)
        with pytest.raises(PulledThePlug):
            delete_information(wired(world.services, Plug(at, before)))
        delete_information(world.services)
        assert traces(world) == [], (at, before)
        assert world.store.all(Deletion) == [], (at, before)
        assert world.passwords.passwords == {}, (at, before)
    assert plug.calls > 25


def test_no_more_emails_is_remembered_without_the_address() -> None:
    world = World()
    contact = a_life(world)
    stop_mails(world.mailer.sent[0].stop.rpartition("/")[2], "192.0.2.1", world.services)
    asked(world, contact)
    world.clock.wait(A_DAY)
    delete_information(world.services)
    assert [b.address for b in world.store.all(AddressBlock)] == [address_of(MARIA)]
    assert traces(world) == []


def test_what_is_queued_or_reported_later_is_neither_sent_nor_kept() -> None:
    world = World()
    contact = a_life(world)
    ana = a_student("Ana")
    world.store.save(Change.new(ana))
    invite_parent(ana.id, Invitee(MARIA, NAME), by_admin(), world.services)
    queued = list(world.queue.mails)
    asked(world, contact)
    world.clock.wait(A_DAY)
    delete_information(world.services)
    sent = len(world.mailer.sent)
    send_invites(queued, world.services)
    tag = world.mailer.sent[0].tag
    early = world.clock() - timedelta(days=1)
    record_delivery(DeliveryReport(tag, "m", MailState.BOUNCED, sent_at=early), world.services)
    assert (len(world.mailer.sent), traces(world)) == (sent, [])
    with pytest.raises(NotFound):
        record_delivery(DeliveryReport(tag, "m", MailState.BOUNCED, sent_at=world.clock()), world.services)


def test_it_waits_for_an_email_that_is_being_handed_over() -> None:
    world = World()
    contact = a_life(world)
    asked(world, contact)
    world.clock.wait(A_DAY)
    mail = next(mail for mail in world.store.all(Mail) if mail.email == MARIA and not mail.is_about_service)
    world.store.save(Change(mail, replace(mail, state=MailState.SENDING, called_at=world.clock())))
    assert delete_information(world.services) == 0
    assert world.store.all(Deletion) != []
    world.clock.wait(timedelta(hours=1))
    assert delete_information(world.services) == 1
    assert traces(world) == []


def test_another_tab_that_edits_is_told_that_there_is_nothing_any_more() -> None:
    world = World()
    contact = a_life(world)
    user, session = user_of(world), start_log_in(user_of(world), world.services).token
    [answering] = [s for s in world.store.all(Invitation) if s.email == MARIA]
    asked(world, contact)
    edit_my_information(by(user), form(NOE), world.services)
    assert contact_of(world).deletion_asked_at is not None
    world.clock.wait(A_DAY)
    delete_information(world.services)
    assert find_user(session, world.services) is None
    with pytest.raises(NotFound):
        edit_my_information(by(user), form(NOE), world.services)
    with pytest.raises(NotFound):
        keep_information(contact.id, by(user), world.services)
    assert answering.id not in {invitation.id for invitation in world.store.all(Invitation)}


def test_who_shares_the_address_keeps_the_log_in_and_a_site_admin_theirs() -> None:
    world = World()
    rosa = a_contact(NOE, id="c1", user_key=MARIA, details=details(NAME, "Lee", email="own@example.org"))
    carlos = a_contact(NOE, id="c2", user_key=MARIA, details=details("Carlos", "Lee", email="carlos@example.org"))
    user = a_parent_user(rosa, contact_ids=("c1", "c2"), email=MARIA)
    admin = an_admin(id="u-both", contact_ids=("c3",))
    own = a_contact(NOE, id="c3", user_key=admin.email_key, details=details("Jordan", "Ellis", email=admin.email))
    student = NOE.linked_to("c1").linked_to("c2").linked_to("c3")
    world.store.save(Change.new(student), *map(Change.new, (rosa, carlos, own)), *map(Change.new, (user, admin)))
    world.passwords.passwords = {user.id: PASSWORD, admin.id: PASSWORD}
    for contact in (rosa, own):
        ask_for_deletion(contact.id, by_admin(), world.services)
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 2
    left = world.services.access.users_by_id([user.id, admin.id])
    assert (left[user.id].contact_ids, left[user.id].name) == (("c2",), "Carlos Lee")
    assert (left[admin.id].contact_ids, left[admin.id].is_admin) == ((), True)
    assert set(world.passwords.passwords) == {user.id, admin.id}
    assert in_store(world, NOE).contact_ids == ("c2",)


OTHERS = {
    "they shared it once": ({"former_keys": (MARIA,)}, True),
    "they have typed it, and its reader logs in": ({"new_email": MARIA}, True),
    "they have typed it, and its reader was invited only": ({"new_email": MARIA}, False),
    "somebody has recorded it for them": ({"details": details(NAME, "Lee", email=MARIA)}, True),
}


@pytest.mark.parametrize(("how", "logs_in"), OTHERS.values(), ids=OTHERS.keys())
def test_what_is_somebody_elses_at_an_address_is_neither_shown_nor_deleted(how: dict[str, Any], logs_in: bool) -> None:
    world, ken = World(), a_student("Ken", id="ken")
    rosa = a_contact(
        NOE, **{"id": "c1", "user_key": "rosa@new.example", "details": details(NAME, "Lee", email="")} | how
    )
    user = a_parent_user(rosa, id="u1", email="rosa@new.example")
    carlos = a_contact(ken, id="c2", user_key=MARIA, details=details("Carlos", "Lee", email=MARIA))
    world.store.save(Change.new(NOE.linked_to("c1").declined_by(MARIA, "i9")), Change.new(rosa), Change.new(user))
    invited(world, ken, email=MARIA, parent_name="Carlos Lee")
    block(world, MARIA, BlockReason.BOUNCED)
    if logs_in:
        start = a_parent_user(carlos, id="u2", email=MARIA)
        world.store.save(Change.new(carlos), Change.new(start))
        start_log_in(world.services.access.users_by_id(["u2"])["u2"], world.services)
    own = (Invitation, Mail, AddressBlock, AddressLock, Session, User)
    before = [thing for kind in own for thing in world.store.all(kind) if getattr(thing, "id", "") != "u1"]
    data = personal_data("c1", world.services)
    assert (data.asked, data.sent, data.mails, data.blocks) == ([], [], [], [])
    ask_for_deletion("c1", by_admin(), world.services)
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 1
    assert [thing for kind in own for thing in world.store.all(kind)] == before
    assert (in_store(world, NOE).was_declined_by(MARIA), len(in_store(world, ken).open_invitation_ids)) == (True, 1)


def test_whom_they_invited_is_invited_by_the_school_then() -> None:
    world = World()
    contact = a_life(world)
    other = a_student("Other", "Child")
    sent = an_invitation(
        other,
        id="b" * 24,
        email="other@example.org",
        parent_name="Other Parent",
        inviter=contact.details.name,
        by_parent=True,
        inviter_email_key=MARIA,
    ).asked_again(inviter=contact.details.name, now=world.clock(), link_days=30)
    world.store.save(Change.new(sent), Change.new(other.with_open_invitation(sent.id)))
    asked(world, contact)
    world.clock.wait(A_DAY)
    delete_information(world.services)
    left = world.services.invitations.get_many([sent.id])[sent.id]
    assert (left.inviter, left.inviter_email_key, left.parent_name) == ("Lincoln School", "", "Other Parent")
    assert [event.by for event in left.history if event.kind is EventKind.ASKED] == ["Lincoln School"]
    assert traces(world) == []


def test_an_unlinked_contact_takes_its_deletion_along() -> None:
    world = World()
    contact = a_life(world)
    asked(world, contact)
    stored = contact_of(world)
    world.store.save(Change.gone(stored))
    world.clock.wait(A_DAY)
    assert delete_information(world.services) == 0
    assert world.store.all(Deletion) == []


def test_a_form_that_is_still_open_says_that_it_is_over() -> None:
    world = World()
    world.store.save(Change.new(SiteSettings(school_year=YEAR)))
    link = invited(world, NOE, email=MARIA, parent_name=NAME)
    token = begin_answer(link, Visitor("192.0.2.1", ""), world.services).token
    save_contact(token, form(NOE), world.services)
    asked(world, contact_of(world))
    world.clock.wait(A_DAY)
    again = start_log_in(user_of(world), world.services).token
    assert again
    delete_information(world.services)
    with pytest.raises(AnswerOver):
        read_answer(token, world.services)


def test_nobody_waits_for_somebody_else_whose_turn_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    first, second = a_contact(NOE, id="c1"), a_contact(NOE, id="c2")
    world.store.save(Change.new(NOE.linked_to("c1").linked_to("c2")), Change.new(first), Change.new(second))
    for contact in (first, second):
        ask_for_deletion(contact.id, by_admin(), world.services)
        world.clock.wait(timedelta(seconds=1))
    world.clock.wait(A_DAY)

    def failing(deletion: Deletion, services: Services) -> None:
        if deletion.contact_id == "c1":
            raise TimeoutError
        forget_person(deletion, services)

    monkeypatch.setattr(delete_information_module, "forget_person", failing)
    with pytest.raises(TimeoutError):
        delete_information(world.services)
    assert [deletion.contact_id for deletion in world.store.all(Deletion)] == ["c1"]
    monkeypatch.undo()
    assert delete_information(world.services) == 1


def test_two_runs_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    asked(world, a_life(world))
    world.clock.wait(A_DAY)
    others: list[int] = []

    def meanwhile(deletion: Deletion, services: Services) -> None:
        monkeypatch.setattr(delete_information_module, "forget_person", forget_person)
        others.append(delete_information(world.services))
        forget_person(deletion, services)

    monkeypatch.setattr(delete_information_module, "forget_person", meanwhile)
    delete_information(world.services)
    assert (others, traces(world), world.store.all(Deletion)) == ([1], [], [])


def test_it_waits_for_a_password_that_is_being_set() -> None:
    world = World()
    asked(world, a_life(world))
    world.clock.wait(A_DAY)
    user = user_of(world)
    world.store.save(Change(user, user.claiming_password(PasswordClaim(id="claim", at=world.clock()))))
    assert delete_information(world.services) == 0
    world.clock.wait(timedelta(hours=1))
    assert delete_information(world.services) == 1
    assert traces(world) == []
