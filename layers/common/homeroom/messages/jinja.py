"""What templates of pages and emails need to speak a language: `{{ _("Log in") }}`, `{% trans %}`, `{{ message|say }}`.

The language is a matter of each rendering: its catalogue stands in the context, under `catalogue`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from homeroom.domain.kernel.message import Message
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


@pass_context
def _say(context: Context, message: Message) -> str:
    return _of(context).say(message)


@pass_context
def _say_all(context: Context, messages: Sequence[Message]) -> str:
    return _of(context).say_all(messages)


@pass_context
def _number(context: Context, number: int) -> str:
    return _of(context).number(number)


@pass_context
def _day(context: Context, moment: datetime) -> str:
    return _of(context).day(moment)


@pass_context
def _short_day(context: Context, moment: datetime) -> str:
    return _of(context).short_day(moment)


@pass_context
def _day_and_time(context: Context, moment: datetime) -> str:
    return _of(context).day_and_time(moment)


@pass_context
def _span(context: Context, span: timedelta) -> str:
    return _of(context).span(span)


@pass_context
def _names(context: Context, names: Sequence[str]) -> str:
    return _of(context).names(names)


_FILTERS: dict[str, Callable[..., Any]] = {
    "say": _say,
    "say_all": _say_all,
    "number": _number,
    "day": _day,
    "short_day": _short_day,
    "day_and_time": _day_and_time,
    "span": _span,
    "names": _names,
}
