"""The upload bucket: exactly the version that an event names, and its results."""

import json
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import requests

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.s3 import S3Files
from homeroom.domain.exports.export import Export, ExportFileType, ExportOptions
from homeroom.domain.imports.upload import MOST_CHECKED, Upload
from homeroom.settings import Settings
from homeroom.use_cases.ports.files import UploadGone
from tests.factories import NOW, STRANGE_KEYS, YEAR
from tests.steps.aws_stack import AwsStack
from tests.steps.ports import Ports


def read(services: Ports, upload: Upload) -> bytes:
    with services.files.open(upload) as file:
        return file.body.read()


def test_an_upload_is_read_back_with_who_uploaded_it(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"first_name\nAna\n", "u1")
    assert upload.name == "3-A.csv"
    with services.files.open(upload) as file:
        assert (file.size, file.by_user) == (15, "u1")
        assert file.body.read(5) == b"first"
        assert file.body.read() == b"_name\nAna\n"
        assert file.body.read() == b""


def test_each_upload_of_a_name_is_a_version_of_its_own(services: Ports) -> None:
    first = services.files.put_check("3-A.csv", b"one", "")
    second = services.files.put_check("3-A.csv", b"two", "")
    assert first.import_id != second.import_id
    assert (read(services, first), read(services, second)) == (b"one", b"two")


@pytest.mark.parametrize("name", ["C:\\Users\\Ana\\3-A.csv", "/etc/3-A.csv", "../../3-A.csv"])
def test_folders_in_an_uploads_name_are_left_out(name: str, services: Ports) -> None:
    assert services.files.put_check(name, b"x", "").name == "3-A.csv"


