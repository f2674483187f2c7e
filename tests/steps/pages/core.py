"""Dead ends."""

from homeroom.web.core.dead_end import HOME, DeadEndText, dead_end
from tests.steps.pages.example import ADMIN, OFFICE, WAITING_IMPORTS, Example

EXAMPLES = (
    Example(dead_end(DeadEndText.LINK_EXPIRED, DeadEndText.LINK_EXPIRED_NEXT)),
    Example(dead_end(DeadEndText.LINK_WITHDRAWN, DeadEndText.LINK_WITHDRAWN_NEXT), office=OFFICE),
    Example(dead_end(DeadEndText.NOT_FOUND, action=HOME), ADMIN),
    Example(dead_end(DeadEndText.NOT_FOUND, action=HOME), ADMIN, WAITING_IMPORTS[:1]),
    Example(
        dead_end(
            DeadEndText.LINK_COMPLETED, DeadEndText.LINK_COMPLETED_WHY, DeadEndText.LINK_COMPLETED_NEXT, action=HOME
        )
    ),
)
