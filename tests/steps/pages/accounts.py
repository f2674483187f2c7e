"""Logging in."""

from homeroom.domain.accounts.second_factor import app_address
from homeroom.domain.kernel.message import message
from homeroom.web.core.qr_code import qr_code
from homeroom.web.forms.families.who_form import WhoProblem
from homeroom.web.pages.accounts.log_in import LogInMessage, LogInPage
from homeroom.web.pages.accounts.second_factor import (
    CodePage,
    RecoveryCodesPage,
    SecondFactorMessage,
    SecondFactorPage,
    SetUpPage,
)
from homeroom.web.pages.accounts.who import WhoIsItPage
from tests.factories import APP_SECRET
from tests.steps.pages.example import ADMIN, LONG, Example

ADDRESS = app_address(APP_SECRET, "admin@example.org", LONG)
CODES = [f"7KQ2M-XW9{letter}H" for letter in "ABCDEFGHJK"]
WRONG = message(SecondFactorMessage.WRONG)

EXAMPLES = (
    Example(CodePage({})),
    Example(CodePage({"code": WRONG})),
    Example(CodePage({"recovery_code": message(SecondFactorMessage.WRONG_RECOVERY)})),
    Example(SetUpPage(qr_code(ADDRESS), ADDRESS, "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", True, {})),
    Example(
        SetUpPage(
            qr_code(ADDRESS),
            ADDRESS,
            "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
            False,
            {"code": message(SecondFactorMessage.WRONG_NEW)},
        ),
        viewer=ADMIN,
    ),
    Example(RecoveryCodesPage(CODES, at_log_in=True)),
    Example(RecoveryCodesPage(CODES, at_log_in=False), viewer=ADMIN),
    Example(SecondFactorPage(True, 1, False, {"off_code": WRONG}, None), viewer=ADMIN),
    Example(SecondFactorPage(True, 10, True, {"renew_code": WRONG}, None), viewer=ADMIN),
    Example(SecondFactorPage(False, 0, False, {}, message(SecondFactorMessage.OFF)), viewer=ADMIN),
    Example(LogInPage({}, {}, None)),
    Example(LogInPage({}, {}, message(LogInMessage.LOGGED_OUT))),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", LONG)], {})),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", "Luis")], {"parent": message(WhoProblem.CHOOSE)})),
    Example(LogInPage({"email": "a@example.org"}, {"email": message(LogInMessage.WRONG)}, None)),
)
