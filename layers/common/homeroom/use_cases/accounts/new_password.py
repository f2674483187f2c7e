"""What everybody who sets a password has in common."""

from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def own_words(services: Services, *texts: str) -> tuple[str, ...]:
    """For check_new_password: the school's name, and texts about the person: names, their students' first names, the
    email address.
    """
    return (site_settings(services).school_name, *texts)
