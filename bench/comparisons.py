"""S6, and what one would pick instead: on the same machine, with the same file, in turns."""

from statistics import median
from typing import NamedTuple

from bench.files import a_file
from bench.imports import Taken, import_all, per_row
from bench.results import Peer, Result
from bench.running import Aws, run, run_peer

_FILE = "uploads/first.csv"


class Comparison(NamedTuple):
    """CPU in microseconds a row of ours and of Django's, each importing and sending, and of the two plain designs."""

    imported: Taken
    sent: Taken
    django_imported: float
    django_sent: float
    one_by_one: Taken
    batch_write: Taken


def compare_with_django(aws: Aws, rows: int, times: int) -> tuple[Result, list[Peer]]:
    runs = [_compare(aws, rows) for _ in range(times)]
    imported, sent, one_by_one, batch_write = (
        median(taken.cpu for taken in column)
        for column in zip(*((r.imported, r.sent, r.one_by_one, r.batch_write) for r in runs), strict=True)
    )
    django_imported = median(r.django_imported for r in runs)
    django_sent = median(r.django_sent for r in runs)
    ours, django = imported + sent, django_imported + django_sent
    detail = f"{imported:.0f} + {sent:.0f} µs a row, Django {django_imported:.0f} + {django_sent:.0f} µs"
    thousands = rows / 1000
    return Result("S6", f"import + send, CPU a row ({rows:,} rows)", 0.5, ours / django, detail), [
        Peer("django-import-export, in bulk", "import", django_imported, imported),
        Peer("that, and django-invitations", "import + send", django, ours),
        Peer("boto3, one call for each thing", "import", one_by_one, imported, runs[0].one_by_one.calls / thousands),
        Peer("csv + BatchWriteItem", "import", batch_write, imported, runs[0].batch_write.calls / thousands),
    ]


def _compare(aws: Aws, rows: int) -> Comparison:
    aws.reset()
    aws.put_file(_FILE, a_file(rows))
    imported = import_all(aws, _FILE, rows, "invited")
    sent = run(aws, "send_queued")
    sent_calls = aws.calls()
    if not sent["mails"] == sent_calls["SendEmail"] == rows:
        raise RuntimeError(f"the sending went wrong: {sent}, {sent_calls}")
    django = run_peer("in_django", str(rows))
    return Comparison(
        imported,
        Taken(sent["cpu"] / rows * 1_000_000, sum(sent_calls.values())),
        django["import"] / rows * 1_000_000,
        django["send"] / rows * 1_000_000,
        per_row(run(aws, "one_by_one", _FILE), aws, rows),
        per_row(run(aws, "batch_write", _FILE), aws, rows),
    )
