"""What a school means as it says it raises no doubt: whoever is asked too often reads nothing any more."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.imports.import_csv import import_csv
from tests.factories import a_homeroom
from tests.fakes import World
from tests.steps.project import ROOT

SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix != ".md")

LAST_NAMES = (
    "García López",
    "O'Brien",
    "de la Cruz",
    "Smith",
    "Nguyễn",
    "Müller-Weiß",
    "St. John",
    "Do",
    "Prince",
    "King",
)
FIRST_NAMES = ("Ana", "Noé", "Mary-Jane", "José", "Zoë", "DeShawn", "Li", "Søren", "Na", "Ł")
HOMEROOMS = ("K-A", "1-A", "1-B", "2-A", "3-A", "3-B")
HEADER = (
    "year,class_code,grade,student_id,student_last_name,student_first_name,parent_email,parent_first_name,"
    "parent_last_name,parent2_email,parent2_first_name,parent2_last_name,relationship,language"
)


def a_school(shift: int = 0) -> Iterator[str]:
    """600 students: 10 with each last name in each homeroom; siblings share a mother's address, some a second parent
    with a name of their own. `shift`: so many of them go to another homeroom of the year.
    """
    yield HEADER
    for number, (homeroom, last, own) in enumerate(product(HOMEROOMS, LAST_NAMES, range(len(FIRST_NAMES)))):
        first = FIRST_NAMES[(own + HOMEROOMS.index(homeroom)) % len(FIRST_NAMES)]  # no siblings of one name
        code = HOMEROOMS[(HOMEROOMS.index(homeroom) + (number < shift)) % len(HOMEROOMS)]
        family = number % 100 + 100 * (number // 300)
        mother = f"family{family}.{LAST_NAMES.index(last)}@example.org"
        father = f"father{number}@example.net,Jon,Carter" if number % 3 == 0 else ",,"
        yield f"2026-2027,{code},{code[0]},{number:05},{last},{first},{mother},Maria,{last},{father},mother,en"


def imported(world: World, name: str, body: bytes) -> ImportRun:
    run = import_csv(world.files.put_upload(name, body, ""), world.services)
    assert run
    return run


def doubts_of(world: World, run: ImportRun) -> Counter[str]:
    rows = [row for part in world.services.imports.parts(run.id) for row in part.rows]
    of_rows = [said.id for row in rows if row.outcome is Outcome.WAITING for said in row.messages]
    return Counter([*of_rows, *(doubt.id for doubt in run.look.doubts)])


@pytest.mark.parametrize("is_new_site", [True, False])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_sample_raises_a_doubt(path: Path, is_new_site: bool) -> None:
    world = World()
    rooms = () if is_new_site else ("3-A", "3-B", "4-A", "4-B", "5-A", "5-B")
    world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in rooms))
    run = imported(world, path.name, path.read_bytes())
    assert (run.state is ImportState.WAITING, doubts_of(world, run)) == (False, Counter())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_clean_file_of_a_whole_school_raises_none_and_neither_does_its_second_drop(encoding: str) -> None:
    world, body = World(), "\n".join(a_school()).encode(encoding)
    for outcome in ("invited", "unchanged"):
        run = imported(world, "school.csv", body)
        assert (doubts_of(world, run), run.counts) == (Counter(), {outcome: 600})


def test_the_few_who_move_during_a_year_raise_none() -> None:
    world = World()
    imported(world, "school.csv", "\n".join(a_school()).encode())
    run = imported(world, "later.csv", "\n".join(a_school(shift=30)).encode())
    assert (doubts_of(world, run), run.look.moved) == (Counter(), 30)
