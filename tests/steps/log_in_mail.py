"""The email that logs in: what its queue does, and what its reader finds in it."""

import re
from collections.abc import Sequence

from homeroom.use_cases.mail.send_log_in import send_log_in
from homeroom.use_cases.mail.send_password_set import send_password_set
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from tests.fakes import World


def log_ins_sent(world: World, services: Services | None = None) -> None:
    """What was asked for is done, as far as it asks for nothing more."""
    log_ins, world.queue.log_ins = world.queue.log_ins, []
    for user_id, number, _ in log_ins:
        send_log_in(user_id, number, services or world.services)
    passwords_set, world.queue.passwords_set = world.queue.passwords_set, []
    for user_id, set_at, _ in passwords_set:
        send_password_set(user_id, set_at, services or world.services)


def secrets_of(mail: OutgoingMail) -> tuple[str, str]:
    """The token of its link, and its code."""
    [token] = re.findall(r"/login/link/([A-Za-z0-9_-]{43})", mail.text)
    [code] = re.findall(r"^(?:code: | +)?([0-9]{6})$", mail.text, re.MULTILINE)
    return token, code


def newest_secrets(mails: Sequence[OutgoingMail]) -> tuple[str, str]:
    return secrets_of([mail for mail in mails if "/login/link/" in mail.text][-1])


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"
