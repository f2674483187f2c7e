"""Two given names stay two, and whoever has one name is called by it: in emails, on pages, and in the form."""

from dataclasses import replace

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.invitations.readers import KnownParent
from homeroom.emails.rendering import render
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from tests.factories import a_student, details
from tests.fakes import World
from tests.steps.invited import invited, send_all

MARY_ANN = KnownParent(first_name="Mary Ann", last_name="Li")
OYELARAN = KnownParent(last_name="Oyelaran")


def writing() -> World:
    """Emails are written as they are sent."""
    world = World()
    world.services = replace(world.services, render_mail=render)
    return world


def test_an_email_names_children_and_readers_with_all_their_given_names() -> None:
    world = writing()
    invited(world, a_student("Ana Sofía"), parent_name="", known=MARY_ANN, also=(OYELARAN,))
    mail = world.mailer.sent[-1]
    assert mail.subject.endswith("for Ana Sofía")
    for text in (mail.text, mail.html):
        for name in ("I am Mary Ann", "I am Oyelaran", "Mary Ann Li and Oyelaran"):
            assert name in text
        assert "I am somebody else" not in text


@pytest.mark.parametrize(
    ("first_name", "last_name", "called", "whole"),
    [
        ("Mary Ann", "Li", "Mary Ann", "Mary Ann Li"),
        ("Oyelaran", "", "Oyelaran", "Oyelaran"),
        ("", "Oyelaran", "Oyelaran", "Oyelaran"),
    ],
)
def test_a_parent_is_thanked_and_confirmed_by_the_name_they_have(
    first_name: str, last_name: str, called: str, whole: str
) -> None:
    world, student = writing(), a_student()
    form = begin_answer(invited(world, student), Visitor("192.0.2.1", ""), world.services).token
    filled = FilledForm(details(first_name, last_name), {student.id: Relation(relationship="Mother")})
    save_contact(form, filled, world.services)
    assert read_answer(form, world.services).parents_name == called
    send_all(world)
    confirmation = world.mailer.sent[-1]
    assert f"Dear {whole}," in confirmation.text
    assert f"Name: {whole}\n" in confirmation.text
