"""Two who save one section of the settings: what the second one is shown."""

from collections.abc import Mapping

from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.kernel.message import Code, Message, Value, message
from homeroom.domain.site.time_zone import AMERICAN
from homeroom.web.pages.site.settings_pages import Errors


class ConflictText(Code):
    """What happened, what is saved now beside a field, and the words for what is chosen there."""

    CHANGED = "settings_conflict.changed"
    NOW = "settings_conflict.now"
    NOW_EMPTY = "settings_conflict.now_empty"
    YES = "settings_conflict.yes"
    NO = "settings_conflict.no"
    APPROVAL = "settings_conflict.approval"
    ELSEWHERE = "settings_conflict.elsewhere"


_CHOICES: Mapping[str, Value] = {
    "yes": message(ConflictText.YES),
    "no": message(ConflictText.NO),
    "approval": message(ConflictText.APPROVAL),
    **COUNTRIES,
    ELSEWHERE: message(ConflictText.ELSEWHERE),
    **{name: message(code) for name, code in AMERICAN.items()},
}
_CHOSEN = (
    *("time_zone", "country", "parents_may_invite", "daily_digest", "new_homerooms", "files_wait"),
    "second_factor_required",
)
"""Fields whose values have other words on the page."""


def conflict_errors(typed: Mapping[str, str], stored: Mapping[str, str]) -> Errors:
    """That nothing is saved yet, and what is saved now beside each field in which the two differ."""
    differs = {name: text for name, text in stored.items() if text != typed.get(name, text)}
    return {"": message(ConflictText.CHANGED), **{name: _now(name, text) for name, text in differs.items()}}


def _now(name: str, text: str) -> Message:
    if not text:
        return message(ConflictText.NOW_EMPTY)
    shown = _CHOICES.get(text, text.replace("_", " ")) if name in _CHOSEN else text
    return message(ConflictText.NOW, text=shown)
