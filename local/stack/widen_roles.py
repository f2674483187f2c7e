"""The two places where the emulator asks a role for more than AWS does. Nothing else of a role is touched.

1. It asks for sqs:SendMessageBatch; on AWS sqs:SendMessage covers batches and that action does not exist.
2. It checks SESv2 sends against every resource, and knows no sender; AWS checks identities, the configuration set and
   the address that a mail comes from.
"""

from typing import Any

SES_SENDS = frozenset({"ses:SendEmail", "ses:SendRawEmail"})


def widen_roles(template: dict[str, Any]) -> None:
    """Adapt the inline policies of all roles in a CloudFormation template, in place."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            for policy in resource["Properties"].get("Policies", []):
                _widen_policy(policy["PolicyDocument"])


def _widen_policy(document: dict[str, Any]) -> None:
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        if statement["Effect"] == "Allow":
            _widen_statement(statement)


def _widen_statement(statement: dict[str, Any]) -> None:
    actions = statement.get("Action", [])
    actions = [actions] if isinstance(actions, str) else actions
    if "sqs:SendMessage" in actions:
        statement["Action"] = [*actions, "sqs:SendMessageBatch"]
    if actions and SES_SENDS.issuperset(actions):
        statement["Resource"] = "*"
        statement.pop("Condition", None)
