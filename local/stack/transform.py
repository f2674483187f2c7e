"""template.yaml as CloudFormation understands it: what `sam deploy` does in the cloud, done here."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.problems import Problem
from local.stack.plain_http import allow_plain_http
from local.stack.queue_concurrency import limit_queue_concurrency
from local.stack.sources import TEMPLATE, pack
from local.stack.widen_roles import widen_roles

# Resource type -> the property that names its folder, and where in the package Lambda looks for the content.
PACKED = {
    "AWS::Serverless::Function": ("CodeUri", ""),
    "AWS::Serverless::LayerVersion": ("ContentUri", "python/"),
}

Upload = Callable[[str, bytes], str]


class _NoManagedPolicies:
    """The translator may ask for AWS' managed policies; this stack names none."""

    def load(self) -> dict[str, str]:
        return {}


def transformed(root: Path, upload: Upload) -> dict[str, Any]:
    """The stack's CloudFormation template, its code handed to `upload(name, bytes) -> address`.

    Raises Problem with the translator's words for a template that is wrong.
    """
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    template = _read(root / TEMPLATE)
    try:
        _package(template, root, upload)
        result: dict[str, Any] = transform(template, {}, _NoManagedPolicies())
        widen_roles(result)
        allow_plain_http(result)
        limit_queue_concurrency(result)
    except InvalidDocumentException as error:
        raise Problem("\n".join(cause.message for cause in error.causes)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{TEMPLATE} has not the shape of a template ({error!r}).") from None
    return result


def _read(path: Path) -> dict[str, Any]:
    from samtranslator.yaml_helper import yaml_parse
    from yaml import YAMLError

    try:
        template = yaml_parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise Problem(f"{TEMPLATE} cannot be read: {error}") from None
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise Problem(f"{TEMPLATE} has no resources.")
    return template


def _package(template: dict[str, Any], root: Path, upload: Upload) -> None:
    for name, resource in template["Resources"].items():
        if resource.get("Type") in PACKED:
            setting, prefix = PACKED[resource["Type"]]
            folder = root / resource["Properties"][setting]
            if not folder.is_dir():
                raise Problem(f"{name}: there is no folder {resource['Properties'][setting]}.")
            content = pack(folder, prefix)
            resource["Properties"][setting] = upload(f"{hashlib.sha256(content).hexdigest()}.zip", content)
