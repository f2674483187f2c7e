"""`python3 -m local.install <folder> <requirements>`: a virtual environment, made or renewed when it has to be.

Needs nothing but Python 3.11 itself. Says a line for each step, and nothing at all when there is nothing to do.
"""

import hashlib
import re
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
COLLECTING = re.compile(r"Collecting ([\w.-]+)(?:\[.*?\])?(?:==([\w.*]+))?")
ASKED_FOR = re.compile(r"^([\w.-]+)", re.MULTILINE)
INCLUDED = re.compile(r"^-r\s+(\S+)", re.MULTILINE)


def main() -> int:
    """Bring the environment up to date; the exit code says whether it is."""
    folder, requirements = Path(sys.argv[1]), Path(sys.argv[2])
    if sys.version_info < OLDEST:
        return _fail(
            f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}. Set PYTHON to a newer one."
        )
    stamp, wanted = folder / "requirements.sha256", _digest(requirements)
    if stamp.exists() and stamp.read_text() == wanted and _python(folder).exists():
        return 0
    started = time.monotonic()
    _say(f"Setting up {folder} (once, and again when {requirements} changes):")
    if not (_make(folder) and _install(folder, requirements)):
        return 1
    stamp.write_text(wanted)
    _say(f"  done in {time.monotonic() - started:.0f} s")
    return 0


def _digest(requirements: Path) -> str:
    """Changes with the Python, the requirements, and the files that they include."""
    return hashlib.sha256(f"{sys.version}\n{_text(requirements)}".encode()).hexdigest()


def _text(requirements: Path) -> str:
    text = requirements.read_text(encoding="utf-8")
    return text + "".join(_text(requirements.parent / name) for name in INCLUDED.findall(text))


def _make(folder: Path) -> bool:
    _say(f"  a virtual environment with Python {sys.version.split()[0]}")
    clear = [] if _is_of_this_python(folder) else ["--clear"]
    made = subprocess.run(
        [sys.executable, "-m", "venv", *clear, str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        _fail(f"{made.stdout}{made.stderr}\nOn Debian and Ubuntu this may need `apt install python3-venv`.")
    return made.returncode == 0


def _install(folder: Path, requirements: Path) -> bool:
    _say("  fetching packages")
    command = [
        str(_python(folder)),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    asked_for = {name.lower() for name in ASKED_FOR.findall(_text(requirements))}
    said: list[str] = []
    with subprocess.Popen(
        [*command, "--requirement", str(requirements)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            _show(line, asked_for)
    if pip.returncode:
        _fail(f"pip could not install {requirements}:\n{''.join(said[-20:])}")
    return pip.returncode == 0


def _show(line: str, asked_for: set[str]) -> None:
    """A line for each package that is asked for by name, and one for the wait at the end."""
    found = COLLECTING.match(line)
    if found and found[1].lower() in asked_for:
        _say(f"    {found[1]} {found[2] or ''}".rstrip())
    elif line.startswith("Installing collected packages"):
        _say(f"  installing {line.count(',') + 1} packages")


def _is_of_this_python(folder: Path) -> bool:
    python = _python(folder)
    if not python.exists():
        return False
    asked = subprocess.run(
        [str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() == sys.version


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _say(line: str) -> None:
    print(line, flush=True)


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
