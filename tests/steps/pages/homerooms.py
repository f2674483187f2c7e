"""Homerooms by hand, and class lists with contacts."""

from dataclasses import replace

from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.homeroom_changes import HomeroomProblem
from homeroom.web.pages.roster.class_lists import (
    ClassListPage,
    OpenClassListPage,
    PrintedContact,
    PrintedHomeroom,
    PrintedStudent,
)
from homeroom.web.pages.roster.homerooms_by_hand import HomeroomFormPage, RemovePage
from homeroom.web.pages.roster.merge_homerooms import MergePage, MergeProblem, MergeSide
from tests.factories import TODAY
from tests.steps.pages.example import ADMIN, LONG, Example
from tests.steps.pages.families import DETAILS, LITTLE

YEAR = "2026-2027"
VALUES = {"code": "3-A", "grade": "3", "room": "Room 12", "teachers": f"Ms. Lee\n{LONG}", "version": "3-a.1"}
NEW = HomeroomFormPage(
    code="",
    url="/homerooms/new",
    back="/homerooms",
    free_url="",
    year="",
    years=[(YEAR, YEAR), ("2027-2028", "2027-2028")],
    former_codes=(),
    values={},
    errors={},
    stored={},
)
EDIT = replace(
    NEW,
    code="3-A",
    url="/homerooms/3-A/edit",
    free_url="/homerooms/3-A/free",
    year=YEAR,
    years=(),
    former_codes=["3-Blue", LONG[:40]],
    values=VALUES,
)
TAKEN = {"code": message(HomeroomProblem.FORMER_CODE, class_code="3-Blue", now="3-A")}
CHANGED = {"": message(HomeroomProblem.CHANGED_ELSEWHERE)}
MERGE = MergePage(
    url="/homerooms/3-A/merge",
    choose_url="/homerooms/3-A/merge",
    back="/homerooms/3-A",
    year=YEAR,
    other_year="2027-2028",
    homeroom=MergeSide("3-A", "3", "", (), 1),
    others=[("3-B", "3-B"), ("3-C", "3-C")],
    into=None,
    version="",
    errors={},
)
REMOVE = RemovePage(url="/homerooms/3-A/remove", back="/homerooms/3-A", code="3-A", year=YEAR, refused=None)
OPEN = OpenClassListPage(code="3-A", grade="", url="/homerooms/3-A/contacts", back="/homerooms/3-A", students=25)
PRINTED = [
    PrintedStudent(LONG, False, []),
    PrintedStudent("García, Noé", True, [PrintedContact(DETAILS, "Mother", LivesWith.PART, is_address_proved=True)]),
    PrintedStudent(
        "Li, Mei",
        False,
        [PrintedContact(DETAILS, "", LivesWith.YES), PrintedContact(LITTLE, "Aunt", LivesWith.NO)],
    ),
]
CLASS_LIST = ClassListPage(
    code="",
    grade="3",
    year=YEAR,
    on=TODAY,
    back="/grades/3",
    homerooms=[PrintedHomeroom("3-A", "Room 12", ("Ms. Lee",), PRINTED), PrintedHomeroom("3-B", "", (), [])],
)

EXAMPLES = (
    Example(NEW, ADMIN),
    Example(replace(NEW, values=VALUES, errors=TAKEN), ADMIN),
    Example(EDIT, ADMIN),
    Example(replace(EDIT, errors=CHANGED, stored={"room": "", "teachers": "A\nB"}), ADMIN),
    Example(MERGE, ADMIN),
    Example(replace(MERGE, errors={"into": message(MergeProblem.CHOOSE)}, other_year=""), ADMIN),
    Example(replace(MERGE, into=MergeSide("3-B", "", LONG[:40], (LONG, "Mr. Ito"), 25)), ADMIN),
    Example(replace(MERGE, others=[]), ADMIN),
    Example(REMOVE, ADMIN),
    Example(replace(REMOVE, refused=message(HomeroomProblem.NOT_EMPTY, class_code="3-A", count=3)), ADMIN),
    Example(OPEN, ADMIN),
    Example(replace(OPEN, code="", grade="3", students=1), ADMIN),
    Example(CLASS_LIST, ADMIN),
    Example(replace(CLASS_LIST, code="3-A", grade="", homerooms=CLASS_LIST.homerooms[:1]), ADMIN),
    Example(replace(CLASS_LIST, homerooms=[]), ADMIN),
)
