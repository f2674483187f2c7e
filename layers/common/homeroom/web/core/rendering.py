"""Templates to HTML, and the static files under names that change with their content."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from homeroom.messages.catalogue import Catalogue
from homeroom.messages.jinja import speak

_HERE = Path(__file__).parents[1]
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
}


def render_page(template: str, context: Mapping[str, object]) -> str:
    """Everything in the context is text to be shown: it is escaped, and a missing name is an error. `catalogue` in it
    is the language.
    """
    return _environment().get_template(template).render(context)


def spoken(catalogue: Catalogue) -> dict[str, object]:
    """What makes a page speak this language."""
    return {"catalogue": catalogue, "lang": catalogue.language, "dir": catalogue.direction}


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
    return environment


@cache
def _static_files() -> frozenset[str]:
    return frozenset(path.name for path in (_HERE / "static").iterdir())


@cache
def _hash(name: str) -> str:
    return sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:8]
