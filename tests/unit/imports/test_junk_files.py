"""What lies in the bucket, or in a zip, and was put there by nobody."""

import pytest

from homeroom.domain.imports.junk_files import is_junk
from homeroom.domain.imports.upload import Upload


@pytest.mark.parametrize(
    "path",
    [
        *("~$students.xlsx", ".~lock.students.ods#", ".DS_Store", "._students.csv", "Thumbs.db", "desktop.ini"),
        *("students.csv.crdownload", "students.csv.part", "students.TMP", "2026/.ds_store"),
        *("__MACOSX/users.csv", "__MACOSX/export/._users.csv"),
    ],
)
def test_what_programs_leave_beside_files_is_junk_in_every_folder(path: str) -> None:
    assert is_junk(path)
    assert is_junk(f"2026/{path}")


@pytest.mark.parametrize("path", ["students.csv", ".students.csv", "part.csv", "tmp", "Thumbs.db.csv", "~new.csv"])
def test_what_a_person_may_have_called_so_is_not(path: str) -> None:
    assert not is_junk(path)


def test_a_file_chosen_on_the_page_is_looked_at_whatever_its_name() -> None:
    assert Upload(bucket="b", key="uploads/2026/._a.csv").is_passed_over
    assert not Upload(bucket="b", key="checks/0123/._a.csv").is_passed_over
