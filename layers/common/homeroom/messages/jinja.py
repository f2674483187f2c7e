"""What templates of pages and emails need to speak a language: `{{ _("Log in") }}`, `{% trans %}`, `{{ message|say }}`.

The language is a matter of each rendering: its catalogue stands in the context, under `catalogue`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from homeroom.messages.catalogue import Catalogue
from homeroom.messages.formats import masked


def speak(environment: Environment) -> None:
    """Install it. Texts of `{% trans %}` are trimmed: lines and indentation of a template mean nothing."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
    )
    environment.filters |= _FILTERS | {"masked": masked}


def _of(context: Context) -> Catalogue:
    catalogue: Catalogue = context["catalogue"]
    return catalogue


@pass_context
def _gettext(context: Context, text: str) -> str:
    return _of(context).gettext(text)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int) -> str:
    return _of(context).ngettext(one, many, number)


@pass_context
def _pgettext(context: Context, about: str, text: str) -> str:
    return _of(context).pgettext(about, text)


@pass_context
def _npgettext(context: Context, about: str, one: str, many: str, number: int) -> str:
    return _of(context).npgettext(about, one, many, number)


def _filter(method: Callable[[Catalogue, Any], str]) -> Callable[..., str]:
    """A method of the catalogue that this rendering speaks."""

    @pass_context
    def apply(context: Context, value: Any) -> str:
        return method(_of(context), value)

    return apply


def _moment_filter(method: Callable[[Catalogue, datetime], str]) -> Callable[..., str]:
    """What stands under `local` in a page's context shows a moment as the site's clocks do. Emails have none: their
    moments come as the site's. A mere day is that day everywhere.
    """

    @pass_context
    def apply(context: Context, moment: Any) -> str:
        local = context.get("local") if isinstance(moment, datetime) else None
        return method(_of(context), local(moment) if local else moment)

    return apply


_FILTERS: dict[str, Callable[..., Any]] = {
    "say": _filter(Catalogue.say),
    "say_all": _filter(Catalogue.say_all),
    "number": _filter(Catalogue.number),
    "day": _moment_filter(Catalogue.day),
    "short_day": _moment_filter(Catalogue.short_day),
    "day_and_time": _moment_filter(Catalogue.day_and_time),
    "span": _filter(Catalogue.span),
    "names": _filter(Catalogue.names),
}
