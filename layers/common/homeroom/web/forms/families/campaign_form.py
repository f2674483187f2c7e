"""The form in which a campaign is planned: its days, and whose parents are asked."""

from collections.abc import Mapping
from datetime import date, timedelta

from homeroom.domain.families.campaign import CampaignPlan, CampaignProblem
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.web.forms.day_field import read_day
from homeroom.web.forms.form_parsing import FormInvalid

FIELDS = ("begins", "ends", "not_confirmed_since", "whose")
_DAYS = FIELDS[:3]
_HOMEROOM, _CHOSEN = "homeroom_", "chosen"
_MOST_HOMEROOMS, _LONGEST_CODE = 1000, 100
_USUAL_LENGTH, _USUAL_AGE = timedelta(days=21), timedelta(days=300)


class CampaignFormProblem(Code):
    """What to type instead."""

    NO_DAY = "campaign_form.no_day"
    NO_HOMEROOM = "campaign_form.no_homeroom"


_FIELD_OF = {
    CampaignProblem.ENDS_BEFORE_IT_BEGINS: "ends",
    CampaignProblem.ENDS_TOO_LATE: "ends",
    CampaignProblem.BEGINS_IN_THE_PAST: "begins",
    CampaignProblem.SINCE_TOO_LATE: "not_confirmed_since",
    CampaignProblem.UNKNOWN_HOMEROOM: "whose",
    CampaignProblem.NO_RECIPIENTS: "not_confirmed_since",
}


def homeroom_field(code: str) -> str:
    return f"{_HOMEROOM}{code}"


def usual_values(today: date) -> dict[str, str]:
    """Three weeks from tomorrow on, for whoever has not confirmed in this school year."""
    begins = today + timedelta(days=1)
    return {
        "begins": begins.isoformat(),
        "ends": (begins + _USUAL_LENGTH).isoformat(),
        "not_confirmed_since": (today - _USUAL_AGE).isoformat(),
        "whose": "all",
    }


def own_values(typed: Mapping[str, str]) -> dict[str, str]:
    """Of what was sent the fields of this form, as they were typed."""
    rooms = {homeroom_field(code): "yes" for code in _chosen_homerooms(typed)}
    return {name: typed[name] for name in FIELDS if name in typed} | rooms


def read_plan(typed: Mapping[str, str]) -> CampaignPlan:
    """Raises FormInvalid. The rules about days and homerooms are the campaign's own."""
    errors: dict[str, Message] = {}
    days = {name: read_day(name, typed, errors) for name in _DAYS}
    for name in _DAYS:
        if days[name] is None:
            errors.setdefault(name, message(CampaignFormProblem.NO_DAY))
    begins, ends, since = (days[name] for name in _DAYS)
    rooms = _chosen_homerooms(typed) if typed.get("whose") == _CHOSEN else ()
    if typed.get("whose") == _CHOSEN and not rooms:
        errors["whose"] = message(CampaignFormProblem.NO_HOMEROOM)
    if errors or begins is None or ends is None or since is None:
        raise FormInvalid({name: errors[name] for name in FIELDS if name in errors})
    return CampaignPlan(begins=begins, ends=ends, not_confirmed_since=since, homerooms=rooms)


def refusal(problem: Message) -> dict[str, Message]:
    """Beside which field a CampaignRefused stands; above the form where it is about none of them."""
    return {_FIELD_OF.get(CampaignProblem(problem.id), ""): problem}


def _chosen_homerooms(typed: Mapping[str, str]) -> tuple[str, ...]:
    names = (name for name, value in typed.items() if name.startswith(_HOMEROOM) and value == "yes")
    codes = sorted(name.removeprefix(_HOMEROOM)[:_LONGEST_CODE] for name in names)
    return tuple(filter(None, codes[:_MOST_HOMEROOMS]))
