"""Two students who are one: nothing that either of them had is lost, and no file makes two of them again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.one_relation import contact_of_one
from homeroom.domain.families.parent_contact import FilledForm, LivesWith, ParentContact, Relation
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.merging import MergeChoices, MergedStudent, merged
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.domain.roster.student_identity import Namesakes, student_id
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.audit.find_entries import Wanted, find_entries
from homeroom.use_cases.families.unlink_contact import unlink_contact
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.decide_request import approve_request
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.show_requests import waiting_requests
from homeroom.use_cases.roster.merge_students import TooMuchToMerge, find_pair, merge_students
from tests.factories import (
    NOW,
    TODAY,
    YEAR,
    a_contact,
    a_homeroom,
    a_parent_user,
    a_student,
    an_invitation,
    by_admin,
    details,
)
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import in_store, mails_to, send_all
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import wired


def from_a_file(first_name: str, last_name: str, school_id: str, **more: object) -> Student:
    secret = World().services.site.secret()
    own_id = student_id(secret, year=YEAR, school_id=school_id, first_name=first_name, last_name=last_name)
    return a_student(first_name, last_name, id=own_id, school_id=school_id, **more)


STAYING = from_a_file("Noé", "García López", "100")
GOING = from_a_file("Noe", "Garcia", "200", homeroom="3-B")
MARIA, LUIS = "maria@example.org", "luis@example.org"
NEXT = "2027-2028"


class There:
    """Both of them in a store, as files have brought them in, and the Site Admin's press."""

    def __init__(self, staying: Student = STAYING, going: Student = GOING, *others: Stored) -> None:
        self.world = World()
        named: dict[tuple[str, str], Namesakes] = {}
        for student in (staying, going):
            for year in student.placements:
                known = named.get((year, student.name_key)) or Namesakes(year=year, name_key=student.name_key)
                named[year, student.name_key] = known.joined_by(student.id)
        homerooms = (a_homeroom("3-A", version=0), a_homeroom("3-B", version=0))
        things: list[Stored] = [staying, going, *homerooms, *named.values(), *others]
        self.world.store.save(*map(Change.new, things))

    def merge(self, choices: MergeChoices = MergeChoices()) -> Student:  # noqa: B008  frozen
        seen = find_pair(STAYING.id, GOING.id, self.world.services).seen
        merge_students(STAYING.id, GOING.id, choices, seen, by_admin(), self.world.services)
        return self.student

    @property
    def student(self) -> Student:
        [student] = self.world.store.all(Student)
        return student

    def drop(self, *rows: str, name: str = "new.csv") -> ImportRun:
        header = "year,class_code,student_last_name,student_first_name,student_id,parent_email"
        body = "\n".join((header, *rows)) + "\n"
        run = import_csv(self.world.files.put_upload(name, body.encode(), ""), self.world.services)
        assert run
        return run


def open_about(*students: Student, email: str, **more: object) -> tuple[Invitation, AddressLock]:
    invitation = an_invitation(*students, **{"id": email.partition("@")[0], "email": email} | more)
    return invitation, AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)


# ------------------------------------------------------------ laws
ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=4).map(tuple)


@st.composite
def students(draw: st.DrawFn, student: Student) -> Student:
    contacts, inactive = draw(ids), draw(ids)
    open_ids, past_ids = draw(ids), draw(ids)
    return replace(
        student,
        contact_ids=tuple(i for i in contacts if i not in inactive),
        inactive_contact_ids=inactive,
        open_invitation_ids=open_ids,
        past_invitation_ids=tuple(i for i in past_ids if i not in open_ids),
        declined=dict.fromkeys(draw(ids), "i"),
        no_contact=draw(ids),
        unlisted_by=draw(ids),
        protected=draw(st.booleans()),
    )


