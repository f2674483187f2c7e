"""What is deployed: every package pinned with its hashes, and tested in the very version that is pinned."""

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from local.install import digest

LAYER = Path(__file__).parents[2] / "layers" / "common"
CHOSEN = [LAYER / "requirements.in", LAYER / "lean.in"]
LOCK = "".join(chosen.with_suffix(".txt").read_text(encoding="utf-8") for chosen in CHOSEN)
PACKAGE = re.compile(r"([a-z0-9-]+)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)")
ON_LAMBDA = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "platform_machine": "aarch64",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "extra": "",
}


def requirements(text: str) -> list[str]:
    """Joined where a line goes on, without comments."""
    lines = text.replace("\\\n", " ").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip() and not line.strip().startswith("#")]


def locked() -> dict[str, str]:
    return {match[1]: match[2] for match in map(PACKAGE.fullmatch, requirements(LOCK)) if match}


def test_the_lock_holds_packages_with_hashes_and_nothing_else() -> None:
    """No address of an index, no URL, and no marker: pip would judge it by the Python that packs, not by Lambda's."""
    for requirement in requirements(LOCK):
        assert PACKAGE.fullmatch(requirement), requirement


def test_the_lock_names_the_versions_that_people_chose() -> None:
    lines = [line for file in CHOSEN for line in requirements(file.read_text(encoding="utf-8"))]
    chosen = [Requirement(line) for line in lines]
    assert chosen
    for requirement in chosen:
        assert str(requirement.specifier) == f"=={locked()[canonicalize_name(requirement.name)]}", "run `make lock`"


def test_everything_that_a_locked_package_needs_on_lambda_is_locked() -> None:
    for name in locked():
        for needed in map(Requirement, metadata.requires(name) or ()):
            if needed.marker is None or needed.marker.evaluate(ON_LAMBDA):
                assert canonicalize_name(needed.name) in locked(), f"{name} needs {needed}: run `make lock`"


def test_what_is_tested_is_what_is_deployed() -> None:
    assert {name: metadata.version(name) for name in locked()} == locked()


def test_another_lock_makes_the_environment_anew(tmp_path: Path) -> None:
    lock, development = tmp_path / "lock.txt", tmp_path / "development.txt"
    development.write_text("-r chosen.in\n")
    (tmp_path / "chosen.in").write_text("pydantic==2.13.5\n")
    digests = set()
    for locked_hash in ("1", "2"):
        lock.write_text(f"pydantic==2.13.5 --hash=sha256:{locked_hash}\n")
        digests.add(digest([lock, development]))
    (tmp_path / "chosen.in").write_text("pydantic==2.13.6\n")
    digests.add(digest([lock, development]))
    assert len(digests) == 3
