"""An import's progress: how far it is, and when its mail is out."""

from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


def a_run(**more: Any) -> ImportRun:
    usual: dict[str, Any] = {"upload": Upload(bucket="b", key="uploads/a.csv"), "started_at": NOW, "size": 1000}
    return ImportRun(**usual | {"mails": 840, "mails_a_second": 14} | more)


def test_mail_is_out_when_the_rest_is_placed_and_the_service_has_taken_all_of_it() -> None:
    """A quarter is read in a minute: three more to go, then 3,360 mails at 14 a second."""
    assert a_run(read=250).mail_out_in(NOW + MINUTE) == 3 * MINUTE + timedelta(seconds=240)


def test_mail_of_a_finished_import_is_out_a_while_after_its_end() -> None:
    finished = a_run(state=ImportState.FINISHED, finished_at=NOW)
    assert finished.mail_out_in(NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert finished.mail_out_in(NOW + 2 * MINUTE) is None


def test_mail_that_is_being_queued_is_out_at_the_services_pace() -> None:
    assert a_run(state=ImportState.QUEUEING, read=1000).mail_out_in(NOW) == MINUTE


@pytest.mark.parametrize(
    "run", [a_run(mails=0), a_run(mails_a_second=0), a_run(state=ImportState.FAILED), a_run(state=ImportState.STOPPED)]
)
def test_nothing_is_said_where_nobody_knows_or_there_is_no_mail(run: ImportRun) -> None:
    assert run.mail_out_in(NOW) is None
