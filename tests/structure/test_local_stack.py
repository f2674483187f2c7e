"""Before it deploys, the local run changes as little of the template as it can."""

import copy
import os
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from local.problems import Problem
from local.stack.plain_http import allow_plain_http
from local.stack.sources import fingerprint, pack, snapshot
from local.stack.transform import transformed
from local.stack.widen_roles import widen_roles
from tests.steps.project import ROOT


def role(*statements: dict[str, Any]) -> dict[str, Any]:
    policies = [{"PolicyDocument": {"Statement": list(statements)}}]
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}}}}


def statements_of(template: dict[str, Any]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = []
    roles = [resource for resource in template["Resources"].values() if resource["Type"] == "AWS::IAM::Role"]
    for role_found in roles:
        for policy in role_found["Properties"].get("Policies", []):
            statements += policy["PolicyDocument"]["Statement"]
    return statements


def test_sending_to_a_queue_covers_batches() -> None:
    template = role({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "queue"})
    widen_roles(template)
    widened = {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:SendMessageBatch"], "Resource": "queue"}
    assert statements_of(template) == [widened]


def test_sending_mail_is_not_held_to_the_identity() -> None:
    template = role({"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "identity"})
    widen_roles(template)
    assert statements_of(template) == [{"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "*"}]


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "table"},
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "bucket"},
        {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "queue"},
        {"Effect": "Allow", "Action": ["ses:SendEmail", "s3:GetObject"], "Resource": "both"},
        {"Effect": "Deny", "Action": "ses:SendEmail", "Resource": "identity"},
    ],
)
def test_no_other_permission_is_touched(statement: dict[str, Any]) -> None:
    template = role(copy.deepcopy(statement))
    widen_roles(template)
    assert statements_of(template) == [statement]


def test_only_the_two_known_differences_are_widened_in_the_real_template(monkeypatch: pytest.MonkeyPatch) -> None:
    unwidened: list[dict[str, Any]] = []

    def widen(template: dict[str, Any]) -> None:
        unwidened.append(copy.deepcopy(template))
        widen_roles(template)

    monkeypatch.setattr("local.stack.transform.widen_roles", widen)
    widened = statements_of(transformed(ROOT, lambda name, _: f"s3://code/{name}"))
    [as_written] = map(statements_of, unwidened)
    differing = [(a, b) for a, b in zip(as_written, widened, strict=True) if a != b]
    for before, after in differing:
        if before["Action"] == "ses:SendEmail":
            assert after == {name: value for name, value in before.items() if name != "Condition"} | {"Resource": "*"}
        else:
            assert after == {**before, "Action": [before["Action"], "sqs:SendMessageBatch"]}
            assert before["Action"] == "sqs:SendMessage"


def test_only_the_demand_for_tls_leaves_a_bucket_policy() -> None:
    demand = {"Effect": "Deny", "Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    other = {"Effect": "Deny", "Action": "s3:DeleteObject"}
    bucket_policy = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"PolicyDocument": {"Statement": [demand, other]}},
    }
    template: dict[str, Any] = {"Resources": {"Policy": bucket_policy}}
    allow_plain_http(template)
    assert template["Resources"]["Policy"]["Properties"]["PolicyDocument"]["Statement"] == [other]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Resources: [", "cannot be read"),
        ("Description: nothing", "has no resources"),
        ("Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: gone}}}", "no folder gone"),
        ("Resources: {F: {Type: 'AWS::Serverless::Function'}}", "not the shape"),
    ],
)
def test_a_broken_template_is_said_in_a_sentence(tmp_path: Path, template: str, words: str) -> None:
    (tmp_path / "template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\n" + template)
    with pytest.raises(Problem, match=words):
        transformed(tmp_path, lambda name, _: name)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("functions/portal/app.py", "layers/common/homeroom/x.py", "template.yaml", "local/stack/a.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    return tmp_path


def test_saving_a_file_shows_in_the_snapshot_and_in_the_fingerprint(tree: Path) -> None:
    before, mark = snapshot(tree), fingerprint(tree, {})
    saved = tree / "functions/portal/app.py"
    saved.write_text("x = 2\n")
    os.utime(saved, ns=(1, 1))
    assert snapshot(tree) != before
    assert fingerprint(tree, {}) != mark


def test_what_python_leaves_behind_is_no_change(tree: Path) -> None:
    before, mark = snapshot(tree), fingerprint(tree, {})
    cache = tree / "functions/portal/__pycache__"
    cache.mkdir()
    (cache / "app.cpython-313.pyc").write_bytes(b"x")
    assert (snapshot(tree), fingerprint(tree, {})) == (before, mark)


def test_another_port_is_another_deployment(tree: Path) -> None:
    assert fingerprint(tree, {"SiteUrl": "a"}) != fingerprint(tree, {"SiteUrl": "b"})


def test_a_package_holds_the_sources_below_its_prefix_and_is_always_the_same(tree: Path) -> None:
    folder = tree / "layers/common"
    for unpacked in ("requirements.in", "requirements.txt"):
        (folder / unpacked).write_text("pydantic\n")
    package = pack(folder, "python/")
    assert package == pack(folder, "python/")
    assert zipfile.ZipFile(BytesIO(package)).namelist() == ["python/homeroom/x.py"]
