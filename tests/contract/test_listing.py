"""Lists of invitations by state, import and inviter, the search among them, and the counts."""

from datetime import timedelta

import pytest

from homeroom.domain.change import Change
from homeroom.domain.invitation import Arrival, Invitation
from homeroom.domain.listing import Listing, inviter_key, list_order, order_of
from homeroom.domain.sending_again import SendingAgain
from homeroom.domain.status import EVERY_STATUS, UNANSWERED, Status, status_of
from tests.contract.conftest import Ports
from tests.factories import NOW, an_invitation

FAR = order_of(NOW + timedelta(days=999))


def stored(outside: Ports, *invitations: Invitation) -> list[Invitation]:
    outside.store.save(*map(Change.new, invitations))
    found = outside.invitations.get_many([i.id for i in invitations])
    return [found[i.id] for i in invitations]


def numbered(count: int, **more: object) -> list[Invitation]:
    """Asked for one a minute."""
    return [
        an_invitation(**{"id": f"i{n:03}", "email": f"p{n}@example.org", "asked_at": NOW + timedelta(minutes=n)} | more)
        for n in range(count)
    ]


def ids(outside: Ports, which: Listing, limit: int = 99, before: str = "") -> list[str]:
    return [one.invitation_id for one in outside.invitations.listed(which, before=before, limit=limit)]


def test_a_list_begins_with_the_newest_asking_and_is_cut_where_one_likes(outside: Ports) -> None:
    invitations = stored(outside, *numbered(30))
    newest_first = [i.id for i in reversed(invitations)]
    assert ids(outside, Listing()) == newest_first
    assert ids(outside, Listing(), limit=7) == newest_first[:7]
    assert ids(outside, Listing(), limit=7, before=list_order(invitations[23])) == newest_first[7:14]
    assert ids(outside, Listing(), before=list_order(invitations[0])) == []


def test_those_asked_at_one_moment_stand_in_one_order_and_none_is_shown_twice(outside: Ports) -> None:
    stored(outside, *numbered(20, asked_at=NOW))
    seen: list[str] = []
    before = ""
    while page := outside.invitations.listed(Listing(), before=before, limit=6):
        seen += [one.invitation_id for one in page]
        before = page[-1].order
    assert sorted(seen) == [f"i{n:03}" for n in range(20)]


def test_an_invitation_stands_in_the_list_of_its_state_whatever_happens_to_it(outside: Ports) -> None:
    [invitation] = stored(outside, an_invitation())
    steps: list[tuple[Status, Invitation]] = [
        (Status.DELIVERED, invitation.mail_told(1, "delivered", "", Arrival.ARRIVED, NOW)),
        (Status.BOUNCED, invitation.mail_told(1, "bounced", "", Arrival.BOUNCED, NOW)),
        (Status.BEGUN, invitation.begun(NOW)),
        (Status.HELD, invitation.held_by("A", NOW)),
        (Status.ANSWERED, invitation.completed("c1", NOW)),
        (Status.REGISTERED, invitation.completed("c1", NOW).registered(NOW)),
        (Status.EXPIRED, invitation.expired()),
        (Status.WITHDRAWN, invitation.withdrawn_by("A", NOW)),
        (Status.WAITING, invitation.sent_again(by="A", now=NOW + timedelta(days=2), link_days=30)),
    ]
    for status, after in steps:
        outside.store.save(Change(invitation, after))
        [invitation] = outside.invitations.get_many([invitation.id]).values()
        assert [s for s in EVERY_STATUS if ids(outside, Listing(statuses=[s]))] == [status]
        assert {s: n for s, n in outside.invitations.counts().items() if n} == {status: 1}


