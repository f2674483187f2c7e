"""Once a year, through the functions: a Site Admin plans and watches it, a parent confirms."""

from datetime import timedelta

import pytest

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.campaigns import current_campaign
from homeroom.web.forms.families.campaign_form import usual_values
from tests.factories import NOW, TODAY, a_contact, a_homeroom, a_parent_user, a_student, details
from tests.steps.answering import filled
from tests.steps.log_in import an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor, hidden_fields

EMAIL, PASSWORD = "maria@example.org", "long-enough-password"
FROM_TODAY = usual_values(TODAY) | {"begins": TODAY.isoformat()}


@pytest.fixture
def family(stack: Stack) -> tuple[Student, ParentContact]:
    """Noé's mother has proved her address. Her father's was typed by somebody else."""
    student = a_student("Noé", "García")
    own = details("María", "García", email=EMAIL, mobile_phone="555 0100")
    contact = a_contact(student, id="maria", details=own, user_key=EMAIL, registered=True)
    other = a_contact(student, id="luis", details=details("Luis", "Mora", email="luis@example.org"), user_key="")
    user = a_parent_user(contact, email=EMAIL)
    linked = student.linked_to(contact.id).linked_to(other.id)
    stack.services.store.save(Change.new(linked), Change.new(contact), Change.new(other), Change.new(user))
    stack.passwords.passwords[user.id] = PASSWORD
    return student, contact


def asked(stack: Stack, contact_id: str, *, reached: bool = True) -> None:
    """As the scheduled run does it."""
    campaign = current_campaign(stack.services)
    contact = stack.services.roster.contacts([contact_id])[contact_id]
    assert campaign
    stack.services.store.save(Change(contact, contact.asked(campaign.id, NOW, reached=reached)))


def planned(admin: Visitor) -> str:
    """The address of its page."""
    location = admin.submit("/campaigns", "/campaigns", FROM_TODAY).location
    return location.partition("?")[0]


