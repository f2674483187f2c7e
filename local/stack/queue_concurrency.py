"""Queues hand out two batches at once where AWS begins with five: here each one more is a process more to make."""

from typing import Any

_LEAST = 2
"""AWS takes no less."""


def limit_queue_concurrency(template: dict[str, Any]) -> None:
    """Limit those functions behind a queue that template.yaml does not limit itself, in place."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            resource["Properties"].setdefault("ScalingConfig", {"MaximumConcurrency": _LEAST})
