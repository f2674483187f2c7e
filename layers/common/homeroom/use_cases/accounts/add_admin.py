"""Make somebody a Site Admin. No page does this: it is the installer's operation."""

from dataclasses import replace

from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.token import new_id
from homeroom.use_cases.accounts.new_password import own_words
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services

_INSTALLER = Origin(Nameless.INSTALLER, "ops.add_admin")


def add_admin(email: str, name: str, password: str, services: Services) -> None:
    """A registered parent becomes a Site Admin as well; a second call sets the password again. With the first Site
    Admin the store gets its version.

    Raises InvalidEmail, WeakPassword, Conflict or OtherStoreVersion.
    """
    address = parse_email(email)
    check_new_password(password, own_words(services, email, name))
    services.site.secret()
    before = services.access.user(email_key(address))
    user = before or User(id=new_id(), email=address, name=name)
    is_new = before is None or not before.is_admin
    action = AuditAction.ADMIN_MADE if is_new else AuditAction.ADMIN_PASSWORD_SET
    services.store.save(
        Change(before, replace(user, name=name, is_admin=True, has_password=True)),
        recorded(action, _INSTALLER, services, About(user_id=user.id)),
    )
    services.passwords.set(user.id, password)  # in no transaction, so it comes last: nobody's is set without an entry
