"""The fields for the days of a relation, as people fill them in."""

from datetime import date

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.messages.catalogue import catalogue
from homeroom.web.forms.families.relation_days import days_values, read_days, with_days
from homeroom.web.forms.form_parsing import FormInvalid
from tests.factories import a_contact, a_student, details


@pytest.mark.parametrize("typed", ["2027-05-03", "5/3/2027", " 05/03/2027 ", "2027-5-3"])
def test_a_day_is_read_as_a_browser_sends_it_or_as_people_write_it(typed: str) -> None:
    assert read_days({"until_s": typed}, "s") == (None, date(2027, 5, 3))


@pytest.mark.parametrize(
    ("since", "until", "field", "said"),
    [
        ("soon", "", "since_s", "Enter a date, such as 5/3/2027."),
        ("", "2027-02-30", "until_s", "Enter a date, such as 5/3/2027."),
        ("", "13/1/2027", "until_s", "Enter a date, such as 5/3/2027."),
        ("", "٢٠٢٧-٠٥-٠٣", "until_s", "Enter a date, such as 5/3/2027."),
        ("1899-12-31", "", "since_s", "Enter a year from 1900 to 2100."),
        ("", "2101-01-01", "until_s", "Enter a year from 1900 to 2100."),
        ("2027-05-04", "2027-05-03", "until_s", "The last day comes before the first one. Change one of them."),
    ],
)
def test_what_is_no_day_or_ends_before_it_begins_gets_one_sentence_at_its_field(
    since: str, until: str, field: str, said: str
) -> None:
    with pytest.raises(FormInvalid) as invalid:
        read_days({"since_s": since, "until_s": until}, "s")
    assert {name: catalogue().say(problem) for name, problem in invalid.value.errors.items()} == {field: said}


def test_a_relation_of_one_day_begins_and_ends_on_it() -> None:
    assert read_days({"since_s": "2027-05-03", "until_s": "2027-05-03"}, "s") == (date(2027, 5, 3),) * 2


def test_only_days_that_the_form_has_asked_for_are_read() -> None:
    contact = a_contact(a_student(id="noe"), a_student("Ana", id="ana"))
    filled = FilledForm(details(), {"noe": Relation(), "ana": Relation()})
    typed = {"since_noe": "", "until_noe": "2027-05-03", "until_stranger": "2027-05-03"}
    assert with_days(lambda: filled, typed, contact).days == {"noe": (None, date(2027, 5, 3))}


def test_the_fields_come_back_as_they_were_sent() -> None:
    relation = Relation(since=date(2026, 9, 1), until=date(2027, 5, 3))
    contact = a_contact(students={"noe": relation, "ana": Relation()})
    values = days_values(contact)
    assert read_days(values, "noe") == (relation.since, relation.until)
    assert read_days(values, "ana") == (None, None)
