"""Lists of invitations by state, import and inviter, the search among them, and the counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.invitations.listing import Listing, inviter_key, list_order, order_of
from homeroom.domain.invitations.status import EVERY_STATUS, REMINDED, UNANSWERED, Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailState
from tests.factories import NOW, YEAR, a_mail, an_invitation, with_answer
from tests.steps.ports import Ports

FAR = order_of(NOW + timedelta(days=999))


def stored(services: Ports, *invitations: Invitation) -> list[Invitation]:
    services.store.save(*map(Change.new, invitations))
    by_id = services.invitations.get_many([i.id for i in invitations])
    return [by_id[i.id] for i in invitations]


def numbered(count: int, **more: object) -> list[Invitation]:
    """Asked for one a minute."""
    return [
        an_invitation(**{"id": f"i{n:03}", "email": f"p{n}@example.org", "asked_at": NOW + timedelta(minutes=n)} | more)
        for n in range(count)
    ]


def ids(services: Ports, which: Listing, limit: int = 99, before: str = "") -> list[str]:
    return [one.invitation_id for one in services.invitation_lists.listed(which, before=before, limit=limit)]


def test_a_list_begins_with_the_newest_asking_and_is_cut_where_one_likes(services: Ports) -> None:
    invitations = stored(services, *numbered(30))
    newest_first = [i.id for i in reversed(invitations)]
    assert ids(services, Listing(last_years=(YEAR,))) == newest_first
    assert ids(services, Listing(last_years=(YEAR,)), limit=7) == newest_first[:7]
    assert ids(services, Listing(last_years=(YEAR,)), limit=7, before=list_order(invitations[23])) == newest_first[7:14]
    assert ids(services, Listing(last_years=(YEAR,)), before=list_order(invitations[0])) == []


def test_those_asked_at_one_moment_stand_in_one_order_and_none_is_shown_twice(services: Ports) -> None:
    stored(services, *numbered(20, asked_at=NOW))
    seen: list[str] = []
    before = ""
    while page := services.invitation_lists.listed(Listing(last_years=(YEAR,)), before=before, limit=6):
        seen += [one.invitation_id for one in page]
        before = page[-1].order
    assert sorted(seen) == [f"i{n:03}" for n in range(20)]


def test_an_invitation_stands_in_the_list_of_its_state_whatever_happens_to_it(services: Ports) -> None:
    [invitation] = stored(services, an_invitation())
    steps: list[tuple[Status, Invitation]] = [
        (Status.DELIVERED, invitation.with_mail_event(a_mail(state=MailState.DELIVERED), Arrival.ARRIVED, NOW)),
        (Status.BOUNCED, invitation.with_mail_event(a_mail(state=MailState.BOUNCED), Arrival.BOUNCED, NOW)),
        (Status.BEGUN, invitation.begun(NOW)),
        (Status.HELD, invitation.held_by("A", NOW)),
        (Status.ANSWERED, with_answer(invitation, "c1", NOW)),
        (Status.REGISTERED, with_answer(invitation, "c1", NOW).registered(NOW)),
        (Status.EXPIRED, invitation.expired()),
        (Status.WITHDRAWN, invitation.withdrawn_by("A", NOW)),
        (Status.WAITING, invitation.sent_again(by="A", now=NOW + timedelta(days=2), link_days=30)),
    ]
    for status, after in steps:
        services.store.save(Change(invitation, after))
        [invitation] = services.invitations.get_many([invitation.id]).values()
        assert [s for s in EVERY_STATUS if ids(services, Listing(last_years=(YEAR,), statuses=[s]))] == [status]
        assert {s: n for s, n in services.invitation_lists.counts(YEAR).items() if n} == {status: 1}


def test_lists_by_import_and_by_inviter_hold_just_theirs(services: Ports) -> None:
    a, b, c = numbered(3)
    stored(services, an_invitation(id="a", import_id="run"), an_invitation(id="b", inviter="Jordan Ellis"), c)
    del a, b
    assert ids(services, Listing(import_id="run")) == ["a"]
    assert ids(services, Listing(import_id="other")) == []
    assert ids(services, Listing(inviter_key=inviter_key("JORDAN ellis"))) == ["b"]
    assert ids(services, Listing(inviter_key=inviter_key("Lincoln School"), statuses=UNANSWERED)) == [c.id, "a"]
    assert ids(services, Listing(inviter_key=inviter_key("Lincoln School"), statuses=[Status.BOUNCED])) == []


def test_who_is_asked_again_moves_to_the_front(services: Ports) -> None:
    first, *_ = stored(services, *numbered(3))
    again = first.asked_again(inviter="x", now=NOW + timedelta(days=1), link_days=30)
    services.store.save(Change(first, again))
    assert ids(services, Listing(last_years=(YEAR,))) == ["i000", "i002", "i001"]


def test_the_oldest_first_between_two_places_of_a_list(services: Ports) -> None:
    invitations = stored(services, *numbered(12))

    def between(after: str, before: str, limit: int = 99) -> list[str]:
        listed = services.invitation_lists.listed_after(
            Listing(last_years=(YEAR,)), after=after, before=before, limit=limit
        )
        return [one.invitation_id for one in listed]

    assert between("", FAR, 3) == ["i000", "i001", "i002"]
    assert between(list_order(invitations[2]), FAR, 3) == ["i003", "i004", "i005"]
    assert between(list_order(invitations[2]), order_of(invitations[5].asked_at)) == ["i003", "i004"]
    assert services.invitation_lists.how_many(Listing(last_years=(YEAR,)), order_of(invitations[5].asked_at)) == (
        5,
        True,
    )
    assert services.invitation_lists.how_many(Listing(last_years=(YEAR,), statuses=UNANSWERED), FAR) == (12, True)
    assert services.invitation_lists.how_many(Listing(last_years=(YEAR,), statuses=[Status.HELD]), FAR) == (0, True)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("maria", ["maria"]),
        ("GARC", ["maria"]),
        ("garcia María", ["maria"]),
        ("maria muster", []),
        ("muster", ["kim"]),
        ("k", ["kim"]),
        ("m.g@exam", ["maria"]),
        ("M.G@example.org", ["maria"]),
        ("example.org", []),
        ("maria@", []),
        ("", []),
        ("   ", []),
        ("@", []),
        ("%_#", []),
    ],
)
def test_a_search_goes_by_the_beginning_of_the_address_and_of_the_parents_names(
    services: Ports, text: str, ids: list[str]
) -> None:
    maria = an_invitation(id="maria", email="m.g@example.org", parent_name="María del Mar García")
    stored(services, maria, an_invitation(id="kim", email="kim@example.org", parent_name="Kim Muster"))
    stored(services, an_invitation(id="nameless", email="zoe@example.org", parent_name=""))
    assert sorted(services.invitation_lists.search(text, 10)) == ids


def test_a_search_ends_at_its_limit_and_follows_a_corrected_address(services: Ports) -> None:
    first, *_ = stored(services, *numbered(9))
    assert len(services.invitation_lists.search("maria", 5)) == 5
    corrected = first.corrected("right@example.org", by="A", now=NOW, link_days=30)
    services.store.save(Change(first, corrected))
    assert services.invitation_lists.search("right@", 5) == [first.id]
    assert services.invitation_lists.search("p0@", 5) == []
    assert services.invitation_lists.of_address("right@example.org", 5) == [first.id]
    assert services.invitation_lists.of_address("right@example.or", 5) == []


def test_several_statuses_are_looked_for_among_the_newest_and_further_from_there(services: Ports) -> None:
    """Every second one waits, every fourth got two reminders and has not answered."""
    invitations = stored(services, *numbered(24))
    for n, invitation in enumerate(invitations):
        reminded = replace(invitation, reminders=2 if n % 4 == 1 else 0)
        arrived = reminded.with_mail_event(a_mail(state=MailState.DELIVERED), Arrival.ARRIVED, NOW)
        if n % 2:
            services.store.save(Change(invitation, arrived))

    def found(before: str, among: int, reminders: int = 0, *statuses: Status) -> tuple[list[int], str]:
        which = Listing(last_years=(YEAR,), statuses=statuses or EVERY_STATUS)
        some, end = services.invitation_lists.listed_among(which, reminders=reminders, before=before, among=among)
        return [int(one.invitation_id[1:]) for one in some], end

    assert found("", 5)[0] == [23, 22, 21, 20, 19]
    waiting, end = found("", 5, 0, Status.WAITING, Status.BOUNCED)
    assert (waiting, end) == ([22, 20], list_order(invitations[19]))
    assert found(end, 4, 0, Status.WAITING, Status.BOUNCED)[0] == [18, 16]
    assert found(end, 99, 2, *REMINDED) == ([17, 13, 9, 5, 1], "")
    assert services.invitation_lists.overview(YEAR).without_answer(2) == 6
    assert services.invitation_lists.overview(YEAR).without_answer(3) == 0


def test_of_two_years_nothing_is_passed_over_where_one_of_them_goes_on(services: Ports) -> None:
    here = numbered(6)
    stored(services, *here, *(replace(i, id=f"n{n}", years=("2027-2028",)) for n, i in enumerate(here[:2])))
    which = Listing(last_years=(YEAR, "2027-2028"))
    first, end = services.invitation_lists.listed_among(which, among=3)
    rest, over = services.invitation_lists.listed_among(which, before=end, among=9)
    assert [one.invitation_id for one in first] == ["i005", "i004", "i003"]
    assert [one.invitation_id for one in rest] == ["i002", "n1", "i001", "n0", "i000"]
    assert over == ""


def test_an_import_or_an_inviter_is_read_whole_by_status(services: Ports) -> None:
    first, second, other = numbered(3, import_id="run")
    stored(services, first, second, replace(other, years=("2025-2026",), held=True))
    of_import, is_all = services.invitation_lists.by_status(Listing(import_id="run"), "")
    assert {status: [one.invitation_id for one in listed] for status, listed in of_import.items()} == {
        Status.WAITING: ["i000", "i001"],
        Status.HELD: ["i002"],
    }
    assert is_all
    of_inviter, _ = services.invitation_lists.by_status(Listing(inviter_key=inviter_key(first.inviter)), YEAR)
    assert {status: len(listed) for status, listed in of_inviter.items()} == {Status.WAITING: 2}


def test_counts_are_those_of_all_invitations(services: Ports) -> None:
    invitations = stored(services, *numbered(9))
    services.store.save(*(Change(i, with_answer(i, "c", NOW)) for i in invitations[:4]))
    services.store.save(Change.gone(invitations[8]))
    assert {s: n for s, n in services.invitation_lists.counts(YEAR).items() if n} == {
        Status.WAITING: 4,
        Status.ANSWERED: 4,
    }


def test_there_is_one_newest_bulk_resend(services: Ports) -> None:
    assert services.invitations.bulk_resend() is None
    services.store.save(Change.new(BulkResend(by="A", started_at=NOW)))
    first = services.invitations.bulk_resend()
    assert first
    going = first.advanced((("i1", 2), ("i2", 3)), "place")
    services.store.save(Change(first, going))
    stored_resend = services.invitations.bulk_resend()
    assert stored_resend
    assert stored_resend.next == (("i1", 2), ("i2", 3))


def test_status_is_a_word_for_each_invitation_there_can_be() -> None:
    assert {status_of(i) for i in (an_invitation(), an_invitation().expired())} == {Status.WAITING, Status.EXPIRED}


def test_an_invitation_is_listed_under_the_last_year_of_its_students_and_counted_in_each(services: Ports) -> None:
    left, here, new = (
        an_invitation(id=name, years=years)
        for name, years in (("left", (YEAR,)), ("here", (YEAR, "2027-2028")), ("new", ("2027-2028",)))
    )
    stored(services, left, here, new)
    lists = services.invitation_lists

    def listed(*years: str) -> set[str]:
        return {one.invitation_id for one in lists.listed(Listing(last_years=years), limit=9)}

    assert listed(YEAR) == {"left"}
    assert listed("2027-2028") == {"here", "new"}
    assert listed(YEAR, "2027-2028") == {"left", "here", "new"}
    assert listed("2025-2026") == set()
    assert [lists.counts(year)[Status.WAITING] for year in ("2025-2026", YEAR, "2027-2028")] == [0, 2, 2]
    change = Change(left := services.invitations.get_many(["left"])["left"], left.also_in(["2027-2028"]))
    services.store.save(change)
    assert listed("2027-2028") == {"left", "here", "new"}
    assert [lists.counts(year)[Status.WAITING] for year in (YEAR, "2027-2028")] == [2, 3]
