"""Remove the second factor of a Site Admin who has lost app and recovery codes: the installer's operation."""

from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services

_INSTALLER = Origin(Nameless.INSTALLER, "ops.remove_second_factor")


def remove_second_factor(email: str, services: Services) -> None:
    """All log-ins of the account end.

    Raises InvalidEmail, Conflict, OtherStoreVersion, and NotFound where there is no second factor.
    """
    key = email_key(parse_email(email))
    services.site.secret()  # of another version of the store nothing is touched
    user = services.access.user(key)
    factor = services.access.second_factor(user.id) if user else None
    if user is None or factor is None:
        raise NotFound
    services.store.save(
        Change(user, user.without_second_factor(services.clock())),
        Change.gone(factor),
        recorded(AuditAction.SECOND_FACTOR_RESET, _INSTALLER, services, About(user_id=user.id)),
    )
