"""The files that make the stack: what changed, and what is packed."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

TEMPLATE = "template.yaml"
FOLDERS = ("functions", "layers")
NOT_PACKED = frozenset({"Makefile", "requirements.in", "requirements.txt"})


def files(folder: Path) -> Iterator[Path]:
    """Every source file below a folder, in a fixed order, without what Python and editors leave behind."""
    return map(Path, sorted(_names(str(folder))))


def _names(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _names(entry.path)
        else:
            yield entry.path


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Time of change (ns) and size of each file that the stack is made of: two snapshots differ when one was saved.

    It is taken several times a second, so without a Path for each file.
    """
    states = {}
    for name in (f"{root}/{TEMPLATE}", *(name for folder in FOLDERS for name in _names(f"{root}/{folder}"))):
        try:
            status = os.stat(name)  # noqa: PTH116
        except FileNotFoundError:  # an editor is just replacing it
            continue
        states[name] = (status.st_mtime_ns, status.st_size)
    return states


def fingerprint(root: Path, parameters: dict[str, str]) -> str:
    """A digest of everything a deployment is made of, this program included."""
    digest = hashlib.sha256(repr(sorted(parameters.items())).encode())
    own = root / "local" / "stack"
    for path in [root / TEMPLATE, *(path for folder in (*FOLDERS, own) for path in files(root / folder))]:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def pack(folder: Path, prefix: str = "") -> bytes:
    """A zip of the folder's sources below `prefix`. The same sources always make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in files(folder):
            if path.name not in NOT_PACKED:
                archive.writestr(zipfile.ZipInfo(prefix + path.relative_to(folder).as_posix()), path.read_bytes())
    return buffer.getvalue()
