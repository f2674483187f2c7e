"""What the address of a list asks for: which invitations, and what is said about it above them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from homeroom.domain.invitations.bulk_resend import RESENDABLE, Among
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.invitations.status import UNANSWERED
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.invitations.find_invitations import InvitationLine, InvitationPage
from homeroom.use_cases.invitations.wanted import Wanted
from homeroom.use_cases.ports.services import Services
from homeroom.web.pages.invitations.contexts import ChosenFilter, FilterName, ImportChoice, InviterChoice
from homeroom.web.pages.invitations.invitation_lines import Tile, list_url
from homeroom.web.pages.invitations.states import STATUS_LISTS, StatusList

Filters = Mapping[str, str]
"""By name as an address has them, in the order of the form; empty for any."""

FILTERS = ("state", "homeroom", "import", "inviter", "q")
_ALWAYS_SHOWN = ("", "unanswered", "answered", "registered", "bounced")
_LONGEST = 100


def filters_in(fields: Mapping[str, str], settings: SiteSettings) -> Filters:
    """A state that there is none of counts as any."""
    filters = {name: fields.get(name, "").strip()[:_LONGEST] for name in FILTERS}
    known = filters["state"] in STATUS_LISTS and (filters["state"] != "reminded" or settings.reminder_days)
    return filters if known else filters | {"state": ""}


def wanted_by(filters: Filters, settings: SiteSettings) -> Wanted:
    return Wanted(
        year=settings.school_year,
        statuses=STATUS_LISTS[filters["state"]][1],
        homeroom=filters["homeroom"],
        import_id=filters["import"],
        inviter=filters["inviter"],
        text=filters["q"],
        reminders=len(settings.reminder_days),
        without_answer=filters["state"] == "reminded",
    )


def among(filters: Filters, settings: SiteSettings) -> Among | None:
    """To whom of a list one can send again at once; None where nobody of it would get an email, or where it is a
    search: whoever was found by name is sent to one by one.
    """
    of_state = STATUS_LISTS[filters["state"]][1]
    statuses = UNANSWERED if not filters["state"] else tuple(status for status in of_state if status in RESENDABLE)
    if filters["q"] or not statuses:
        return None
    return Among(
        statuses=statuses,
        import_id=filters["import"],
        inviter=filters["inviter"],
        homeroom=filters["homeroom"],
        reminders=len(settings.reminder_days) if filters["state"] == "reminded" else 0,
    )


def tiles(filters: Filters, page: InvitationPage, settings: SiteSettings) -> list[Tile]:
    """Lists that nothing stands in are left out, but for those that one looks for; all while nobody was invited."""
    if not page.overview.counts:
        return []
    others = {name: text for name, text in filters.items() if name != "state"}
    every = [_tile(word, others, page) for word in STATUS_LISTS if word != "reminded" or settings.reminder_days]
    return [t for t in every if t.number or t.word in _ALWAYS_SHOWN or t.word == filters["state"]]


def _tile(word: str, others: Filters, page: InvitationPage) -> Tile:
    name, statuses = STATUS_LISTS[word]
    numbers, number = page.tally.numbers, None
    if word == "reminded":
        number = page.tally.without_answer
    elif numbers is not None:
        number = sum(numbers.get(status, 0) for status in statuses)
    number = None if not number and not page.tally.is_all else number
    label = (name if word else StatusList.INVITED).label
    return Tile(word, label, number, list_url(state=word, **others), page.tally.is_all)


def chosen(
    filters: Filters, listed: Sequence[InvitationLine], names: Iterable[str], services: Services
) -> list[ChosenFilter]:
    """Each with the name that one knows it by."""
    values = {
        FilterName.HOMEROOM: filters["homeroom"],
        FilterName.IMPORT: import_choice(filters["import"], services).name if filters["import"] else "",
        FilterName.INVITER: inviter_name(filters["inviter"], listed, names),
        FilterName.TEXT: filters["q"],
    }
    return [
        ChosenFilter(name, value, list_url(**{**filters, name.value: ""}))
        for name, value in values.items()
        if filters[name.value]
    ]


def import_choice(import_id: str, services: Services) -> ImportChoice:
    run = services.imports.get(import_id)
    return ImportChoice(import_id, run.upload.name, run.started_at) if run else ImportChoice(import_id)


def inviter_name(key: str, listed: Sequence[InvitationLine], names: Iterable[str]) -> str:
    """Of those one asks for most, or of those who stand in what is listed; empty where it is nobody of them."""
    known: Iterator[str] = iter([*names, *(line.invitation.inviter for line in listed)])
    return next((name for name in known if inviter_key(name) == key), "")


def inviter_choices(key: str, names: Iterable[str]) -> list[InviterChoice]:
    """Others are listed by the link on their name."""
    choices = [InviterChoice(inviter_key(name), name) for name in dict.fromkeys(names)]
    return choices if key in ("", *(choice.key for choice in choices)) else [*choices, InviterChoice(key)]
