"""Every key of every item. No other file knows how one is put together."""

from datetime import date, datetime
from hashlib import sha256
from zlib import crc32

Key = dict[str, str]
KeyValues = tuple[str, str]
"""Of a table with a sort key: both values."""

BY_HOMEROOM = "by_homeroom"
BY_DUE_DAY = "by_due_day"
NEWEST_FIRST = "newest_first"
BY_YEAR = "by_year"
BY_STATUS = "by_status"
BY_IMPORT = "by_import"
BY_INVITER = "by_inviter"
BY_ADDRESS = "by_address"
BY_FIRST_WORD = "by_first_word"
BY_LAST_WORD = "by_last_word"
BY_USER_ID = "by_user_id"
BY_ROLE = "by_role"
BY_ACCOUNT = "by_account"

DUE_SHARDS = 8
"""A day of invitations is spread over so many keys: one key takes a thousand writes a second and no more."""

WORD_SHARDS = 4
"""And the names of one letter: most files are sorted by name."""

FIND_SHARDS = 2
"""The addresses and the parents' names of one letter."""

COUNT_SHARDS = 16
"""Counts are kept in so many items; which of them a transaction adds to is its own choice."""

STUDENT_COUNT_SHARDS = 2
"""Homerooms are counted under so many keys: in a file sorted by name each row is of another one."""

LONGEST = 200
_LONGEST_WORD = 40


# -------------------------------------------------- roster table
def student(student_id: str) -> Key:
    return {"pk": f"STUDENT#{student_id}", "sk": "STUDENT"}


def merged_student(student_id: str) -> Key:
    """In the place of one who was merged."""
    return {"pk": f"STUDENT#{student_id}", "sk": "MERGED"}


def student_year(student_id: str, year: str) -> Key:
    """Of a placement in a later year than the student's first."""
    return {"pk": f"STUDENT#{student_id}", "sk": f"YEAR#{year}"}


def homeroom_students(year: str, code_key: str) -> str:
    return f"HOMEROOM#{year}#{_bounded(code_key)}"


def student_order(name_key: str, student_id: str) -> str:
    """Sorts a homeroom's students by last name, then first name."""
    return f"{_bounded(name_key)}|{student_id}"


def word(year: str, word: str, student_id: str) -> Key:
    beginning = word_beginning(word)
    pk = _words_like(year, beginning, _shard(student_id, WORD_SHARDS))
    return {"pk": pk, "sk": f"{beginning}#{student_id}"}


def words_like(year: str, word: str) -> list[str]:
    """Every key under which names with this beginning may stand."""
    return [_words_like(year, word, shard) for shard in range(WORD_SHARDS)]


def _words_like(year: str, word: str, shard: int) -> str:
    return f"WORD#{year}#{word[0]}#{shard}"


def word_beginning(word: str) -> str:
    return word[:_LONGEST_WORD]


def namesakes(identity: str) -> Key:
    return {"pk": f"NAME#{_bounded(identity)}", "sk": "NAME"}


def school_id(identity: str) -> Key:
    return {"pk": f"SCHOOL_ID#{_bounded(identity)}", "sk": "SCHOOL_ID"}


def listed_school_id(identity: str, student_id: str) -> Key:
    """By the beginning of which a search finds the student."""
    shard = _shard(student_id, WORD_SHARDS)
    return {"pk": f"SCHOOL_IDS#{shard}", "sk": f"{school_id_beginning(identity)}#{student_id}"}


def school_ids_listed() -> list[str]:
    return [f"SCHOOL_IDS#{shard}" for shard in range(WORD_SHARDS)]


def school_id_beginning(identity: str) -> str:
    return identity[:_LONGEST_WORD]


def homerooms(year: str) -> str:
    return f"YEAR#{year}"


def homeroom(year: str, code_key: str) -> Key:
    return {"pk": homerooms(year), "sk": f"HOMEROOM#{_bounded(code_key)}"}


def contact(contact_id: str) -> Key:
    return {"pk": f"CONTACT#{contact_id}", "sk": "CONTACT"}


def contact_log(contact_id: str) -> Key:
    return {"pk": f"CONTACT#{contact_id}", "sk": "LOG"}


