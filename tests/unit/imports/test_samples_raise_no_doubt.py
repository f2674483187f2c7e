"""The samples are files as they are meant: none of them, and no row, waits at the demo site."""

from pathlib import Path

import pytest

from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.imports.import_csv import import_csv
from tests.factories import YEAR, a_homeroom
from tests.fakes import World

SAMPLES = sorted(path for path in (Path(__file__).parents[3] / "samples").iterdir() if path.suffix in (".csv", ".zip"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_sample_waits_at_a_site_with_homerooms_of_its_grades(path: Path) -> None:
    world = World()
    rooms = [a_homeroom(code, version=0) for code in ("3-A", "3-B", "4-A", "4-B", "5-A", "5-B")]
    world.store.save(Change.new(SiteSettings(school_year=YEAR)), *map(Change.new, rooms))
    run = import_csv(world.files.put_upload(path.name, path.read_bytes(), ""), world.services)
    assert run
    assert run.state is (ImportState.FAILED if path.name == "not-a-roster.csv" else ImportState.FINISHED)
    assert "waiting" not in run.counts
