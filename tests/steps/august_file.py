"""The file of students that a school office has in August: 120 of six homerooms, and what is usually wrong in it."""

from pathlib import Path

import openpyxl

from tests.steps.school import Student

HOMEROOMS = ("K-A", "1-A", "2-A", "3-A", "4-A", "5-A")
_FIRST = (
    *("Ava", "Liam", "Noah", "Emma", "Mason", "Sofia", "Lucas", "Mia", "Ethan", "Zoe"),
    *("Leo", "Nora", "Eli", "Ruby", "Iris", "Omar", "Lena", "Hugo", "Noé", "Maya"),
)
_LAST = (
    *("Adams", "Baker", "Castillo", "Dawson", "Ellis", "Foster", "Garcia", "Hughes", "Ibrahim", "Jensen"),
    *("Kowalski", "Lopez", "Murphy", "Nguyen", "Okafor", "Patel", "Quinn", "Rossi", "Silva", "Turner"),
    *("Umarov", "Vargas", "Walsh", "Young"),
)
_HEADER = ("Student ID", "First Name", "Last Name", "Grade", "Homeroom", "Teacher", "Parent Email", "Parent 2 Email")
_WRONG, _TWO, _NOBODY, _BOUNCES, _SIBLINGS = 5, 10, 15, 30, (0, 24)
BOUNCED_ADDRESS = "bounce@simulator.amazonses.com"
SIBLINGS_PARENT, FIRST_PARENT, SECOND_PARENT = "rosa.adams@example.org", "kim.lee@example.org", "jo.lee@example.org"
FOSTERS_PARENT = "pat.foster@example.org"


def _student(i: int) -> Student:
    return Student(_FIRST[i * 7 % 20], _LAST[i % 24], HOMEROOMS[i // 20])


FOSTER, SHARED, NOBODY, PROTECTED = map(_student, (_WRONG, _TWO, _NOBODY, 40))
"""Whose parent has a wrong address at first, who has two parents, who has none, and whom a court protects."""


def students_file(folder: Path, *, corrected: bool) -> Path:
    """120 students of six homerooms. First with what is usual: an address without an ending, two in one cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.append(_HEADER)
    for i in range(120):
        student = _student(i)
        email, other = f"parent{i:03}@example.org", ""
        if i in _SIBLINGS:
            email = SIBLINGS_PARENT
        elif i == _WRONG:
            email = FOSTERS_PARENT if corrected else "pat.foster@example"
        elif i == _TWO:
            email, other = (FIRST_PARENT, SECOND_PARENT) if corrected else (f"{FIRST_PARENT}; {SECOND_PARENT}", "")
        elif i in (_NOBODY, _BOUNCES):
            email = "" if i == _NOBODY else BOUNCED_ADDRESS
        home = student.homeroom
        sheet.append((f"{100 + i:05}", student.first_name, student.last_name, home[0], home, "Ms. Bell", email, other))
    path = folder / "students.xlsx"
    book.save(path)
    return path