@given(students(STAYING), students(GOING), st.booleans(), st.booleans())
def test_no_contact_invitation_or_digest_is_lost_whatever_is_chosen(
    staying: Student, going: Student, name: bool, school_id: bool
) -> None:
    one = merged(staying, going, MergeChoices(name=name, school_id=school_id, years=frozenset([YEAR])))
    for kept in ("all_contact_ids", "invitation_ids", "declined", "no_contact", "unlisted_by", "name_keys"):
        assert set(getattr(one, kept)) == {*getattr(staying, kept), *getattr(going, kept)}, kept
        assert len(set(getattr(one, kept))) == len(getattr(one, kept)), kept
    assert one.protected == (staying.protected or going.protected)
    assert set(one.school_id_keys) == {"100", "200"}
    assert (one.id, one.name) == (STAYING.id, (going if name else staying).name)


def test_of_one_parent_of_both_the_relation_of_the_one_who_stays_counts_and_the_stricter_days() -> None:
    first, last, later = TODAY - timedelta(days=9), TODAY + timedelta(days=9), TODAY + timedelta(days=20)
    own = Relation(lives_with=LivesWith.PART, until=later)
    other = Relation(relationship="Mother", since=first, until=last, days_by_office=True)
    contact = ParentContact(id="c", details=details(), students={STAYING.id: own, GOING.id: other, "s3": own})
    one = contact_of_one(contact, STAYING.id, GOING.id)
    both = Relation(relationship="Mother", lives_with=LivesWith.PART, since=first, until=last, days_by_office=True)
    assert one.students == {STAYING.id: both, "s3": own}


def test_both_reasons_of_two_who_are_protected_are_kept_and_one_that_both_have_once() -> None:
    staying, going = STAYING.as_protected("Court order"), GOING.as_protected("Asked by phone")
    assert merged(staying, going, MergeChoices()).protected_reason == "Court order; Asked by phone"
    assert merged(staying, staying, MergeChoices()).protected_reason == "Court order"


# ------------------------------------------------------------ what becomes of families and invitations
def test_two_with_different_ids_homerooms_open_invitations_and_registered_parents_become_one() -> None:
    marias = a_contact(STAYING, id="marias", user_key=MARIA, registered=True)
    rosas = a_contact(GOING, id="rosas", user_key="rosa@example.org", registered=True)
    users = (a_parent_user(marias), a_parent_user(rosas, id="u-rosa", email="rosa@example.org"))
    there = There(
        STAYING.linked_to("marias").with_open_invitation("maria"),
        GOING.linked_to("rosas").with_open_invitation("luis").unlisted("rosas"),
        *(marias, rosas, *users, *open_about(STAYING, email=MARIA), *open_about(GOING, email=LUIS)),
    )
    one = there.merge(MergeChoices(name=True, years=frozenset([YEAR])))
    assert (one.name, one.school_id, one.placements[YEAR].homeroom) == ("Noe Garcia", "100", "3-B")
    assert (one.contact_ids, one.unlisted_by) == (("marias", "rosas"), ("rosas",))
    assert [list(c.students) for c in there.world.store.all(ParentContact)] == [[STAYING.id], [STAYING.id]]
    assert [(i.state, i.student_ids) for i in there.world.store.all(Invitation)] == [("open", (STAYING.id,))] * 2
    assert len(there.world.store.all(AddressLock)) == 2
    assert one.open_invitation_ids == ("maria", "luis")
    [entry] = there.world.store.all(AuditEntry)
    assert (entry.action, entry.about.student_ids) == (AuditAction.STUDENTS_MERGED, (STAYING.id, GOING.id))


def test_an_invitation_about_both_asks_about_one_and_its_reader_answers_for_the_one_who_stays() -> None:
    both = open_about(STAYING, GOING, email=MARIA)
    there = There(STAYING.with_open_invitation("maria"), GOING.with_open_invitation("maria"), *both)
    token = start_answering("maria", there.world.services).token
    one = there.merge()
    assert (one.open_invitation_ids, there.world.store.all(Invitation)[0].student_ids) == (("maria",), (one.id,))
    form = FilledForm(details(), {one.id: Relation(relationship="Mother")})
    save_contact(token, form, there.world.services)
    assert there.student.contact_ids == tuple(contact.id for contact in there.world.store.all(ParentContact))


