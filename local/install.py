"""`python3 -m local.install <folder> <requirements>...`: a virtual environment, made or renewed when it has to be.

Each requirements file is installed by itself, in the order given, because one hash makes pip demand hashes of all that
it installs at a time: first the lock file with its hashes, then what has none. What follows `--if-it-installs` is
taken where there are wheels of it for this machine, and otherwise left out.

Needs nothing but Python 3.11 itself. Prints a line for each step, and nothing at all when there is nothing to do.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
COLLECTING = re.compile(r"Collecting ([\w.-]+)(?:\[.*?\])?(?:==([\w.*]+))?")
REQUIREMENT = re.compile(r"^([\w.-]+)", re.MULTILINE)
NO_WHEEL = re.compile(r"No matching distribution found|is not a supported wheel on this platform")
INCLUDED = re.compile(r"^-r\s+(\S+)", re.MULTILINE)


def main() -> int:
    """Bring the environment up to date; the exit code says whether it is."""
    arguments = _arguments()
    folder, optional = arguments.folder, arguments.if_it_installs
    requirements = [*arguments.requirements, *optional]
    if sys.version_info < OLDEST:
        return _fail(
            f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}. Set PYTHON to a newer one."
        )
    stamp, wanted = folder / "requirements.sha256", digest(requirements)
    if stamp.exists() and stamp.read_text() == wanted and _python(folder).exists():
        return 0
    started = time.monotonic()
    _print(f"Setting up {folder} (once, and again when {' or '.join(map(str, requirements))} changes):")
    if not _make(folder):
        return 1
    if not all(_install(folder, file, is_optional=file in optional) for file in requirements):
        return 1
    stamp.write_text(wanted)
    _print(f"  done in {time.monotonic() - started:.0f} s")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m local.install")
    parser.add_argument("folder", type=Path)
    parser.add_argument("requirements", type=Path, nargs="+")
    parser.add_argument("--if-it-installs", type=Path, action="append", default=[])
    return parser.parse_args()


def digest(requirements: Sequence[Path]) -> str:
    """Changes with the Python, the requirements, and the files that they include."""
    return hashlib.sha256(f"{sys.version}\n{''.join(map(_text, requirements))}".encode()).hexdigest()


def _text(requirements: Path) -> str:
    text = requirements.read_text(encoding="utf-8")
    return text + "".join(_text(requirements.parent / name) for name in INCLUDED.findall(text))


def _make(folder: Path) -> bool:
    _print(f"  a virtual environment with Python {sys.version.split()[0]}")
    clear = [] if _is_of_this_python(folder) else ["--clear"]
    made = subprocess.run(
        [sys.executable, "-m", "venv", *clear, str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        _fail(f"{made.stdout}{made.stderr}\nOn Debian and Ubuntu this may need `apt install python3-venv`.")
    return made.returncode == 0


def _install(folder: Path, requirements: Path, *, is_optional: bool) -> bool:
    """Whether it could, or need not."""
    _print(f"  fetching the packages of {requirements}")
    command = [
        str(_python(folder)),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    if is_optional:
        command.append("--only-binary=:all:")
    names = {name.lower() for name in REQUIREMENT.findall(_text(requirements))}
    output: list[str] = []
    with subprocess.Popen(
        [*command, "--requirement", str(requirements)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout or ():
            output.append(line)
            _show(line, names)
    if pip.returncode and is_optional and any(map(NO_WHEEL.search, output)):
        _print(f"    left out: there is no wheel for this machine of {', '.join(sorted(names))}")
        return True
    if pip.returncode:
        _fail(f"pip could not install {requirements}:\n{''.join(output[-20:])}")
    return pip.returncode == 0


def _show(line: str, names: set[str]) -> None:
    """A line for each package that the requirements name, and one for the wait at the end."""
    package = COLLECTING.match(line)
    if package and package[1].lower() in names:
        _print(f"    {package[1]} {package[2] or ''}".rstrip())
    elif line.startswith("Installing collected packages"):
        _print(f"  installing {line.count(',') + 1} packages")


def _is_of_this_python(folder: Path) -> bool:
    python = _python(folder)
    if not python.exists():
        return False
    version = subprocess.run(
        [str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return version.stdout.strip() == sys.version


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _print(line: str) -> None:
    print(line, flush=True)


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
