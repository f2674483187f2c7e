"""Finding students: by search, by a homeroom's list, by id and by name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.families.contact_log import Author, ContactChange, ContactLog
from homeroom.domain.families.parent_contact import Relation
from homeroom.domain.kernel.change import Change, as_stored
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes
from tests.factories import NOW, TODAY, YEAR, a_contact, a_homeroom, a_student, details
from tests.steps.ports import Ports


def enrol(services: Ports, *students: Student) -> None:
    for student in students:
        services.store.save(Change.new(student))


def names(students: list[Student]) -> list[str]:
    return [student.name for student in students]


@pytest.mark.parametrize(
    "typed",
    [
        "José",
        "jose",
        "JOSÉ",
        "jos",
        "j",
        "García",
        "garcia",
        "López",
        "lop",
        "garcia-lopez",
        "jose lopez",
        "lop jos",
        "  gar   jo ",
    ],
)
def test_a_student_is_found_by_the_beginning_of_any_word_of_the_name(typed: str, services: Ports) -> None:
    enrol(services, a_student("José", "García-López"), a_student("Oona", "Jormakka"))
    assert "José García-López" in names(services.roster.search(YEAR, typed, 10))


@pytest.mark.parametrize("typed", ["", "  ", "-", "arcia", "josef", "jose smith", "lopezz", "%", "STUDENT#", "_"])
def test_a_student_is_not_found_by_anything_else(typed: str, services: Ports) -> None:
    enrol(services, a_student("José", "García-López"))
    assert services.roster.search(YEAR, typed, 10) == []


@pytest.mark.parametrize("name", ["O'Brien", "Nguyễn", "Łukasz", "Þórunn", "Иванова", "陳大文", "أحمد"])
def test_a_student_is_found_by_a_name_of_any_script(name: str, services: Ports) -> None:
    enrol(services, a_student("Ana", name), a_student("Bea", "Smith"))
    assert names(services.roster.search(YEAR, name, 10)) == [f"Ana {name}"]


@pytest.mark.parametrize(("typed", "found"), [("smith", 130), ("smith kid00", 10), ("", 0), ("-", 0)])
def test_students_are_found_in_portions_each_once(typed: str, found: int, services: Ports) -> None:
    enrol(services, *(a_student(f"Kid{number:03}", "Smith", id=f"s{number}") for number in range(130)))
    ids = [student.id for portion in services.roster.called_like(YEAR, typed) for student in portion]
    assert (len(ids), len(set(ids))) == (found, found)


def test_students_are_found_by_the_beginning_of_their_ids_in_the_order_of_these(services: Ports) -> None:
    ids = ("417", "4170", "41", "a417", "")
    enrol(services, *(a_student(f"Kid{n}", "Smith", id=f"s{n}", school_id=own) for n, own in enumerate(ids)))
    assert [s.school_id for s in services.roster.school_ids_like("41", 10)] == ["41", "417", "4170"]
    assert [s.school_id for s in services.roster.school_ids_like("41", 2)] == ["41", "417"]
    assert services.roster.school_ids_like("17", 10) == []
    [student] = services.roster.school_ids_like("a4", 10)
    services.store.save(Change(student, replace(student, school_id="B9")))
    assert services.roster.school_ids_like("a4", 10) == []
    assert [s.id for s in services.roster.school_ids_like("b", 10)] == [student.id]


def test_namesakes_are_all_found_wherever_they_are_kept_in_the_order_of_their_names(services: Ports) -> None:
    enrol(services, *(a_student(f"Kid{number:02}", "Smith", id=f"s{number}") for number in range(30)))
    students = services.roster.search(YEAR, "smith", 50)
    assert [s.first_name for s in students] == [f"Kid{number:02}" for number in range(30)]


def test_each_word_typed_must_be_found(services: Ports) -> None:
    enrol(services, a_student("Maria", "Lopez"), a_student("Maria", "Smith"), a_student("Luis", "Lopez"))
    assert names(services.roster.search(YEAR, "mar lop", 10)) == ["Maria Lopez"]


def test_a_student_whose_two_words_begin_alike_is_found_once(services: Ports) -> None:
    enrol(services, a_student("Maria", "Mariano"))
    assert names(services.roster.search(YEAR, "mari", 10)) == ["Maria Mariano"]


def test_students_found_are_sorted_by_last_name_then_first_name(services: Ports) -> None:
    enrol(services, a_student("Zoe", "Adams"), a_student("Ana", "Zuniga"), a_student("Abe", "Adams"))
    enrol(services, a_student("Al", "Ångström"))
    assert names(services.roster.search(YEAR, "a", 10)) == ["Abe Adams", "Zoe Adams", "Al Ångström", "Ana Zuniga"]


def test_no_more_students_are_found_than_asked_for(services: Ports) -> None:
    enrol(services, *(a_student(f"Ana{number}", "Lopez") for number in range(5)))
    assert len(services.roster.search(YEAR, "ana", 3)) == 3


def test_students_of_another_year_are_not_found(services: Ports) -> None:
    enrol(services, a_student("Ana", "Lopez", year="2025-2026"))
    assert services.roster.search(YEAR, "ana", 10) == []


def test_a_student_who_got_another_name_is_found_by_the_new_one_alone(services: Ports) -> None:
    before = a_student("Maria", "Lopez Diaz")
    enrol(services, before)
    stored = services.roster.students([before.id])[before.id]
    services.store.save(Change(stored, replace(stored, first_name="Marie", last_name="Lopez Smith")))
    assert names(services.roster.search(YEAR, "marie lopez", 10)) == ["Marie Lopez Smith"]
    assert names(services.roster.search(YEAR, "smith", 10)) == ["Marie Lopez Smith"]
    assert services.roster.search(YEAR, "maria", 10) == []
    assert services.roster.search(YEAR, "diaz", 10) == []
    assert services.roster.search(YEAR, "maria lopez", 10) == []


@pytest.mark.parametrize("year", ["2025-2026", "2027-2028", "2028-2029"])
def test_a_student_is_found_in_each_year_in_which_they_have_a_place_and_in_its_homeroom(
    year: str, services: Ports
) -> None:
    enrol(services, a_student("Maria", "Lopez"), a_student("Zoe", "Adams"))
    maria = services.roster.search(YEAR, "maria", 1)[0]
    services.store.save(Change(maria, maria.placed(year, "4-A", "4")))
    assert names(services.roster.search(YEAR, "maria", 10)) == ["Maria Lopez"]
    assert names(services.roster.students_in(YEAR, "3-A")) == ["Zoe Adams", "Maria Lopez"]
    assert names(services.roster.search(year, "maria", 10)) == ["Maria Lopez"]
    assert names(services.roster.students_in(year, "4-a")) == ["Maria Lopez"]
    assert services.roster.students_in(year, "3-A") == services.roster.students_in(YEAR, "4-A") == []


def test_a_student_who_moves_in_one_year_stays_where_they_are_in_the_others(services: Ports) -> None:
    enrol(services, a_student("Maria", "Lopez").placed("2027-2028", "4-A", "4"))
    for year in (YEAR, "2027-2028"):
        maria = services.roster.search(YEAR, "maria", 1)[0]
        services.store.save(Change(maria, maria.placed(year, "9-Z", "")))
        assert names(services.roster.students_in(year, "9-Z")) == ["Maria Lopez"]
    assert services.roster.students_in(YEAR, "3-A") == services.roster.students_in("2027-2028", "4-A") == []


def test_a_homerooms_list_shows_each_student_as_they_are_now_in_whichever_year(services: Ports) -> None:
    enrol(services, a_student("Maria", "Lopez").placed("2027-2028", "4-A", "4"))
    maria = services.roster.search(YEAR, "maria", 1)[0]
    services.store.save(Change(maria, maria.linked_to("contact-1")))
    assert [s.contact_ids for s in services.roster.students_in("2027-2028", "4-A")] == [("contact-1",)]


def test_relations_that_begin_or_are_over_are_found_by_the_day(services: Ports) -> None:
    noe, ana = a_student("Noé", id="noe"), a_student("Ana", id="ana")
    ends, begins = Relation(until=TODAY), Relation(since=TODAY + timedelta(days=3))
    contact = a_contact(noe, ana, students={"noe": ends, "ana": begins, "other": Relation()})
    services.store.save(Change.new(contact))

    def found(first: int, last: int) -> list[tuple[str, str]]:
        return services.roster.relation_turns(TODAY + timedelta(days=first), TODAY + timedelta(days=last))

    assert found(-9, 0) == []
    assert found(1, 1) == [("noe", contact.id)]
    assert found(1, 3) == [("noe", contact.id), ("ana", contact.id)]
    stored = services.roster.contacts([contact.id])[contact.id]
    assert (stored.students["noe"].until, stored.students["ana"].since) == (ends.until, begins.since)
    services.store.save(Change(stored, stored.within("noe", (None, None)).unlinked_from("ana")))
    assert found(-9, 9) == []


def test_of_a_contact_that_is_gone_no_day_is_found(services: Ports) -> None:
    new = Change.new(a_contact(students={"noe": Relation(since=TODAY, until=TODAY)}))
    services.store.save(new)
    assert len(services.roster.relation_turns(TODAY, TODAY + timedelta(days=1))) == 2
    services.store.save(Change.gone(as_stored(new)))
    assert services.roster.relation_turns(TODAY, TODAY + timedelta(days=1)) == []


def test_a_student_who_is_gone_is_not_found(services: Ports) -> None:
    new = Change.new(a_student("Maria", "Lopez"))
    services.store.save(new)
    services.store.save(Change.gone(as_stored(new)))
    assert services.roster.search(YEAR, "maria", 10) == []
    assert services.roster.students_in(YEAR, "3-A") == []


def test_a_homerooms_students_are_sorted_by_last_name_then_first_name(services: Ports) -> None:
    enrol(services, a_student("Zoe", "Adams"), a_student("Ana", "Zuniga"), a_student("Abe", "Adams"))
    enrol(services, a_student("Bo", "Baker", homeroom="3-B"), a_student("Cy", "Cole", year="2025-2026"))
    assert names(services.roster.students_in(YEAR, "3-A")) == ["Abe Adams", "Zoe Adams", "Ana Zuniga"]


def test_a_shorter_last_name_comes_before_a_longer_one_that_begins_like_it(services: Ports) -> None:
    people = [
        ("Ada", "Lin"),
        ("Zoe", "Li"),
        ("Ada", "Martinez"),
        ("Zoe", "Martin"),
        ("Zoe", "De"),
        ("Ada", "De La Cruz"),
    ]
    enrol(services, *(a_student(first, last) for first, last in people))
    in_order = ["Zoe De", "Ada De La Cruz", "Zoe Li", "Ada Lin", "Zoe Martin", "Ada Martinez"]
    assert names(services.roster.students_in(YEAR, "3-A")) == in_order
    assert names(services.roster.search(YEAR, "zoe", 10)) == ["Zoe De", "Zoe Li", "Zoe Martin"]
    assert names(services.roster.search(YEAR, "l", 10)) == ["Ada De La Cruz", "Zoe Li", "Ada Lin"]


def test_a_homeroom_is_known_by_its_code_however_it_is_written(services: Ports) -> None:
    enrol(services, a_student("Zoe", "Adams", homeroom="3-a"))
    assert names(services.roster.students_in(YEAR, "3 – A")) == ["Zoe Adams"]


def test_a_student_who_was_placed_elsewhere_stands_in_the_new_list_alone(services: Ports) -> None:
    before = a_student("Zoe", "Adams")
    enrol(services, before)
    stored = services.roster.students([before.id])[before.id]
    services.store.save(Change(stored, stored.placed(YEAR, "3-B", "3")))
    assert services.roster.students_in(YEAR, "3-A") == []
    assert names(services.roster.students_in(YEAR, "3-B")) == ["Zoe Adams"]


def test_two_students_of_the_same_name_in_one_homeroom_both_stand_in_its_list(services: Ports) -> None:
    enrol(services, a_student("Zoe", "Adams", id="one"), a_student("Zoe", "Adams", id="two"))
    assert [s.id for s in services.roster.students_in(YEAR, "3-A")] == ["one", "two"]


def test_a_years_homerooms_come_by_code(services: Ports) -> None:
    others = [a_homeroom(code, version=0) for code in ("4-A", "3-B", "3-a")]
    services.store.save(*map(Change.new, others), Change.new(a_homeroom("1-A", year="2025-2026", version=0)))
    assert [homeroom.code for homeroom in services.roster.homerooms(YEAR)] == ["3-a", "3-B", "4-A"]


def test_homerooms_are_found_by_year_and_code_however_it_is_written(services: Ports) -> None:
    others = [a_homeroom(code, version=0) for code in ("4-A", "3-B", "3-a")]
    services.store.save(*map(Change.new, others), Change.new(a_homeroom("1-A", year="2025-2026", version=0)))
    homerooms = services.roster.homerooms_called([(YEAR, "3-A"), (YEAR, "4 - A"), (YEAR, "9-Z"), ("2025-2026", "1-A")])
    assert {(h.year, h.code) for h in homerooms} == {(YEAR, "3-a"), (YEAR, "4-A"), ("2025-2026", "1-A")}
    assert services.roster.homerooms_called([]) == []


def test_many_students_come_in_the_order_asked_each_once(services: Ports) -> None:
    students = [a_student("Ana", f"Lopez{number}") for number in range(3)]
    enrol(services, *students)
    ids = [students[2].id, students[0].id, "nobody", students[2].id]
    assert list(services.roster.students(ids)) == [students[2].id, students[0].id]


def test_more_students_than_fit_into_one_call_are_all_read(services: Ports) -> None:
    students = [a_student("Ana", "Lopez", id=f"s{number}") for number in range(130)]
    for start in range(0, len(students), 30):
        services.store.save(*map(Change.new, students[start : start + 30]))
    assert list(services.roster.students([s.id for s in students])) == [s.id for s in students]


def test_nobody_asked_for_is_nobody_found(services: Ports) -> None:
    assert services.roster.students([]) == {}
    assert services.roster.contacts([]) == {}
    assert services.roster.namesakes([]) == {}


def test_namesakes_are_found_by_year_and_name(services: Ports) -> None:
    ana = Namesakes(year=YEAR, name_key="lopez|ana", student_ids=("s1", "s2"))
    services.store.save(Change.new(ana))
    namesakes = services.roster.namesakes([ana.identity, "2025-2026|lopez|ana", f"{YEAR}|lopez|bea"])
    assert list(namesakes) == [ana.identity]
    assert namesakes[ana.identity].student_ids == ("s1", "s2")


def test_contacts_are_found_by_when_they_have_changed_last_each_once(services: Ports) -> None:
    def changed(contact_id: str, days: int, log: ContactLog | None = None) -> ContactLog:
        change = ContactChange(number=1, at=NOW + timedelta(days=days), author=Author.OFFICE, actor="u1", source="x")
        after = (log or ContactLog(contact_id=contact_id)).with_change(change)
        services.store.save(Change(log, after))
        return services.roster.contact_logs([contact_id])[contact_id]

    def found(since: int, before: str = "", limit: int = 10) -> list[str]:
        listed = services.roster.changed_contacts(NOW + timedelta(days=since), before, limit)
        return [contact_id for _, contact_id in listed]

    ana, ben, cleo = changed("ana", 0), changed("ben", 1), changed("cleo", 2)
    ana = changed("ana", 3, ana)
    assert found(0) == ["ana", "cleo", "ben"]
    assert found(2) == ["ana", "cleo"]
    assert found(0, before=ana.order, limit=1) == ["cleo"]
    assert found(0, before=cleo.order) == ["ben"]
    assert found(2, before=ben.order) == []
    services.store.save(Change.gone(ben))
    assert found(0) == ["ana", "cleo"]


def test_homerooms_that_are_over_are_listed_only_for_whoever_asks_for_all(services: Ports) -> None:
    renamed, removed = a_homeroom("3-A", version=0).ended(NOW, "3-B"), a_homeroom("3-C", version=0).ended(NOW)
    services.store.save(*map(Change.new, (renamed, removed)))
    assert not services.roster.has_homerooms(YEAR)
    services.store.save(Change.new(a_homeroom("3-D", version=0).taking("3-E")))
    assert services.roster.has_homerooms(YEAR)
    assert [homeroom.code for homeroom in services.roster.homerooms(YEAR)] == ["3-D"]
    everything = services.roster.all_homerooms(YEAR)
    assert [(h.code, h.now, h.is_over) for h in everything] == [("3-A", "3-B", True), ("3-C", "", True), ("3-D", "", 0)]
    assert services.roster.homerooms_called([(YEAR, "3-a")])[0].now == "3-B"


FOUND_BY = {
    "garcia": "mar gar",
    "address": "maria@ex",
    "proved address": "proved@example.org",
    "last digits": "0123",
    "whole number": "+1 415 555 0123",
}


@pytest.mark.parametrize("text", FOUND_BY.values(), ids=FOUND_BY)
def test_a_parent_is_found_until_they_are_called_otherwise_or_are_gone(text: str, services: Ports) -> None:
    ours = details("María", "García", email="Maria@example.org", mobile_phone="(415) 555-0123 ext. 7")
    contact = a_contact(details=ours, user_key="proved@example.org")
    other = a_contact(id="other", details=details("Pedro", "Ruiz", email="pedro@example.org", home_phone="555 0199"))
    services.store.save(Change.new(contact), Change.new(other))
    assert [found.id for found in services.roster.contacts_like(text, 10)] == [contact.id]
    plain = replace(contact, user_key="", details=details("Li", "Wei", email=""))
    [stored] = services.roster.contacts([contact.id]).values()
    services.store.save(Change(stored, replace(plain, version=stored.version)))
    assert services.roster.contacts_like(text, 10) == []
    assert [found.id for found in services.roster.contacts_like("wei", 10)] == [contact.id]
    [stored] = services.roster.contacts([contact.id]).values()
    services.store.save(Change.gone(stored))
    assert services.roster.contacts_like("wei", 10) == []


def test_what_finds_a_parent_counts_into_what_one_save_takes(services: Ports) -> None:
    ours = details("María José", "García", mobile_phone="555 0100", home_phone="555 0101, 555 0102")
    contact = a_contact(details=ours, user_key="proved@example.org")
    assert services.store.weight([Change.new(contact)]) == 1 + 3 + 2 + 3
    assert services.store.weight([Change(contact, replace(contact, registered=True))]) == 1