def test_whoever_has_declined_one_of_the_two_is_still_asked_about_the_one() -> None:
    asked, lock = open_about(STAYING, GOING, email=MARIA)
    there = There(
        STAYING.with_open_invitation("maria"),
        GOING.with_open_invitation("maria").declined_by(MARIA, "maria"),
        *(asked.not_about(GOING.id, NOW), lock),
    )
    one = there.merge()
    [invitation] = there.world.store.all(Invitation)
    assert (invitation.state, invitation.student_ids, invitation.declined_ids) == ("open", (one.id,), ())
    assert one.was_declined_by(MARIA)


def test_who_must_not_be_told_of_one_of_them_is_asked_no_more_about_the_other_and_the_address_is_free() -> None:
    there = There(STAYING.without_contact([LUIS]), GOING.with_open_invitation("luis"), *open_about(GOING, email=LUIS))
    one = there.merge()
    [invitation] = there.world.store.all(Invitation)
    assert (invitation.state, one.open_invitation_ids) == (InvitationState.WITHDRAWN, ())
    assert one.past_invitation_ids == ("luis",)
    assert there.world.store.all(AddressLock) == []


@pytest.mark.parametrize("protected", [STAYING, GOING])
def test_what_a_parent_has_begun_about_one_ends_where_the_other_is_protected(protected: Student) -> None:
    other = GOING if protected is STAYING else STAYING
    invitation, lock = open_about(other, email=LUIS, by_parent=True)
    there = {s.id: s for s in (other.with_open_invitation(invitation.id), protected.as_protected("Court order"))}
    one = There(there[STAYING.id], there[GOING.id], invitation, lock)
    student = one.merge()
    assert (student.protected, student.open_invitation_ids) == (True, ())
    [ended] = one.world.store.all(Invitation)
    assert (ended.state, one.world.store.all(AddressLock)) == (InvitationState.WITHDRAWN, [])


def test_a_parent_whose_relation_to_one_of_them_is_over_is_no_parent_now() -> None:
    ended = Relation(relationship="Father", until=TODAY - timedelta(days=1), days_by_office=True)
    father = ParentContact(id="luis", details=details(), students={STAYING.id: Relation(), GOING.id: ended})
    there = There(STAYING.linked_to("luis"), GOING.inactively_linked_to("luis"), father)
    one = there.merge()
    assert (one.contact_ids, one.inactive_contact_ids) == ((), ("luis",))


def test_a_mail_that_was_asked_for_before_names_the_student_as_they_are_now() -> None:
    there = There()
    invite_parent(GOING.id, Invitee(LUIS, ""), by_admin(), there.world.services)
    there.merge()
    send_all(there.world)
    assert "Noé" in mails_to(there.world, LUIS)[-1]


def test_an_invitation_is_listed_in_the_school_years_of_the_one() -> None:
    going = replace(GOING, placements={NEXT: YearPlacement(homeroom="4-A")})
    there = There(STAYING.with_open_invitation("maria"), going, *open_about(STAYING, email=MARIA))
    assert set(there.merge().placements) == {YEAR, NEXT}
    assert there.world.store.all(Invitation)[0].years == (YEAR, NEXT)


