"""Not this student's parent: what unlinking a contact will do, and the button that does it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.families.unlink_contact import ContactLink, find_contact_link, unlink_contact
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route


@dataclass(frozen=True, kw_only=True, repr=False)
class UnlinkPage:
    """`student` and `others` are first names; `others` are the contact's further students. `logs_out`: somebody holds
    the contact; `log_in_ends`: nobody logs in at that address any more. `emails` are not invited by files from then on.
    """

    template: ClassVar[str] = "roster/unlink.html"
    url: str
    back: str
    contact: str
    student: str
    others: Sequence[str]
    logs_out: bool
    log_in_ends: bool
    emails: Sequence[str]


def show_unlink(request: Request, services: Services) -> Page:
    link = find_contact_link(request.params["id"], request.params["contact_id"], services)
    back = f"/students/{link.student.id}"
    context = UnlinkPage(
        url=f"{back}/contacts/{link.contact.id}/unlink",
        back=back,
        contact=link.contact.details.name,
        student=link.student.first_name,
        others=[other.first_name for other in link.others],
        logs_out=link.user is not None,
        log_in_ends=link.user is not None and link.user_after is None,
        emails=_emails(link),
    )
    return Page(context)


def post_unlink(request: Request, services: Services) -> Redirect:
    """Pressed twice, or by two Site Admins: it is done either way, and the profile shows it."""
    student_id = request.params["id"]
    with suppress(NotFound):
        unlink_contact(student_id, request.params["contact_id"], request.by, services)
    return Redirect(f"/students/{student_id}?notice=unlinked")


def _emails(link: ContactLink) -> list[str]:
    """As somebody has written them."""
    emails = (link.contact.details.email, link.user.email if link.user else "")
    written = {email_key(email): email for email in emails if email}
    return [written.get(key, key) for key in sorted(link.email_keys)]


ROUTES = (
    Route("GET", "/students/{id}/contacts/{contact_id}/unlink", Guard.ADMIN, show_unlink),
    Route("POST", "/students/{id}/contacts/{contact_id}/unlink", Guard.ADMIN, post_unlink),
)
