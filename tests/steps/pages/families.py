"""A registered parent's own pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from homeroom.domain.accounts.user import User
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.families.visibility import preview
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.use_cases.families.exclusions import ExclusionProblem
from homeroom.use_cases.families.other_parents import OtherParent, OtherParentState
from homeroom.web.forms.day_field import DayProblem
from homeroom.web.forms.families.contact_form import ContactProblem
from homeroom.web.forms.families.decline_texts import DeclinedProblem
from homeroom.web.forms.families.new_address_form import NewAddressProblem
from homeroom.web.forms.families.other_parent import AnotherParentProblem
from homeroom.web.forms.families.relation_days import RelationDaysProblem
from homeroom.web.forms.families.relation_form import RelationProblem
from homeroom.web.forms.families.sharing_part import SharingPart
from homeroom.web.pages.families.directory import (
    DirectoryLink,
    DirectoryPage,
    NoDirectoryPage,
    SchoolDirectoryPage,
    ShownContact,
    ShownFamily,
)
from homeroom.web.pages.families.exclusions import ExclusionsNotice, ExclusionsPage
from homeroom.web.pages.families.me import MeNotice, MePage, OwnDeclined, OwnStudent
from homeroom.web.pages.families.my_details import OWN_ADDRESS, EditMePage
from homeroom.web.pages.families.my_other_parent import MyOtherParentPage
from homeroom.web.pages.families.new_address import ConfirmAddressPage, NewAddressPage
from tests.factories import NOW, TODAY, a_student
from tests.steps.pages.example import ADMIN, LONG, PARENT, PARENT_BY_LINK, Example

DETAILS = ContactDetails(
    first_name="María",
    last_name=LONG,
    email="maria@example.org",
    mobile_phone="(415) 555-0100 ext. 12",
    home_phone="1-800-FLOWERS",
    street="1 Long Street",
    apartment="Apt. 4",
    city="Springfield",
    state="IL",
    postal_code="62701",
    sharing=Sharing(email=Audience.HOMEROOM, phone=Audience.SITE),
)
LITTLE = ContactDetails(
    first_name="", last_name="García", city="Oaxaca", country="México", language="es", receives_school_mail=False
)
CHILDREN = [a_student("Noé", id="s1"), a_student("Ana", id="s2")]
LANGUAGE_CHOICES = list(LANGUAGES.items())
MISTAKEN_VALUES = {"since_s1": "soon", "city": LONG, "relationship_s1": "Aunt", "lives_with_s2": "part"}
MISTAKES = {
    "first_name": message(ContactProblem.NAME),
    "share_email": message(ContactProblem.SHARE_EMAIL),
    "lives_with_s1": message(RelationProblem.LIVES_WITH_ME, student="Noé"),
    "since_s1": message(DayProblem.DATE),
    "until_s1": message(RelationDaysProblem.ORDER),
}
TYPED = {
    "version": "c1.1",
    "whose": "0" * 16,
    "first_name": LONG,
    "last_name": "García",
    "email": "maria@example.org",
    "mobile_phone": "555 0100",
    "home_phone": "",
    "share_email": "site",
    "language": "es",
    "relationship_s1": "Mother",
    "lives_with_s1": "part",
    "since_s1": "2027-01-01",
    "until_s1": "2027-05-03",
    "child_s1": LONG,
    "same_for_all": "yes",
}
ANSWERED = TYPED | {"relationship_s2": "Aunt", "lives_with_s2": "no", "street": LONG, "receives_school_mail": "yes"}
"""Of all students, so that there is nothing left to be the same."""
STORED = {
    "first_name": "María",
    "home_phone": "555 0199",
    "street": "",
    "apartment": "Apt. 4",
    "country": "México",
    "share_email": "homeroom",
    "language": "vi",
    "receives_school_mail": "",
    "until_s1": "",
    "relationship_s1": "Guardian",
    "lives_with_s1": "yes",
}
NOBODYS_PARENT = {"children": message(AnotherParentProblem.CHOOSE_CHILD)}
OTHER_PARENT = MyOtherParentPage(
    students=CHILDREN,
    languages=LANGUAGE_CHOICES,
    same_address=[("c1", "")],
    values={"whose": "0" * 16, "for_s1": "yes", "for_s2": "yes"},
    errors={},
)
KEPT_OUT = {"keep_out_s1": "yes", "kept_out_s1": "yes", "keep_out_s2": "yes"}
SHARING = SharingPart(may_exclude=True)
PREVIEWED = SharingPart(preview=preview(DETAILS), kept_out_by_others=["s1"], may_exclude=True)
PRIVATE_PREVIEW = SharingPart(preview=preview(LITTLE))
EXCLUSIONS = (Exclusion(name=LONG, contact_id="c2"), Exclusion(email=f"{'a' * 60}@example.org"))
EXCLUDED = message(ExclusionsNotice.EXCLUDED, who=LONG)
OWN_NAME = {"who": message(ExclusionProblem.OWN_NAME)}
CHANGED = {"": message(ContactProblem.CHANGED_ELSEWHERE)}


def other(state: OtherParentState, name: str = LONG, *, again: bool = False) -> OtherParent:
    first = state is OtherParentState.NOT_ASKED
    return OtherParent(
        contact_id="c2", name=name, state=state, asked_at=NOW, can_be_asked=first, can_be_asked_again=again
    )


OTHERS = [other(state, again=state is OtherParentState.ASKED) for state in OtherParentState]


def own(lives_with: LivesWith, relationship: str, **more: Any) -> OwnStudent:
    return OwnStudent(
        id="s1",
        name=LONG,
        url=more.pop("url", "/students/s1"),
        homeroom="3-A",
        homeroom_url="/homerooms/3-A",
        grade="3",
        relationship=relationship,
        lives_with=lives_with,
        **more,
    )


def me(
    details: ContactDetails,
    *students: OwnStudent,
    saved: bool = False,
    viewer: User = PARENT,
    block: BlockReason | None = None,
    new_email: str = "",
    declined: Sequence[OwnDeclined] = (),
) -> Example:
    notice = message(MeNotice.SAVED) if saved else None
    context = MePage(
        details=details,
        new_email=new_email,
        language=LANGUAGES[details.language],
        students=students,
        can_add_parent=bool(students),
        declined=declined,
        errors={"": message(DeclinedProblem.HAS_CONTACT)} if declined else {},
        from_school=details.receives_school_mail,
        block=block,
        login_email="a@example.org",
        has_password=viewer.has_password,
        others_see=preview(details),
        may_invite=viewer.has_password,
        notice=notice,
    )
    return Example(context, viewer)


LONG_ADDRESS = f"{'a-very-long-mailbox-' * 3}@example.org"
MY_ADDRESS = NewAddressPage(email="maria@example.org", new_email="", needs_password=False, values={}, errors={})
WRONG = {
    "email": message(NewAddressProblem.EMAIL),
    "password": message(NewAddressProblem.PASSWORD),
}
CONFIRM = ConfirmAddressPage(name="María", email="maria@example.net", is_first=False, done=False, has_password=True)


def family(n: int, *details: ContactDetails, is_own: bool = False) -> ShownFamily:
    return ShownFamily(
        name=f"{LONG}, Noé" if n % 2 else "García, Noé",
        url=f"/students/s{n}",
        homeroom="3-A",
        is_own=is_own,
        contacts=[ShownContact(one, "Mother") for one in details],
    )


ROOMS = [
    DirectoryLink(code="3-A", url="/directory?homeroom=3-A", is_here=True),
    DirectoryLink(code=LONG[:40], url="/directory?homeroom=x", is_here=False),
]
FAMILIES = [family(1, DETAILS, is_own=True), family(2, LITTLE, DETAILS)]


def directory(
    *families: ShownFamily, q: str = "", hidden: tuple[str, ...] = (), shares: bool = True, own: int = 2
) -> Example:
    context = DirectoryPage(
        homeroom="3-A",
        year="2026-2027",
        day=TODAY,
        own=ROOMS[:own],
        q=q,
        families=families,
        hidden=hidden,
        shares=shares,
    )
    return Example(context, PARENT)


def all_homerooms(*families: ShownFamily, q: str = "", more: bool = False) -> Example:
    return Example(SchoolDirectoryPage(own=ROOMS[:1], homerooms=ROOMS, q=q, families=families, more=more), PARENT)


DIRECTORY = (
    directory(*FAMILIES),
    directory(FAMILIES[1], q="García", hidden=("Noé", LONG)),
    directory(own=1, shares=False, hidden=("Noé",)),
    directory(q=LONG),
    all_homerooms(),
    all_homerooms(*FAMILIES, q="García", more=True),
    all_homerooms(q=LONG),
    Example(NoDirectoryPage(), PARENT),
    Example(NoDirectoryPage(), ADMIN),
)
EXAMPLES = (
    *DIRECTORY,
    me(DETAILS, own(LivesWith.YES, "Mother", other_parents=OTHERS), own(LivesWith.PART, "Aunt"), own(LivesWith.NO, "")),
    me(
        DETAILS,
        own(LivesWith.YES, "", url="", until=TODAY, days_by_office=True),
        own(LivesWith.YES, "", since=TODAY),
        own(LivesWith.YES, "", since=TODAY, until=TODAY),
    ),
    me(LITTLE, own(LivesWith.YES, "Mother", kept_out=True), saved=True),
    me(LITTLE, viewer=PARENT_BY_LINK),
    replace(me(LITTLE, viewer=PARENT_BY_LINK), context=replace(me(LITTLE).context, deletion_due=NOW)),
    replace(me(LITTLE), context=replace(me(LITTLE).context, corrected_at=NOW)),
    replace(me(LITTLE, viewer=PARENT_BY_LINK), context=replace(me(LITTLE).context, asked_until=TODAY)),
    me(DETAILS, new_email="new@example.net"),
    Example(MY_ADDRESS, PARENT),
    Example(replace(MY_ADDRESS, new_email=LONG_ADDRESS, needs_password=True, errors=WRONG), PARENT),
    Example(CONFIRM),
    Example(replace(CONFIRM, is_first=True, has_password=False)),
    Example(replace(CONFIRM, email=LONG_ADDRESS, has_password=False)),
    Example(replace(CONFIRM, done=True)),
    Example(replace(CONFIRM, done=True, email=LONG_ADDRESS, has_password=False)),
    Example(
        EditMePage(CHILDREN, CHILDREN[:1], LANGUAGE_CHOICES, {OWN_ADDRESS: "maria@example.org"}, {}, {}, SHARING),
        PARENT,
    ),
    Example(EditMePage(CHILDREN[:1], CHILDREN[:1], LANGUAGE_CHOICES, MISTAKEN_VALUES, MISTAKES, {}, SHARING), PARENT),
    Example(EditMePage(CHILDREN, CHILDREN[:1], LANGUAGE_CHOICES, TYPED, CHANGED, STORED, SHARING), PARENT),
    Example(EditMePage(CHILDREN, CHILDREN[:1], LANGUAGE_CHOICES, ANSWERED, {}, {}, SHARING, "phones"), PARENT),
    Example(EditMePage(CHILDREN, CHILDREN[:1], LANGUAGE_CHOICES, TYPED | KEPT_OUT, {}, {}, PREVIEWED), PARENT),
    Example(
        EditMePage(CHILDREN[:1], CHILDREN[:1], LANGUAGE_CHOICES, TYPED, {}, {}, PRIVATE_PREVIEW, "sharing"), PARENT
    ),
    Example(EditMePage(CHILDREN, CHILDREN[:1], LANGUAGE_CHOICES, ANSWERED, {}, {}, SHARING, "phones"), PARENT),
    Example(ExclusionsPage((), [], {}, {}, None), PARENT_BY_LINK),
    Example(ExclusionsPage(EXCLUSIONS, [("c7", LONG)], {}, {}, EXCLUDED), PARENT),
    Example(ExclusionsPage(EXCLUSIONS, [("c7", LONG)], {"who": LONG}, OWN_NAME, None), PARENT),
    me(LITTLE, declined=[OwnDeclined(["Noé", LONG], "/me/declined/i1/take-back")]),
    *(me(LITTLE, block=reason) for reason in BlockReason),
    Example(OTHER_PARENT, PARENT),
    Example(replace(OTHER_PARENT, students=CHILDREN[:1]), PARENT),
    Example(replace(OTHER_PARENT, values=MISTAKEN_VALUES, errors=MISTAKES | NOBODYS_PARENT), PARENT),
)
