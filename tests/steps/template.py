"""template.yaml, read as it stands."""

from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.steps.project import ROOT, load_app

TEMPLATE = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
FOLDERS = {"PortalFunction": "portal", "AcceptInviteFunction": "accept_invite"}


def of_type(kind: str) -> dict[str, Any]:
    return {name: resource for name, resource in RESOURCES.items() if resource["Type"] == kind}


def functions() -> dict[str, Any]:
    return {name: r["Properties"] for name, r in of_type("AWS::Serverless::Function").items()}


def routes_of(folder: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr("homeroom.bootstrap.services", lambda: None)
    return list(load_app(folder).ROUTES)
