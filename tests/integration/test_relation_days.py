"""Relations that begin and end, page by page: in a parent's own form, and on the office's page."""

from datetime import timedelta

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import TODAY, a_student
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links, says_who
from tests.steps.function_site import PASSWORD
from tests.steps.lambda_events import an_event
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def a_parent(stack: Stack, admin: Visitor) -> tuple[Visitor, Student]:
    """With a password, of one student."""
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, admin, student), student)
    assert parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status == 303
    return parent, student


def stored(stack: Stack, student: Student) -> Student:
    return stack.services.roster.students([student.id])[student.id]


def dates_page(stack: Stack, student: Student) -> str:
    [contact_id] = stored(stack, student).all_contact_ids
    return f"/students/{student.id}/contacts/{contact_id}/dates"


def own_form(student: Student, **more: str) -> dict[str, str]:
    days = {f"since_{student.id}": "", f"until_{student.id}": ""}
    return filled(student) | days | {f"{name}_{student.id}": value for name, value in more.items()}


def set_by_office(stack: Stack, admin: Visitor, student: Student, since: str = "", until: str = "") -> None:
    page = dates_page(stack, student)
    form = {f"since_{student.id}": since, f"until_{student.id}": until}
    assert admin.submit(page, page, form).location == f"/students/{student.id}?notice=days-saved"


