"""The upload bucket: exactly the version that an event names, and its results."""

from io import BytesIO

import pytest

from homeroom.adapters.aws import Aws
from homeroom.adapters.s3 import S3Files
from homeroom.domain.import_run import Upload
from homeroom.settings import Settings
from homeroom.use_cases.ports import UploadGone
from tests.contract.conftest import Ports


def read(outside: Ports, upload: Upload) -> bytes:
    with outside.files.open(upload) as file:
        return file.body.read()


def test_an_upload_is_read_back_with_who_uploaded_it(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"first_name\nAna\n", "u1")
    assert upload.name == "3-A.csv"
    with outside.files.open(upload) as file:
        assert (file.size, file.by_user) == (15, "u1")
        assert file.body.read(5) == b"first"
        assert file.body.read() == b"_name\nAna\n"
        assert file.body.read() == b""


def test_each_upload_of_a_name_is_a_version_of_its_own(outside: Ports) -> None:
    first = outside.files.put_check("3-A.csv", b"one", "")
    second = outside.files.put_check("3-A.csv", b"two", "")
    assert first.import_id != second.import_id
    assert (read(outside, first), read(outside, second)) == (b"one", b"two")


@pytest.mark.parametrize("name", ["C:\\Users\\Ana\\3-A.csv", "/etc/3-A.csv", "../../3-A.csv"])
def test_folders_in_an_uploads_name_are_left_out(name: str, outside: Ports) -> None:
    assert outside.files.put_check(name, b"x", "").name == "3-A.csv"


def test_a_file_that_was_deleted_is_gone(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"one", "")
    outside.delete_file(upload)
    with pytest.raises(UploadGone):
        read(outside, upload)


def test_a_version_that_never_was_is_gone(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"one", "")
    with pytest.raises(UploadGone):
        read(outside, Upload(bucket=upload.bucket, key="uploads/other.csv", object_version="v9"))


def test_uploads_are_listed_in_their_newest_version_with_their_age(outside: Ports) -> None:
    checked = outside.files.put_check("3-A.csv", b"one", "")
    outside.files.drop(checked, "")
    newest = outside.files.drop(checked, "")
    outside.files.write_results(newest, BytesIO(b"no upload"))
    [(upload, since)] = outside.files.uploads()
    assert upload == newest
    assert since.tzinfo is not None


def test_a_checked_file_is_dropped_as_it_is_with_who_confirmed_it(outside: Ports) -> None:
    checked = outside.files.put_check("3-A é.csv", b"first_name\nAna\n", "u1")
    dropped = outside.files.drop(checked, "u2")
    assert dropped.key == "uploads/3-A é.csv"
    with outside.files.open(dropped) as file:
        assert (file.body.read(), file.by_user) == (b"first_name\nAna\n", "u2")


def test_a_checked_file_that_is_gone_cannot_be_dropped(outside: Ports) -> None:
    checked = outside.files.put_check("3-A.csv", b"one", "")
    outside.delete_file(checked)
    with pytest.raises(UploadGone):
        outside.files.drop(checked, "")


def test_results_are_read_back(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"one", "")
    outside.files.write_results(upload, BytesIO("row,é".encode()))
    assert outside.files.read_results(upload).decode() == "row,é"


def test_results_that_are_written_again_replace_the_former(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"one", "")
    outside.files.write_results(upload, BytesIO(b"half"))
    outside.files.write_results(upload, BytesIO(b"whole"))
    assert outside.files.read_results(upload) == b"whole"


def test_results_that_are_not_there_are_gone(outside: Ports) -> None:
    upload = outside.files.put_check("3-A.csv", b"one", "")
    with pytest.raises(UploadGone):
        outside.files.read_results(upload)


# ------------------------------------------------------------ S3 itself
@pytest.mark.parametrize("version", ["", "null"])
def test_a_bucket_without_versions_has_its_newest_file_read(version: str, aws: Aws, settings: Settings) -> None:
    aws.s3.put_object(Bucket=settings.upload_bucket, Key="uploads/a.csv", Body=b"one")
    upload = Upload(bucket=settings.upload_bucket, key="uploads/a.csv", object_version=version)
    with S3Files(aws, settings).open(upload) as file:
        assert (file.body.read(), file.by_user) == (b"one", "")


def test_a_deletion_is_no_file(aws: Aws, settings: Settings) -> None:
    aws.s3.put_object(Bucket=settings.upload_bucket, Key="uploads/a.csv", Body=b"one")
    marker = aws.s3.delete_object(Bucket=settings.upload_bucket, Key="uploads/a.csv")["VersionId"]
    for version in (marker, ""):
        upload = Upload(bucket=settings.upload_bucket, key="uploads/a.csv", object_version=version)
        with pytest.raises(UploadGone), S3Files(aws, settings).open(upload):
            pass


def test_keys_may_hold_anything_that_a_file_name_may(aws: Aws, settings: Settings) -> None:
    key = "uploads/año 2026/3+A %2B (1).csv"
    aws.s3.put_object(Bucket=settings.upload_bucket, Key=key, Body=b"one")
    with S3Files(aws, settings).open(Upload(bucket=settings.upload_bucket, key=key)) as file:
        assert file.body.read() == b"one"


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
def test_strange_names_become_names(name: str, key: str, aws: Aws, settings: Settings) -> None:
    assert S3Files(aws, settings).put_check(name, b"x", "").name == key


def test_results_are_a_csv_file_in_utf_8(aws: Aws, settings: Settings) -> None:
    upload = Upload(bucket=settings.upload_bucket, key="uploads/2026/3-A.csv")
    S3Files(aws, settings).write_results(upload, BytesIO(b"x"))
    stored = aws.s3.get_object(Bucket=settings.upload_bucket, Key="results/2026/3-A.results.csv")
    assert stored["ContentType"] == "text/csv; charset=utf-8"
