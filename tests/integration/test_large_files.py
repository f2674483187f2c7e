"""Files between a browser and the bucket, through the deployed site: S3 holds every form to what was signed."""

import csv
import io
from collections.abc import Iterator

import pytest
import requests

from homeroom.bootstrap import make_services
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import MOST_CHECKED, Upload
from homeroom.settings import Settings
from homeroom.use_cases.ports.files import UploadForm
from homeroom.use_cases.ports.services import Services
from tests.factories import STRANGE_KEYS
from tests.steps.local_site import LocalSite, wait_until

PATIENCE = 60
HEADER = "year,class_code,student_last_name,student_first_name\n"


@pytest.fixture(scope="module")
def services(local_site: LocalSite) -> Iterator[Services]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", local_site.aws_endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield make_services(Settings.from_outputs(local_site.outputs))


@pytest.fixture
def form(services: Services) -> UploadForm:
    return services.files.check_form("large.csv", "admin@example.org", "http://127.0.0.1:1/imports/")


def send(form: UploadForm, body: bytes, **other: str) -> requests.Response:
    fields = {**form.fields, **{name.replace("_", "-"): text for name, text in other.items()}}
    return requests.post(form.address, data=fields, files={"file": ("a", body)}, allow_redirects=False, timeout=60)


def finished(services: Services, import_id: str) -> None:
    def is_over() -> bool:
        run = services.imports.get(import_id)
        return run is not None and run.over

    wait_until(is_over, "end of the import", PATIENCE)


def test_a_file_of_just_the_largest_size_is_stored_and_checked_by_itself(form: UploadForm, services: Services) -> None:
    row = b"2026-2027,3-A,Gross,Ida,"
    body = HEADER.strip().encode() + b",notes\n" + row + b"x" * 5000 + b"\n"
    body += (row + b"\n") * 10
    body += b" " * (MOST_CHECKED - len(body))
    answer = send(form, body)
    assert answer.status_code == 303
    import_id = form.fields["success_action_redirect"].rpartition("/")[2]
    assert answer.headers["location"].startswith(f"http://127.0.0.1:1/imports/{import_id}?")
    finished(services, import_id)
    run = services.imports.get(import_id)
    assert run
    assert (run.state, run.size, run.by_user) == (ImportState.CHECKED, MOST_CHECKED, "admin@example.org")


@pytest.mark.parametrize(
    ("size", "code"), [(0, "EntityTooSmall"), (MOST_CHECKED + 1, "EntityTooLarge")], ids=["empty", "one byte too many"]
)
def test_what_is_no_size_for_a_check_is_refused(form: UploadForm, size: int, code: str) -> None:
    answer = send(form, b"x" * size)
    assert answer.status_code == 400
    assert code in answer.text


@pytest.mark.parametrize(
    "other",
    [
        {"key": "uploads/large.csv"},
        {"key": "results/large.csv"},
        {"Content_Type": "text/html"},
        {"x_amz_meta_by_user": "somebody@else.example"},
        {"success_action_redirect": "https://elsewhere.example/"},
        {"acl": "public-read"},
    ],
    ids=str,
)
def test_a_form_that_was_changed_is_refused(form: UploadForm, other: dict[str, str]) -> None:
    assert send(form, b"x", **other).status_code == 403


def test_results_are_downloaded_under_their_name(local_site: LocalSite, services: Services) -> None:
    upload = drop(local_site, services, "uploads/3-A é.csv", "Lieb")
    answer = requests.get(services.files.results_address(upload), timeout=60)
    assert "filename*=UTF-8''3-A%20%C3%A9.results.csv" in answer.headers["content-disposition"]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("key", STRANGE_KEYS, ids=lambda key: ascii(key[:40]))
def test_a_file_of_any_name_is_imported_and_its_results_can_be_downloaded(
    local_site: LocalSite, services: Services, key: str
) -> None:
    upload = drop(local_site, services, key, "Seltsam")
    answer = requests.get(services.files.results_address(upload), timeout=60)
    assert answer.status_code == 200
    assert [row["student_last_name"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))] == [
        "Seltsam"
    ]


def test_a_file_that_is_replaced_before_it_is_read_is_imported_in_both_versions(
    local_site: LocalSite, services: Services
) -> None:
    key = "uploads/replaced.csv"
    versions = [put(local_site, key, rows_of(f"Erst {n}") * (n + 1)) for n in range(3)]
    for upload in versions:
        finished(services, upload.import_id)
    runs = [services.imports.get(upload.import_id) for upload in versions]
    assert [run.rows for run in runs if run] == [1, 2, 3]


def rows_of(last_name: str) -> str:
    return f"2026-2027,3-A,{last_name},Kind\n"


def put(site: LocalSite, key: str, rows: str) -> Upload:
    bucket = site.outputs["UploadBucketName"]
    answer = site.aws("s3").put_object(Bucket=bucket, Key=key, Body=(HEADER + rows).encode())
    return Upload(bucket=bucket, key=key, object_version=answer["VersionId"])


def drop(site: LocalSite, services: Services, key: str, last_name: str) -> Upload:
    upload = put(site, key, rows_of(last_name))
    finished(services, upload.import_id)
    return upload
