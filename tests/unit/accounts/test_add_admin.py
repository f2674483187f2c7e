"""The installer's operation, as far as passwords go; tests/unit/audit has what it records."""

import pytest

from homeroom.domain.accounts.password import PasswordProblem, WeakPassword
from homeroom.domain.accounts.user import User
from homeroom.use_cases.accounts.add_admin import add_admin
from local.seed import ADMIN, ADMIN_NAME, PASSWORD
from tests.fakes import World


@pytest.mark.parametrize("password", ["Jordan!Ellis!1", "admin.example.org", "OurSchool2026"])
def test_a_site_admins_password_is_none_of_their_own_or_the_schools_words(password: str) -> None:
    world = World()
    with pytest.raises(WeakPassword) as refused:
        add_admin(ADMIN, ADMIN_NAME, password, world.services)
    assert refused.value.message.is_(PasswordProblem.OWN_WORDS)
    assert not world.store.all(User)


def test_the_local_sites_password_is_one_that_anybody_might_set() -> None:
    world = World()
    add_admin(ADMIN, ADMIN_NAME, PASSWORD, world.services)
    assert list(world.passwords.passwords.values()) == [PASSWORD]