def test_what_a_parent_has_asked_for_about_one_is_about_the_one_who_stayed() -> None:
    kims = a_contact(a_student("Kim", "Li", homeroom="3-A"), id="kims", user_key="kim@example.org")
    request = ParentRequest(
        id="r1",
        student_id=GOING.id,
        email=LUIS,
        parent_name="",
        contact_id="kims",
        user_id="u-kim",
        asked_by="Kim",
        asked_at=NOW,
    )
    kim = a_student("Kim", "Li").linked_to("kims")
    user = a_parent_user(kims, id="u-kim", email="kim@example.org")
    there = There(STAYING, GOING, kims, request, user)
    there.merge()
    there.world.store.save(Change.new(kim))
    [waiting] = waiting_requests(there.world.services)
    assert waiting.student
    assert waiting.student.id == STAYING.id
    approve_request("r1", by_admin(), there.world.services)
    assert there.world.store.all(Invitation)[0].student_ids == (STAYING.id,)


def test_who_did_what_about_either_stands_in_the_list_of_both() -> None:
    contact = a_contact(GOING, id="marias")
    there = There(STAYING, GOING.linked_to("marias"), contact)
    unlink_contact(GOING.id, "marias", by_admin(), there.world.services)
    there.world.clock.wait(timedelta(minutes=1))
    there.merge()
    for student in (STAYING, GOING):
        page = find_entries(Wanted(student_id=student.id), "", 50, there.world.services)
        assert [e.action for e in page.entries] == [AuditAction.STUDENTS_MERGED, AuditAction.CONTACT_UNLINKED]
        assert page.students[student.id].id == STAYING.id


# ------------------------------------------------------------ files before and after
BOTH = (
    f"{YEAR},3-A,García López,Noé,100,{MARIA}",
    f"{YEAR},3-B,Garcia,Noe,200,{LUIS}",
)


def test_a_row_that_would_move_the_one_under_a_name_or_id_that_was_not_kept_says_that_they_stay() -> None:
    there = There()
    there.merge()
    run = there.drop(BOTH[1])
    [part] = there.world.store.all(ImportPart)
    assert "The student stays in 3-A." in english(*part.rows[0].messages)
    assert run.counts == {"invited": 1}


def test_in_a_new_school_year_each_name_leads_to_the_one() -> None:
    staying, going = from_a_file("Noé", "García López", ""), from_a_file("Noelio", "García", "")
    there = There(replace(staying, id=STAYING.id), replace(going, id=GOING.id))
    there.merge()
    there.world.store.save(Change.new(a_homeroom("4-B", year=NEXT, version=0)))
    one = there.student
    there.world.store.save(Change(one, replace(one, school_id="100")))
    there.drop(f"{NEXT},4-B,García López,Noé,100,")
    there.drop(f"{NEXT},4-B,García,Noelio,,{LUIS}", name="later.csv")
    assert there.world.store.all(Invitation)[0].student_ids == (there.student.id,)


@pytest.mark.parametrize("other", [False, True])
def test_the_files_that_have_both_find_the_one_and_change_neither_name_id_nor_homeroom(other: bool) -> None:
    there = There()
    there.drop(*BOTH)
    one = there.merge(MergeChoices(name=other, school_id=other, years=frozenset([YEAR] if other else [])))
    assert len(there.world.store.all(Invitation)) == 2
    send_all(there.world)
    for name in ("again.csv", "and-again.csv"):
        run = there.drop(*BOTH, name=name)
        assert (run.counts.get("failed", 0), run.counts.get("waiting", 0)) == (0, 0)
    after = there.student
    for kept in ("name", "school_id", "placements", "open_invitation_ids"):
        assert getattr(after, kept) == getattr(one, kept)
    assert there.world.queue.mails == []


def test_a_file_that_knows_them_by_name_finds_the_one_under_either_name() -> None:
    staying, going = a_student("Noé"), a_student("Noelio", homeroom="3-B")
    world = There(replace(staying, id=STAYING.id), replace(going, id=GOING.id))
    one = world.merge()
    world.drop(f"{YEAR},3-A,García López,Noé,,", f"{YEAR},3-B,García López,Noelio,,{LUIS}")
    assert (world.student.name, world.student.placements) == (one.name, one.placements)
    assert world.world.store.all(Invitation)[0].student_ids == (one.id,)


