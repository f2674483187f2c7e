"""A school whose parents are asked whether what it has about them is still right."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.campaign import Campaign, CampaignPlan
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.campaigns import plan_campaign
from homeroom.use_cases.mail.send_confirm_contacts import send_confirm_contacts
from homeroom.use_cases.ports.services import Services
from tests.factories import NOW, TODAY, a_contact, a_homeroom, a_parent_user, a_student, by_admin, details
from tests.fakes import World

LAST_YEAR = NOW - timedelta(days=300)


def a_plan(**more: Any) -> CampaignPlan:
    usual = {"begins": TODAY, "ends": TODAY + timedelta(days=20), "not_confirmed_since": TODAY - timedelta(days=30)}
    return CampaignPlan(**{**usual, **more})


class CampaignSchool:
    """Noé's parents, one of whom has proved an address, in 3-A; and a classmate's in 4-B."""

    def __init__(self) -> None:
        self.world = World()
        self.services = self.world.services
        self.noe, self.kim = a_student("Noé"), a_student("Kim", "Li", homeroom="4-B")
        self.maria = self.parent("maria", self.noe, confirmed_at=LAST_YEAR)
        self.sam = self.parent("sam", self.noe, user_key="")
        self.li = self.parent("li", self.kim)
        self.put(a_homeroom("3-A", version=0), a_homeroom("4-B", version=0), self.linked(self.noe, "maria", "sam"))
        self.put(self.linked(self.kim, "li"), self.maria, self.sam, self.li)
        for contact in (self.maria, self.li):
            self.put(a_parent_user(contact, id=f"u-{contact.id}", email=contact.user_key))
        self.admin = by_admin()

    def put(self, *things: Any) -> None:
        self.world.store.save(*map(Change.new, things))

    def parent(self, own_id: str, *students: Student, **more: Any) -> ParentContact:
        email = f"{own_id}@example.org"
        usual = {"id": own_id, "details": details(own_id.title(), email=email), "user_key": email}
        return a_contact(*students, **{**usual, **more})

    def linked(self, student: Student, *contact_ids: str) -> Student:
        return replace(student, contact_ids=contact_ids)

    def now(self, contact_id: str) -> ParentContact:
        return self.services.roster.contacts([contact_id])[contact_id]

    def change(self, contact_id: str, **fields: Any) -> None:
        contact = self.now(contact_id)
        self.world.store.save(Change(contact, replace(contact, **fields)))

    def planned(self, **more: Any) -> Campaign:
        return plan_campaign(a_plan(**more), self.admin, self.services)

    def recorded(self) -> list[AuditAction]:
        return [entry.action for entry in self.world.store.all(AuditEntry)]

    def send_queued(self, services: Services | None = None) -> None:
        """What the queue of the emails does."""
        queue = self.world.queue
        messages, queue.confirm_contacts = queue.confirm_contacts, []
        for campaign_id, number, contact_ids, _ in messages:
            send_confirm_contacts(campaign_id, number, contact_ids, services or self.services)

    @property
    def mailed(self) -> list[str]:
        """Whom all emails have gone to, in the order of the addresses."""
        return sorted(mail.to for mail in self.world.mailer.sent)