def test_the_office_ends_a_relation_and_the_invite_fields_are_back(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    parent, student = a_parent(stack, admin)
    profile = f"/students/{student.id}"
    assert dates_page(stack, student) in admin.get(profile).html
    assert 'name="parent_email"' not in admin.get(profile).html
    set_by_office(stack, admin, student, until=YESTERDAY)
    html = admin.get(f"{profile}?notice=days-saved").html
    for said in ("The dates were saved.", "Until August 31, 2026", f"won't invite {PARENT}", 'name="parent_email"'):
        assert said in html
    me = parent.get("/me").html
    assert "Until August 31, 2026. Only the school office can change this." in me
    assert profile not in me
    for path in (profile, "/homerooms/3-A"):
        assert parent.get(path).status == 404
    assert "who have a child at the school this year" in parent.get("/directory").html
    assert "Changed the dates of a parent" in admin.get("/audit").html


def test_a_mistake_comes_back_as_it_was_typed_and_changes_nothing(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    parent, student = a_parent(stack, admin)
    before = stack.services.roster.contacts(stored(stack, student).contact_ids)
    page = dates_page(stack, student)
    form = {f"since_{student.id}": TOMORROW, f"until_{student.id}": YESTERDAY}
    for answer in (
        admin.submit(page, page, form),
        parent.submit_form("/me/edit", filled(student) | form),
    ):
        assert answer.status == 422
        assert f'href="#until_{student.id}"' in answer.html
        assert "The last day comes before the first one." in answer.html
        assert f'value="{TOMORROW}"' in answer.html
    assert stack.services.roster.contacts(stored(stack, student).contact_ids) == before


def test_a_parent_says_when_it_ends_and_the_daily_run_ends_it_on_the_next_day(stack: Stack) -> None:
    parent, student = a_parent(stack, an_admins_browser(stack))
    assert "Custody begins or ends on a date" in parent.get("/me/edit").html
    form = own_form(student, until=TODAY.isoformat())
    assert parent.submit_form("/me/edit", form).location == "/me?notice=saved"
    assert f'value="{TODAY.isoformat()}"' in parent.get("/me/edit").html
    assert parent.get(f"/students/{student.id}").status == 200
    stack.clock.wait(timedelta(days=1))
    assert parent.get(f"/students/{student.id}").status == 404
    assert stored(stack, student).has_parent_contact
    stack.invoke("remind", an_event("hourly"))
    assert not stored(stack, student).has_parent_contact


def test_what_the_office_has_set_the_parent_reads_and_is_not_asked(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    parent, student = a_parent(stack, admin)
    set_by_office(stack, admin, student, until=TOMORROW)
    assert f"until_{student.id}" not in parent.get("/me/edit").html
    assert f"relationship_{student.id}" in parent.get("/me/edit").html
    assert parent.submit_form("/me/edit", own_form(student)).status == 303
    [contact] = stack.services.roster.contacts(stored(stack, student).contact_ids).values()
    assert str(contact.students[student.id].until) == TOMORROW
    set_by_office(stack, admin, student, until=YESTERDAY)
    assert f"relationship_{student.id}" not in parent.get("/me/edit").html


def test_asked_again_by_the_office_the_parent_answers_and_it_begins_anew(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    parent, student = a_parent(stack, admin)
    set_by_office(stack, admin, student, until=YESTERDAY)
    assert invite(admin, student) == 303
    again = says_who(stack, begun(stack, links(stack)[-1]))
    assert again.submit("/answer", "/answer", filled(student)).leads_to == "/answer/next"
    [contact] = stack.services.roster.contacts(stored(stack, student).contact_ids).values()
    assert contact.students[student.id].until is None
    assert parent.get(f"/students/{student.id}").status == 200


def test_a_form_that_is_still_open_does_not_take_the_end_back(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    parent = answered(stack, a_link(stack, admin, student), student)
    csrf = parent.csrf("/answer")
    set_by_office(stack, admin, student, until=YESTERDAY)
    other = filled(student, first_name="Luis", email="luis@example.org")
    for page, form in (("/answer", filled(student)), ("/answer/another-parent", other)):
        assert parent.get(page).status == 410
        assert parent.post(page, {"csrf": csrf, **form}).status == 410
    assert stored(stack, student).contact_ids == ()
    assert len(stored(stack, student).all_contact_ids) == 1


def test_an_email_that_asks_to_check_a_recorded_contact_makes_nobody_a_parent_once_the_relation_is_over(
    stack: Stack,
) -> None:
    admin = an_admins_browser(stack)
    _, student = a_parent(stack, admin)
    page = f"/students/{student.id}/another-parent"
    form = filled(student, first_name="Luis", email="luis@example.org", send_invitation="yes")
    assert admin.submit(page, page, form).status == 303
    [link] = links(stack, "luis@example.org")
    [_, luis] = stored(stack, student).contact_ids
    days = f"/students/{student.id}/contacts/{luis}/dates"
    assert admin.submit(days, days, {f"until_{student.id}": YESTERDAY}).status == 303
    before = stored(stack, student)
    reader = stack.visitor()
    assert reader.get(link).status == 410
    assert stored(stack, student) == before


def test_of_two_children_a_link_asks_about_the_one_whose_parent_its_reader_is(stack: Stack) -> None:
    admin, noe, ana = an_admins_browser(stack), a_student_in(stack), a_student_in(stack, "Ana")
    assert invite(admin, noe) == invite(admin, ana) == 303
    parent = begun(stack, links(stack)[-1])
    both = filled(noe) | filled(ana)
    assert parent.submit("/answer", "/answer", both).leads_to == "/answer/next"
    set_by_office(stack, admin, noe, until=YESTERDAY)
    html = parent.get("/answer").html
    assert (f"relationship_{noe.id}" in html, f"relationship_{ana.id}" in html) == (False, True)
    assert parent.submit_form("/answer", both).leads_to == "/answer/next"
    assert (stored(stack, noe).contact_ids, len(stored(stack, ana).contact_ids)) == ((), 1)


def test_there_are_no_dates_of_a_contact_that_is_not_the_students(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    _, student = a_parent(stack, admin)
    other = a_student("Ben", "Li")
    stack.services.store.save(Change.new(other))
    page = dates_page(stack, student).replace(student.id, other.id)
    assert admin.get(page).status == 404
    assert admin.submit(f"/students/{other.id}", page, {}).status == 404
