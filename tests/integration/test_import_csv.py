"""A file in the bucket, as S3 and the queue tell the function of it."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from homeroom.domain.kernel.change import Change
from tests.factories import STRANGE_KEYS, a_homeroom
from tests.steps.lambda_events import Context, an_event, sqs_event
from tests.steps.stack import Stack

SAMPLES = Path(__file__).parents[2] / "samples"
HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"
ROWS = "2026-2027,3-A,García,Noé,m@example.org\n2026-2027,3-A,García,Ana,m@example.org\n2026-2027,3-A,Li,Mei,\n"
WRONG = "2026-2027,9-Z,Weber,Ben,b@example.org\n2026-2027,3-A,,Tom,t@example.org\n2026-2027,3-A,Ito,Ren,nonsense\n"


def outcomes(text: str) -> Counter[str]:
    return Counter(row["outcome"] for row in csv.DictReader(io.StringIO(text)))


def test_the_test_event_of_a_new_notification_does_nothing(stack: Stack) -> None:
    before = stack.everything_stored()
    stack.invoke("import_csv", an_event("s3_test"))
    assert stack.everything_stored() == before


def test_a_file_places_students_asks_for_one_mail_a_parent_and_says_what_became_of_each_row(stack: Stack) -> None:
    stack.invoke("import_csv", stack.put("uploads/a/new.csv", (HEADER + ROWS + WRONG).encode()))
    assert outcomes(stack.results("a/new.results.csv")) == {"invited": 2, "placed only": 2, "failed": 2}
    assert len(stack.queued_mails()) == 1
    assert len(stack.services.roster.students_in("2026-2027", "3-A")) == 4


def test_the_same_event_twice_changes_nothing_and_sends_nothing_twice(stack: Stack) -> None:
    event = stack.put("uploads/new.csv", (HEADER + ROWS).encode())
    stack.invoke("import_csv", event)
    stack.send_all()
    before = stack.everything_stored()
    stack.invoke("import_csv", event)
    stack.send_all()
    assert stack.everything_stored() == before
    assert len(stack.mailer.sent) == 1


def test_the_same_file_dropped_again_changes_nothing_and_mails_nobody(stack: Stack) -> None:
    for _ in range(2):
        stack.invoke("import_csv", stack.put("uploads/new.csv", (HEADER + ROWS).encode()))
        stack.send_all()
    assert outcomes(stack.results("new.results.csv")) == {"unchanged": 3}
    assert len(stack.mailer.sent) == 1


@pytest.mark.parametrize(
    ("in_the_event", "name"),
    [("a+b.csv", "a b.csv"), ("a%2Bb.csv", "a+b.csv"), ("caf%C3%A9.csv", "café.csv"), ("100%25.csv", "100%.csv")],
)
def test_keys_are_decoded_once(stack: Stack, in_the_event: str, name: str) -> None:
    event = stack.put(f"uploads/{name}", (HEADER + ROWS).encode())
    event["Records"][0]["s3"]["object"]["key"] = f"uploads/{in_the_event}"
    stack.invoke("import_csv", event)
    assert outcomes(stack.results(name.replace(".csv", ".results.csv"))).total() == 3


@pytest.mark.parametrize(
    "body", [b"", b"\x89PNG\r\n\x1a\n", b"a,b\n1,2\n", HEADER.encode(), b"PK\x03\x04", b"x"], ids=repr
)
def test_what_is_no_roster_fails_as_a_whole_with_a_sentence(stack: Stack, body: bytes) -> None:
    stack.invoke("import_csv", stack.put("uploads/new.csv", body))
    [run] = stack.services.imports.newest(10)
    assert run.state.value == "failed"
    assert run.problems
    assert run.rows == 0
    assert stack.queued_mails() == []


def test_a_workbook_is_imported_as_it_comes_and_its_results_are_a_csv_file(stack: Stack) -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for line in (HEADER + ROWS).splitlines():
        sheet.append(line.split(","))
    book.save(file)
    stack.invoke("import_csv", stack.put("uploads/new.xlsx", file.getvalue()))
    assert outcomes(stack.results("new.results.csv")) == {"invited": 2, "placed only": 1}


def test_files_of_other_systems_are_imported_as_they_come_and_dropped_again_change_nothing(stack: Stack) -> None:
    students = "class_code,student_id,student_last_name,student_first_name\n"
    students += "3-A,10003,Chen,Mei\n3-A,10004,Adeyemi,Oluwaseun\n3-A,10005,O'Brien,Liam\n"
    students += "3-A,10006,Łukaszewska,Zofia\n3-A,10007,Raman,Priya\n"
    stack.invoke("import_csv", stack.put("uploads/students.csv", students.encode()))
    stack.services.store.save(*(Change.new(a_homeroom(code, version=0)) for code in ("4-A", "5-A")))
    expected = {
        "homerooms.csv": {"placed only": 4},
        "clever-students.csv": {"invited": 3, "skipped": 1, "failed": 1},
        "powerschool-contacts.csv": {"invited": 3, "skipped": 1},
        "one-roster.zip": {"invited": 3},
    }
    outcomes_by_file, mails = {}, []
    for _ in range(2):
        for name in expected:
            stack.invoke("import_csv", stack.put(f"uploads/{name}", (SAMPLES / name).read_bytes()))
            outcomes_by_file[name] = outcomes(stack.results(f"{name.partition('.')[0]}.results.csv"))
        stack.send_all()
        mails.append(len(stack.mailer.sent))
        if len(mails) == 1:
            assert outcomes_by_file == expected
    assert sum((outcomes_by_file[name] for name in expected), Counter()) == {"unchanged": 13, "skipped": 2, "failed": 1}
    assert mails == [8, 8]


@pytest.mark.parametrize("name", ["", "~$students.xlsx", ".~lock.new.csv#", "._new.csv", "new.csv.crdownload"])
def test_a_folders_own_marker_and_what_programs_leave_are_no_files(stack: Stack, name: str) -> None:
    stack.invoke("import_csv", stack.put(f"uploads/folder/{name}", (HEADER + ROWS).encode()))
    assert stack.services.imports.newest(10) == []


def test_a_file_that_is_gone_is_no_error(stack: Stack) -> None:
    event = stack.put("uploads/new.csv", b"x")
    event["Records"][0]["s3"]["object"]["key"] = "uploads/other.csv"
    stack.invoke("import_csv", event)
    assert stack.services.imports.newest(10) == []


def test_a_file_under_checks_is_looked_at_and_nothing_else(stack: Stack) -> None:
    stack.invoke("import_csv", stack.put("checks/0123/new.csv", (HEADER + ROWS).encode()))
    [run] = stack.services.imports.newest(10)
    assert (run.state.value, run.mails) == ("checked", 1)
    assert stack.services.roster.students_in("2026-2027", "3-A") == []
    assert stack.queued_mails() == []


def test_each_event_of_a_file_that_was_replaced_imports_its_own_version(stack: Stack) -> None:
    first = stack.put("uploads/new.csv", (HEADER + ROWS).encode())
    second = stack.put("uploads/new.csv", (HEADER + WRONG).encode())
    for event in (first, second):
        stack.invoke("import_csv", event)
    imported = [dict(run.counts) for run in stack.services.imports.newest(10)]
    assert sorted(imported, key=str) == [{"failed": 2, "placed only": 1}, {"invited": 2, "placed only": 1}]
    assert outcomes(stack.results("new.results.csv")) == {"failed": 2, "placed only": 1}


@pytest.mark.parametrize("key", STRANGE_KEYS, ids=lambda key: ascii(key[:40]))
def test_a_file_of_any_name_is_imported_and_shown_by_its_name(stack: Stack, key: str) -> None:
    stack.invoke("import_csv", stack.put(key, (HEADER + ROWS).encode()))
    [run] = stack.services.imports.newest(10)
    assert run.state.value == "finished"
    assert run.upload.name == key.rpartition("/")[2]
    assert outcomes(stack.results(run.upload.results_key.removeprefix("results/"))).total() == 3


def test_an_event_that_lambda_gave_up_on_comes_back_through_the_queue(stack: Stack) -> None:
    lost = stack.put("uploads/new.csv", (HEADER + ROWS).encode())
    stack.invoke("import_csv", sqs_event({"version": "1.0", "requestPayload": lost}))
    assert outcomes(stack.results("new.results.csv")).total() == 3


def test_an_import_without_time_asks_for_another_invocation_that_goes_on(stack: Stack) -> None:
    event = stack.put("uploads/new.csv", (HEADER + ROWS).encode())
    stack.invoke("import_csv", event, Context(milliseconds=1000))
    [upload] = stack.queued_imports()
    message = {
        "kind": "import",
        "version": 1,
        "bucket": upload.bucket,
        "key": upload.key,
        "object_version": upload.object_version,
    }
    stack.invoke("import_csv", sqs_event(message))
    assert outcomes(stack.results("new.results.csv")) == {"invited": 2, "placed only": 1}
