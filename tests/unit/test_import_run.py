"""An upload's names: its import's id, what people call it, and where its results lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.import_run import Upload

LONGEST_KEY = 1024

keys = st.builds(
    lambda name, times: ("uploads/" + name * times).encode()[:LONGEST_KEY].decode(errors="ignore"),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.integers(1, 300),
)


def results_key(key: str) -> str:
    return Upload(bucket="b", key=key).results_key


@pytest.mark.parametrize(
    ("key", "results"),
    [
        ("uploads/new.csv", "results/new.results.csv"),
        ("uploads/a/b.xlsx", "results/a/b.results.csv"),
        ("uploads/a.b.csv", "results/a.b.results.csv"),
        ("uploads/no dot", "results/no dot.results.csv"),
        ("uploads/.csv", "results/.csv.results.csv"),
        ("uploads/2026.7/plan", "results/2026.7/plan.results.csv"),
        ("uploads//a.csv", "results//a.results.csv"),
        ('uploads/año 2026/3+A %2B "1" 👩.csv', 'results/año 2026/3+A %2B "1" 👩.results.csv'),
        (f"uploads/{'x' * 1004}.csv", f"results/{'x' * 1004}.results.csv"),
    ],
)
def test_results_lie_beside_the_uploads_under_the_same_name(key: str, results: str) -> None:
    assert results_key(key) == results


@given(keys)
def test_no_key_has_results_that_s3_would_not_take_or_a_browser_not_find(key: str) -> None:
    results = results_key(key)
    assert len(results.encode()) <= LONGEST_KEY
    assert results.startswith("results/")
    assert results.endswith(".results.csv")
    assert not {".", ".."}.intersection(results.split("/"))


@pytest.mark.parametrize(
    "of_one", [f"uploads/{'é' * 506}1.csv", "uploads/a/../3-A.csv", "uploads/./3-A.csv", f"uploads/{'👩' * 254}"]
)
def test_keys_that_are_cut_have_results_of_their_own(of_one: str) -> None:
    for other in (of_one.replace("1.", "2."), of_one.replace("..", "."), "uploads/3-A.csv", f"uploads/{'👩' * 253}"):
        assert (results_key(other) == results_key(of_one)) is (other == of_one)


@pytest.mark.parametrize("key", ["uploads/a/..", "uploads/.", "uploads/...", "uploads/ "])
def test_names_that_are_hardly_any_have_results_all_the_same(key: str) -> None:
    assert results_key(key).endswith(".results.csv")
    assert Upload(bucket="b", key=key).name == key.rpartition("/")[2]


def test_a_check_is_known_before_its_file_is_there_and_an_import_by_the_version_of_its_file() -> None:
    def id_of(key: str, version: str) -> str:
        return Upload(bucket="b", key=key, object_version=version).import_id

    assert id_of("checks/1/a.csv", "") == id_of("checks/1/a.csv", "v1")
    assert id_of("uploads/a.csv", "v1") != id_of("uploads/a.csv", "v2")
