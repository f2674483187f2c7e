"""The local run keeps its promises to outsiders: mailbox, AWS endpoint, outputs, data that outlive a restart."""

import json
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.steps.local_site import LocalSite, wait_until


def page(site: LocalSite, path: str, form: dict[str, str] | None = None) -> str:
    body = urlencode(form).encode() if form else None
    with urllib.request.urlopen(site.url + path, data=body, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def send_mail(site: LocalSite, to: str, subject: str) -> str:
    content = {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>html</p>"}}}
    answer: dict[str, Any] = site.aws("sesv2").send_email(
        FromEmailAddress="school@example.org",
        Destination={"ToAddresses": [to]},
        Content={"Simple": content},
        ConfigurationSetName="homeroom-mail",
    )
    return str(answer["MessageId"])


def reports_about(site: LocalSite, mail_id: str) -> list[str]:
    lines = [json.loads(line) for line in (site.state / "mail.jsonl").read_text().splitlines()]
    return [line["report"] for line in lines if line.get("id") == mail_id]


def test_the_outputs_name_the_site_and_the_bucket(local_site: LocalSite) -> None:
    assert local_site.outputs["SiteUrl"] == local_site.url
    assert local_site.outputs["UploadBucketName"]


@pytest.mark.parametrize(
    "credentials",
    [
        {"aws_access_key_id": "anything", "aws_secret_access_key": "at all"},
        {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "x"},
        {"aws_access_key_id": "ASIAQWERTYUIOPASDFGH", "aws_secret_access_key": "x", "aws_session_token": "y"},
        {"aws_access_key_id": "test", "aws_secret_access_key": "another"},
    ],
    ids=lambda credentials: credentials["aws_access_key_id"],
)
def test_any_credentials_open_the_aws_endpoint(local_site: LocalSite, credentials: dict[str, str]) -> None:
    bucket, key = local_site.outputs["UploadBucketName"], "elsewhere/a+b é.txt"
    s3 = local_site.aws("s3", **credentials)
    s3.put_object(Bucket=bucket, Key=key, Body=b"x" * 200_000)
    assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == 200_000
    assert local_site.aws("sqs", **credentials).list_queues()["QueueUrls"]
    assert local_site.aws("dynamodb", **credentials).list_tables()["TableNames"]


def test_the_session_of_a_role_may_do_what_the_role_may_and_no_more(local_site: LocalSite) -> None:
    iam, sts = local_site.aws("iam"), local_site.aws("sts")
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="no-permissions", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="test")["Credentials"]
    s3 = local_site.aws(
        "s3",
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
        s3.list_objects_v2(Bucket=local_site.outputs["UploadBucketName"])
    with pytest.raises(s3.exceptions.ClientError, match="403"):
        s3.head_object(Bucket=local_site.outputs["UploadBucketName"], Key="x")


def test_a_connection_to_the_aws_endpoint_stays_open_while_nobody_uses_it(local_site: LocalSite) -> None:
    address = urlsplit(local_site.aws_endpoint)
    connection = HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request("GET", "/_ministack/health")
    connection.getresponse().read()
    time.sleep(6)  # hypercorn itself waits five seconds

    connection.sock.setblocking(False)
    with pytest.raises(BlockingIOError):  # an end would be read as b""
        connection.sock.recv(1)
    connection.close()


def test_the_functions_were_woken_without_a_trace_and_without_a_word(local_site: LocalSite) -> None:
    log = local_site.state / "aws.log"
    wait_until(lambda: log.read_text().count("Lambda worker spawned") >= 6, "woken functions", 60)
    assert "woken" not in local_site.log()
    imports = local_site.aws("dynamodb").scan(TableName=local_site.outputs["ImportsTable"])
    assert not [item for item in imports["Items"] if "new families" in str(item)]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/i/abc%22", 404),
        ("HEAD", "/u/abc/def", 404),
        ("PUT", "/login", 405),
        ("OPTIONS", "/answer", 405),
        ("DELETE", "/", 405),
    ],
)
def test_whatever_nobody_asks_for_gets_a_page_of_ours(
    local_site: LocalSite, method: str, path: str, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(urllib.request.Request(local_site.url + path, method=method), timeout=30)
    with refusal.value as answer:
        assert (answer.code, bool(answer.read())) == (status, method != "HEAD")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert bool(answer.headers["allow"]) is (status == 405)


def test_the_mailbox_shows_each_mail_and_what_became_of_it(local_site: LocalSite) -> None:
    mail_id = send_mail(local_site, "ooto+page@simulator.amazonses.com", "Away <until> Monday")
    assert [mail["id"] for mail in local_site.wait_for_mail("ooto+page@simulator.amazonses.com")] == [mail_id]
    wait_until(lambda: len(reports_about(local_site, mail_id)) == 3, "three reports", 10)
    assert reports_about(local_site, mail_id) == ["Send", "Delivery", "OutOfOffice"]
    shown = page(local_site, f"/_local/mail?open={mail_id}")
    assert "Away &lt;until&gt; Monday" in shown
    assert "sent, delivered, out of office" in shown


def test_the_buttons_of_the_mailbox_publish_what_they_say(local_site: LocalSite) -> None:
    mail_id = send_mail(local_site, "buttons@example.com", "Press me")
    wait_until(lambda: len(reports_about(local_site, mail_id)) == 2, "two reports", 10)
    for button in ("bounce", "complain", "deliver"):
        page(local_site, "/_local/mail", {"id": mail_id, "report": button})
    assert reports_about(local_site, mail_id)[2:] == ["Bounce", "Complaint", "Delivery"]


@dataclass
class Restarted:
    """A run that was stopped right after its last mail, and the one that followed in the same folder.

    Starting is what takes long, so the tests share these two, and `site` is the newest.
    """

    site: LocalSite
    tables: list[str]
    late_mail: str
    reported_in_time: list[str]
    first_log: str

    @property
    def bucket(self) -> str:
        return self.site.outputs["UploadBucketName"]


@pytest.fixture(scope="module")
def restarted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarted]:
    state = tmp_path_factory.mktemp("restarted") / "state"
    first = LocalSite(state)
    send_mail(first, "kept@example.com", "Still here")
    first.aws("s3").put_object(Bucket=first.outputs["UploadBucketName"], Key="elsewhere/kept.txt", Body=b"kept")
    tables = first.aws("dynamodb").list_tables()["TableNames"]
    late_mail = send_mail(first, "reported-late@example.com", "Just before the end")
    assert first.stop(signal.SIGINT) == 0
    reported_in_time, first_log = reports_about(first, late_mail), first.log()
    restarted = Restarted(LocalSite(state), tables, late_mail, reported_in_time, first_log)
    yield restarted
    assert restarted.site.stop() == 0


