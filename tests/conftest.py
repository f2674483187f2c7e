"""What all tests share: one local site for each worker, and the rule that CI leaves nothing out."""

import os
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from local.catalogues import compile_all
from local.settings import isolate_environment
from tests.steps import figures
from tests.steps.chromium import executable
from tests.steps.local_site import LocalSite

compile_all()  # whoever runs pytest by itself has catalogues, too
isolate_environment()  # no test may find its way into somebody's AWS account

# A test says what is true, never how fast: a busy machine is no failure.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("calm-ci", settings.get_profile("calm"), derandomize=True, database=None)

BROWSER_TESTS = Path(__file__).parent / "browser"
IN_CI = os.environ.get("CI", "") not in ("", "0", "false")
settings.load_profile("calm-ci" if IN_CI else "calm")
BROWSER_TESTS_LEFT_OUT = executable() is None and not IN_CI
NEED_THE_LEAN_TRANSPORT = ("test_lean_*.py", "test_bad_answers.py")
LEAN_TESTS_LEFT_OUT = find_spec("pycurl") is None and not IN_CI

_site = pytest.StashKey[LocalSite]()


@pytest.fixture(scope="session")
def local_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSite]:
    """The whole site, deployed and seeded. It is shared: a test makes its own students and addresses."""
    site = LocalSite(tmp_path_factory.mktemp("local-site"))
    request.config.stash[_site] = site
    yield site
    site.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", action="store_true", help="print how much was tried")


@pytest.fixture
def record_figure(record_property: figures.Recorder) -> figures.Recorder:
    """Adds to a figure that `--figures` prints."""
    return figures.recorder(record_property)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave tests out on a laptop that lacks what they need; pytest_terminal_summary says so."""
    needs_lean = any(map(collection_path.match, NEED_THE_LEAN_TRANSPORT))
    is_left_out = (BROWSER_TESTS_LEFT_OUT and collection_path == BROWSER_TESTS) or (LEAN_TESTS_LEFT_OUT and needs_lean)
    return True if is_left_out else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed. A failed test of the local site shows what the site said."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be left out in CI: {report.longrepr}"
    if report.failed and "local_site" in getattr(item, "fixturenames", ()) and _site in item.config.stash:
        report.sections.append(("the local site", item.config.stash[_site].log()))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a file that leaves itself out has failed, too."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be left out in CI: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.getoption("--figures"):
        terminalreporter.section("figures")
        for name, value in figures.sums(terminalreporter.getreports("passed")).items():
            terminalreporter.line(f"{value:>9,} {name}")
    if BROWSER_TESTS_LEFT_OUT:
        terminalreporter.section("NO CHROMIUM: THE BROWSER TESTS WERE LEFT OUT", sep="!", red=True)
        terminalreporter.line("Install Chromium (Debian: apt install chromium) or set CHROMIUM to run them.")
    if LEAN_TESTS_LEFT_OUT:
        terminalreporter.section("NO PYCURL: THE LEAN TRANSPORT'S TESTS WERE LEFT OUT", sep="!", red=True)
        terminalreporter.line("It has no wheel for this machine. boto3 answered in its place.")
