"""Where this machine's Chromium is. Debian has it as the package `chromium`."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def executable() -> Path | None:
    """The browser to test with: the one that CHROMIUM names, or the first that is installed, or None."""
    if chosen := os.environ.get("CHROMIUM"):
        return Path(chosen)
    executable_path = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(executable_path) if executable_path else next(filter(Path.exists, ON_A_MAC), None)
