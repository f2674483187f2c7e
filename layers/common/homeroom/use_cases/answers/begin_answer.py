"""The button behind the link was pressed, or the code beside it typed: from here on a cookie opens the form."""

from collections.abc import Callable

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.link_code import find_by_code
from homeroom.use_cases.accounts.sessions import Started, start_answering
from homeroom.use_cases.answers.open_link import Opened, Visitor, open_found, open_link
from homeroom.use_cases.ports.services import Services


def begin_answer(token: str, visitor: Visitor, services: Services) -> Started:
    """Raises what open_link raises."""
    return _begin(lambda: open_link(token, visitor, services), services)


def begin_by_code(typed: str, visitor: Visitor, services: Services) -> Started:
    """Raises what find_by_code and open_found raise."""
    link = find_by_code(typed, visitor.address, services)
    return _begin(lambda: open_found(link, visitor, services), services)


def _begin(open_now: Callable[[], Opened], services: Services) -> Started:
    opened = retry_on_conflict(lambda: _store_begun(open_now(), services))
    return start_answering(opened.invitation.id, services, opened.reader)


def _store_begun(opened: Opened, services: Services) -> Opened:
    """Begun on another device at this moment, or changed by the office: a Conflict, and another look."""
    begun = opened.invitation.begun(services.clock())
    if begun != opened.invitation:
        services.store.save(Change(opened.invitation, begun))
    return opened
