"""Items: keys that DynamoDB can take, whatever people are called, and what is tidied away when."""

from collections import Counter
from datetime import timedelta

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.access import DynamoAccess
from homeroom.adapters.dynamodb.invitation_lists import DynamoInvitationLists
from homeroom.adapters.dynamodb.items import to_item
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import LOG_IN
from tests.factories import NOW, YEAR, a_student, an_invitation
from tests.steps.aws_stack import AwsStack
from tests.steps.stored_things import EVERYTHING, LINK, SESSION


def test_names_of_any_length_fit_into_keys(stack: AwsStack) -> None:
    endless = "ﷺ" * 300  # each becomes eighteen letters when names are compared
    student = a_student(endless, endless, homeroom=endless)
    DynamoStore(stack.aws, stack.settings).save(Change.new(student))
    assert [s.id for s in DynamoRoster(stack.aws, stack.settings).students_in(YEAR, endless)] == [student.id]
    assert [s.id for s in DynamoRoster(stack.aws, stack.settings).search(YEAR, endless, 2)] == [student.id]
    item = to_item(student, 1)
    longest = max(len(item[name]["S"].encode()) for name in ("pk", "sk", "homeroom_key", "homeroom_sort"))
    assert longest <= 1024


def test_addresses_and_parents_names_of_any_length_are_found(stack: AwsStack) -> None:
    endless = "好" * 300
    invitation = an_invitation(email=f"{'a' * 300}@example.org", parent_name=endless, inviter=endless)
    DynamoStore(stack.aws, stack.settings).save(Change.new(invitation))
    for text in (endless, "a" * 300):
        assert DynamoInvitationLists(stack.aws, stack.settings).search(text, 2) == [invitation.id]
    item = to_item(invitation, 1)
    longest = max(len(value["S"].encode()) for name, value in item.items() if name.endswith(("_key", "_sort")))
    assert longest <= 1024


def test_a_name_of_many_words_does_not_fill_a_transaction(stack: AwsStack) -> None:
    student = a_student(" ".join(f"n{number}" for number in range(50)), "Lopez")
    assert DynamoStore(stack.aws, stack.settings).weight([Change.new(student)]) <= 10


def test_a_file_sorted_by_name_or_by_day_asks_no_key_for_more_than_its_share() -> None:
    """Under one key at most 1,000 writes a second; docs/data-model.md has the sum."""
    ids = [f"{number:024x}" for number in range(4_000)]
    words = Counter(keys.word(YEAR, "smith", i)["pk"] for i in ids)
    due = Counter(keys.due(NOW.date(), i) for i in ids)
    homerooms = Counter(keys.student_count(YEAR, f"{n // 30}-{n % 30}")["pk"] for n in range(1_000))
    assert set(homerooms) == set(keys.all_student_counts(YEAR))
    assert max(homerooms.values()) < 1.2 * 1_000 / keys.STUDENT_COUNT_SHARDS
    addresses = Counter(keys.search_key("parent", i) for i in ids)
    assert set(addresses) == set(keys.all_search_keys("parent"))
    assert max(addresses.values()) < 1.2 * len(ids) / keys.FIND_SHARDS
    assert set(words) == set(keys.words_like(YEAR, "smith"))
    assert set(due) == set(keys.all_due(NOW.date()))
    assert {keys.to_remind(NOW.date(), i) for i in ids} == set(keys.all_to_remind(NOW.date()))
    assert {keys.answered(NOW.date(), i) for i in ids} == set(keys.all_answered(NOW.date()))
    assert max(words.values()) < 1.2 * len(ids) / keys.WORD_SHARDS
    assert max(due.values()) < 1.2 * len(ids) / keys.DUE_SHARDS


def test_no_address_stands_in_the_key_of_a_limit() -> None:
    assert "ana" not in str(keys.tries("log-in", "ana@example.org", 1))


def test_only_what_is_over_by_itself_is_ever_tidied_away() -> None:
    tidied = {type(thing).__name__ for thing in EVERYTHING if "ttl" in to_item(thing, 1)}
    links = {"Link", "StopLink", "LogInLink", "AddressChangeLink", "CampaignLink"}
    records = {"AuditEntry", "ParentRequest", "ContactLog", "Export", "AdminInvitation"}
    assert tidied == links | records | {"LogInRequest", "Session", "KnownDevices"}


def test_a_session_is_tidied_away_after_its_end() -> None:
    assert to_item(SESSION, 1)["ttl"] == {"N": str(int(SESSION.ends_at.timestamp()))}


def test_a_link_is_tidied_away_long_after_its_end() -> None:
    assert int(to_item(LINK, 1)["ttl"]["N"]) == int((LINK.expires_at + timedelta(days=400)).timestamp())


def test_tries_are_tidied_away_after_their_window(stack: AwsStack) -> None:
    DynamoAccess(stack.aws, stack.settings).count(LOG_IN, "ana@example.org", NOW + timedelta(minutes=1))
    (item,) = stack.clients("dynamodb").scan(TableName=stack.settings.access_table)["Items"]
    assert item["ttl"] == {"N": str(int((NOW + LOG_IN.window).timestamp()))}