def test_lists_by_import_and_by_inviter_hold_just_theirs(outside: Ports) -> None:
    a, b, c = numbered(3)
    stored(outside, an_invitation(id="a", import_id="run"), an_invitation(id="b", inviter="Jordan Ellis"), c)
    del a, b
    assert ids(outside, Listing(import_id="run")) == ["a"]
    assert ids(outside, Listing(import_id="other")) == []
    assert ids(outside, Listing(inviter_key=inviter_key("JORDAN ellis"))) == ["b"]
    assert ids(outside, Listing(inviter_key=inviter_key("Lincoln School"), statuses=UNANSWERED)) == [c.id, "a"]
    assert ids(outside, Listing(inviter_key=inviter_key("Lincoln School"), statuses=[Status.BOUNCED])) == []


def test_who_is_asked_again_moves_to_the_front(outside: Ports) -> None:
    first, *_ = stored(outside, *numbered(3))
    again = first.asked_again(inviter="x", now=NOW + timedelta(days=1), link_days=30)
    outside.store.save(Change(first, again))
    assert ids(outside, Listing()) == ["i000", "i002", "i001"]


def test_the_oldest_first_between_two_places_of_a_list(outside: Ports) -> None:
    invitations = stored(outside, *numbered(12))

    def between(after: str, before: str, limit: int = 99) -> list[str]:
        found = outside.invitations.listed_after(Listing(), after=after, before=before, limit=limit)
        return [one.invitation_id for one in found]

    assert between("", FAR, 3) == ["i000", "i001", "i002"]
    assert between(list_order(invitations[2]), FAR, 3) == ["i003", "i004", "i005"]
    assert between(list_order(invitations[2]), order_of(invitations[5].asked_at)) == ["i003", "i004"]
    assert outside.invitations.how_many(Listing(), order_of(invitations[5].asked_at)) == (5, True)
    assert outside.invitations.how_many(Listing(statuses=UNANSWERED), FAR) == (12, True)
    assert outside.invitations.how_many(Listing(statuses=[Status.HELD]), FAR) == (0, True)


@pytest.mark.parametrize(
    ("text", "found"),
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
        ("", []),
        ("   ", []),
        ("@", []),
        ("%_#", []),
    ],
)
def test_a_search_goes_by_the_beginning_of_the_address_and_of_the_parents_names(
    outside: Ports, text: str, found: list[str]
) -> None:
    maria = an_invitation(id="maria", email="m.g@example.org", parent_name="María del Mar García")
    stored(outside, maria, an_invitation(id="kim", email="kim@example.org", parent_name="Kim Muster"))
    stored(outside, an_invitation(id="nameless", email="zoe@example.org", parent_name=""))
    assert sorted(outside.invitations.search(text, 10)) == found


def test_a_search_ends_at_its_limit_and_follows_a_corrected_address(outside: Ports) -> None:
    first, *_ = stored(outside, *numbered(9))
    assert len(outside.invitations.search("maria", 5)) == 5
    corrected = first.corrected("right@example.org", by="A", now=NOW, link_days=30)
    outside.store.save(Change(first, corrected))
    assert outside.invitations.search("right@", 5) == [first.id]
    assert outside.invitations.search("p0@", 5) == []


def test_counts_are_those_of_all_invitations(outside: Ports) -> None:
    invitations = stored(outside, *numbered(9))
    outside.store.save(*(Change(i, i.completed("c", NOW)) for i in invitations[:4]))
    outside.store.save(Change.gone(invitations[8]))
    assert {s: n for s, n in outside.invitations.counts().items() if n} == {Status.WAITING: 4, Status.ANSWERED: 4}


def test_there_is_one_newest_round_of_sending_again(outside: Ports) -> None:
    assert outside.invitations.sending_again() is None
    outside.store.save(Change.new(SendingAgain(by="A", started_at=NOW)))
    first = outside.invitations.sending_again()
    assert first
    going = first.going_on((("i1", 2), ("i2", 3)), "place")
    outside.store.save(Change(first, going))
    stored_round = outside.invitations.sending_again()
    assert stored_round
    assert stored_round.next == (("i1", 2), ("i2", 3))


def test_status_is_a_word_for_each_invitation_there_can_be() -> None:
    assert {status_of(i) for i in (an_invitation(), an_invitation().expired())} == {Status.WAITING, Status.EXPIRED}
