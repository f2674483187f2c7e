"""Who may log in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.accounts.session import Session
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError

_CLAIM_LASTS = timedelta(seconds=30)
"""Longer than any function that sets a password runs: whoever has claimed it and not finished by then is gone."""


class PasswordBeingSet(HomeroomError):
    """Another request is setting this address's password at this moment."""


@dataclass(frozen=True, kw_only=True)
class PasswordClaim:
    """`id` is new for each try to set a password: of several at once only one sets it."""

    id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class User:
    """An address that was proved: a link mailed to it was used, or the installer made its reader a Site Admin. `id` is
    the user name at the password service and says nothing about the person.

    `contact_ids` are the parents who read mail there, each with a contact of their own; a user may also be a Site
    Admin, or both. Without a password a parent logs in by a link mailed to the address. Log-ins that began before
    `sessions_from` are over. `logged_in_at`: a Site Admin's last log-in. `has_second_factor`: there is a SecondFactor.
    `version` is the store's, 0 until stored.
    """

    id: str
    email: str
    name: str
    is_admin: bool = False
    contact_ids: tuple[str, ...] = ()
    has_password: bool = False
    has_second_factor: bool = False
    sessions_from: datetime | None = None
    password_claim: PasswordClaim | None = None
    logged_in_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def is_parent(self) -> bool:
        return bool(self.contact_ids)

    @property
    def logs_in_by_email(self) -> bool:
        """Whether a link mailed to them is of any use: where nobody's information is left there is nothing to see."""
        return self.is_parent or self.is_admin

    @property
    def is_registered(self) -> bool:
        """A Site Admin, or a parent with a password. Other parents see their own family and who shares with classmates:
        a link that was forwarded is to open no list.
        """
        return self.is_admin or self.has_password

    @property
    def contact_id(self) -> str:
        """The parent at work; empty where several share the address and none has been chosen."""
        return self.contact_ids[0] if len(self.contact_ids) == 1 else ""

    @property
    def shares_address(self) -> bool:
        """Whether several parents read email there."""
        return len(self.contact_ids) > 1

    def keeps(self, session: Session) -> bool:
        """Whether a log-in goes on: nobody has ended it together with all others."""
        return self.sessions_from is None or session.started_at >= self.sessions_from

    def must_give_second_factor(self, required: bool) -> bool:
        """Whether the password alone opens nothing. `required`: the site wants one of its Site Admins."""
        return self.is_admin and (self.has_second_factor or required)

    def owes_second_factor(self, session: Session, required: bool) -> bool:
        """Whether a log-in opens nothing until a code was given or, where there is no app yet, one was set up."""
        given = session.second_factor and self.has_second_factor
        return self.must_give_second_factor(required) and not given

    def without_second_factor(self, now: datetime) -> "User":
        """Log-ins that were proved by it end with it."""
        return replace(self, has_second_factor=False).with_sessions_ended(now)

    def logged_in(self, now: datetime) -> "User":
        """Of a Site Admin it is remembered when: the others look after log-ins that nobody uses any more."""
        return replace(self, logged_in_at=now) if self.is_admin else self

    def made_admin(self, name: str) -> "User":
        return replace(self, name=name, is_admin=True)

    def no_longer_admin(self, now: datetime) -> "User":
        """All log-ins end. A parent stays one, with the same password; for whoever is none there is nothing to see."""
        return replace(
            self,
            is_admin=False,
            has_password=self.has_password and self.is_parent,
            has_second_factor=False,
            sessions_from=now,
            password_claim=None,
            logged_in_at=None,
        )

    def also_read_by(self, contact_id: str) -> "User":
        """One more parent has proved that they read email at this address."""
        if contact_id in self.contact_ids:
            return self
        return replace(self, contact_ids=(*self.contact_ids, contact_id))

    def no_longer_read_by(self, contact_id: str) -> "User":
        return replace(self, contact_ids=tuple(i for i in self.contact_ids if i != contact_id))

    def called(self, name: str) -> "User":
        return self if self.name == name else replace(self, name=name)

    @property
    def is_nobody(self) -> bool:
        """Neither a parent nor a Site Admin any more."""
        return not (self.contact_ids or self.is_admin)

    def moved_to(self, email: str, now: datetime) -> "User":
        """The same user, with the same password, at another address. Log-ins of the former one are over; a claim that
        nobody holds any more goes.
        """
        return replace(self, email=email, sessions_from=now, password_claim=None, version=0)

    def is_password_being_set(self, now: datetime) -> bool:
        return self.password_claim is not None and now - self.password_claim.at < _CLAIM_LASTS

    def check_no_password_being_set(self, now: datetime) -> None:
        """Raises PasswordBeingSet."""
        if self.is_password_being_set(now):
            raise PasswordBeingSet

    def with_sessions_ended(self, now: datetime) -> "User":
        return replace(self, sessions_from=now)

    def claiming_password(self, claim: PasswordClaim) -> "User":
        """Log-ins end with the old password, and before it: nothing that comes in between can keep one.

        Raises PasswordBeingSet.
        """
        self.check_no_password_being_set(claim.at)
        return replace(self, password_claim=claim, sessions_from=claim.at)

    def with_password(self, now: datetime) -> "User":
        """What was claimed is done. A log-in with the old password that began meanwhile ends, too."""
        return replace(self, password_claim=None, has_password=True, sessions_from=now)

    def without_claim(self, sessions_from: datetime | None) -> "User":
        """The password service has not set the password, as far as anybody knows."""
        return replace(self, password_claim=None, sessions_from=sessions_from)


class Viewer(User):
    """A user as one of several parents who share the address. It knows of no other, and is never stored: the store has
    no place for this kind.
    """

    @property
    def shares_address(self) -> bool:
        return True


def as_parent(user: User, contact_id: str) -> User:
    """Whoever has logged in and then chosen who they are. A contact that is theirs no more counts as no choice."""
    if len(user.contact_ids) < 2 or contact_id not in user.contact_ids:
        return user
    return Viewer(**{**user.__dict__, "contact_ids": (contact_id,)})
