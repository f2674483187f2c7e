"""Templates to HTML, and the static files under names that change with their content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from homeroom.domain.accounts.user import User
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.phone import phone_link
from homeroom.domain.kernel.text import initials
from homeroom.domain.site.logo import ShownLogo
from homeroom.domain.site.site_settings import UNKNOWN_OFFICE, Office
from homeroom.messages.catalogue import Catalogue
from homeroom.messages.jinja import speak
from homeroom.web.core.responses import PageContext

LocalTime = Callable[[datetime], datetime]


def _as_stored(moment: datetime) -> datetime:
    return moment


_HERE = Path(__file__).parents[1]
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Frame:
    """What every page shows around its own content. `viewer` is who is logged in. `csrf` is the proof that the page's
    forms carry, empty for a visitor who holds no secret. `catalogue` is the language of the page. `office` is whom
    families can ask. `logo` is the school's, if it has one. `sending_notice` is for Site Admins while no email goes
    out, and `waiting_imports` are those that wait for them. So many requests of parents do (`waiting_requests`): None
    where parents need not ask and none waits.
    `local` shows a moment as the site's clocks do. `form_query` ends each address of the pages behind a link, and says
    which form they are of.
    """

    school: str
    viewer: User | None
    csrf: str
    catalogue: Catalogue
    office: Office = UNKNOWN_OFFICE
    logo: ShownLogo | None = None
    sending_notice: Message | None = None
    waiting_imports: Sequence[WaitingImport] = ()
    waiting_requests: int | None = None
    local: LocalTime = _as_stored
    form_query: str = ""


def render_page(context: PageContext, frame: Frame) -> str:
    """Everything in the context is text to be shown: it is escaped, and a missing name is an error."""
    names = {field.name: getattr(part, field.name) for part in (frame, context) for field in fields(part)}
    return _environment().get_template(context.template).render(names)


def static_url(name: str) -> str:
    """`style.css` -> `/static/style.1a2b3c4d.css`: may be kept by browsers for ever."""
    path = _HERE / "static" / name
    return f"/static/{path.stem}.{_hash(name)}{path.suffix}"


def find_static(file: str) -> tuple[bytes, str] | None:
    """Content and content type of a file under its hashed name; an earlier hash gives today's content."""
    stem, _, rest = file.partition(".")
    suffix = f".{rest.rpartition('.')[2]}"
    name = f"{stem}{suffix}"
    if suffix not in _TYPES or name not in _static_files():
        return None
    return (_HERE / "static" / name).read_bytes(), _TYPES[suffix]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speak(environment)
    environment.globals["static"] = static_url
    environment.filters["phone_link"] = phone_link
    environment.filters["initials"] = initials
    return environment


@cache
def _static_files() -> frozenset[str]:
    return frozenset(path.name for path in (_HERE / "static").iterdir())


@cache
def _hash(name: str) -> str:
    return sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:8]
