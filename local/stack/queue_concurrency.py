"""Queues hand out two batches at once where AWS begins with five: here each one more is a process more to make."""

from typing import Any

_LEAST = 2
"""AWS takes no less."""


def limit_queue_concurrency(template: dict[str, Any]) -> None:
    """Limit those functions behind a queue that template.yaml does not limit itself, in place."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping" and not _is_of_a_stream(resource["Properties"]):
            resource["Properties"].setdefault("ScalingConfig", {"MaximumConcurrency": _LEAST})


def _is_of_a_stream(mapping: dict[str, Any]) -> bool:
    return "StartingPosition" in mapping