CONTACT_CHANGES = "CONTACT_CHANGES"
"""One key for all: people write far fewer forms than a key takes writes."""


def contact_change(order: str) -> Key:
    """Sorted by when the contact has changed last; ISO 8601 in UTC, always as long."""
    return {"pk": CONTACT_CHANGES, "sk": order}


def parent(text: str, contact_id: str) -> Key:
    """One key for all texts with one first letter: few parents answer in one second."""
    return {"pk": parents_like(text), "sk": f"{parent_beginning(text)}#{contact_id}"}


def parents_like(text: str) -> str:
    return f"PARENT#{text[0]}"


def parent_beginning(text: str) -> str:
    return text[:LONGEST]


LAST_DIGITS = 7
"""Of a phone number: what comes before them may be left out."""


def phone_ending(digits: str) -> str:
    """Backwards, so that what ends alike begins alike."""
    return digits[-LAST_DIGITS:][::-1]


DELETIONS = "DELETIONS"
"""One key for all: few people ask, and each for a day."""


def deletion(order: str) -> Key:
    return {"pk": DELETIONS, "sk": order}


RELATION_TURNS = "RELATION_TURNS"
"""One key for all: few relations have days, and a person enters each."""


def relation_turn(day: str, student_id: str, contact_id: str) -> Key:
    """Sorted by the day, in ISO 8601."""
    return {"pk": RELATION_TURNS, "sk": f"{day}#{student_id}#{contact_id}"}


CAMPAIGNS = "CAMPAIGNS"
"""One key for all: there is one a year."""


def campaign(campaign_id: str) -> Key:
    return {"pk": CAMPAIGNS, "sk": campaign_id}


def campaign_counts(campaign_id: str) -> Key:
    """One item: the scheduled run adds many at a time, and parents confirm one by one."""
    return {"pk": f"CAMPAIGN#{campaign_id}", "sk": "COUNTS"}


def awaited(campaign_id: str, *, reached: bool) -> str:
    """Of contacts that have not confirmed, sorted by their ids."""
    return f"CAMPAIGN#{campaign_id}#{'AWAITED' if reached else 'NOT_REACHED'}"


def awaited_contact(campaign_id: str, contact_id: str, *, reached: bool) -> Key:
    return {"pk": awaited(campaign_id, reached=reached), "sk": contact_id}


def student_count(year: str, code_key: str) -> Key:
    """Of a homeroom's students."""
    return {"pk": _student_counts(year, _shard(code_key, STUDENT_COUNT_SHARDS)), "sk": _bounded(code_key)}


def all_student_counts(year: str) -> list[str]:
    """Every key under which homerooms of that year are counted."""
    return [_student_counts(year, shard) for shard in range(STUDENT_COUNT_SHARDS)]


def _student_counts(year: str, shard: int) -> str:
    return f"COUNTS#{year}#{shard}"


# -------------------------------------------------- invitations table
def invitation(invitation_id: str) -> Key:
    return {"pk": f"INVITATION#{invitation_id}", "sk": "INVITATION"}


def invitation_id(pk: str) -> str:
    return pk.removeprefix("INVITATION#")


def mail(invitation_id: str, send_number: int) -> Key:
    return {"pk": f"INVITATION#{invitation_id}", "sk": f"MAIL#{send_number:06}"}


def link(digest: str) -> Key:
    return {"pk": f"LINK#{digest}", "sk": "LINK"}


def address_lock(email_key: str) -> Key:
    return {"pk": f"ADDRESS#{email_key}", "sk": "ADDRESS"}


def address_block(address: str) -> Key:
    return {"pk": f"BLOCK#{address}", "sk": "BLOCK"}


def stop_link(digest: str) -> Key:
    return {"pk": f"STOP#{digest}", "sk": "STOP"}


def log_in_mail(user_id: str) -> Key:
    return {"pk": f"LOG_IN#{user_id}", "sk": "LOG_IN"}


def log_in_link(digest: str) -> Key:
    return {"pk": f"LOG_IN_LINK#{digest}", "sk": "LOG_IN_LINK"}


def log_in_request(browser: str) -> Key:
    return {"pk": f"BROWSER#{browser}", "sk": "LOG_IN"}


