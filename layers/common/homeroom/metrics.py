"""What CloudWatch counts. Rows and mails are counted where they are stored, each once, whoever stored them and why."""

from collections import Counter
from collections.abc import Collection, Iterator
from enum import StrEnum

from aws_lambda_powertools import Metrics

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.ports.store import Store

NAMESPACE = "Homeroom"


class Metric(StrEnum):
    """ROWS_IMPORTED: of files, whose student is in a homeroom now, or was already. MAILS_SENT: taken by the mail
    service. MAILS_REFUSED: never to be sent, or found dangerous when they were. MAILS_UNCONFIRMED: perhaps sent.
    PAGES_FAILED: answered with a status of 500 or more. RECORD_CHANGED: entries of who did what that somebody changed
    or deleted.
    """

    ROWS_IMPORTED = "RowsImported"
    MAILS_SENT = "MailsSent"
    MAILS_BOUNCED = "MailsBounced"
    MAILS_REFUSED = "MailsRefused"
    MAILS_UNCONFIRMED = "MailsUnconfirmed"
    PAGES_FAILED = "PagesFailed"
    RECORD_CHANGED = "RecordChanged"


_IMPORTED = (Outcome.INVITED, Outcome.PLACED_ONLY, Outcome.UNCHANGED)
_TAKEN = frozenset(
    {
        MailState.ACCEPTED,
        MailState.DELAYED,
        MailState.CAME_BACK,
        MailState.DELIVERED,
        MailState.BOUNCED,
        MailState.COMPLAINED,
    }
)
_OF_STATE = {
    MailState.BOUNCED: Metric.MAILS_BOUNCED,
    MailState.REFUSED: Metric.MAILS_REFUSED,
    MailState.SEND_UNCONFIRMED: Metric.MAILS_UNCONFIRMED,
}

_counted: Counter[str] = Counter()
"""Since the last `publish`: a function handles one event at a time."""


def count(metric: Metric, number: int = 1) -> None:
    _counted[metric.value] += number


def publish() -> dict[str, int]:
    """Print what was counted as one line in CloudWatch's embedded metric format, or nothing where nothing was."""
    counted = dict(+_counted)
    _counted.clear()
    if counted:
        metrics = Metrics(namespace=NAMESPACE)  # its dimension `service` is the environment's
        for name, number in counted.items():
            metrics.add_metric(name, "Count", number)
        metrics.flush_metrics()
    return counted


class CountedStore:
    """A Store that counts what it has stored. What becomes of a row or a mail is stored once, by one of all who try."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, *changes: Change) -> None:
        self._store.save(*changes)
        for change in changes:
            for metric, number in _metrics_of(change):
                count(metric, number)

    def weight(self, changes: Collection[Change]) -> int:
        return self._store.weight(changes)


def _metrics_of(change: Change) -> Iterator[tuple[Metric, int]]:
    before, after = change.before, change.after
    if isinstance(after, Mail):
        state = before.state if isinstance(before, Mail) else None
        if after.state in _TAKEN and state not in _TAKEN:
            yield Metric.MAILS_SENT, 1
        if after.state in _OF_STATE and after.state is not state:
            yield _OF_STATE[after.state], 1
    elif isinstance(after, ImportRun) and not after.upload.for_check_only:
        rows = _rows_imported(after) - (_rows_imported(before) if isinstance(before, ImportRun) else 0)
        yield Metric.ROWS_IMPORTED, max(0, rows)  # a stop makes some rows `skipped` afterwards


def _rows_imported(run: ImportRun) -> int:
    return sum(run.counts.get(outcome.value, 0) for outcome in _IMPORTED)
