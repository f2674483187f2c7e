"""Send a Site Admin the test of the invitation that they asked for."""

from datetime import UTC, datetime, timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.mail.mail import Mail
from homeroom.use_cases.mail.sample import sample_for
from homeroom.use_cases.mail.service_mails import EnoughTime, tell_or_ask_again
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_OF_USE = timedelta(hours=1)


def send_sample(user_id: str, asked_at: int, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """`asked_at` in seconds after the epoch. Does nothing for whoever is no Site Admin any more, or when it comes too
    late to be of use. What the mail service does not take now goes out later, by another message.
    """
    at = datetime.fromtimestamp(asked_at, UTC)
    reader = next((user for user in services.access.admins() if user.id == user_id and user.is_admin), None)
    if reader is None or services.clock() > at + _OF_USE:
        return

    def write(mail: Mail, user: User) -> OutgoingMail:
        return sample_for(user.name, user.email, mail.identity, site_settings(services), services)

    readers = {(f"sample-{user_id}-{asked_at}", 1): reader}
    tell_or_ask_again(readers, write, lambda wait: services.queue.put_sample(user_id, at, wait), services, enough_time)