ADMIN_INVITATIONS = "ADMIN_INVITATIONS"
"""One key for all: a school asks a few people a year."""


def admin_invitation(invitation_id: str) -> Key:
    return {"pk": ADMIN_INVITATIONS, "sk": invitation_id}


def address_change(contact_id: str) -> Key:
    return {"pk": f"NEW_ADDRESS#{contact_id}", "sk": "NEW_ADDRESS"}


def address_change_link(digest: str) -> Key:
    return {"pk": f"NEW_ADDRESS_LINK#{digest}", "sk": "NEW_ADDRESS_LINK"}


def campaign_link(digest: str) -> Key:
    return {"pk": f"CAMPAIGN_LINK#{digest}", "sk": "CAMPAIGN_LINK"}


def due(day: date, invitation_id: str) -> str:
    return _on_day("DUE", day, _shard(invitation_id, DUE_SHARDS))


def all_due(day: date) -> list[str]:
    return _shards_of("DUE", day)


def to_remind(day: date, invitation_id: str) -> str:
    return _on_day("REMIND", day, _shard(invitation_id, DUE_SHARDS))


def all_to_remind(day: date) -> list[str]:
    return _shards_of("REMIND", day)


def answered(day: date, invitation_id: str) -> str:
    return _on_day("ANSWERED", day, _shard(invitation_id, DUE_SHARDS))


def all_answered(day: date) -> list[str]:
    return _shards_of("ANSWERED", day)


def _shards_of(what: str, day: date) -> list[str]:
    return [_on_day(what, day, shard) for shard in range(DUE_SHARDS)]


def _on_day(what: str, day: date, shard: int) -> str:
    return f"{what}#{day.isoformat()}#{shard}"


def rate_limiter() -> Key:
    return {"pk": "RATE_LIMITER", "sk": "RATE_LIMITER"}


MAILS_WAITING = "MAILS#WAITING"
"""In the index by_due_day. One key each: they change no faster than mails are sent."""
MAILS_UNCONFIRMED = "MAILS#UNCONFIRMED"


def mail_order(look_at: str, invitation_id: str, send_number: int) -> str:
    """Sorts mails by when they are to be looked after; ISO 8601 in UTC, always as long."""
    return f"{look_at}#{invitation_id}#{send_number}"


def mail_in_order(key: str) -> tuple[str, int]:
    _, invitation_id, send_number = key.split("#")
    return invitation_id, int(send_number)


def of_last_year(year: str) -> str:
    return f"YEAR#{year}"


def of_import(import_id: str) -> str:
    return f"IMPORT#{import_id}"


def of_inviter(inviter_key: str) -> str:
    return f"INVITER#{inviter_key}"


def status_order(status: str, order: str) -> str:
    """Sorts a list by status, and within one by when the newest mail was asked for."""
    return f"{status}#{order}"


def in_status_order(key: str) -> tuple[str, str]:
    """The status and the order that a key of the above was made of."""
    status, _, order = key.partition("#")
    return status, order


def search_key(text: str, invitation_id: str) -> str:
    return _search_key(text, _shard(invitation_id, FIND_SHARDS))


def all_search_keys(text: str) -> list[str]:
    """Every key under which texts with this beginning may stand."""
    return [_search_key(text, shard) for shard in range(FIND_SHARDS)]


def _search_key(text: str, shard: int) -> str:
    return f"{text[0]}#{shard}"


def search_order(text: str, invitation_id: str) -> str:
    return f"{text[:LONGEST]}#{invitation_id}"


def count(shard: int) -> Key:
    return {"pk": f"COUNT#{shard}", "sk": "COUNT"}


def counted(year: str, status: str) -> str:
    """The attribute that counts."""
    return f"{year} {status}"


def answer_counts(year: str) -> str:
    return f"ANSWERS#{year}"


def answer_count(year: str, hour: datetime, step: str) -> Key:
    """Apart for each step: an import, which invites, is in no answer's way. The hour is one in UTC."""
    return {"pk": answer_counts(year), "sk": f"{hour:%Y-%m-%dT%H}#{step}"}


def hour_counted(sk: str) -> datetime:
    return datetime.strptime(f"{sk.partition('#')[0]}+0000", "%Y-%m-%dT%H%z")


