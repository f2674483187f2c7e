"""The entry that says who did something, to be stored in the same `save` as what was done."""

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, About, AuditAction, Origin, new_entry
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def recorded(action: AuditAction, by: By | Origin, services: Services, about: About = NOTHING_ELSE) -> Change:
    origin = by if isinstance(by, Origin) else Origin(by.user.id, by.source)
    years = site_settings(services).record_years
    return Change.new(new_entry(action, origin, about, services.clock(), years))
