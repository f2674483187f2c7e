"""The site's settings and secret."""

from dataclasses import replace
from typing import Any

import pytest

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.dynamodb.store_version import STORE_VERSION
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.site import OtherStoreVersion
from tests.factories import YEAR
from tests.steps.aws_stack import AwsStack
from tests.steps.ports import Ports


def test_settings_are_none_until_saved_and_then_the_newest(services: Ports) -> None:
    assert services.site.settings() is None
    services.store.save(Change.new(SiteSettings(school_year=YEAR)))
    saved = services.site.settings()
    assert saved
    services.store.save(Change(saved, replace(saved, school_name="Lincoln School")))
    assert services.site.settings() == replace(saved, school_name="Lincoln School", version=2)


def test_the_secret_is_the_same_for_two_callers_and_for_good(services: Ports) -> None:
    secret = services.site.secret()
    assert len(secret) == 32
    assert services.other_site.secret() == secret
    assert services.site.secret() == secret


def test_the_secret_does_not_depend_on_the_settings(services: Ports) -> None:
    secret = services.site.secret()
    assert services.site.settings() is None
    services.store.save(Change.new(SiteSettings(school_year=YEAR)))
    assert services.other_site.secret() == secret


@pytest.mark.parametrize("version", [{}, {":other": {"N": str(STORE_VERSION + 1)}}], ids=["before versions", "later"])
def test_a_store_of_another_version_is_refused(stack: AwsStack, version: dict[str, Any]) -> None:
    DynamoSite(stack.aws, stack.settings).secret()
    DynamoStore(stack.aws, stack.settings).save(Change.new(SiteSettings(school_year=YEAR)))
    for key in (keys.site_settings(), keys.secret()):
        stack.clients("dynamodb").update_item(
            TableName=stack.settings.site_table,
            Key={name: {"S": value} for name, value in key.items()},
            UpdateExpression="SET store_version = :other" if version else "REMOVE store_version",
            **({"ExpressionAttributeValues": version} if version else {}),
        )
    site = DynamoSite(stack.aws, stack.settings)
    with pytest.raises(OtherStoreVersion, match=f"this code reads version {STORE_VERSION}"):
        site.settings()
    with pytest.raises(OtherStoreVersion):
        site.secret()