def test_an_id_that_was_corrected_long_ago_makes_no_second_child() -> None:
    """Their own id was made of it, and only that one still tells."""
    there = There(STAYING, replace(GOING, school_id="0200"))
    there.merge()
    run = there.drop(f"{YEAR},3-B,Garcia,Noe,200,{LUIS}")
    assert (there.student.id, run.counts) == (STAYING.id, {"waiting": 1})


def test_a_new_school_year_places_the_one_under_either_id() -> None:
    there = There()
    there.merge()
    there.world.store.save(Change.new(a_homeroom("4-B", year=NEXT, version=0)))
    there.drop(f"{NEXT},4-B,Garcia,Noe,200,")
    assert (there.student.placements[NEXT].homeroom, there.student.school_id) == ("4-B", "100")


def test_merged_into_a_third_one_every_earlier_id_leads_to_that_one() -> None:
    third = a_student("Noah", "García", school_id="300")
    there = There(STAYING, GOING, third)
    services = there.world.services
    seen = find_pair(STAYING.id, GOING.id, services).seen
    merge_students(STAYING.id, GOING.id, MergeChoices(), seen, by_admin(), services)
    merge_students(
        third.id, STAYING.id, MergeChoices(), find_pair(third.id, STAYING.id, services).seen, by_admin(), services
    )
    assert {m.id: m.into for m in there.world.store.all(MergedStudent)} == {GOING.id: third.id, STAYING.id: third.id}
    there.drop(*BOTH)
    assert there.student.id == third.id
    assert set(there.student.all_ids) == {third.id, STAYING.id, GOING.id}


# ------------------------------------------------------------ two at once
def test_of_two_who_merge_or_edit_at_once_the_second_is_told_and_pressed_twice_it_is_done_once() -> None:
    there = There()
    services = there.world.services
    seen = find_pair(STAYING.id, GOING.id, services).seen
    there.world.store.save(Change(in_store(there.world, GOING), in_store(there.world, GOING).called("Noel", "Garcia")))
    with pytest.raises(StudentChanged):
        merge_students(STAYING.id, GOING.id, MergeChoices(), seen, by_admin(), services)
    one = there.merge()
    merge_students(STAYING.id, GOING.id, MergeChoices(), seen, by_admin(), services)
    assert there.student == one
    with pytest.raises(NotFound):
        merge_students(GOING.id, STAYING.id, MergeChoices(), seen, by_admin(), services)


@pytest.mark.parametrize("at", range(1, 12))
def test_an_invitation_that_goes_out_at_any_moment_of_it_is_about_the_one(at: int) -> None:
    there = There(STAYING.linked_to("c"), GOING, a_contact(STAYING, id="c"))

    def invite() -> None:
        invite_parent(GOING.id, Invitee(LUIS, ""), by_admin(), there.world.services)

    seen = find_pair(STAYING.id, GOING.id, there.world.services).seen
    meanwhile = Meanwhile(at, invite)
    try:
        merge_students(STAYING.id, GOING.id, MergeChoices(), seen, by_admin(), wired(there.world.services, meanwhile))
    except StudentChanged:
        there.merge()
    except NotFound:  # they were one before anybody could be invited
        pass
    for invitation in there.world.store.all(Invitation):
        assert invitation.student_ids == (STAYING.id,) == (there.student.id,)
        assert invitation.id in there.student.open_invitation_ids


def test_more_than_a_transaction_takes_is_refused_and_nothing_is_changed() -> None:
    invitations = [an_invitation(GOING, id=f"i{n}", state=InvitationState.EXPIRED) for n in range(95)]
    going = replace(GOING, past_invitation_ids=tuple(i.id for i in invitations))
    there = There(STAYING, going)
    for invitation in invitations:
        there.world.store.save(Change.new(invitation))
    before = there.world.store.state()
    with pytest.raises(TooMuchToMerge):
        there.merge()
    assert there.world.store.state() == before
