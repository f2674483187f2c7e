"""Contacts out, through the functions: what no form of ours sends, and a file that is gone when it is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.exports.export import Export
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.exports.make_export import make_export
from tests.factories import a_contact, a_student
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import BUCKET, Stack
from tests.steps.visitor import Visitor


def a_file(stack: Stack) -> tuple[Visitor, Export]:
    student = a_student("Noé", "García")
    contact = a_contact(student)
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact))
    admin = an_admins_browser(stack)
    page = admin.submit("/contacts", "/contacts", {"shape": "contacts", "file_type": "csv"}).location
    export = make_export(page.removeprefix("/contacts/"), stack.services)
    assert export
    return admin, export


def test_a_moment_that_is_another_year_elsewhere_is_none(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for moment in ("9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00", "9998-12-31T23:59:59-23:59"):
        asked = admin.submit("/contacts", "/contacts", {"shape": "changes", "since": moment})
        assert (moment, asked.status) == (moment, 303)
        assert admin.get(asked.location).status == 200


@pytest.mark.parametrize("is_over", [True, False])
def test_a_file_that_is_gone_when_it_is_asked_for_is_said_to_be_and_can_be_made_again(
    is_over: bool, stack: Stack
) -> None:
    """Its time is over, or the bucket has it no more."""
    admin, export = a_file(stack)
    page = f"/contacts/{export.id}"
    csrf = admin.csrf(page)
    if is_over:
        before = replace(export, started_at=export.started_at - timedelta(days=1, minutes=1))
        stack.services.store.save(Change(export, before))
    else:
        stack.aws.s3.delete_object(Bucket=BUCKET, Key=export.key, VersionId=export.object_version)
    answer = admin.post(f"{page}/download", {"csrf": csrf})
    assert (answer.status, answer.heading) == (410, "File of contacts")
    assert "This file is gone" in answer.html
    assert "Make it again" in answer.html
    assert "Download 1 row" not in answer.html