def test_a_file_that_was_deleted_is_gone(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    services.delete_file(upload)
    with pytest.raises(UploadGone):
        read(services, upload)


def test_a_version_that_never_was_is_gone(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    with pytest.raises(UploadGone):
        read(services, Upload(bucket=upload.bucket, key="uploads/other.csv", object_version="v9"))


def test_files_are_listed_in_all_versions_with_their_age_and_results_are_not(services: Ports) -> None:
    checked = services.files.put_check("3-A.csv", b"one", "")
    former = services.files.drop(checked, "")
    newest = services.files.drop(checked, "")
    services.files.write_results(newest, BytesIO(b"no upload"))
    kept = list(services.files.kept())
    assert {file.upload: file.newest for file in kept} == {checked: True, former: False, newest: True}
    assert all(file.since.tzinfo is not None for file in kept)


def test_a_checked_file_is_dropped_as_it_is_with_who_confirmed_it(services: Ports) -> None:
    checked = services.files.put_check("3-A é.csv", b"first_name\nAna\n", "u1")
    dropped = services.files.drop(checked, "u2", "id-of-u2")
    assert dropped.key == "uploads/3-A é.csv"
    with services.files.open(dropped) as file:
        assert (file.body.read(), file.by_user, file.by_user_id) == (b"first_name\nAna\n", "u2", "id-of-u2")
    with services.files.open(checked) as file:
        assert (file.by_user, file.by_user_id) == ("u1", "")


def test_a_checked_file_is_checked_and_dropped_as_one_that_may_create_homerooms(services: Ports) -> None:
    checked = services.files.put_check("3-A.csv", b"one", "u1")
    again = services.files.check_again(checked, "u2", new_homerooms=True)
    assert again.for_check_only
    assert again.import_id != checked.import_id
    for upload in (again, services.files.drop(again, "u2", new_homerooms=True)):
        with services.files.open(upload) as file:
            assert (file.body.read(), file.by_user, file.new_homerooms) == (b"one", "u2", True)
    with services.files.open(services.files.drop(again, "u2")) as file:
        assert not file.new_homerooms


def test_a_checked_file_that_is_gone_cannot_be_dropped(services: Ports) -> None:
    checked = services.files.put_check("3-A.csv", b"one", "")
    services.delete_file(checked)
    with pytest.raises(UploadGone):
        services.files.drop(checked, "")


def test_what_a_form_sends_is_read_back_with_who_asked_for_the_form(services: Ports) -> None:
    form = services.files.check_form("../3-A é.csv", "u1", "https://site.example/imports/")
    upload = services.send(form, b"first_name\nAna\n")
    assert upload
    assert upload.name == "3-A é.csv"
    assert upload.for_check_only
    with services.files.open(upload) as file:
        assert (file.body.read(), file.by_user) == (b"first_name\nAna\n", "u1")
    assert form.address == services.files.form_address


def test_a_form_goes_on_to_the_page_of_the_import_that_it_begins(services: Ports) -> None:
    form = services.files.check_form("3-A.csv", "u1", "https://site.example/imports/")
    upload = services.send(form, b"one")
    assert upload
    assert form.fields["success_action_redirect"] == f"https://site.example/imports/{upload.import_id}"


def test_a_form_that_is_sent_twice_is_one_check_and_each_of_its_versions_stays_what_it_is(services: Ports) -> None:
    form = services.files.check_form("3-A.csv", "u1", "https://site.example/imports/")
    first, second = services.send(form, b"one"), services.send(form, b"two")
    assert first
    assert second
    assert first.import_id == second.import_id
    assert (read(services, first), read(services, second)) == (b"one", b"two")
    assert read(services, services.files.drop(first, "")) == b"one"


def test_each_form_is_for_a_file_of_its_own(services: Ports) -> None:
    keys = {services.files.check_form("3-A.csv", "u1", "https://site.example/").fields["key"] for _ in range(2)}
    assert len(keys) == 2


def test_a_file_that_is_replaced_while_it_is_read_stays_what_it_was(services: Ports) -> None:
    checked = [services.files.put_check("3-A.csv", body, "") for body in (b"one" * 50_000, b"two")]
    first = services.files.drop(checked[0], "")
    with services.files.open(first) as file:
        assert file.body.read(3) == b"one"
        second = services.files.drop(checked[1], "")
        assert file.body.read() == b"one" * 49_999
    assert first.key == second.key
    assert (read(services, first)[:3], read(services, second)) == (b"one", b"two")


def test_results_are_there_for_a_browser(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    services.files.write_results(upload, BytesIO("row,é".encode()))
    assert services.download(services.files.results_address(upload)).decode() == "row,é"


def test_results_that_are_written_again_replace_the_former(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    services.files.write_results(upload, BytesIO(b"half"))
    services.files.write_results(upload, BytesIO(b"whole"))
    assert services.download(services.files.results_address(upload)) == b"whole"


def test_results_of_one_name_stay_what_they_were_under_their_version(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    workbook = replace(upload, key=upload.key.replace(".csv", ".xlsx"))
    assert upload.results_key == workbook.results_key
    versions = [services.files.write_results(which, BytesIO(which.key.encode())) for which in (upload, workbook)]
    for which, version in zip((upload, workbook), versions, strict=True):
        assert services.download(services.files.results_address(which, version)) == which.key.encode()


def test_results_that_are_not_there_are_gone(services: Ports) -> None:
    upload = services.files.put_check("3-A.csv", b"one", "")
    with pytest.raises(UploadGone):
        services.files.results_address(upload)


# ------------------------------------------------------------ S3 itself
@pytest.mark.parametrize("version", ["", "null"])
def test_a_bucket_without_versions_has_its_newest_file_read(version: str, stack: AwsStack) -> None:
    stack.clients("s3").put_object(Bucket=stack.settings.upload_bucket, Key="uploads/a.csv", Body=b"one")
    upload = Upload(bucket=stack.settings.upload_bucket, key="uploads/a.csv", object_version=version)
    with S3Files(stack.aws, stack.settings).open(upload) as file:
        assert (file.body.read(), file.by_user) == (b"one", "")


def test_a_deletion_is_no_file(stack: AwsStack) -> None:
    stack.clients("s3").put_object(Bucket=stack.settings.upload_bucket, Key="uploads/a.csv", Body=b"one")
    marker = stack.clients("s3").delete_object(Bucket=stack.settings.upload_bucket, Key="uploads/a.csv")["VersionId"]
    for version in (marker, ""):
        upload = Upload(bucket=stack.settings.upload_bucket, key="uploads/a.csv", object_version=version)
        with pytest.raises(UploadGone), S3Files(stack.aws, stack.settings).open(upload):
            pass


@pytest.mark.parametrize("key", STRANGE_KEYS, ids=lambda key: ascii(key[:40]))
def test_keys_may_hold_anything_that_a_file_name_may(key: str, stack: AwsStack) -> None:
    files = S3Files(stack.aws, stack.settings)
    stack.clients("s3").put_object(Bucket=stack.settings.upload_bucket, Key=key, Body=b"one")
    upload = Upload(bucket=stack.settings.upload_bucket, key=key)
    with files.open(upload) as file:
        assert file.body.read() == b"one"
    files.write_results(upload, BytesIO(b"row"))
    address = files.results_address(upload)
    assert requests.get(address, timeout=60).content == b"row"
    assert len(address) < 8000  # what a header may hold


def policy_of(fields: Any) -> Any:
    return json.loads(b64decode(fields["policy"]))


def test_a_form_settles_everything_but_the_file_and_bounds_that(stack: AwsStack) -> None:
    """moto asks for none of this; tests/integration/test_large_files.py shows that it is asked for."""
    form = S3Files(stack.aws, stack.settings).check_form(
        "a ${filename}", "u1@example.org", "https://site.example/imports/"
    )
    conditions = policy_of(form.fields)["conditions"]
    assert ["content-length-range", 1, MOST_CHECKED] in conditions
    settled = {
        name: text for condition in conditions if isinstance(condition, dict) for name, text in condition.items()
    }
    assert {"bucket": stack.settings.upload_bucket, **form.fields}.items() - settled.items() == {
        (name, form.fields[name]) for name in ("policy", "x-amz-signature")
    }
    assert not [c for c in conditions if "starts-with" in c]
    assert form.fields["Content-Type"] == "text/csv"
    assert "${" not in form.fields["key"]


def test_what_browsers_get_is_signed_for_every_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """New buckets refuse the older signature, and a form must not be sent on from one address to another."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    form = S3Files(Aws(), Settings({"UPLOAD_BUCKET": "homeroom"})).check_form("a.csv", "u1", "https://site.example/")
    assert form.address == "https://homeroom.s3.eu-west-1.amazonaws.com/"
    assert form.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert form.fields["x-amz-security-token"] == "testing"


def test_a_download_has_the_name_of_the_results(stack: AwsStack) -> None:
    upload = Upload(bucket=stack.settings.upload_bucket, key="uploads/3-A é.csv")
    files = S3Files(stack.aws, stack.settings)
    files.write_results(upload, BytesIO(b"row"))
    answer = requests.get(files.results_address(upload), timeout=60)
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"results.csv\"; filename*=UTF-8''3-A%20%C3%A9.results.csv"
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "upload.csv"),
        ("..", "upload.csv"),
        (".csv", "csv"),
        ("a\nb\u202e.csv", "a b.csv"),
        ("x" * 300 + ".csv", f"{'x' * 199}…"),
    ],
)
def test_strange_names_become_names(name: str, key: str, stack: AwsStack) -> None:
    assert S3Files(stack.aws, stack.settings).put_check(name, b"x", "").name == key


def test_results_are_a_csv_file_in_utf_8(stack: AwsStack) -> None:
    upload = Upload(bucket=stack.settings.upload_bucket, key="uploads/2026/3-A.csv")
    S3Files(stack.aws, stack.settings).write_results(upload, BytesIO(b"x"))
    stored = stack.clients("s3").get_object(Bucket=stack.settings.upload_bucket, Key="results/2026/3-A.results.csv")
    assert stored["ContentType"] == "text/csv; charset=utf-8"


def an_export(**more: Any) -> Export:
    usual: dict[str, Any] = {"id": "x1", "options": ExportOptions(), "year": YEAR, "by": "A"}
    return Export(**usual | {"started_at": NOW, "saved_at": NOW} | more)


def test_a_file_of_contacts_is_downloaded_in_the_version_that_was_made(services: Ports) -> None:
    export = an_export()
    version = services.files.write_export(export, BytesIO(b"first"))
    newer = services.files.write_export(export, BytesIO(b"second"))
    assert (
        services.download(services.files.export_address(replace(export, object_version=version), "a.csv")) == b"first"
    )
    assert services.download(services.files.export_address(replace(export, object_version=newer), "a.csv")) == b"second"


def test_a_file_of_contacts_that_is_gone_has_no_address(services: Ports) -> None:
    with pytest.raises(UploadGone):
        services.files.export_address(an_export(), "contacts.csv")


def test_a_workbook_of_contacts_has_its_type_and_the_name_that_it_is_given(stack: AwsStack) -> None:
    files, export = S3Files(stack.aws, stack.settings), an_export(options=ExportOptions(file_type=ExportFileType.XLSX))
    files.write_export(export, BytesIO(b"x"))
    address = files.export_address(export, "contacts-2026-09-01.xlsx")
    answer = requests.get(address, timeout=60)
    assert answer.headers["content-disposition"] == 'attachment; filename="contacts-2026-09-01.xlsx"'
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "/exports/x1/contacts.xlsx?" in address
