"""Where the school stands, and what needs somebody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student_count import StudentCount
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.roster.overview import show_overview
from homeroom.use_cases.roster.without_address import students_without_address
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.pages.roster.front import FrontPage, show_front
from tests.factories import YEAR, a_homeroom, a_student, an_admin, an_invitation, with_answer
from tests.fakes import World

NEXT_YEAR = "2027-2028"


def a_world(*homerooms: tuple[str, str]) -> World:
    """Homerooms by code and grade."""
    world = World()
    world.store.save(*(Change.new(a_homeroom(code=code, grade=grade)) for code, grade in homerooms))
    return world


def front(world: World) -> FrontPage:
    page = show_front(Request(method="GET", params={}, query={}, user=an_admin()), world.services)
    assert isinstance(page, Page)
    assert isinstance(page.context, FrontPage)
    return page.context


def test_students_are_counted_in_their_homeroom_and_that_in_its_grade() -> None:
    world = a_world(("3-A", "3"), ("3-B", "3"), ("K", ""))
    known, asked, nobody = a_student("A"), a_student("B", homeroom="3-B", grade="4"), a_student("C")
    world.store.save(
        Change.new(known.linked_to("c").with_open_invitation("i")),
        Change.new(asked.with_open_invitation("i")),
        Change.new(nobody),
    )
    overview = show_overview(world.services)
    assert overview.total == StudentCount(students=3, with_contact=1, no_address=1)
    assert [(grade.grade, grade.count.students) for grade in overview.grades] == [("", 0), ("3", 3)]
    assert [(room.code, count.students) for room, count in overview.grades[1].homerooms] == [("3-A", 2), ("3-B", 1)]


def test_each_year_counts_for_itself_and_years_long_past_no_more() -> None:
    world = a_world(("3-A", "3"))
    student = a_student("A").placed(NEXT_YEAR, "4-A", "4")
    world.store.save(Change.new(student.placed("2028-2029", "5-A", "5")))
    years = (YEAR, NEXT_YEAR, "2028-2029")
    assert [len(world.services.roster.student_counts(year)) for year in years] == [0, 1, 1]


def test_an_answer_counts_on_the_day_that_it_is_at_the_school() -> None:
    world = a_world(("3-A", "3"))
    world.store.save(Change.new(SiteSettings(school_year=YEAR, time_zone="America/Los_Angeles")))
    evening = datetime(2026, 9, 2, 3, tzinfo=UTC)  # still September 1 there
    invited = an_invitation(created_at=evening - timedelta(hours=30))
    world.store.save(Change.new(with_answer(invited, "c", evening)))
    world.clock.wait(datetime(2026, 9, 3, 20, tzinfo=UTC) - world.clock())
    days = [(day.day, day.so_far.invited, day.so_far.answered) for day in show_overview(world.services).answers]
    assert days == [
        (date(2026, 8, 31), 1, 0),
        (date(2026, 9, 1), 1, 1),
        (date(2026, 9, 2), 1, 1),
        (date(2026, 9, 3), 1, 1),
    ]


def test_a_year_of_answers_is_drawn_with_few_points_and_told_in_few_rows() -> None:
    world = a_world(("3-A", "3"))
    world.store.save(Change.new(SiteSettings(school_year=YEAR)), Change.new(an_invitation()))
    world.clock.wait(timedelta(days=364))
    chart = front(world).chart
    assert chart
    assert len(chart.invited.split()) < 2 * 130
    assert (len(chart.rows) <= 20, chart.rows[-1].day) == (True, chart.last)


def test_open_letters_are_counted_beside_the_other_invitations_where_there_are_any() -> None:
    world = a_world(("3-A", "3"))
    world.store.save(Change.new(SiteSettings(school_year=YEAR)), Change.new(an_invitation(id="i1")))
    assert "printed" not in [tile.word for tile in front(world).invited]
    world.store.save(Change.new(an_invitation(id="i2", email="", on_paper=True)))
    assert [tile.number for tile in front(world).invited] == [2, 0, 0, 0, 1, 1]


def test_an_empty_site_shows_four_steps_and_marks_those_that_are_done() -> None:
    world = World()
    assert [(step.done, step.is_next) for step in front(world).steps] == [(False, True)] + [(False, False)] * 3
    world.store.save(Change.new(SiteSettings(school_year=YEAR, school_name="Lincoln School")), Change.new(a_student()))
    assert [(step.done, step.is_next) for step in front(world).steps] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    world.store.save(Change.new(an_invitation()))
    assert front(world).steps == ()


def test_only_what_needs_somebody_is_shown() -> None:
    world = a_world(("3-A", "3"))
    student = a_student("A").linked_to("c")
    world.store.save(Change.new(student))
    assert front(world).needs == []
    world.store.save(Change.new(a_student("B")))
    assert [(need.word, need.number, need.url) for need in front(world).needs] == [
        ("no address", 1, "/students?without=address")
    ]


def test_of_very_many_homerooms_the_front_page_shows_the_grades_alone() -> None:
    world = World()
    for n in range(101):
        world.store.save(Change.new(a_homeroom(code=f"{n}", grade=str(n % 3))))
    page = front(world)
    assert (page.all_homerooms, [grade.name for grade in page.grades]) == (True, ["0", "1", "2"])
    assert not any(grade.parts for grade in page.grades)


def test_whoever_is_no_site_admin_goes_where_they_belong() -> None:
    parent = an_admin(is_admin=False, contact_ids=("c1",))
    for user, debtor, to in ((None, None, "/login"), (None, an_admin(), "/login/second-factor"), (parent, None, "/me")):
        request = Request(method="GET", params={}, query={}, user=user, debtor=debtor)
        assert show_front(request, World().services) == Redirect(to)


@pytest.mark.parametrize("after", ["", "nowhere"])
def test_students_without_an_address_are_found_homeroom_by_homeroom(after: str) -> None:
    codes = [f"3-{n:02}" for n in range(12)]
    world = a_world(*((code, "3") for code in codes))
    for code in codes:
        world.store.save(
            Change.new(a_student(f"A {code}", homeroom=code)),
            Change.new(a_student(f"B {code}", homeroom=code).linked_to("c")),
        )
    first = students_without_address(YEAR, after, world.services)
    assert (first.number, len(first.students), first.next_after) == (12, 10, "3-09")
    rest = students_without_address(YEAR, first.next_after, world.services)
    assert ([s.placements[YEAR].homeroom for s in rest.students], rest.next_after) == (codes[10:], "")
    assert students_without_address(YEAR, "3-11", world.services).students == []
