"""Every page template in its states: ordinary, empty, wrong, long. One file for each feature."""

from tests.steps.page_examples import UNCONVERTED as _OLD
from tests.steps.pages import accounts, answers, core, families, imports, roster, site
from tests.steps.pages.example import Example, OldExample

EXAMPLES: tuple[Example, ...] = (
    *core.EXAMPLES,
    *accounts.EXAMPLES,
    *answers.EXAMPLES,
    *families.EXAMPLES,
    *imports.EXAMPLES,
    *roster.EXAMPLES,
    *site.EXAMPLES,
)

UNCONVERTED = tuple(
    OldExample(template, context, context.get("viewer")) for template, contexts in _OLD.items() for context in contexts
)
