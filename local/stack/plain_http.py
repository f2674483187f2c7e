"""The local run speaks plain http on loopback, so the stack's demand for TLS is left out here, and only that."""

from typing import Any


def allow_plain_http(template: dict[str, Any]) -> None:
    """Take the statements that deny what does not come by TLS out of all bucket policies, in place."""
    resources = template["Resources"]
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::S3::BucketPolicy":
            document = resource["Properties"]["PolicyDocument"]
            document["Statement"] = [s for s in document["Statement"] if not _demands_tls(s)]
            if not document["Statement"]:
                del resources[name]


def _demands_tls(statement: dict[str, Any]) -> bool:
    return statement["Effect"] == "Deny" and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
