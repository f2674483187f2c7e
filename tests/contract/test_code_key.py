"""The key for what is too short for a plain hash."""

import re

from homeroom.adapters.secrets_manager import SecretsManagerCodeKey
from tests.steps.aws_stack import AwsStack
from tests.steps.ports import Ports


def test_a_digest_is_the_same_for_two_callers(services: Ports) -> None:
    digest = services.code_key.digest("invitation", "7KX4MQ2RTB")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert services.other_code_key.digest("invitation", "7KX4MQ2RTB") == digest


def test_another_text_and_another_purpose_have_another_digest(services: Ports) -> None:
    pairs = [("invitation", "7KX4MQ2RTB"), ("invitation", "7KX4MQ2RTC"), ("log-in", "7KX4MQ2RTB")]
    assert len({services.code_key.digest(*pair) for pair in pairs}) == 3


def test_another_sites_key_gives_another_digest_and_a_key_is_read_once_in_the_life_of_a_process(
    stack: AwsStack,
) -> None:
    key, secrets = SecretsManagerCodeKey(stack.aws, stack.settings), stack.clients("secretsmanager")
    before = key.digest("invitation", "7KX4MQ2RTB")
    secrets.put_secret_value(SecretId=stack.settings.code_key_secret, SecretString="another one")
    assert key.digest("invitation", "7KX4MQ2RTB") == before
    assert SecretsManagerCodeKey(stack.aws, stack.settings).digest("invitation", "7KX4MQ2RTB") != before
