"""Parents invite for their own children's classmates and nobody else; where the site wants it, a Site Admin decides."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import ParentContact, Relation
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.invite import HasParentContact, SaidNotTheirChild
from homeroom.domain.invitations.parent_request import Overtaken, ParentRequest, RequestState
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotAllowed, NotFound
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.mail.address_block import AddressBlocked, BlockReason
from homeroom.domain.mail.mail import Mail
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import address_digest
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.invitations.ask_to_invite import ask_to_invite
from homeroom.use_cases.invitations.decide_request import approve_request, decline_request
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.show_requests import OwnState, own_requests, waiting_requests
from homeroom.use_cases.roster.contact_states import ContactState, states_shown_to
from homeroom.use_cases.roster.show_student import Profile, show_student
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin, by, by_admin
from tests.fakes import World
from tests.steps.invited import block

ANA = "ana@example.org"
OWN = a_student("Own", id="own", contact_ids=("contact-1",))
CLASSMATE = a_student("Mei", id="mei")
FORMER = a_student("Former", id="former", homeroom="5-A", contact_ids=("contact-1",))
OTHERS: dict[str, Student] = {
    "of another homeroom": a_student("Far", id="far", homeroom="3-B"),
    "of the homeroom of a child whose parent they are no more": a_student("Past", id="past", homeroom="5-A"),
    "of the homeroom in another year": a_student("Next", id="next", year="2027-2028"),
    "whom the office protects": a_student("Safe", id="safe", protected=True),
    "whose parent keeps them out of lists": a_student("Shy", id="shy", unlisted_by=("c9",)),
}


@dataclass
class Class:
    """A parent of one student of 3-A, and of one of 5-A until last year; students in and around these homerooms."""

    setting: ParentsInvite = ParentsInvite.APPROVAL
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        day = self.world.clock().date()
        ended = Relation(relationship="Stepmother", until=day - timedelta(days=1))
        contact = a_contact(OWN, user_key="maria@example.org", registered=True)
        contact = replace(contact, students={**contact.students, FORMER.id: ended})
        self.parent = a_parent_user(contact)
        self.save(contact, self.parent, OWN, FORMER, CLASSMATE, *OTHERS.values())
        self.save(SiteSettings(school_year=YEAR, parents_invite=self.setting))

    def save(self, *things: object) -> None:
        self.world.store.save(*map(Change.new, things))  # type: ignore[arg-type]

    def change(self, before: object, after: object) -> None:
        self.world.store.save(Change(before, after))  # type: ignore[arg-type]

    def set(self, setting: ParentsInvite) -> None:
        [settings] = self.world.store.all(SiteSettings)
        self.change(settings, replace(settings, parents_invite=setting))

    def student(self, student_id: str = CLASSMATE.id) -> Student:
        return self.world.services.roster.students([student_id])[student_id]

    def ask(self, student: Student = CLASSMATE, email: str = ANA, user: User | None = None) -> ParentRequest:
        return ask_to_invite(student.id, Invitee(email, "Ana"), by(user or self.parent), self.world.services)

    def approve(self, request: ParentRequest) -> ParentRequest:
        return approve_request(request.id, by_admin(), self.world.services)

    def decline(self, request: ParentRequest) -> ParentRequest:
        return decline_request(request.id, by_admin(), self.world.services)

    def press(self, student: Student, user: User | None = None) -> object:
        """Send Invitation, as the page does it."""
        if self.setting is ParentsInvite.APPROVAL:
            return self.ask(student, user=user)
        return invite_parent(student.id, Invitee(ANA, ""), by(user or self.parent), self.world.services)

    def waiting(self) -> list[str]:
        return [waiting.request.email for waiting in waiting_requests(self.world.services)]

    def own(self) -> list[OwnState]:
        return [own.state for own in own_requests(self.parent, self.world.services)]

    def told(self, student: Student = CLASSMATE) -> bool:
        """Whether lists tell the parent that there is no contact yet."""
        states = states_shown_to(self.parent, [self.student(student.id)], self.world.services)
        assert set(states.values()) <= {ContactState.NONE}
        return bool(states)

    def profile(self) -> Profile:
        return show_student(CLASSMATE.id, self.parent, self.world.services)

    @property
    def nothing_sent(self) -> bool:
        mails, invitations = self.world.store.all(Mail), self.world.store.all(Invitation)
        return not (mails or invitations or self.world.queue.mails)


BOTH = pytest.mark.parametrize("setting", [ParentsInvite.YES, ParentsInvite.APPROVAL])


@BOTH
@pytest.mark.parametrize("student", OTHERS.values(), ids=OTHERS.keys())
def test_for_whom_a_parent_may_not_invite_there_is_no_such_student(student: Student, setting: ParentsInvite) -> None:
    school = Class(setting)
    with pytest.raises(NotFound):
        school.press(student)
    assert school.nothing_sent
    assert (school.waiting(), school.told(student)) == ([], False)


@BOTH
def test_a_parents_own_child_has_a_contact(setting: ParentsInvite) -> None:
    school = Class(setting)
    with pytest.raises(HasParentContact):
        school.press(OWN)
    assert not school.told(OWN)


@pytest.mark.parametrize("setting", ParentsInvite)
def test_neither_a_parent_without_a_password_nor_one_elsewhere_invites(setting: ParentsInvite) -> None:
    school = Class(setting)
    refused = (NotAllowed, NotFound)
    for user in (
        replace(school.parent, has_password=False),
        a_parent_user(a_contact(id="nobody"), id="u2", email="x@example.org"),
    ):
        with pytest.raises(refused):
            school.press(CLASSMATE, user)
        assert states_shown_to(user, [CLASSMATE], school.world.services) == {}


def test_where_the_school_says_no_parents_invite_and_ask_nobody_and_are_told_nothing() -> None:
    school = Class(ParentsInvite.NO)
    for press in (school.press, school.ask):
        with pytest.raises(NotAllowed):
            press(CLASSMATE)
    assert (school.told(), school.profile().can_invite, school.profile().without_contact) == (False, False, False)


def test_where_a_site_admin_decides_the_direct_way_is_closed_and_where_not_the_other_one() -> None:
    asking, direct = Class(ParentsInvite.APPROVAL), Class(ParentsInvite.YES)
    with pytest.raises(NotAllowed):
        invite_parent(CLASSMATE.id, Invitee(ANA, ""), by(asking.parent), asking.world.services)
    with pytest.raises(NotAllowed):
        direct.ask()
    assert asking.nothing_sent


def test_no_contact_yet_is_said_until_somebody_is_asked_or_a_request_waits() -> None:
    school = Class()
    assert (school.told(), school.profile().without_contact, school.profile().must_ask) == (True, True, True)
    request = school.ask()
    assert (school.told(), school.profile().without_contact, school.profile().can_invite) == (False, False, True)
    school.decline(request)
    assert school.told()
    invited = invite_parent(CLASSMATE.id, Invitee("office@example.org", ""), by_admin(), school.world.services)
    assert (school.told(), school.profile().invitations) == (False, [])
    school.world.clock.wait(timedelta(days=31))
    assert school.told(), "an invitation whose time is over asks nobody"
    assert invited.mail


def test_nothing_is_sent_until_a_site_admin_approves_and_then_it_is_the_parents_own_invitation() -> None:
    school = Class()
    school.parent = replace(school.parent, name="María García")
    request = school.ask()
    assert school.nothing_sent
    assert (school.waiting(), school.own()) == ([ANA], [OwnState.WAITING])
    school.world.clock.wait(timedelta(days=2))
    approved = school.approve(request)
    [invitation] = school.world.store.all(Invitation)
    assert (invitation.email, invitation.parent_name, invitation.by_parent) == (ANA, "Ana", True)
    assert (invitation.inviter, invitation.inviter_email_key) == ("María García", "maria@example.org")
    assert school.student().open_invitation_ids == (invitation.id,)
    assert school.world.queue.mails == [(invitation.id, 1)]
    assert (approved.state, approved.invitation_id) == (RequestState.APPROVED, invitation.id)
    assert (school.waiting(), school.own()) == ([], [OwnState.APPROVED])
    asked, decided = invitation.history
    assert (asked.kind, asked.at, asked.by) == (EventKind.REQUESTED, request.asked_at, "María García")
    assert (decided.kind, decided.by) == (EventKind.APPROVED, an_admin().name)


def test_a_request_that_is_declined_sends_nothing_and_the_parent_sees_it() -> None:
    school = Class()
    declined = school.decline(school.ask())
    assert (declined.state, declined.decided_by) == (RequestState.DECLINED, an_admin().name)
    assert school.nothing_sent
    assert (school.waiting(), school.own()) == ([], [OwnState.NOT_APPROVED])


def test_the_same_address_for_the_same_student_twice_is_one_request() -> None:
    school = Class()
    first, second = school.ask(), school.ask(email="Ana@EXAMPLE.org")
    assert (first.id, school.waiting()) == (second.id, [ANA])
    assert len(recorded(school, AuditAction.INVITATION_REQUESTED)) == 1
    school.ask(email="other@example.org")
    assert len(school.waiting()) == 2


def test_two_parents_who_ask_the_same_address_do_not_learn_of_one_another() -> None:
    school = Class()
    contact = a_contact(id="contact-2", user_key="b@example.org", registered=True, students={OWN.id: Relation()})
    other = a_parent_user(contact, id="u-other", email="b@example.org")
    school.save(contact, other)
    first, second = school.ask(), school.ask(user=other)
    assert (first.id != second.id, school.waiting()) == (True, [ANA, ANA])
    school.approve(first)
    assert school.approve(second).why is Overtaken.INVITED
    assert [own.state for own in own_requests(other, school.world.services)] == [OwnState.NOT_APPROVED]
    assert len(school.world.store.all(Mail)) == 1


def test_whoever_decides_second_is_told_what_the_first_one_has_decided() -> None:
    school = Class()
    approved = school.approve(school.ask())
    again = approve_request(approved.id, by_admin(name="Another Admin"), school.world.services)
    late = decline_request(approved.id, by_admin(name="Another Admin"), school.world.services)
    assert {(r.state, r.decided_by) for r in (again, late)} == {(RequestState.APPROVED, an_admin().name)}
    assert len(school.world.queue.mails) == 1
    declined = school.decline(school.ask(email="other@example.org"))
    assert school.approve(declined).state is RequestState.DECLINED
    assert len(school.world.store.all(Mail)) == 1


def test_two_admins_at_once_send_one_email() -> None:
    school = Class()
    request = school.ask()
    real = school.world.store.save
    pressed: list[bool] = []

    def meanwhile(*changes: Change) -> None:
        if not pressed:
            pressed.append(True)
            decline_request(request.id, by_admin(name="Quicker"), school.world.services)
        real(*changes)

    school.world.store.save = meanwhile  # type: ignore[method-assign]
    decided = school.approve(request)
    assert (decided.state, decided.decided_by) == (RequestState.DECLINED, "Quicker")
    assert school.nothing_sent


def test_an_unknown_request_cannot_be_decided_nor_one_of_long_ago() -> None:
    school = Class()
    request = school.decline(school.ask())
    school.world.clock.wait(timedelta(days=30))
    for decide in (approve_request, decline_request):
        for request_id in (request.id, "unknown"):
            with pytest.raises(NotFound):
                decide(request_id, by_admin(), school.world.services)
    assert school.own() == []


def test_what_was_declined_can_be_asked_again() -> None:
    school = Class()
    school.decline(school.ask())
    school.world.clock.wait(timedelta(days=1))
    again = school.ask()
    assert (again.is_waiting, school.waiting(), school.own()) == (True, [ANA], [OwnState.WAITING])
    assert school.approve(again).state is RequestState.APPROVED


def test_what_waits_can_be_decided_when_the_setting_is_turned_back() -> None:
    school = Class()
    first, second = school.ask(), school.ask(email="other@example.org")
    school.set(ParentsInvite.NO)
    assert (school.profile().can_invite, school.own()) == (False, [OwnState.WAITING, OwnState.WAITING])
    assert school.approve(first).state is RequestState.APPROVED
    assert school.decline(second).state is RequestState.DECLINED


def test_a_parent_asks_five_times_a_day() -> None:
    school = Class()
    for number in range(5):
        school.ask(email=f"p{number}@example.org")
    with pytest.raises(TooManyTries):
        school.ask(email="p5@example.org")
    school.world.clock.wait(timedelta(days=1))
    school.ask(email="p5@example.org")


def has_contact(school: Class) -> None:
    school.change(school.student(), school.student().linked_to("c7"))


def invited(school: Class) -> None:
    invite_parent(CLASSMATE.id, Invitee(ANA, ""), by_admin(), school.world.services)


def blocked(school: Class) -> None:
    block(school.world, ANA, BlockReason.BOUNCED)


def protected(school: Class) -> None:
    school.change(school.student(), replace(school.student(), protected=True))


def unlisted(school: Class) -> None:
    school.change(school.student(), school.student().unlisted("c9"))


def said_no(school: Class) -> None:
    school.change(school.student(), replace(school.student(), declined={address_digest(ANA): "i9"}))


def forbidden(school: Class) -> None:
    school.change(school.student(), school.student().without_contact([ANA]))


def moved(school: Class) -> None:
    school.change(school.student(), school.student().placed(YEAR, "3-B", "3"))


def year_over(school: Class) -> None:
    [settings] = school.world.store.all(SiteSettings)
    school.change(settings, replace(settings, school_year="2027-2028"))


def asker_unlinked(school: Class) -> None:
    [contact] = school.world.store.all(ParentContact)
    school.change(contact, contact.unlinked_from(OWN.id))


def asker_gone(school: Class) -> None:
    [contact] = school.world.store.all(ParentContact)
    school.world.store.save(Change.gone(contact))


def relation_over(school: Class) -> None:
    [contact] = school.world.store.all(ParentContact)
    over = Relation(until=school.world.clock().date() - timedelta(days=1))
    school.change(contact, replace(contact, students={OWN.id: over}))


MEANWHILE: list[tuple[Callable[[Class], None], Overtaken]] = [
    (has_contact, Overtaken.HAS_CONTACT),
    (invited, Overtaken.INVITED),
    (blocked, Overtaken.BLOCKED),
    (protected, Overtaken.NOT_LISTED),
    (unlisted, Overtaken.NOT_LISTED),
    (said_no, Overtaken.NOT_THEIR_CHILD),
    (forbidden, Overtaken.NOT_THEIR_CHILD),
    (moved, Overtaken.NOT_THEIR_HOMEROOM),
    (year_over, Overtaken.LEFT),
    (asker_unlinked, Overtaken.NOT_THEIR_HOMEROOM),
    (asker_gone, Overtaken.NOT_THEIR_HOMEROOM),
    (relation_over, Overtaken.NOT_THEIR_HOMEROOM),
]


@pytest.mark.parametrize(("happens", "why"), MEANWHILE, ids=[happens.__name__ for happens, _ in MEANWHILE])
def test_an_approval_that_comes_too_late_sends_nothing_and_the_request_leaves_the_list(
    happens: Callable[[Class], None], why: Overtaken
) -> None:
    school = Class()
    request = school.ask()
    happens(school)
    mails, student = school.world.store.all(Mail), school.student()
    late = school.approve(request)
    assert (late.state, late.why, school.waiting()) == (RequestState.OVERTAKEN, why, [])
    assert (school.world.store.all(Mail), school.student()) == (mails, student)
    assert set(school.own()) <= {OwnState.NOT_APPROVED}, "why is not for the parent"
    assert school.approve(request).why is why


@pytest.mark.parametrize("happens", [blocked, said_no, forbidden, invited], ids=lambda happens: happens.__name__)
def test_a_parent_who_asks_learns_nothing_of_the_address(happens: Callable[[Class], None]) -> None:
    school = Class()
    happens(school)
    assert school.ask().is_waiting
    assert school.own() == [OwnState.WAITING]


@pytest.mark.parametrize(
    ("happens", "refusal"), [(blocked, AddressBlocked), (said_no, SaidNotTheirChild), (forbidden, SaidNotTheirChild)]
)
def test_without_approval_such_an_address_is_refused_at_once(
    happens: Callable[[Class], None], refusal: type[HomeroomError]
) -> None:
    school = Class(ParentsInvite.YES)
    happens(school)
    with pytest.raises(refusal):
        school.press(CLASSMATE)
    assert (school.nothing_sent, school.own()) == (True, [])


def test_what_a_parent_sends_without_approval_is_listed_for_them_until_it_is_answered() -> None:
    school = Class(ParentsInvite.YES)
    school.press(CLASSMATE)
    assert (school.own(), school.waiting()) == ([OwnState.SENT], [])
    [invitation] = school.world.store.all(Invitation)
    school.change(invitation, replace(invitation, state=InvitationState.COMPLETED))
    assert school.own() == [OwnState.ANSWERED]


def test_what_waits_when_parents_may_invite_at_once_goes_out_with_the_parents_own_press() -> None:
    school = Class()
    school.ask()
    school.set(ParentsInvite.YES)
    invite_parent(CLASSMATE.id, Invitee(ANA, ""), by(school.parent), school.world.services)
    assert (school.waiting(), school.own()) == ([], [OwnState.SENT])


def test_a_student_who_is_kept_out_of_lists_since_stands_in_no_list_of_own_requests() -> None:
    school = Class()
    school.ask()
    protected(school)
    assert school.own() == []
    assert school.waiting() == [ANA]


def test_a_parent_whose_own_child_is_theirs_no_more_learns_nothing_of_what_they_had_asked_for() -> None:
    school = Class(ParentsInvite.YES)
    school.press(CLASSMATE)
    [contact] = school.world.store.all(ParentContact)
    day = school.world.clock().date() - timedelta(days=1)
    school.change(contact, contact.within(OWN.id, (None, day)))
    assert school.own() == []


def test_another_invitation_of_the_address_grows_by_an_approved_request() -> None:
    """One address has one open invitation, which its newest mail is about."""
    school = Class()
    sibling = a_student("Bo", id="bo", homeroom="3-B", open_invitation_ids=("i1",))
    school.save(sibling)
    invite_parent(sibling.id, Invitee(ANA, ""), by_admin(), school.world.services)
    school.approve(school.ask())
    [invitation] = school.world.store.all(Invitation)
    assert (invitation.student_ids, invitation.send_number, invitation.by_parent) == (("bo", "mei"), 2, True)


def recorded(school: Class, *actions: AuditAction) -> list[AuditEntry]:
    return [entry for entry in school.world.store.all(AuditEntry) if entry.action in actions]


def test_asking_and_each_decision_are_recorded_by_ids() -> None:
    school = Class()
    first, second, third = (school.ask(email=f"p{n}@example.org") for n in range(3))
    approved = school.approve(first)
    school.decline(second)
    block(school.world, third.email, BlockReason.BOUNCED)
    school.approve(third)
    school.approve(third)
    asked = recorded(school, AuditAction.INVITATION_REQUESTED)
    assert [(entry.actor, entry.about) for entry in asked] == [("u-parent", About(student_ids=("mei",)))] * 3
    decided = recorded(
        school, AuditAction.REQUEST_APPROVED, AuditAction.REQUEST_DECLINED, AuditAction.REQUEST_OVERTAKEN
    )
    about = About(user_id="u-parent", student_ids=("mei",))
    assert [(entry.action, entry.about) for entry in decided] == [
        (AuditAction.REQUEST_APPROVED, replace(about, invitation_id=approved.invitation_id)),
        (AuditAction.REQUEST_DECLINED, about),
        (AuditAction.REQUEST_OVERTAKEN, about),
    ]
    assert "@" not in repr((asked, decided))


def test_an_invitation_of_the_office_is_nobodys_request() -> None:
    school = Class()
    invited(school)
    assert school.world.store.all(ParentRequest) == []