def reminded(year: str, reminders: int) -> str:
    """The attribute that counts those who got so many reminders, without an answer."""
    return f"{year} reminded {reminders}"


def bulk_resend() -> Key:
    return {"pk": "BULK_RESEND", "sk": "BULK_RESEND"}


def parent_request(request_id: str) -> Key:
    return {"pk": f"REQUEST#{request_id}", "sk": "REQUEST"}


REQUESTS_WAITING = "REQUESTS#WAITING"
"""One key for all: parents ask a few times a day, and the office decides."""


def requests_of(contact_id: str) -> str:
    return f"REQUESTS#CONTACT#{contact_id}"


def requests_to(email_key: str) -> str:
    return f"REQUESTS#ADDRESS#{email_key}"


def request_order(asked_at: str, request_id: str) -> str:
    """Sorts requests by when they were made; ISO 8601 in UTC, always as long."""
    return f"{asked_at}#{request_id}"


def request_in_order(key: str) -> Key:
    return parent_request(key.rpartition("#")[2])


# -------------------------------------------------- imports table
IMPORTS = "IMPORTS"


def import_run(import_id: str) -> Key:
    return {"pk": f"IMPORT#{import_id}", "sk": "IMPORT"}


def file_notes(import_id: str) -> Key:
    return {"pk": f"IMPORT#{import_id}", "sk": "NOTES"}


def import_part(import_id: str, first_row: int) -> Key:
    return {"pk": f"IMPORT#{import_id}", "sk": f"ROWS#{first_row:010}"}


LAST_ROW = 9_999_999_999

EXPORTS = "EXPORTS"
"""In the index newest_first."""


def changes_taken() -> Key:
    return {"pk": "CHANGES_TAKEN", "sk": "CHANGES_TAKEN"}


def export(export_id: str) -> Key:
    return {"pk": f"EXPORT#{export_id}", "sk": "EXPORT"}


WAITING = "WAITING"
"""One key for all: few imports wait, and each for days."""


def waiting_import(since: str, import_id: str) -> Key:
    """Sorts them by how long they wait; ISO 8601 in UTC, always as long."""
    return {"pk": WAITING, "sk": f"{since}#{import_id}"}


# -------------------------------------------------- access table
def user(email_key: str) -> Key:
    return {"pk": f"USER#{email_key}"}


SITE_ADMINS = "SITE_ADMINS"
"""In the index by_role."""


def session(digest: str) -> Key:
    return {"pk": f"SESSION#{digest}"}


def of_account(email_key: str) -> str:
    """In the index by_account."""
    return f"ACCOUNT#{email_key}"


def second_factor(user_id: str) -> Key:
    """Away from the user: whoever reads a user does not read the secret."""
    return {"pk": f"SECOND_FACTOR#{user_id}"}


def known_devices(email_key: str) -> Key:
    return {"pk": f"DEVICES#{email_key}"}


def tries(limit: str, subject: str, window: int) -> Key:
    """The subject may be a network or email address, which a key must not show."""
    return {"pk": f"LIMIT#{limit}#{sha256(subject.encode()).hexdigest()}#{window}"}


# -------------------------------------------------- audit table
AUDIT = "ENTRIES"
"""One key for all: people press far fewer buttons than a key takes writes."""


def audit_entry(order: str) -> Key:
    return {"pk": AUDIT, "sk": order}


def audit_of_person(person: str) -> str:
    return f"PERSON#{person}"


def audit_of_student(student_id: str) -> str:
    return f"STUDENT#{student_id}"


# -------------------------------------------------- site table
def site_settings() -> Key:
    return {"pk": "SITE"}


def logo() -> Key:
    return {"pk": "LOGO"}


def header_answers(header_key: str) -> Key:
    return {"pk": f"HEADER#{header_key}"}


def secret() -> Key:
    return {"pk": "SECRET"}


def _shard(own_id: str, shards: int) -> int:
    return crc32(own_id.encode()) % shards


def _bounded(text: str) -> str:
    """DynamoDB's keys have a longest length, which no ordinary name reaches."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}#{sha256(text.encode()).hexdigest()}"
