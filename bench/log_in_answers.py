"""`python -m bench.log_in_answers URL OUTPUTS`: how long a running local site takes to answer somebody who asks for a
log-in email, and who then types a wrong code, by what the site knows of the address. The medians must tell nothing.

URL is the site's, OUTPUTS the file `outputs.json` in its state folder. AWS_ENDPOINT_URL and any credentials stand in
the environment. docs/performance.md has the figures.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import requests

from homeroom.bootstrap import make_services
from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import (
    LINK_MAIL_FROM,
    LOG_IN_MAIL,
    LOG_IN_MAIL_ADDRESS,
    NEW_LINK,
    WRONG_LOG_IN_CODE,
)
from homeroom.domain.kernel.token import csrf_token, digest, new_id, new_token
from homeroom.settings import Settings
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.requests import ANONYMOUS_COOKIE

_TIMES, _NETWORK = 100, "127.0.0.1"
_KINDS = ("known", "invited", "unknown")


def main() -> None:
    url, outputs = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    services = make_services(Settings.from_outputs(outputs))
    addresses = {kind: f"{kind}-{new_id()}@example.org" for kind in _KINDS}
    _prepare(addresses, services)
    asked: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    typed: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    for _ in range(_TIMES):
        for kind in _KINDS:  # in turns: whatever else the machine does, it does to all of them
            _forgive(addresses[kind], services)
            cookie = new_token()
            asked[kind].append(_post(url, "/login/link", cookie, email=addresses[kind]))
            typed[kind].append(_post(url, "/login/code", cookie, code="000000"))
    for what, taken in (("asked", asked), ("a wrong code", typed)):
        for kind in _KINDS:
            low, high = quantiles(taken[kind], n=10)[0], quantiles(taken[kind], n=10)[-1]
            print(f"{what}, {kind}: median {_ms(median(taken[kind]))}, 80% within {_ms(low)} to {_ms(high)}")


def _prepare(addresses: dict[str, str], services: Services) -> None:
    now = datetime.now(UTC)
    user = User(id=new_id(), email=addresses["known"], name="A", contact_ids=("c1",))
    invitation = Invitation(
        id=new_id(),
        email=addresses["invited"],
        parent_name="B",
        student_ids=(),
        inviter="A",
        created_at=now,
        asked_at=now - timedelta(days=1),
        expires_at=now + timedelta(days=30),
    )
    lock = AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)
    services.store.save(Change.new(user), Change.new(invitation), Change.new(lock))


def _forgive(address: str, services: Services) -> None:
    """Limits are not what is measured."""
    now = datetime.now(UTC)
    counted = (
        (LINK_MAIL_FROM, _NETWORK),
        (LOG_IN_MAIL, f"{address} {_NETWORK}"),
        (LOG_IN_MAIL_ADDRESS, address),
        (WRONG_LOG_IN_CODE, digest(address)),
        (NEW_LINK, address),
    )
    for limit, subject in counted:
        services.access.forgive(limit, subject, now)


def _post(url: str, path: str, cookie: str, **form: str) -> float:
    """The seconds that it took."""
    begun = time.perf_counter()
    answer = requests.post(
        f"{url}{path}",
        {"csrf": csrf_token(cookie), **form},
        headers={"Cookie": f"{ANONYMOUS_COOKIE}={cookie}"},
        allow_redirects=False,
        timeout=30,
    )
    taken = time.perf_counter() - begun
    if answer.status_code not in (303, 422):
        raise RuntimeError(f"{path}: {answer.status_code}")
    return taken


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
