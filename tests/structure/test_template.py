"""What template.yaml promises, read from itself."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from homeroom.adapters.dynamodb import keys
from homeroom.domain.accounts.password import SHORTEST_PASSWORD
from homeroom.domain.exports.export import EXPORTS, KEPT
from homeroom.domain.imports.kept import DAYS_AT_MOST, FILE_DAYS
from homeroom.domain.imports.upload import CHECKS, UPLOADS
from homeroom.queue_codec import decode
from homeroom.queue_messages import MailMessage
from homeroom.web.core.guards import Guard
from local.stack.routes import routes_of as delivered
from local.stack.transform import transformed
from tests.steps.figures import Recorder
from tests.steps.lambda_events import an_event
from tests.steps.project import ROOT
from tests.steps.template import FOLDERS, RESOURCES, TEMPLATE, functions, of_type, routes_of


@pytest.fixture(scope="module")
def transformed_template() -> Any:
    """What CloudFormation gets to see."""
    return transformed(ROOT, lambda name, _: f"s3://code/{name}")


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_every_path_of_the_route_tables_reaches_the_function_that_serves_it(
    folder: str, transformed_template: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = delivered(transformed_template, FOLDERS)
    for route in routes_of(folder, monkeypatch):
        for method in (route.method, "HEAD", "PUT", "OPTIONS"):
            match = api.match(method, re.sub(r"{\w+}", "a", route.path))
            assert match, route.key
            assert match.route.function == folder, f"{method} {route.path}"


def test_every_route_says_who_may_pass_and_what_is_written_answers_get_or_post(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = [route for folder in FOLDERS.values() for route in routes_of(folder, monkeypatch)]
    assert len({route.key for route in routes}) == len(routes)
    assert {route.method for route in routes} == {"GET", "POST"}
    assert not [route.key for route in routes if not isinstance(route.guard, Guard)]


def test_what_nobody_has_thought_of_is_answered_by_us(transformed_template: Any) -> None:
    api = delivered(transformed_template, FOLDERS)
    for path in ("/", "/nowhere/at/all", "/i", "/i/", '/i/abc"', "/i/abc/", "/u", "/answer/", "/answer/a/b", "/.env"):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            assert api.match(method, path), path


MOST_STATEMENTS, MOST_RESOURCES = 8, 100
"""A function's resource policy has 20,480 bytes, and each statement takes some 370 of them; a stack 500 resources.
The emulator knows neither limit. Pages cost none of both: routes stand in code.
"""


def test_the_resource_policies_and_the_stack_stay_far_below_their_limits(
    transformed_template: Any, record_figure: Recorder
) -> None:
    resources = transformed_template["Resources"]
    permissions = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::Lambda::Permission"]
    statements = Counter(permission["FunctionName"]["Ref"] for permission in permissions)
    assert max(statements.values()) <= MOST_STATEMENTS, statements
    assert len(resources) <= MOST_RESOURCES
    record_figure("resources in the stack", len(resources))
    record_figure("permissions to call a function", len(permissions))


def test_the_throttles_are_of_routes_that_there_are(transformed_template: Any) -> None:
    [stage] = [r for r in transformed_template["Resources"].values() if r["Type"] == "AWS::ApiGatewayV2::Stage"]
    throttled = stage["Properties"]["RouteSettings"]
    assert set(throttled) <= {route.key for route in delivered(transformed_template, FOLDERS)}
    assert {
        "POST /login",
        "POST /login/link",
        "POST /login/code",
        "ANY /code",
        "ANY /code/{proxy+}",
        "ANY /i/{proxy+}",
    } <= set(throttled)


def consumed() -> Iterator[str]:
    for function in functions().values():
        for event in function["Events"].values():
            if event["Type"] == "SQS":
                yield event["Properties"]["Queue"]["Fn::GetAtt"][0]


def test_every_queue_has_a_consumer_or_keeps_the_dead_letters_of_one_that_has() -> None:
    queues = of_type("AWS::SQS::Queue")
    keepers = {
        queues[name]["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for name in consumed()
    }
    assert set(consumed()) | keepers == set(queues)


def test_no_message_is_given_to_a_second_reader_while_the_first_one_may_still_work() -> None:
    for function in functions().values():
        timeout = function.get("Timeout", TEMPLATE["Globals"]["Function"]["Timeout"])
        for event in function["Events"].values():
            if event["Type"] == "SQS":
                queue = RESOURCES[event["Properties"]["Queue"]["Fn::GetAtt"][0]]["Properties"]
                assert queue["VisibilityTimeout"] >= 6 * timeout


def test_batches_give_back_only_what_failed() -> None:
    for function in functions().values():
        for event in function["Events"].values():
            if event["Type"] == "SQS" and event["Properties"]["BatchSize"] > 1:
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_what_fails_five_times_is_kept_among_the_dead_letters() -> None:
    for name in consumed():
        assert RESOURCES[name]["Properties"]["RedrivePolicy"]["maxReceiveCount"] == 5


def allowed_by(policy: str) -> list[Any]:
    statements: list[Any] = RESOURCES[policy]["Properties"]["PolicyDocument"]["Statement"]
    return statements


def test_nobody_but_the_mail_service_about_our_own_mails_can_report_a_delivery() -> None:
    """A forged report would block an address."""
    [to_queue], [to_topic] = allowed_by("DeliveryQueuePolicy"), allowed_by("DeliveryTopicPolicy")
    assert (to_queue["Principal"], to_queue["Action"]) == ({"Service": "sns.amazonaws.com"}, "sqs:SendMessage")
    assert to_queue["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "DeliveryTopic"}}}
    assert (to_topic["Principal"], to_topic["Action"]) == ({"Service": "ses.amazonaws.com"}, "sns:Publish")
    equal = to_topic["Condition"]["StringEquals"]
    assert equal["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert equal["aws:SourceArn"]["Fn::Sub"].endswith("configuration-set/${AWS::StackName}-mail")
    writers = [name for name, s in statements() if "DeliveryQueue" in str(s["Resource"]) or "sns:" in str(s["Action"])]
    assert writers == []


def test_every_dead_letter_queue_has_an_alarm() -> None:
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        for dimension in alarm["Properties"]["Dimensions"]
        if "Fn::GetAtt" in dimension["Value"]
    }
    assert watched == {name for name in of_type("AWS::SQS::Queue") if "DeadLetter" in name}


@pytest.mark.parametrize("table", of_type("AWS::DynamoDB::Table"))
def test_every_table_is_kept_encrypted_recoverable_and_paid_by_use(table: str) -> None:
    resource = RESOURCES[table]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    properties = resource["Properties"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["DeletionProtectionEnabled"]
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert properties["SSESpecification"]["SSEEnabled"]
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


def test_the_key_for_codes_is_made_by_aws_kept_and_read_by_those_alone_who_need_digests() -> None:
    secret = RESOURCES["CodeKeySecret"]
    assert secret["DeletionPolicy"] == secret["UpdateReplacePolicy"] == "Retain"
    assert set(secret["Properties"]) == {"Description", "GenerateSecretString"}
    readers = {name: s for name, s in statements() if "secretsmanager" in str(s["Action"])}
    digesting = ("ImportCsv", "SendInvite", "AcceptInvite", "Portal", "RecordDelivery", "Remind")
    assert set(readers) == {f"{name}Function" for name in digesting}
    for statement in readers.values():
        assert statement["Action"] == "secretsmanager:GetSecretValue"
        assert statement["Resource"] == {"Fn::GetAtt": ["CodeKeySecret", "Id"]}


def test_the_bucket_is_private_versioned_encrypted_and_forgets() -> None:
    bucket = RESOURCES["UploadBucket"]["Properties"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["VersioningConfiguration"]["Status"] == "Enabled"
    assert bucket["BucketEncryption"]
    rule, of_exports = bucket["LifecycleConfiguration"]["Rules"]
    assert (
        rule["ExpirationInDays"] == rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == {"Ref": "DaysToKeepFiles"}
    )
    days = TEMPLATE["Parameters"]["DaysToKeepFiles"]
    assert days["Default"] == days["MaxValue"] == FILE_DAYS
    assert 2 * (FILE_DAYS + 1) <= DAYS_AT_MOST, "each is rounded up to the next midnight"
    assert of_exports["Prefix"] == EXPORTS, "CloudFormation knows no Filter of a rule"
    assert (
        of_exports["ExpirationInDays"] == of_exports["NoncurrentVersionExpiration"]["NoncurrentDays"] == KEPT.days == 1
    )
    assert "aws:SecureTransport" in str(RESOURCES["UploadBucketPolicy"])


def test_only_uploads_and_checks_begin_anything() -> None:
    events = [event for event in functions()["ImportCsvFunction"]["Events"].values() if event["Type"] == "S3"]
    rules = [event["Properties"]["Filter"]["S3Key"]["Rules"] for event in events]
    assert rules == [[{"Name": "prefix", "Value": prefix}] for prefix in (UPLOADS, CHECKS)]


def statements() -> Iterator[tuple[str, Any]]:
    for name, function in functions().items():
        for policy in function.get("Policies", []):
            for statement in policy["Statement"]:
                yield name, statement


NO_RESOURCES = (["ses:GetAccount"], ["ses:DeleteSuppressedDestination"])
"""Actions that know no resources: IAM takes nothing but a wildcard for them."""


def test_no_role_holds_a_wildcard() -> None:
    for name, statement in statements():
        actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        assert not [action for action in actions if "*" in action], name
        assert statement["Resource"] != "*" or actions in NO_RESOURCES, name


ASKS_NOBODY = "WatchRecordFunction"
"""It reads its stream, which SAM allows it, and writes its log."""


def test_every_function_has_a_role_of_its_own_statements() -> None:
    assert {name for name, _ in statements()} == set(functions()) - {ASKS_NOBODY}


def test_no_role_may_do_more_with_the_record_of_who_did_what_than_add_to_it_and_read_it() -> None:
    allowed = {
        action
        for _, statement in statements()
        if "AuditTable" in str(statement["Resource"])
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert allowed == {"dynamodb:PutItem", "dynamodb:Query"}


def test_every_change_of_the_record_that_is_no_new_entry_reaches_the_function_that_reports_it() -> None:
    assert RESOURCES["AuditTable"]["Properties"]["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}
    [changes] = functions()[ASKS_NOBODY]["Events"].values()
    assert changes["Type"] == "DynamoDB"
    assert changes["Properties"]["Stream"] == {"Fn::GetAtt": ["AuditTable", "StreamArn"]}
    assert changes["Properties"]["StartingPosition"] == "TRIM_HORIZON"
    [only] = changes["Properties"]["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {"eventName": ["MODIFY", "REMOVE"]}


def test_functions_run_on_python_3_13_and_arm64() -> None:
    shared = TEMPLATE["Globals"]["Function"]
    assert (shared["Runtime"], shared["Architectures"]) == ("python3.13", ["arm64"])
    assert not [name for name, f in functions().items() if "Runtime" in f or "Architectures" in f]


def test_the_access_log_holds_no_path() -> None:
    log = json.loads(RESOURCES["HttpApi"]["Properties"]["AccessLogSettings"]["Format"])
    assert "$context.path" not in str(log)
    assert {"$context.routeKey", "$context.requestId", "$context.status"} <= set(log.values())


def test_passwords_are_made_by_us_alone_and_users_are_not_told_apart() -> None:
    pool, client = RESOURCES["UserPool"]["Properties"], RESOURCES["UserPoolClient"]["Properties"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["DeletionProtection"] == "ACTIVE"
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_the_password_service_is_given_the_rule_for_passwords() -> None:
    policy = RESOURCES["UserPool"]["Properties"]["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == SHORTEST_PASSWORD
    assert not [name for name, wanted in policy.items() if name.startswith("Require") and wanted]


def test_the_outputs_that_outsiders_rely_on_are_there() -> None:
    assert {"SiteUrl", "UploadBucketName"} <= set(TEMPLATE["Outputs"])


SOURCES = [*(ROOT / "layers").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]


def test_the_environment_is_read_in_one_place() -> None:
    readers = {path.name for path in SOURCES if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))}
    assert readers == {"settings.py"}


def test_the_time_is_asked_for_in_one_place() -> None:
    askers = {p.name for p in SOURCES if re.search(r"\.now\(|utcnow|\.today\(", p.read_text(encoding="utf-8"))}
    assert askers == {"clock.py"}


def test_every_sample_event_names_a_function_that_exists() -> None:
    named = set(re.findall(r"\w+Function", (ROOT / "events" / "README.md").read_text(encoding="utf-8")))
    assert named == set(functions())


def test_every_sample_event_is_listed() -> None:
    listed = re.findall(r"`(\w+)\.json`", (ROOT / "events" / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.stem for path in (ROOT / "events").glob("*.json"))


@pytest.mark.parametrize("message", get_args(MailMessage))
def test_each_message_in_the_queue_of_the_emails_has_a_sample(message: type[MailMessage]) -> None:
    [record] = an_event(f"{message.kind}_message")["Records"]
    assert isinstance(decode(record["body"], *get_args(MailMessage)), message)


def test_second_factors_are_denied_to_every_function_but_the_portal() -> None:
    """By the beginning of their key. The emulator does not know this condition, so only the template can show it."""
    readers, denied = set(), set()
    for name, function in functions().items():
        for policy in function.get("Policies", []):
            for statement in policy.get("Statement", []):
                if statement["Resource"] != {"Fn::GetAtt": ["AccessTable", "Arn"]}:
                    continue
                if statement["Effect"] == "Deny":
                    beginning = statement["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]
                    assert beginning == [keys.second_factor("*")["pk"]]
                    denied.add(name)
                else:
                    readers.add(name)
    assert readers - denied == {"PortalFunction"}