def test_the_office_reads_how_many_would_be_asked_before_anything_is_done(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    admin = an_admins_browser(stack)
    chosen = FROM_TODAY | {"whose": "chosen", "homeroom_3-A": "yes"}
    counted = admin.submit("/campaigns", "/campaigns/count", chosen)
    assert "1 contact will be asked" in counted.html
    assert "1 more contact has no email address that works" in counted.html
    assert current_campaign(stack.services) is None
    form = hidden_fields(counted.html)
    location = admin.post("/campaigns", form).location
    assert location.endswith("?notice=planned")
    assert "It is planned." in admin.get(location).html
    campaign = current_campaign(stack.services)
    assert campaign
    assert campaign.plan.homerooms == ("3-A",)
    again = admin.post("/campaigns", form)
    assert again.status == 422
    assert (f'value="{FROM_TODAY["ends"]}"' in again.html, "/campaigns/000001" in again.html) == (True, True)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("begins", {"begins": ""}),
        ("begins", {"begins": "2026-02-30"}),
        ("begins", {"begins": (TODAY - timedelta(days=1)).isoformat()}),
        ("ends", {"ends": (TODAY - timedelta(days=1)).isoformat()}),
        ("not_confirmed_since", {"not_confirmed_since": "soon"}),
        ("not_confirmed_since", {"whose": "chosen", "homeroom_4-E": "yes"}),  # nobody is in it
        ("whose", {"whose": "chosen"}),
        ("whose", {"whose": "chosen", "homeroom_9-<Z>": "yes"}),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_with_a_sentence_at_its_field_and_what_was_typed(
    stack: Stack, family: tuple[Student, ParentContact], field: str, typed: dict[str, str]
) -> None:
    stack.services.store.save(Change.new(a_homeroom("4-E", version=0)))
    admin = an_admins_browser(stack)
    for action in ("/campaigns/count", "/campaigns"):
        answer = admin.submit("/campaigns", action, FROM_TODAY | typed)
        assert answer.status == 422
        assert f'id="{field}-error"' in answer.html
        assert f'value="{(FROM_TODAY | typed)["ends"]}"' in answer.html
    assert current_campaign(stack.services) is None


def test_a_parent_confirms_with_one_press_and_the_office_sees_it(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    student, contact = family
    parent, admin = logged_in(stack, EMAIL), an_admins_browser(stack)
    assert "/me/confirm" not in parent.get("/me").html
    page = planned(admin)
    asked(stack, contact.id)
    asked(stack, "luis", reached=False)
    assert 'href="/me/confirm"' in parent.get("/me").html
    assert "María García" in admin.get(page).html
    assert "Luis Mora" not in admin.get(page).html
    assert "Luis Mora" in admin.get(f"{page}?who=not-reached").html
    assert "0 of 1 contact confirmed" in admin.get("/").html
    card = admin.get(f"/students/{student.id}").html
    assert ("Never confirmed." in card, "Email proved" in card, "Email not proved" in card) == (True, True, True)
    shown = hidden_fields(parent.get("/me/confirm").html)
    for _ in range(2):
        assert parent.post("/me/confirm", shown).location == "/me/confirm?done=yes"
    assert parent.get("/me/confirm?done=yes").heading == "Thank you, María"
    assert "/me/confirm" not in parent.get("/me").html
    assert "1 of 1 contact confirmed" in admin.get("/").html
    assert "Everybody who was asked has confirmed." in admin.get(page).html
    assert "Confirmed on September 1, 2026." in admin.get(f"/students/{student.id}").html


def test_nobody_confirms_what_has_changed_since_they_looked(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    _, contact = family
    parent = logged_in(stack, EMAIL)
    shown = hidden_fields(parent.get("/me/confirm").html)
    moved = details("María", "García", email=EMAIL, mobile_phone="555 0177")
    stored = stack.services.roster.contacts([contact.id])[contact.id]
    stack.services.store.save(Change(stored, stored.changed(moved, {})))
    answer = parent.post("/me/confirm", shown)
    assert answer.status == 409
    assert "555 0177" in answer.html
    assert stack.services.roster.contacts([contact.id])[contact.id].confirmed_at is None
    assert parent.post("/me/confirm", hidden_fields(answer.html)).status == 303


def test_one_that_is_ended_asks_nobody_any_more_and_stays_to_be_read(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    parent, admin = logged_in(stack, EMAIL), an_admins_browser(stack)
    page = planned(admin)
    asked(stack, "maria")
    for _ in range(2):
        assert admin.submit(page, f"{page}/end", {}).location == f"{page}?notice=ended"
    assert "/me/confirm" not in parent.get("/me").html
    assert "Is this still right?" not in admin.get("/").html
    html = admin.get("/campaigns").html
    assert ("0 of 1 contact confirmed" in html, 'name="begins"' in html) == (True, True)
    assert "Ended early, on September 1, 2026" in html
    assert admin.get("/campaigns/nothing").status == 404


def test_one_that_is_canceled_or_finds_nobody_says_that_nobody_was_asked(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    admin = an_admins_browser(stack)
    page = planned(admin)
    campaign = current_campaign(stack.services)
    assert campaign
    stack.services.store.save(Change(campaign, campaign.with_all_asked(NOW)))
    assert "Nobody had to be asked." in admin.get("/").html
    assert admin.get(page).heading == "Nobody was asked"
    admin.submit(page, f"{page}/end", {})
    shown = admin.get("/campaigns").html + admin.get(page).html
    assert ("0 of 0" in shown, shown.count("Canceled on September 1, 2026")) == (False, 2)


def test_whoever_saves_a_change_while_asked_reads_that_this_is_the_answer(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    parent, admin = logged_in(stack, EMAIL), an_admins_browser(stack)
    planned(admin)
    asked(stack, "maria")
    assert "You last confirmed this" not in parent.get("/me/confirm").html
    form = filled(family[0]) | {"first_name": "María", "last_name": "García", "mobile_phone": "217 555 0177"}
    saved = parent.submit("/me/edit", "/me/edit", form)
    assert "The school has its answer" in parent.get(saved.location).html
    assert "You last confirmed this on September 1, 2026." in parent.get("/me/confirm").html
    again = parent.submit("/me/edit", "/me/edit", form | {"mobile_phone": "217 555 0178"})
    assert "The school has its answer" not in parent.get(again.location).html


def test_an_address_that_says_no_place_in_the_list_shows_it_from_its_beginning(
    stack: Stack, family: tuple[Student, ParentContact]
) -> None:
    admin = an_admins_browser(stack)
    page = planned(admin)
    asked(stack, "maria")
    for after in ("x" * 2_000, "~<", "%F0%9F%8E%92"):
        answer = admin.get(f"{page}?after={after}")
        assert (answer.status, "María García" in answer.html) == (200, True), after
