"""What a link opens, and the parent's way behind it."""

from dataclasses import replace

from homeroom.domain.accounts.password import SHORTEST_PASSWORD, PasswordProblem
from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.families.visibility import preview
from homeroom.domain.kernel.message import message
from homeroom.web.core.dead_end import LOG_IN, DeadEndText, FormProof, TypedPage, dead_end
from homeroom.web.forms.families.decline_texts import DeclinedProblem
from homeroom.web.forms.families.other_parent import OTHER_PARENT_NOTICES
from homeroom.web.forms.families.sharing_part import SharingPart
from homeroom.web.forms.families.who_form import WhoProblem
from homeroom.web.pages.answers.answer_next import AnswerNotice
from homeroom.web.pages.answers.code import CodeProblem
from homeroom.web.pages.answers.contexts import (
    AnotherParentPage,
    AnswerDonePage,
    AnswerNextPage,
    AnswerPage,
    CodePage,
    DeclinedPage,
    DeclinePage,
    InvitationPage,
    LinkOverPage,
    NewLinkPage,
    RegisterPage,
    SavedChild,
    WhoPage,
)
from homeroom.web.pages.answers.link import DeclineProblem
from tests.factories import NOW, a_student
from tests.steps.pages.example import LONG, SCHOOL, Example
from tests.steps.pages.families import (
    CHANGED,
    CHILDREN,
    DETAILS,
    LANGUAGE_CHOICES,
    LITTLE,
    MISTAKEN_VALUES,
    MISTAKES,
    STORED,
    TYPED,
)

NAMES = ["Noé", "Ana"]
LINK = f"/i/{'x' * 43}"
PREVIEWED = SharingPart(preview=preview(DETAILS), kept_out_by_others=["s1"])
FORM = AnswerPage(
    students=CHILDREN,
    first_names=NAMES,
    languages=LANGUAGE_CHOICES,
    saved=False,
    is_known=False,
    name="María",
    email_optional=False,
    may_be_another=False,
    sharing=SharingPart(),
    recorded={},
    on_file={},
    open_part="",
    stored={},
    values={},
    errors={},
)
DECLINED = DeclinedPage(first_names=NAMES, take_back_url=f"{LINK}/declined", back=LINK, errors={})
OTHER = AnotherParentPage(
    students=CHILDREN, first_names=NAMES, languages=LANGUAGE_CHOICES, same_address=[], values={}, errors={}
)
NEXT = AnswerNextPage(
    name="María",
    first_names=NAMES,
    details=DETAILS,
    language="English",
    children=[
        SavedChild("s1", "Noé", "Mother", LivesWith.YES),
        SavedChild("s2", LONG, LONG, LivesWith.PART, kept_out=True),
    ],
    form="/answer?form=2-1a2b3c4d",
    can_register=True,
    notice=message(AnswerNotice.SAVED),
    added=["Luis García", LONG],
)
TOO_SHORT = message(PasswordProblem.TOO_SHORT, shortest=SHORTEST_PASSWORD)
RECORDED = {"last_name": "G…", "email": "m•••••@example.net", "mobile_phone": "71", "street": "1 …"}
THREE = [*CHILDREN, a_student("Li", id="s3")]
_REASON = dead_end(DeadEndText.ANSWER_OVER, DeadEndText.ANSWER_OVER_NEXT)
TYPED_PAGE = TypedPage(
    heading=_REASON.heading,
    paragraphs=_REASON.paragraphs,
    action=LOG_IN,
    values=TYPED,
    languages=LANGUAGE_CHOICES,
    again=FormProof("/answer", "0" * 64),
    is_fresh=False,
)
TYPED_PAGES = (
    TYPED_PAGE,
    replace(TYPED_PAGE, is_fresh=True),
    replace(TYPED_PAGE, again=None, action=None),
    replace(
        TYPED_PAGE,
        values={"relationship_s1": "Aunt", "lives_with_s1": "no", "same_address_c1": "yes", "remove_street": "yes"},
    ),
)

EXAMPLES = (
    Example(InvitationPage(NAMES, LONG, NOW, f"{LINK}/decline", checks=False)),
    Example(InvitationPage(["Noé"], SCHOOL, NOW, f"{LINK}/decline", checks=False)),
    Example(InvitationPage(NAMES, LONG, NOW, f"{LINK}/decline", checks=True)),
    Example(InvitationPage(NAMES, LONG, NOW, f"{LINK}/decline", False, [LONG], f"{LINK}/declined")),
    Example(DECLINED),
    Example(replace(DECLINED, back="", first_names=[LONG])),
    Example(replace(DECLINED, back="", first_names=[])),
    Example(replace(DECLINED, first_names=[])),
    *(Example(replace(DECLINED, back="", errors={"": message(problem)})) for problem in DeclinedProblem),
    Example(LinkOverPage("maria@example.net", f"{LINK}/new-link")),
    Example(LinkOverPage(None, f"{LINK}/new-link")),
    Example(LinkOverPage(None, "/code/new-link", "7kx4m-q2rtb")),
    Example(CodePage({}, {})),
    Example(CodePage({"code": LONG}, {"code": message(CodeProblem.SHAPE)})),
    *(Example(CodePage({"code": "7kx4m q2rtb"}, {"code": message(p)})) for p in CodeProblem),
    Example(NewLinkPage()),
    Example(DeclinePage([a_student(LONG, id="s1")], "/answer", {})),
    Example(DeclinePage(CHILDREN, "/answer", {})),
    Example(DeclinePage(CHILDREN, "/answer", {"students": message(DeclineProblem.CHOOSE)})),
    Example(FORM),
    Example(replace(FORM, email_optional=True)),
    Example(replace(FORM, values=MISTAKEN_VALUES, errors=MISTAKES)),
    Example(replace(FORM, students=CHILDREN[:1], first_names=["Noé"], saved=True)),
    Example(replace(FORM, students=THREE, first_names=["Noé", "Ana", "Li"])),
    Example(replace(FORM, is_known=True, may_be_another=True)),
    Example(replace(FORM, recorded=RECORDED, on_file={"relationship_s1": "Mother", "relationship_s2": LONG})),
    Example(replace(FORM, open_part="sharing", values={"share_phone": "site", "mobile_phone": "555 0100"})),
    Example(replace(FORM, open_part="sharing", sharing=PREVIEWED)),
    Example(replace(FORM, saved=True, values=TYPED, errors=CHANGED, stored=STORED)),
    *map(Example, TYPED_PAGES),
    Example(replace(FORM, recorded=RECORDED, may_be_another=True, name=LONG)),
    Example(WhoPage([("c1", "María"), ("c2", LONG), ("new", "")], NAMES, {})),
    Example(WhoPage([("c1", "María"), ("new", "")], ["Noé"], {"parent": message(WhoProblem.CHOOSE)})),
    Example(OTHER),
    Example(replace(OTHER, values=MISTAKEN_VALUES, errors=MISTAKES)),
    Example(replace(OTHER, same_address=[("c1", ""), ("c2", LONG)], values={"same_address_c2": "yes"})),
    Example(NEXT),
    Example(replace(NEXT, new_email="mia@example.net")),
    Example(replace(NEXT, details=LITTLE, children=[SavedChild("s2", "Ana", "", LivesWith.NO)])),
    Example(replace(NEXT, name=LONG, details=None, can_register=False, notice=OTHER_PARENT_NOTICES["added"])),
    Example(RegisterPage("maria@example.org", SHORTEST_PASSWORD, {})),
    Example(RegisterPage("maria@example.org", SHORTEST_PASSWORD, {"password": TOO_SHORT})),
    Example(AnswerDonePage()),
)
