"""The mailbox at /_local/mail: read what was sent, and say what became of it."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote

from local.api.messages import HttpAnswer, HttpRequest, html_answer, json_answer
from local.mail.publisher import Publisher
from local.mail.store import MailStore

PER_PAGE = 50
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
BUTTONS = {"deliver": "Delivery", "bounce": "Bounce", "complain": "Complaint"}
WORDS = {
    "Send": "sent",
    "Delivery": "delivered",
    "Bounce": "bounced",
    "Complaint": "complained",
    "Suppressed": "suppressed",
    "OutOfOffice": "out of office",
}


class Mailbox:
    """The pages of the mailbox. Only the local run has them; no deployed stack does."""

    def __init__(self, store: MailStore, publisher: Publisher) -> None:
        """`publisher` does what the buttons ask for."""
        self._store = store
        self._publisher = publisher

    def pages(self) -> dict[tuple[str, str], Callable[[HttpRequest], HttpAnswer]]:
        """What answers each method and path."""
        return {
            ("GET", "/_local/mail.json"): self._json,
            ("GET", "/_local/mail"): self._page,
            ("POST", "/_local/mail"): self._button,
        }

    def _json(self, _: HttpRequest) -> HttpAnswer:
        return json_answer(200, [mail.public() for mail in self._store.mails()])

    def _page(self, request: HttpRequest) -> HttpAnswer:
        """One page of mails; `?from=` says how many newer ones to leave out, `?open=` which mail to show."""
        query = parse_qs(request.query)
        mails = self._store.mails()[::-1]
        places = {mail.id: place for place, mail in enumerate(mails)}
        place = places.get(query.get("open", [""])[0], _number(query.get("from", ["0"])[0]))
        first = place // PER_PAGE * PER_PAGE
        shown = mails[first : first + PER_PAGE]
        reports = {mail.id: [WORDS[kind] for kind in self._store.reports(mail.id)] for mail in shown}
        older = first + PER_PAGE if first + PER_PAGE < len(mails) else 0
        page = _render(mails=shown, reports=reports, count=len(mails), opened=place - first, first=first, older=older)
        return html_answer(200, page)

    def _button(self, request: HttpRequest) -> HttpAnswer:
        if request.header("sec-fetch-site") not in ("", "same-origin"):
            return json_answer(403, {"message": "Only the mailbox itself may do this."})
        form = parse_qs(request.body.decode(errors="replace"))
        mail = self._store.find(form.get("id", [""])[0])
        kind = BUTTONS.get(form.get("report", [""])[0])
        if mail is None or kind is None:
            return json_answer(404, {"message": "There is no such email."})
        self._publisher.publish(mail, kind)
        return HttpAnswer(303, [("location", f"/_local/mail?open={quote(mail.id)}#{quote(mail.id)}")], b"")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def linked(text: str) -> str:
    """Plain text as HTML whose addresses can be clicked."""
    parts, end = [], 0
    for link in LINK.finditer(text):
        address = html.escape(link[0])
        parts += [
            html.escape(text[end : link.start()]),
            f'<a href="{address}" target="_blank" rel="noopener">{address}</a>',
        ]
        end = link.end()
    return "".join([*parts, html.escape(text[end:])])


def _render(**context: object) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = Path(__file__).resolve().parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["linked"] = lambda text: Markup(linked(text))  # noqa: S704 (linked escapes)
    return environment.get_template("mailbox.html").render(context)
