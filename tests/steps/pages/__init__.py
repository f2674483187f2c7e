"""Every page template in its states: ordinary, empty, wrong, long. One file for each feature."""

from tests.steps.pages import (
    accounts,
    answers,
    audit,
    campaigns,
    changes,
    core,
    exports,
    families,
    homerooms,
    imports,
    invitations,
    letters,
    personal_data,
    roster,
    site,
)
from tests.steps.pages.example import Example

EXAMPLES: tuple[Example, ...] = (
    *core.EXAMPLES,
    *accounts.EXAMPLES,
    *answers.EXAMPLES,
    *audit.EXAMPLES,
    *families.EXAMPLES,
    *campaigns.EXAMPLES,
    *changes.EXAMPLES,
    *personal_data.EXAMPLES,
    *exports.EXAMPLES,
    *imports.EXAMPLES,
    *invitations.EXAMPLES,
    *letters.EXAMPLES,
    *roster.EXAMPLES,
    *homerooms.EXAMPLES,
    *site.EXAMPLES,
)
