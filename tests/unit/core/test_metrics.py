"""Each row and each mail is counted once, where it is stored."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from homeroom import metrics
from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.mail.mail import DeliveryReport, Mail, MailState
from homeroom.metrics import CountedStore, Metric
from tests.factories import NOW, a_mail
from tests.fakes.store import FakeStore
from tests.steps.log_lines import LogLines, captured_log


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogLines]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "lincoln")
    metrics.publish()
    with captured_log() as log:
        log.clear()
        yield log


class Stored:
    """A mail or an import, and the store that counts it."""

    def __init__(self, thing: Any) -> None:
        self.store, self.thing = CountedStore(FakeStore()), thing
        self.store.save(Change.new(thing))
        self.thing = as_stored(Change.new(thing))

    def becomes(self, after: Any) -> None:
        change = Change(self.thing, after)
        self.store.save(change)
        self.thing = as_stored(change)


SENT, BOUNCED, REFUSED, UNCONFIRMED = (
    Metric.MAILS_SENT,
    Metric.MAILS_BOUNCED,
    Metric.MAILS_REFUSED,
    Metric.MAILS_UNCONFIRMED,
)


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        ([MailState.ACCEPTED], {SENT: 1}),
        ([MailState.ACCEPTED, MailState.DELAYED, MailState.CAME_BACK, MailState.DELIVERED], {SENT: 1}),
        ([MailState.ACCEPTED, MailState.DELIVERED, MailState.BOUNCED, MailState.COMPLAINED], {SENT: 1, BOUNCED: 1}),
        ([MailState.DELIVERED], {SENT: 1}),  # the report came before our own write
        ([MailState.BOUNCED], {SENT: 1, BOUNCED: 1}),
        ([MailState.REFUSED], {REFUSED: 1}),
        ([MailState.ACCEPTED, MailState.REFUSED], {SENT: 1, REFUSED: 1}),
        ([MailState.SEND_UNCONFIRMED], {UNCONFIRMED: 1}),
        ([MailState.SEND_UNCONFIRMED, MailState.ACCEPTED], {SENT: 1, UNCONFIRMED: 1}),
        ([MailState.SEND_UNCONFIRMED, MailState.LOST, MailState.ACCEPTED], {SENT: 1, UNCONFIRMED: 1}),
        ([MailState.DEFERRED, MailState.SENDING, MailState.ACCEPTED], {SENT: 1}),
        ([MailState.NOT_NEEDED], {}),
    ],
)
def test_a_mail_is_counted_once_for_each_thing_that_becomes_of_it(
    states: list[MailState], counted: dict[str, int], log: LogLines
) -> None:
    mail = Stored(a_mail(state=MailState.SENDING))
    for state in states:
        mail.becomes(replace(mail.thing, state=state))
        mail.becomes(replace(mail.thing, message_id="m"))  # as it is, in the same state
    assert metrics.publish() == counted


def test_what_another_one_has_stored_is_not_counted(log: LogLines) -> None:
    mail = Stored(a_mail(state=MailState.SENDING))
    before: Mail = mail.thing
    mail.becomes(before.called(MailState.ACCEPTED, "m", None, NOW))
    with pytest.raises(Conflict):
        mail.store.save(Change(before, before.called(MailState.ACCEPTED, "m", None, NOW)))
    report = DeliveryReport(mail.thing.identity, "m", MailState.ACCEPTED)
    mail.becomes(mail.thing.reported(report.state, report.message_id, None))
    assert metrics.publish() == {SENT: 1}


def part(first: int, *outcomes: Outcome) -> ImportPart:
    rows = [RowOutcome(number, "", outcome, ()) for number, outcome in enumerate(outcomes, first)]
    return ImportPart(import_id="i", first_row=first, rows=rows)


def test_rows_are_counted_part_by_part_and_not_taken_back(log: LogLines) -> None:
    run = Stored(ImportRun(upload=Upload(bucket="b", key="uploads/a.csv"), started_at=NOW))
    run.becomes(run.thing.with_part(part(2, Outcome.INVITED, Outcome.PLACED_ONLY, Outcome.FAILED)))
    run.becomes(run.thing.all_rows_read(None, ()))
    assert metrics.publish() == {Metric.ROWS_IMPORTED: 2}
    run.becomes(run.thing.with_part(part(5, Outcome.UNCHANGED, Outcome.SKIPPED)))
    run.becomes(run.thing.with_changed_part(part(2, Outcome.INVITED), part(2, Outcome.SKIPPED)))
    assert metrics.publish() == {Metric.ROWS_IMPORTED: 1}


def test_rows_of_a_file_that_is_only_checked_are_not_imported(log: LogLines) -> None:
    run = Stored(ImportRun(upload=Upload(bucket="b", key="checks/a/a.csv"), started_at=NOW))
    run.becomes(run.thing.with_part(part(2, Outcome.INVITED)))
    assert metrics.publish() == {}


def test_what_was_counted_is_one_line_that_cloudwatch_reads(log: LogLines) -> None:
    metrics.count(Metric.PAGES_FAILED)
    metrics.count(Metric.PAGES_FAILED)
    metrics.count(Metric.MAILS_SENT, 3)
    metrics.publish()
    [line] = log.all
    aws = line.pop("_aws")
    assert line == {"service": "lincoln", "PagesFailed": [2.0], "MailsSent": [3.0]}
    assert aws["Timestamp"] > 0
    [directive] = aws["CloudWatchMetrics"]
    assert directive == {
        "Namespace": "Homeroom",
        "Dimensions": [["service"]],
        "Metrics": [{"Name": "PagesFailed", "Unit": "Count"}, {"Name": "MailsSent", "Unit": "Count"}],
    }


def test_where_nothing_was_counted_nothing_is_printed(log: LogLines) -> None:
    metrics.count(Metric.MAILS_SENT, 0)
    assert metrics.publish() == {}
    metrics.count(Metric.MAILS_SENT)
    metrics.publish()
    log.clear()
    assert (metrics.publish(), log.text) == ({}, "")
