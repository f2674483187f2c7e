"""A registered parent's own pages."""

from dataclasses import replace

from homeroom.domain.accounts.user import User
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.message import message
from homeroom.web.forms.families.contact_form import ContactProblem
from homeroom.web.forms.families.new_address_form import NewAddressProblem
from homeroom.web.pages.families.me import OWN_ADDRESS, EditMePage, MeNotice, MePage, OwnStudent
from homeroom.web.pages.families.new_address import ConfirmAddressPage, NewAddressPage
from tests.factories import a_student
from tests.steps.pages.example import LONG, PARENT, PARENT_BY_LINK, Example

DETAILS = ContactDetails(
    first_name="María",
    last_name=LONG,
    email="maria@example.org",
    mobile_phone="555 0100",
    street="1 Long Street",
    city="Springfield",
    state="IL",
    postal_code="62701",
    sharing=Sharing(email=Audience.HOMEROOM, phone=Audience.SITE),
)
LITTLE = ContactDetails(first_name="María", last_name="García", language="es", receives_school_mail=False)
CHILDREN = [a_student("Noé", id="s1"), a_student("Ana", id="s2")]
LANGUAGE_CHOICES = list(LANGUAGES.items())
MISTAKEN_VALUES = {"first_name": LONG, "relationship_s1": "Aunt", "lives_with_s2": "part"}
MISTAKES = {
    "last_name": message(ContactProblem.LAST_NAME),
    "share_email": message(ContactProblem.SHARE_EMAIL),
    "lives_with_s1": message(ContactProblem.LIVES_WITH_ME, student="Noé"),
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
    "child_s1": LONG,
}
STORED = {
    "first_name": "María",
    "home_phone": "555 0199",
    "street": "",
    "share_email": "homeroom",
    "language": "vi",
    "receives_school_mail": "",
    "relationship_s1": "Guardian",
    "lives_with_s1": "yes",
}
CHANGED = {"": message(ContactProblem.CHANGED_ELSEWHERE)}


def own(lives_with: LivesWith, relationship: str) -> OwnStudent:
    return OwnStudent(
        name=LONG,
        url="/students/s1",
        homeroom="3-A",
        homeroom_url="/homerooms/3-A",
        grade="3",
        relationship=relationship,
        lives_with=lives_with,
    )


def me(
    details: ContactDetails, *students: OwnStudent, saved: bool = False, viewer: User = PARENT, new_email: str = ""
) -> Example:
    notice = message(MeNotice.SAVED) if saved else None
    context = MePage(
        details=details,
        new_email=new_email,
        language=LANGUAGES[details.language],
        students=students,
        login_email="a@example.org",
        has_password=viewer.has_password,
        notice=notice,
    )
    return Example(context, viewer)


LONG_ADDRESS = f"{'a-very-long-mailbox-' * 3}@example.org"
MY_ADDRESS = NewAddressPage(email="maria@example.org", new_email="", needs_password=False, values={}, errors={})
WRONG = {
    "email": message(NewAddressProblem.EMAIL),
    "password": message(NewAddressProblem.PASSWORD),
}
CONFIRM = ConfirmAddressPage(name="María", email="maria@example.net", done=False, has_password=True)

EXAMPLES = (
    me(DETAILS, own(LivesWith.YES, "Mother"), own(LivesWith.PART, "Aunt"), own(LivesWith.NO, "")),
    me(LITTLE, saved=True),
    me(LITTLE, viewer=PARENT_BY_LINK),
    me(DETAILS, new_email="new@example.net"),
    Example(MY_ADDRESS, PARENT),
    Example(replace(MY_ADDRESS, new_email=LONG_ADDRESS, needs_password=True, errors=WRONG), PARENT),
    Example(CONFIRM),
    Example(replace(CONFIRM, email=LONG_ADDRESS, has_password=False)),
    Example(replace(CONFIRM, done=True)),
    Example(replace(CONFIRM, done=True, email=LONG_ADDRESS, has_password=False)),
    Example(EditMePage(CHILDREN, LANGUAGE_CHOICES, {OWN_ADDRESS: "maria@example.org"}, {}, {}), PARENT),
    Example(EditMePage(CHILDREN[:1], LANGUAGE_CHOICES, MISTAKEN_VALUES, MISTAKES, {}), PARENT),
    Example(EditMePage(CHILDREN, LANGUAGE_CHOICES, TYPED, CHANGED, STORED), PARENT),
)
