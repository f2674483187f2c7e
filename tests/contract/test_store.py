"""All together or none, and only what is still as it was read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.invitations.parent_request import RequestState
from homeroom.domain.kernel.change import Change, Conflict, Stored, as_stored
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.use_cases.ports.store import MOST_ITEMS
from tests.factories import NOW, YEAR, a_student, an_invitation, with_answer
from tests.steps.ports import Ports
from tests.steps.stored_things import (
    ADDRESS_CHANGE,
    ADDRESS_CHANGE_LINK,
    ADMIN_INVITATION,
    AUDIT_ENTRY,
    BLOCK,
    CAMPAIGN,
    CAMPAIGN_LINK,
    CONTACT,
    CONTACT_LOG,
    DELETION,
    EVERYTHING,
    EXPORT,
    HOMEROOM,
    INVITATION,
    KNOWN_DEVICES,
    LINK,
    LOCK,
    LOG_IN_LINK,
    LOG_IN_MAIL,
    LOG_IN_REQUEST,
    MAIL,
    MERGED,
    NAMESAKES,
    PARENT_REQUEST,
    RUN,
    SCHOOL_ID,
    SECOND_FACTOR,
    SESSION,
    STOP_LINK,
    STUDENT,
    USER,
)

# How each kind is read back.
READ: dict[str, Callable[[Ports], Stored | None]] = {
    "Student": lambda o: o.roster.students([STUDENT.id]).get(STUDENT.id),
    "Namesakes": lambda o: o.roster.namesakes([NAMESAKES.identity]).get(NAMESAKES.identity),
    "SchoolId": lambda o: o.roster.school_ids([SCHOOL_ID.identity]).get(SCHOOL_ID.identity),
    "MergedStudent": lambda o: o.roster.merged([MERGED.id]).get(MERGED.id),
    "Homeroom": lambda o: next(iter(o.roster.homerooms(YEAR)), None),
    "ParentContact": lambda o: o.roster.contacts([CONTACT.id]).get(CONTACT.id),
    "Campaign": lambda o: o.campaigns.get(CAMPAIGN.id),
    "CampaignLink": lambda o: o.campaigns.link(CAMPAIGN_LINK.digest),
    "ContactLog": lambda o: o.roster.contact_logs([CONTACT_LOG.contact_id]).get(CONTACT_LOG.contact_id),
    "Deletion": lambda o: o.roster.deletion(DELETION.asked_at, DELETION.contact_id),
    "Invitation": lambda o: o.invitations.get_many([INVITATION.id]).get(INVITATION.id),
    "BulkResend": lambda o: o.invitations.bulk_resend(),
    "Mail": lambda o: o.mails.get(MAIL.invitation_id, MAIL.send_number),
    "Link": lambda o: o.invitations.link(LINK.digest),
    "AddressLock": lambda o: o.invitations.locks([LOCK.email_key]).get(LOCK.email_key),
    "AddressBlock": lambda o: o.address_blocks.by_digest(BLOCK.address),
    "RateLimiter": lambda o: o.mails.rate_limiter(),
    "StopLink": lambda o: o.address_blocks.stop_link(STOP_LINK.digest),
    "LogInMail": lambda o: o.log_in_mails.get(LOG_IN_MAIL.user_id),
    "LogInLink": lambda o: o.log_in_mails.link(LOG_IN_LINK.digest),
    "LogInRequest": lambda o: o.log_in_mails.asked_in(LOG_IN_REQUEST.browser),
    "AddressChange": lambda o: o.address_changes.get(ADDRESS_CHANGE.contact_id),
    "AddressChangeLink": lambda o: o.address_changes.link(ADDRESS_CHANGE_LINK.digest),
    "AdminInvitation": lambda o: o.admin_invitations.get(ADMIN_INVITATION.id),
    "ParentRequest": lambda o: o.parent_requests.get(PARENT_REQUEST.id),
    "ImportRun": lambda o: o.imports.get(RUN.id),
    "ChangesTaken": lambda o: o.exports.changes_taken(),
    "Export": lambda o: o.exports.get(EXPORT.id),
    "ImportPart": lambda o: next(o.imports.parts(RUN.id), None),
    "User": lambda o: o.access.user(USER.email_key),
    "SecondFactor": lambda o: o.access.second_factor(SECOND_FACTOR.user_id),
    "KnownDevices": lambda o: o.access.known_devices(KNOWN_DEVICES.email_key),
    "Session": lambda o: o.access.session(SESSION.digest),
    "Logo": lambda o: o.site.logo(),
    "SiteSettings": lambda o: o.site.settings(),
    "AuditEntry": lambda o: next(iter(o.audit_record.newest(limit=1)), None),
}


def kind_of(thing: Stored) -> str:
    return type(thing).__name__


def read(thing: Stored, services: Ports) -> Stored | None:
    return READ[kind_of(thing)](services)


def saved_student(services: Ports, **fields: str) -> Student:
    new = Change.new(a_student(**fields))
    services.store.save(new)
    stored = as_stored(new)
    assert isinstance(stored, Student)
    return stored


@pytest.mark.parametrize("thing", EVERYTHING, ids=kind_of)
def test_what_is_saved_is_read_back_with_every_field(thing: Stored, services: Ports) -> None:
    services.store.save(Change.new(thing))
    assert read(thing, services) == as_stored(Change.new(thing))


@pytest.mark.parametrize("thing", EVERYTHING, ids=kind_of)
def test_what_was_never_saved_is_not_there(thing: Stored, services: Ports) -> None:
    assert read(thing, services) is None


@pytest.mark.parametrize("thing", [thing for thing in EVERYTHING if thing != AUDIT_ENTRY], ids=kind_of)
def test_what_is_gone_is_not_there_any_more(thing: Stored, services: Ports) -> None:
    new = Change.new(thing)
    services.store.save(new)
    services.store.save(Change.gone(as_stored(new)))
    assert read(thing, services) is None


@pytest.mark.parametrize("thing", EVERYTHING, ids=kind_of)
def test_of_two_who_make_the_same_thing_one_gets_a_conflict(thing: Stored, services: Ports) -> None:
    services.store.save(Change.new(thing))
    with pytest.raises(Conflict):
        services.store.save(Change.new(thing))
    assert read(thing, services) == as_stored(Change.new(thing))


def test_every_change_counts_the_version_up(services: Ports) -> None:
    student = saved_student(services)
    change = Change(student, student.placed(YEAR, "3-A", "4"))
    services.store.save(change)
    stored = services.roster.students([student.id])[student.id]
    assert (stored.version, stored.placements) == (2, {YEAR: YearPlacement(homeroom="3-A", grade="4")})
    assert stored == as_stored(change)


def test_of_two_who_change_the_same_state_one_gets_a_conflict(services: Ports) -> None:
    student = saved_student(services)
    services.store.save(Change(student, student.placed(YEAR, "3-A", "4")))
    with pytest.raises(Conflict):
        services.store.save(Change(student, student.placed(YEAR, "3-A", "5")))
    assert services.roster.students([student.id])[student.id].placements[YEAR].grade == "4"


def test_a_change_of_something_that_was_never_stored_is_a_conflict(services: Ports) -> None:
    student = a_student()
    with pytest.raises(Conflict):
        services.store.save(Change(student, student.placed(YEAR, "3-A", "4")))
    assert services.roster.students([student.id]) == {}


def test_what_was_changed_meanwhile_cannot_be_deleted(services: Ports) -> None:
    student = saved_student(services)
    services.store.save(Change(student, student.placed(YEAR, "3-A", "4")))
    with pytest.raises(Conflict):
        services.store.save(Change.gone(student))
    assert student.id in services.roster.students([student.id])


def test_one_conflict_keeps_everything_else_from_being_stored(services: Ports) -> None:
    standing = saved_student(services)
    stale = replace(standing, version=9)
    with pytest.raises(Conflict):
        services.store.save(
            Change.new(LOCK), Change.new(MAIL), Change(stale, stale.placed(YEAR, "3-A", "4")), Change.new(USER)
        )
    assert [read(thing, services) for thing in (LOCK, MAIL, USER)] == [None, None, None]
    assert services.roster.students([standing.id]) == {standing.id: standing}


def test_what_must_not_have_changed_is_only_looked_at(services: Ports) -> None:
    student = saved_student(services)
    services.store.save(Change.unchanged(student), Change.new(LOCK))
    assert services.roster.students([student.id]) == {student.id: student}
    assert read(LOCK, services)


def test_what_must_not_have_changed_but_has_is_a_conflict(services: Ports) -> None:
    student = saved_student(services)
    services.store.save(Change(student, student.placed(YEAR, "3-A", "4")))
    with pytest.raises(Conflict):
        services.store.save(Change.unchanged(student), Change.new(LOCK))
    assert read(LOCK, services) is None


def test_what_must_not_have_changed_but_is_gone_is_a_conflict(services: Ports) -> None:
    student = saved_student(services)
    services.store.save(Change.gone(student))
    with pytest.raises(Conflict):
        services.store.save(Change.unchanged(student))


def test_what_was_deleted_can_be_made_anew(services: Ports) -> None:
    new = Change.new(LOCK)
    services.store.save(new)
    services.store.save(Change.gone(as_stored(new)))
    services.store.save(new)
    assert read(LOCK, services) == as_stored(new)


def test_nothing_to_save_is_nothing_to_do(services: Ports) -> None:
    services.store.save()


def test_a_student_weighs_one_item_more_for_each_word_of_the_name(services: Ports) -> None:
    student = a_student("Noé", "García López")
    renamed = replace(student, last_name="García Núñez")
    next_year = student.placed("2027-2028", "4-A", "4")
    weight = services.store.weight
    assert weight([Change.new(student)]) == 1 + 3 + 1  # and the count of the homeroom
    assert weight([Change(student, student.placed(YEAR, "4-A", "4"))]) == 1 + 2  # the counts of two homerooms
    assert weight([Change(student, renamed)]) == 1 + 3 + 1  # each word tells the whole name; one word is gone
    assert weight([Change(student, next_year)]) == 1 + 3 + 1 + 1  # the words in that year, the place in its homeroom
    assert weight([Change(next_year, next_year.placed("2027-2028", "4-B", "4"))]) == 1 + 1 + 2
    assert weight([Change(next_year, next_year.linked_to("contact-1"))]) == 1 + 2  # a count in each year
    assert weight([Change.gone(student)]) == 1 + 3 + 1


def test_several_changes_share_the_items_that_count_them(services: Ports) -> None:
    new, invited = [a_student(name) for name in ("A", "B")], an_invitation()
    asked = invited.asked_again(inviter="x", now=NOW, link_days=3)
    weight = services.store.weight
    assert weight(list(map(Change.new, new))) == 2 * (1 + 3) + 1  # of their one homeroom
    swapped = Change(new[0], new[0].placed(YEAR, "4-A", "4")), Change.new(a_student("C"))
    assert weight(swapped) == 1 + (1 + 3) + 1, "as many as before in the first homeroom"
    assert weight([Change.new(invited)]) == 1 + 2  # by status, and by the hour
    assert weight([Change.new(invited), Change.new(replace(invited, id="i2"))]) == 2 + 2
    assert weight([Change(invited, asked)]) == 1
    assert weight([Change(invited, with_answer(invited, "c", NOW))]) == 1 + 2


def test_a_new_name_fits_into_a_transaction_however_many_years_the_student_has_been_here(services: Ports) -> None:
    student = a_student("A B C D", "E F G H")
    for first in range(2015, 2027):
        student = student.placed(f"{first}-{first + 1}", "3-A", "3")
    renamed = student.called("I J K L", "M N O P")
    assert services.store.weight([Change(student, renamed)]) + 2 * len(student.years_by_name) < MOST_ITEMS - 10


def test_an_entry_of_the_record_weighs_one_more_for_each_list_that_it_stands_in(services: Ports) -> None:
    assert services.store.weight([Change.new(AUDIT_ENTRY)]) == 1 + 2 + 2


def test_a_contact_weighs_one_more_for_each_day_of_a_relation_and_each_text_by_which_it_is_found(
    services: Ports,
) -> None:
    days, words, addresses_and_phones, awaited_and_counted = 2, 2, 3, 2
    expected = 1 + days + words + addresses_and_phones + awaited_and_counted
    assert services.store.weight([Change.new(CONTACT)]) == expected


def test_a_log_weighs_one_more_for_where_it_is_found_and_one_for_where_it_was(services: Ports) -> None:
    changed = CONTACT_LOG.with_change(replace(CONTACT_LOG.newest, at=NOW + timedelta(days=2)))
    assert services.store.weight([Change.new(CONTACT_LOG)]) == 1 + 1
    assert services.store.weight([Change(CONTACT_LOG, changed)]) == 1 + 2


def test_what_a_parent_asks_for_weighs_one_more_for_each_list_that_it_stands_in(services: Ports) -> None:
    waiting = replace(PARENT_REQUEST, state=RequestState.WAITING)
    assert services.store.weight([Change.new(waiting)]) == 1 + 3
    assert services.store.weight([Change.new(PARENT_REQUEST)]) == 1 + 2


def test_everything_else_weighs_one(services: Ports) -> None:
    heavier = (STUDENT, INVITATION, AUDIT_ENTRY, CONTACT, CONTACT_LOG, PARENT_REQUEST)
    others = [Change.new(thing) for thing in EVERYTHING if thing not in heavier]
    assert services.store.weight(others) == len(others)
    assert services.store.weight([]) == 0


def test_as_much_as_fits_into_one_save_is_saved(services: Ports) -> None:
    homerooms = [replace(HOMEROOM, code=f"3-{number:03}") for number in range(MOST_ITEMS)]
    services.store.save(*map(Change.new, homerooms))
    assert len(services.roster.homerooms(YEAR)) == MOST_ITEMS


def test_more_than_fits_into_one_save_is_refused(services: Ports) -> None:
    homerooms = [replace(HOMEROOM, code=f"3-{number:03}") for number in range(MOST_ITEMS + 1)]
    with pytest.raises(ValueError, match="items"):
        services.store.save(*map(Change.new, homerooms))
    assert services.roster.homerooms(YEAR) == []


def test_a_change_cannot_turn_one_thing_into_another(services: Ports) -> None:
    student = saved_student(services)
    with pytest.raises(ValueError, match="keeps the key"):
        services.store.save(Change(student, replace(student, id="another")))
