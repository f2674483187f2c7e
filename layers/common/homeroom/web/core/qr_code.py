"""A QR code as a path for the template's SVG: no style, no script, no picture that would have to be fetched."""

from dataclasses import dataclass
from itertools import groupby

_BORDER = 4


@dataclass(frozen=True)
class QrCode:
    """`path` draws the dark modules on a square of `size` modules, which is to be light, border included."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Not a Micro QR code, which phones do not read."""
    from segno import make_qr  # one page has one

    matrix = make_qr(text, error="M").matrix
    runs = []
    for y, row in enumerate(matrix, _BORDER):
        x = _BORDER
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return QrCode(len(matrix) + 2 * _BORDER, "".join(runs))
