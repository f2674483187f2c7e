"""Logging in."""

from datetime import date, timedelta

from homeroom.domain.accounts.browser import browser_text
from homeroom.domain.accounts.password import SHORTEST_PASSWORD, PasswordProblem
from homeroom.domain.accounts.second_factor import app_address
from homeroom.domain.kernel.message import message
from homeroom.web.core.qr_code import qr_code
from homeroom.web.forms.accounts.site_admin_forms import SiteAdminProblem
from homeroom.web.forms.families.who_form import WhoProblem
from homeroom.web.pages.accounts.become_admin import BecomeAdminPage
from homeroom.web.pages.accounts.log_in import LogInMessage, LogInPage
from homeroom.web.pages.accounts.log_in_link import AskForLogInPage, CheckEmailPage, LogInLinkPage, LogInLinkProblem
from homeroom.web.pages.accounts.new_password import NewPasswordPage
from homeroom.web.pages.accounts.password import OwnPasswordProblem, PasswordPage
from homeroom.web.pages.accounts.people import ListedAdmin, ListedInvitation, PeoplePage, PeopleText
from homeroom.web.pages.accounts.person import PersonPage, PersonText
from homeroom.web.pages.accounts.second_factor import (
    CodePage,
    RecoveryCodesPage,
    SecondFactorMessage,
    SecondFactorPage,
    SetUpPage,
)
from homeroom.web.pages.accounts.sessions import ListedSession, SessionsNotice, SessionsPage
from homeroom.web.pages.accounts.still_right import StillRightPage
from homeroom.web.pages.accounts.who import WhoIsItPage
from tests.factories import APP_SECRET, NOW
from tests.steps.pages.example import ADMIN, LONG, PARENT, PARENT_BY_LINK, Example

ADDRESS = app_address(APP_SECRET, "admin@example.org", LONG)
CODES = [f"7KQ2M-XW9{letter}H" for letter in "ABCDEFGHJK"]
WRONG = message(SecondFactorMessage.WRONG)

WRONG_OLD = {"old_password": message(OwnPasswordProblem.WRONG_OLD)}


def listed(session_id: str, browser: str) -> ListedSession:
    return ListedSession(session_id, browser_text(browser), NOW - timedelta(days=2), NOW)


ADMINS = [
    ListedAdmin("Jordan Ellis", "admin@example.org", "", NOW, has_second_factor=True),
    ListedAdmin(LONG, f"{'long' * 15}@example.org", "/settings/people/u2", None, has_second_factor=False),
]
INVITED = [
    ListedInvitation("n1", 1, "kim@example.org", "Jordan Ellis", NOW, NOW + timedelta(days=7), returned=False),
    ListedInvitation("n2", 1, f"{'long' * 15}@example.org", LONG, NOW, NOW + timedelta(days=7), returned=True),
    ListedInvitation("n3", 1, "pat@example.org", "", NOW, NOW + timedelta(days=7), returned=False),
]
OTHERS = [listed("b", "Safari/iPhone"), listed("c", "Chrome/Windows"), listed("d", "")]
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
    Example(AskForLogInPage({}, {})),
    Example(AskForLogInPage({}, {}, over=True)),
    Example(AskForLogInPage({"email": LONG}, {"email": message(LogInLinkProblem.EMAIL)})),
    Example(CheckEmailPage({})),
    Example(CheckEmailPage({"code": message(LogInLinkProblem.CODE_SHAPE)})),
    Example(CheckEmailPage({"code": message(LogInLinkProblem.CODE_WRONG, count=1)})),
    Example(CheckEmailPage({"code": message(LogInLinkProblem.CODE_WRONG, count=4)})),
    Example(StillRightPage(date(2026, 12, 18), is_admin=False)),
    Example(StillRightPage(date(2026, 12, 18), is_admin=True)),
    Example(LogInLinkPage(sets_password=False)),
    Example(LogInLinkPage(sets_password=True)),
    Example(NewPasswordPage("jordan@example.org", SHORTEST_PASSWORD, {})),
    Example(
        NewPasswordPage("jordan@example.org", SHORTEST_PASSWORD, {"password": message(PasswordProblem.SPACE_AT_AN_END)})
    ),
    Example(PeoplePage(admins=ADMINS[:1], invitations=[], values={}, errors={}, notice=None), ADMIN),
    Example(
        PeoplePage(admins=ADMINS, invitations=INVITED, values={}, errors={}, notice=message(PeopleText.INVITED)), ADMIN
    ),
    Example(
        PeoplePage(
            admins=ADMINS,
            invitations=INVITED,
            values={"email": LONG},
            errors={"email": message(SiteAdminProblem.EMAIL)},
            notice=None,
        ),
        ADMIN,
    ),
    *(
        Example(
            PersonPage(
                id="u2",
                name=name,
                email="pat@example.org",
                is_parent=is_parent,
                logged_in=NOW if is_parent else None,
                has_second_factor=is_parent,
                log_ins=others,
                notice=None if is_parent else message(PersonText.LOGGED_OUT),
            ),
            ADMIN,
        )
        for name, is_parent, others in (("Pat Lee", True, [listed("b", "Safari/iPhone")]), (LONG, False, []))
    ),
    *(
        Example(
            BecomeAdminPage(
                inviter="Jordan Ellis",
                email="kim@example.org",
                until=NOW,
                is_parent=is_parent,
                shortest_password=SHORTEST_PASSWORD,
                values={},
                errors=errors,
            )
        )
        for is_parent, errors in ((False, {}), (True, {"name": message(SiteAdminProblem.NAME)}))
    ),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", LONG)], {})),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", "Luis")], {"parent": message(WhoProblem.CHOOSE)})),
    Example(
        PasswordPage("maria@example.org", has_password=False, needs_old=False, shortest_password=10, errors={}),
        PARENT_BY_LINK,
    ),
    Example(
        PasswordPage("maria@example.org", has_password=True, needs_old=True, shortest_password=10, errors=WRONG_OLD),
        PARENT,
    ),
    Example(SessionsPage(listed("a", "Firefox/Windows"), [], notice=None), PARENT),
    Example(SessionsPage(listed("a", ""), OTHERS, notice=message(SessionsNotice.ENDED)), ADMIN),
    Example(LogInPage({"email": "a@example.org"}, {"email": message(LogInMessage.WRONG)}, None)),
)
