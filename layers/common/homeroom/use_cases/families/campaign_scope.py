"""Whom a campaign is about."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from homeroom.domain.families.campaign import CampaignCounts, CampaignPlan, CampaignProblem, CampaignRefused
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import homeroom_now
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class Addressee(NamedTuple):
    """`reached`: they have proved an address, and it takes email from this site."""

    contact: ParentContact
    reached: bool


def check_homerooms(plan: CampaignPlan, year: str, services: Services) -> None:
    """Raises CampaignRefused."""
    homerooms = services.roster.all_homerooms(year)
    unknown = [code for code in plan.homerooms if homeroom_now(code, homerooms) is None]
    if unknown:
        raise CampaignRefused(message(CampaignProblem.UNKNOWN_HOMEROOM, homeroom=unknown[0]))


def addressees(plan: CampaignPlan, year: str, services: Services) -> Iterator[Sequence[Addressee]]:
    """Homeroom by homeroom: the parents of its students whom the campaign is about today, each once. A student is known
    as the index has them, which may lag a moment behind.
    """
    settings, seen = site_settings(services), set[str]()
    for homeroom in _homerooms(plan, year, services):
        contacts = [c for c in _parents(homeroom, settings, services) if c.id not in seen and is_due(c, plan, settings)]
        seen.update(contact.id for contact in contacts)
        yield _with_reach(contacts, services)


def count_addressees(plan: CampaignPlan, year: str, services: Services) -> CampaignCounts:
    everybody = [one.reached for some in addressees(plan, year, services) for one in some]
    return CampaignCounts(asked=everybody.count(True), not_reachable=everybody.count(False))


def _homerooms(plan: CampaignPlan, year: str, services: Services) -> Collection[Homeroom]:
    """One may be renamed after the campaign was planned."""
    homerooms = services.roster.all_homerooms(year)
    if not plan.homerooms:
        return [homeroom for homeroom in homerooms if not homeroom.is_over]
    chosen = (homeroom_now(code, homerooms) for code in plan.homerooms)
    return {homeroom.key: homeroom for homeroom in chosen if homeroom}.values()


def _parents(homeroom: Homeroom, settings: SiteSettings, services: Services) -> list[ParentContact]:
    today = settings.day_of(services.clock())
    students = [student for student in students_of(homeroom, services) if student.in_year(homeroom.year)]
    contacts = services.roster.contacts({i for student in students for i in student.all_contact_ids})
    own = {student.id for student in students}
    return [contact for contact in contacts.values() if not own.isdisjoint(contact.student_ids_on(today))]


def is_due(contact: ParentContact, plan: CampaignPlan, settings: SiteSettings) -> bool:
    """Not who has confirmed since the day of the plan, and not who is leaving."""
    confirmed = contact.confirmed_at and settings.day_of(contact.confirmed_at)
    return contact.deletion_asked_at is None and (confirmed is None or confirmed < plan.not_confirmed_since)


def _with_reach(contacts: Sequence[ParentContact], services: Services) -> Sequence[Addressee]:
    blocked = services.address_blocks.get_many({contact.user_key for contact in contacts if contact.user_key})
    return [Addressee(contact, bool(contact.user_key) and contact.user_key not in blocked) for contact in contacts]
