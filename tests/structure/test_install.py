"""A virtual environment is made of what can be had here."""

import sys
from pathlib import Path

import pytest

from local import install
from tests.steps.project import ROOT

NOT_FOR_THIS_MACHINE = "elsewhere @ file:///elsewhere-1.0-cp27-none-any.whl\n"


def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, optional: bool) -> int:
    """The exit code of installing nothing and a package that has no wheel for this machine."""
    nothing, elsewhere = tmp_path / "nothing.txt", tmp_path / "elsewhere.txt"
    nothing.write_text("")
    elsewhere.write_text(NOT_FOR_THIS_MACHINE)
    monkeypatch.setattr(install, "_make", lambda _: True)
    monkeypatch.setattr(install, "_python", lambda _: Path(sys.executable))
    option = ["--if-it-installs"] if optional else []
    monkeypatch.setattr(sys, "argv", ["install", str(tmp_path), str(nothing), *option, str(elsewhere)])
    return install.main()


def test_what_has_no_wheel_for_this_machine_is_left_out_where_it_may_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installed(monkeypatch, tmp_path, optional=True) == 0
    assert "left out: there is no wheel for this machine of elsewhere" in capsys.readouterr().out


def test_what_cannot_be_left_out_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installed(monkeypatch, tmp_path, optional=False) == 1
    assert "pip could not install" in capsys.readouterr().err


def test_an_optional_package_that_could_not_be_fetched_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "tests.structure.test_install.NOT_FOR_THIS_MACHINE", f"elsewhere @ file://{tmp_path}/none.whl\n"
    )
    assert installed(monkeypatch, tmp_path, optional=True) == 1
    assert "pip could not install" in capsys.readouterr().err


def test_the_lean_transports_library_may_be_left_out_and_nothing_else() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [optional] = [line.partition("--if-it-installs ")[2] for line in makefile.splitlines() if "--if-it" in line]
    assert optional == "layers/common/lean.txt"
    assert "pycurl" not in (ROOT / "layers" / "common" / "requirements.txt").read_text(encoding="utf-8")
