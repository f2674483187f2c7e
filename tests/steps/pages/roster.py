"""Students, homerooms, grades, and a student's profile."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeroom.domain.families.campaign import CampaignCounts
from homeroom.domain.families.merging import MergeProblem, Piece
from homeroom.domain.families.office_entry import HowSaid, OfficeEntry, Said
from homeroom.domain.families.parent_contact import LivesWith, Relation
from homeroom.domain.families.sharing import Audience, Sharing, up_to
from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import BlockNotice
from homeroom.domain.roster.student_count import StudentCount
from homeroom.use_cases.roster.contact_states import ContactState
from homeroom.use_cases.roster.overview import Day
from homeroom.web.forms.day_field import DayProblem
from homeroom.web.forms.families.relation_days import RelationDaysProblem
from homeroom.web.forms.invitations.invite_form import InviteProblem
from homeroom.web.forms.roster.reason_form import ReasonProblem
from homeroom.web.forms.roster.student_form import StudentProblem
from homeroom.web.pages.roster import another_parent
from homeroom.web.pages.roster.another_parent import OfficeParentPage
from homeroom.web.pages.roster.asked_again import AskedAgain
from homeroom.web.pages.roster.contacts_compared import ComparedContact, MergeContactsPage, PieceChoice
from homeroom.web.pages.roster.correct_contact import CorrectContactPage, CorrectionProblem
from homeroom.web.pages.roster.delete_student import DeleteStudentPage, DeleteStudentProblem
from homeroom.web.pages.roster.front import Bar, Chart, FrontPage, Need, NeedKind, Step, StepTo
from homeroom.web.pages.roster.homerooms import (
    Grade,
    GradePage,
    HomeroomAction,
    HomeroomActionName,
    HomeroomNotice,
    HomeroomPage,
    HomeroomsPage,
)
from homeroom.web.pages.roster.listed import ElsewhereStudent, ListedHomeroom, ListedStudent
from homeroom.web.pages.roster.merge_contacts import CandidateLine, MergeContactsNotice, SamePersonPage
from homeroom.web.pages.roster.office_marks import LeftPage, ProtectedPage
from homeroom.web.pages.roster.profile import (
    ContactCard,
    DeclinedCard,
    InvitationCard,
    NotContacted,
    PlaceInYear,
    Sibling,
    StudentFacts,
    StudentPage,
)
from homeroom.web.pages.roster.relation_days import RelationDaysPage
from homeroom.web.pages.roster.shown_years import YearLink, Years
from homeroom.web.pages.roster.student import InvitationRefused, StudentNotice
from homeroom.web.pages.roster.student_form_page import PlaceFields, StudentFormPage, ThereAlready
from homeroom.web.pages.roster.students import ByParent, StudentsPage
from homeroom.web.pages.roster.students_compared import ChooseMergePage, MergePage, MergeText, Offer, Question, Side
from homeroom.web.pages.roster.unlink import UnlinkPage
from homeroom.web.pages.roster.without_address import WithoutAddressPage
from tests.factories import NOW, TODAY
from tests.steps.pages.example import ADMIN, LONG, PARENT, WAITING_IMPORTS, Example
from tests.steps.pages.families import CHILDREN, DETAILS, LANGUAGE_CHOICES, LITTLE, MISTAKEN_VALUES, MISTAKES
from tests.steps.pages.invitations import ADDRESS_BLOCKED, OWN_LINES, STATE, TILES

YEAR = "2026-2027"


def listed(n: int = 1, state: ContactState | None = ContactState.WAITING) -> ListedStudent:
    return ListedStudent(
        name=f"{LONG}, Noé" if n % 7 == 0 else "García, Noé",
        url=f"/students/s{n}",
        homeroom="3-A",
        homeroom_url="/homerooms/3-A",
        grade="3",
        grade_url="/grades/3",
        state=state,
    )


def a_room(**more: Any) -> ListedHomeroom:
    usual: dict[str, Any] = {
        "code": "3-A",
        "url": "/homerooms/3-A",
        "room": "Room 12",
        "teachers": ("Ms. Lee", "Mr. Ito"),
        "grade": "3",
        "grade_url": "/grades/3",
        "year": YEAR,
    }
    return ListedHomeroom(**usual | more)


def a_place(other_year: str) -> PlaceInYear:
    return PlaceInYear(
        moved_from="3-B",
        moved_at=NOW,
        other_year=other_year,
        homeroom="3-A",
        homeroom_url="/homerooms/3-A",
        grade="3",
        grade_url="/grades/3",
    )


STATES = [listed(n, state) for n, state in enumerate(ContactState, 1)]
ONE_YEAR = Years()
SEVERAL_YEARS = Years(
    links=[
        YearLink("2027-2028", "/homerooms?year=2027-2028", is_shown=True),
        YearLink(YEAR, "/homerooms", is_shown=False),
    ],
    other="2027-2028",
    is_next=True,
    seen_from=TODAY,
)
EMPTY = StudentsPage(years=ONE_YEAR, q="", students=[], more=False, homerooms_exist=False)
BY_PARENT = [ByParent(listed(1), ["María García", LONG]), ByParent(listed(7), [LONG], ["maria@example.org"])]
INVITATION = InvitationCard(
    url="/invitations/i1",
    name="",
    email="maria@example.org",
    state="bounced",
    state_label=STATE,
    on=NOW,
    about=["Noé", "Ana"],
    blocked=ADDRESS_BLOCKED,
)
LETTER = replace(INVITATION, email="", state="printed", blocked=None, on_paper=True)
DECLINED = DeclinedCard("/invitations/i2", "", "maria@example.org", NOW)
PROFILE = StudentPage(
    student=StudentFacts(
        id="s1",
        name=LONG,
        first_name="Wilhelmina",
        places=[a_place(""), a_place("2025-2026")],
        school_id="10001",
        protected=True,
        protected_reason="Court order of May 3",
        kept_out=True,
    ),
    contacts=[],
    invitations=[],
    earlier_invitations=[],
    declined=[],
    not_contacted=None,
    can_invite=True,
    must_ask=False,
    can_add=False,
    without_contact=True,
    requests=[],
    values={},
    errors={},
    notice=None,
)
OFFICE_PARENT = OfficeParentPage(
    back="/students/s1",
    student="Noé",
    students=CHILDREN[:1],
    siblings=[
        another_parent.Sibling(field="for_s2", name=LONG, homeroom="3-A"),
        another_parent.Sibling(field="for_s3", name="Ana", homeroom=""),
    ],
    languages=LANGUAGE_CHOICES,
    same_address=[("c1", LONG), ("c2", "María García")],
    is_first=False,
    invited=[],
    values={"send_invitation": "yes"},
    errors={},
)
CORRECT = CorrectContactPage(
    url="/students/s1/contacts/c1/edit",
    back="/students/s1",
    contact=LONG,
    proved_email="maria@example.org",
    students=CHILDREN,
    languages=LANGUAGE_CHOICES,
    sharing={
        "share_email": up_to(Audience.SITE),
        "share_phone": up_to(Audience.HOMEROOM),
        "share_address": up_to(Audience.NOBODY),
    },
    values=MISTAKEN_VALUES,
    errors={},
    stored={},
)
SAME_PERSON = SamePersonPage(
    back="/students/s1",
    contact=LONG,
    candidates=[
        CandidateLine(name=LONG, url="/x", email="maria@example.org", students=[LONG, "Ana"], looks_alike=True),
        CandidateLine(name="María", url="/x", email="", students=["Ana"], looks_alike=False),
    ],
)
ONE_CONTACT = ComparedContact(
    id="c1", name=LONG, email="m@example.org", students=["Noé"], logs_in_with="", registered=False
)
OTHER_CONTACT = replace(
    ONE_CONTACT, id="c2", students=["Noé", "Ana"], logs_in_with="maria@example.org", registered=True
)
TWO_CONTACTS = MergeContactsPage(
    url="/students/s1/contacts/c1/same/c2",
    back="/students/s1",
    version="c2.1 c1.1",
    stays=OTHER_CONTACT,
    goes=ONE_CONTACT,
    pieces=[
        *(
            PieceChoice(
                field=f"keep_{piece}",
                piece=piece,
                student="",
                values={"c1": [LONG, "2 High St"], "c2": []},
                relations={},
                chosen="c1",
            )
            for piece in Piece
        ),
        PieceChoice(
            field="keep_s1",
            piece="",
            student="Noé",
            values={},
            relations={"c1": Relation(relationship="Mother"), "c2": Relation(lives_with=LivesWith.PART)},
            chosen="c2",
        ),
    ],
    sharing=Sharing(phone=Audience.HOMEROOM),
    students=["Noé", "Ana"],
    unused_email="m@example.org",
    waiting_email="mia@example.net",
    days_of=["Noé"],
    problem=None,
    notice=None,
)
ENTRY = OfficeEntry(at=NOW, by=LONG, said=Said(HowSaid.PHONE, LONG))
UNLINK = UnlinkPage(
    url="/students/s1/contacts/c1/unlink",
    back="/students/s1",
    contact=LONG,
    student="Wilhelmina",
    others=[],
    logs_out=True,
    log_in_ends=True,
    emails=["maria@example.org"],
)
OFFERS = [
    Offer(LONG, "/students/s1/merge?with=s2", "3-A", "10001"),
    Offer("Noé", "/students/s1/merge?with=s3", "3-B", ""),
]
CHOOSE = ChooseMergePage(
    url="/students/s1/merge", back="/students/s1", student=LONG, offered=OFFERS, q="", found=[], more=False, errors={}
)
PLACE = message(MergeText.PLACE_AND_GRADE, homeroom="3-A", grade="3")
SIDE = Side(
    name=LONG,
    url="/students/s1",
    school_id="10001",
    places=[("2027-2028", message(MergeText.PLACE, homeroom="4-A")), (YEAR, PLACE)],
    contacts=[("María García", True), (LONG, False)],
    asked=["maria@example.org", "luis@example.org"],
    earlier=2,
    declined=1,
    not_contacted=2,
    protected=True,
    kept_out=True,
)
NOBODY = Side(
    name="Noé García",
    url="/students/s2",
    school_id="",
    places=[(YEAR, PLACE)],
    contacts=[],
    asked=[],
    earlier=0,
    declined=0,
    not_contacted=0,
    protected=False,
    kept_out=False,
)
MERGE = MergePage(
    url="/students/s1/merge",
    back="/students/s1",
    swap="/students/s2/merge?with=s1",
    other_id="s2",
    seen="1.2",
    staying=SIDE,
    going=NOBODY,
    questions=[],
    moving=0,
    registered=0,
    shared=0,
    asked=0,
    earlier=0,
    ending=0,
    values={},
    errors={},
)
MUCH: dict[str, Any] = {"moving": 2, "registered": 1, "shared": 1, "asked": 2, "earlier": 2, "ending": 2}
QUESTIONS = [
    Question("name", message(MergeText.WHICH_NAME), LONG, "Noé García"),
    Question("school_id", message(MergeText.WHICH_ID), "10001", "10002"),
    Question(f"place_{YEAR}", message(MergeText.WHICH_PLACE, year=YEAR), PLACE, PLACE),
]
DELETE_STUDENT = DeleteStudentPage(
    url="/students/s1/delete",
    back="/students/s1",
    student=LONG,
    first_name="Wilhelmina",
    leaving=["María García", LONG],
    staying=["Rosa Díaz"],
    without_log_in=2,
    ending=1,
    going_on=1,
    requests=1,
    seen=3,
    values={},
    errors={},
)
DATES = RelationDaysPage(
    url="/students/s1/contacts/c1/dates", back="/students/s1", contact=LONG, student=CHILDREN[0], values={}, errors={}
)
WRONG_DATES = {
    "since_s1": message(DayProblem.YEAR),
    "until_s1": message(RelationDaysProblem.ORDER),
}
STUDENT_FORM = StudentFormPage(
    url="/students/s1/edit",
    back="/students/s1",
    student=LONG,
    places=[
        PlaceFields(homeroom="homeroom", grade="grade", year=YEAR, choices=[("3-A", "3-A"), ("3-B", "3-B")], must=True),
        PlaceFields(
            homeroom="next_homeroom", grade="next_grade", year="2027-2028", choices=[("4-A", "4-A")], must=False
        ),
    ],
    other_years=[],
    values={"first_name": "Noé", "last_name": LONG, "homeroom": "3-B", "version": "v", "whose": "w"},
    errors={},
    stored={},
)
NEW_STUDENT_FORM = replace(
    STUDENT_FORM,
    url="/students/new",
    student="",
    places=[replace(STUDENT_FORM.places[0], must=True)],
    other_years=["2027-2028"],
    values={"new_id": "f" * 24, "year": YEAR},
)
THERE = [
    ThereAlready(name=LONG, url="/students/s2", homerooms=["3-A (2026-2027)", "2-A (2025-2026)"], school_id="00417"),
    ThereAlready(name="Ana Díaz", url="/students/s3", homerooms=["3-B (2026-2027)"], school_id=""),
]
WRONG_STUDENT = {
    "first_name": message(StudentProblem.FIRST_NAME),
    "student_id": message(StudentProblem.ID_TAKEN, student=LONG),
    "homeroom": message(StudentProblem.HOMEROOM),
}
LEFT = LeftPage(
    url="/students/s1/left",
    back="/students/s1",
    name=LONG,
    student="Wilhelmina",
    is_marked=False,
    has_left=False,
    homeroom="3-A",
    emails=["maria@example.org", "li@example.org"],
    has_letter=False,
)
PROTECTED = ProtectedPage(
    url="/students/s1/protected",
    back="/students/s1",
    name=LONG,
    student="Wilhelmina",
    is_protected=False,
    emails=["maria@example.org"],
    has_letter=False,
    values={"reason": "", "version": "v", "whose": "w"},
    errors={},
    stored={},
)
CHANGED_PROTECTION = replace(
    PROTECTED,
    is_protected=True,
    values={"reason": LONG},
    errors={"": message(ReasonProblem.CHANGED_ELSEWHERE)},
    stored={"reason": "Court order of May 3"},
)
GONE = replace(PROFILE.student, places=[a_place("2025-2026")], has_left=True)
CONTACT_PAGES: dict[str, Any] = {
    "page_url": "/students/s1/contacts/c1",
}
CONTACTS = [
    ContactCard(
        DETAILS,
        "Mother",
        LivesWith.YES,
        registered=True,
        confirmed_at=NOW,
        is_address_proved=True,
        given_email=f"{'a' * 60}@example.org",
        **CONTACT_PAGES,
    ),
    ContactCard(LITTLE, "", LivesWith.PART, registered=False, since=TODAY),
    ContactCard(LITTLE, "", LivesWith.PART, registered=False, since=TODAY, until=TODAY, holds=False),
    ContactCard(
        LITTLE,
        "Aunt",
        LivesWith.NO,
        registered=False,
        answered=False,
        office_entry=ENTRY,
        same_as=[LONG, "M"],
        page_url="/x",
        is_address_proved=False,
    ),
    ContactCard(LITTLE, "Aunt", LivesWith.NO, registered=True, office_entry=replace(ENTRY, said=Said())),
]
ELSEWHERE = [ElsewhereStudent(LONG, "/students/s4", "2-A", "2025-2026")]
SIBLINGS = [Sibling(LONG, "/students/s2", "3-B"), Sibling("Ana Díaz", "/students/s3", "")]
ACTIONS = [HomeroomAction(message(name), "/homerooms/3-A/edit") for name in HomeroomActionName]
REFUSED = {"parent_email": message(InviteProblem.EMAIL)}
STOPPED = {"note": message(InvitationRefused.STOPPED, why=message(BlockNotice.UNSUBSCRIBED))}
CHANGED_ELSEWHERE = {"": message(CorrectionProblem.CHANGED_ELSEWHERE)}
BLOCKED = {"allow_again": message(InvitationRefused.BLOCKED, why=ADDRESS_BLOCKED)}
ASK_THE_OFFICE = {"parent_email": message(InvitationRefused.ASK_THE_OFFICE)}

A_COUNT = StudentCount(students=26, with_contact=18, no_address=3)
ROOMS = [Bar("3-A", "/homerooms/3-A", A_COUNT, 69.2), Bar(LONG, "/homerooms/3-B", StudentCount(), 0)]
THIRD = Bar("3", "/grades/3", A_COUNT, 69.2)
DAYS = [Day(TODAY, AnswerCount(invited=1200)), Day(TODAY + timedelta(days=1), AnswerCount(invited=1200, answered=18))]
FRONT = FrontPage(
    year=YEAR,
    total=Bar("", "", A_COUNT, 69.2),
    steps=(),
    needs=[Need(kind.value, kind.label, 1200, "/invitations") for kind in NeedKind],
    grades=[replace(THIRD, parts=ROOMS), Bar("", "", StudentCount(students=1), 0, [ROOMS[0]])],
    all_homerooms=False,
    invited=TILES,
    chart=Chart("M0 39L100 1", "M0 39L50 39 100 38", TODAY, TODAY + timedelta(days=1), DAYS[-1].so_far, DAYS),
)
ASKED_AGAIN = AskedAgain(
    "/campaigns/000002", CampaignCounts(asked=1412, confirmed=210), TODAY, TODAY, is_planned=False, all_asked=True
)
NEW_SITE = replace(
    FRONT,
    total=Bar("", "", StudentCount(), 0),
    steps=[
        Step(step.value, step.label, "/settings/school", done=n == 0, is_next=n == 1) for n, step in enumerate(StepTo)
    ],
    needs=(),
    grades=(),
    invited=(),
    chart=None,
)
WITHOUT_ADDRESS = WithoutAddressPage(
    year=YEAR,
    number=1200,
    students=[replace(listed(n), state=None) for n in (1, 2)],
    first_url="",
    next_url="/students?without=address&after=3-A",
)

EXAMPLES = (
    Example(STUDENT_FORM, ADMIN),
    Example(replace(STUDENT_FORM, places=[]), ADMIN),
    Example(
        replace(
            STUDENT_FORM,
            errors={"": message(StudentProblem.CHANGED_ELSEWHERE)},
            stored={"last_name": LONG, "homeroom": "3-A", "student_id": ""},
        ),
        ADMIN,
    ),
    Example(NEW_STUDENT_FORM, ADMIN),
    Example(replace(NEW_STUDENT_FORM, errors=WRONG_STUDENT, there=THERE[:1]), ADMIN),
    Example(
        replace(
            NEW_STUDENT_FORM,
            errors={"is_another": message(StudentProblem.MAY_BE_THERE)},
            there=THERE,
            may_be_another=True,
        ),
        ADMIN,
    ),
    Example(replace(NEW_STUDENT_FORM, places=[replace(STUDENT_FORM.places[0], choices=[])], other_years=[]), ADMIN),
    Example(LEFT, ADMIN),
    Example(replace(LEFT, emails=[], has_letter=True), ADMIN),
    Example(replace(LEFT, is_marked=True, has_left=True), ADMIN),
    Example(replace(LEFT, is_marked=True, has_left=True, homeroom=""), ADMIN),
    Example(replace(LEFT, has_left=True, emails=[]), ADMIN),
    Example(PROTECTED, ADMIN),
    Example(replace(PROTECTED, emails=[], has_letter=True), ADMIN),
    Example(replace(PROTECTED, emails=[], errors={"reason": message(ReasonProblem.REASON)}), ADMIN),
    Example(CHANGED_PROTECTION, ADMIN),
    Example(replace(EMPTY, q="417", homerooms_exist=True, elsewhere=ELSEWHERE), ADMIN),
    Example(replace(EMPTY, q="no", students=STATES, homerooms_exist=True, elsewhere=ELSEWHERE), ADMIN),
    Example(replace(PROFILE, siblings=SIBLINGS), ADMIN),
    Example(DATES, ADMIN),
    Example(replace(DATES, values={"since_s1": "2027-05-03", "until_s1": "soon"}, errors=WRONG_DATES), ADMIN),
    Example(EMPTY, ADMIN),
    Example(replace(EMPTY, homerooms_exist=True), ADMIN),
    Example(replace(EMPTY, homerooms_exist=True), ADMIN, requests=1),
    Example(FRONT, ADMIN),
    Example(replace(FRONT, asked_again=ASKED_AGAIN), ADMIN),
    Example(replace(FRONT, asked_again=replace(ASKED_AGAIN, is_planned=True)), ADMIN),
    Example(replace(FRONT, asked_again=replace(ASKED_AGAIN, counts=CampaignCounts())), ADMIN),
    Example(replace(FRONT, grades=[THIRD], needs=(), all_homerooms=True), ADMIN, requests=0),
    Example(FRONT, ADMIN, waiting=WAITING_IMPORTS, requests=2),
    Example(replace(FRONT, needs=()), ADMIN, waiting=WAITING_IMPORTS[:1]),
    Example(NEW_SITE, ADMIN),
    Example(replace(NEW_SITE, total=replace(THIRD, name="", url=""), grades=[THIRD]), ADMIN, requests=1),
    Example(WITHOUT_ADDRESS, ADMIN),
    Example(replace(WITHOUT_ADDRESS, first_url="/students?without=address", next_url="", number=1), ADMIN),
    Example(replace(WITHOUT_ADDRESS, students=[], next_url=""), ADMIN),
    Example(replace(WITHOUT_ADDRESS, students=[], number=0, next_url=""), ADMIN),
    Example(replace(EMPTY, q="no", students=STATES, homerooms_exist=True), ADMIN),
    Example(
        replace(EMPTY, q="no", students=[listed(n) for n in range(50)], more=True, homerooms_exist=True),
        ADMIN,
    ),
    Example(replace(EMPTY, q=LONG, homerooms_exist=True), PARENT),
    Example(replace(EMPTY, q=LONG, homerooms_exist=True), ADMIN),
    Example(replace(EMPTY, q="555 0123", homerooms_exist=True, by_parent=BY_PARENT), ADMIN),
    Example(replace(EMPTY, years=SEVERAL_YEARS, homerooms_exist=True), ADMIN),
    Example(replace(EMPTY, years=SEVERAL_YEARS, q=LONG, homerooms_exist=True), ADMIN),
    Example(PROFILE, ADMIN),
    Example(
        replace(PROFILE, contacts=CONTACTS, invitations=[INVITATION, LETTER], notice=message(StudentNotice.INVITED)),
        ADMIN,
    ),
    Example(replace(PROFILE, earlier_invitations=[replace(INVITATION, name=LONG), INVITATION, LETTER]), ADMIN),
    Example(replace(PROFILE, declined=[DECLINED, replace(DECLINED, name=LONG)], can_invite=False), ADMIN),
    Example(replace(PROFILE, not_contacted=NotContacted(["maria@example.org"], 0)), ADMIN),
    Example(replace(PROFILE, not_contacted=NotContacted([LONG, "maria@example.org"], 2)), ADMIN),
    Example(replace(PROFILE, not_contacted=NotContacted([], 1)), ADMIN),
    Example(replace(PROFILE, contacts=CONTACTS, can_invite=False, can_add=True), ADMIN),
    Example(OFFICE_PARENT, ADMIN),
    Example(replace(OFFICE_PARENT, values=MISTAKEN_VALUES, errors=MISTAKES), ADMIN),
    Example(
        replace(
            OFFICE_PARENT, is_first=True, siblings=[], invited=[(LONG, "/invitations/i1"), ("", "/invitations/i2")]
        ),
        ADMIN,
    ),
    Example(CORRECT, ADMIN),
    Example(replace(CORRECT, proved_email="", students=CHILDREN[:1], errors=MISTAKES), ADMIN),
    Example(replace(CORRECT, errors=CHANGED_ELSEWHERE, stored={"last_name": LONG, "share_phone": "nobody"}), ADMIN),
    Example(SAME_PERSON, ADMIN),
    Example(replace(SAME_PERSON, candidates=[]), ADMIN),
    Example(TWO_CONTACTS, ADMIN),
    Example(replace(TWO_CONTACTS, pieces=[], days_of=[], notice=message(MergeContactsNotice.CHANGED)), ADMIN),
    Example(
        replace(
            TWO_CONTACTS, stays=replace(OTHER_CONTACT, registered=False), problem=message(MergeProblem.TWO_LOG_INS)
        ),
        ADMIN,
    ),
    Example(UNLINK, ADMIN),
    Example(CHOOSE, ADMIN),
    Example(replace(CHOOSE, q=LONG, errors={"": message(MergeText.OTHER_GONE)}), ADMIN),
    Example(replace(CHOOSE, q="no", found=OFFERS, more=True), ADMIN),
    Example(MERGE, ADMIN),
    Example(
        replace(
            MERGE,
            **MUCH,
            staying=NOBODY,
            going=SIDE,
            questions=QUESTIONS,
            values={"name": "other"},
            errors={"": message(MergeText.CHANGED)},
        ),
        ADMIN,
    ),
    Example(DELETE_STUDENT, ADMIN),
    Example(
        replace(
            DELETE_STUDENT,
            leaving=[],
            staying=[],
            without_log_in=0,
            ending=0,
            going_on=0,
            requests=0,
            errors={"confirm": message(DeleteStudentProblem.CONFIRM)},
        ),
        ADMIN,
    ),
    Example(replace(EMPTY, homerooms_exist=True, deleted=True), ADMIN),
    Example(replace(UNLINK, contact="Rosa Díaz", others=["Ana", "Li"], log_in_ends=False, emails=[]), ADMIN),
    Example(replace(UNLINK, logs_out=False, log_in_ends=False, emails=["a@example.org", "b@example.org"]), ADMIN),
    Example(replace(PROFILE, values={"parent_email": LONG}, errors=BLOCKED), ADMIN),
    Example(replace(PROFILE, values={"parent_email": LONG}, errors=ASK_THE_OFFICE), PARENT),
    Example(replace(PROFILE, values={"parent_email": LONG, "note": LONG}, errors=STOPPED), ADMIN),
    Example(replace(PROFILE, values={"parent_email": LONG}, errors=REFUSED), PARENT),
    Example(replace(PROFILE, can_invite=False, without_contact=False), PARENT),
    Example(replace(PROFILE, must_ask=True), PARENT),
    Example(replace(PROFILE, must_ask=True, without_contact=False, requests=OWN_LINES), PARENT),
    Example(replace(PROFILE, student=GONE, can_invite=False), ADMIN),
    Example(HomeroomsPage(ONE_YEAR, YEAR, []), ADMIN),
    Example(HomeroomsPage(replace(SEVERAL_YEARS, seen_from=None), "2027-2028", []), ADMIN),
    Example(HomeroomsPage(ONE_YEAR, YEAR, [Grade("3", "/grades/3", [a_room(count=A_COUNT)])]), ADMIN),
    Example(
        HomeroomsPage(ONE_YEAR, YEAR, [Grade("", "", [a_room(grade="")]), Grade("3", "/grades/3", [a_room()])]), PARENT
    ),
    Example(HomeroomPage(a_room()), ADMIN),
    Example(HomeroomPage(a_room(students=[listed(1)]), ACTIONS, message(HomeroomNotice.SAVED)), ADMIN),
    Example(HomeroomsPage(ONE_YEAR, YEAR, [], "/homerooms/new", message(HomeroomNotice.REMOVED)), ADMIN),
    Example(GradePage("3", YEAR, [a_room(students=[listed()])], "/grades/3/contacts"), ADMIN),
    Example(HomeroomPage(a_room(students=[replace(listed(7), state=None), listed(8, ContactState.NONE)])), PARENT),
    Example(HomeroomPage(a_room(room="", teachers=(), grade="", students=[listed(7), listed(8)])), ADMIN),
    Example(GradePage("3", YEAR, [a_room(students=[listed()]), a_room(code="3-B")]), ADMIN),
)