def test_data_and_mail_outlive_a_restart_on_other_ports(restarted: Restarted) -> None:
    site, key = restarted.site, "elsewhere/kept.txt"
    assert [mail["subject"] for mail in site.wait_for_mail("kept@example.com")] == ["Still here"]
    assert site.aws("s3").get_object(Bucket=restarted.bucket, Key=key)["Body"].read() == b"kept"
    assert site.aws("dynamodb").list_tables()["TableNames"] == restarted.tables
    assert site.outputs["SiteUrl"] == site.url
    assert "Making the demo site" not in site.log()


def test_what_a_stopped_run_has_not_reported_the_next_one_reports(restarted: Restarted) -> None:
    assert "could not be published" not in restarted.first_log
    assert restarted.reported_in_time == []
    wait_until(lambda: len(reports_about(restarted.site, restarted.late_mail)) == 2, "two reports", 20)


def test_a_run_that_is_killed_leaves_nothing_behind_and_loses_nothing(restarted: Restarted) -> None:
    killed, bucket = restarted.site, restarted.bucket
    killed.aws("dynamodb").create_table(
        TableName="made-late",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    assert killed.stop(signal.SIGKILL) != 0
    restarted.site = LocalSite(killed.state)
    database = restarted.site.aws("dynamodb")
    assert "made-late" in database.list_tables()["TableNames"]
    database.delete_table(TableName="made-late")
    assert restarted.bucket == bucket
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(killed.aws_endpoint).port or 0), timeout=5)
