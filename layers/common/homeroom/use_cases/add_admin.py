"""Make somebody a Site Admin. No page does this: it is the installer's deed."""

from dataclasses import replace

from homeroom.domain.access import User
from homeroom.domain.change import Change
from homeroom.domain.email_address import email_key, parse_email
from homeroom.domain.token import new_id
from homeroom.use_cases.ports import Outside


def add_admin(email: str, name: str, password: str, outside: Outside) -> None:
    """A registered parent becomes a Site Admin beside; a second call sets the password anew.

    Raises InvalidEmail, WeakPassword or Conflict.
    """
    address = parse_email(email)
    before = outside.access.user(email_key(address))
    user = before or User(id=new_id(), email=address, name=name)
    outside.passwords.set(user.id, password)
    outside.store.save(Change(before, replace(user, name=name, is_admin=True, active=True)))
