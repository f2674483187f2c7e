"""Which version of the items a store holds. It stands with the settings and with the site's secret, which everything
that reads the store reads first: so it costs no call of its own. From 1.0 on, what earlier releases stored is read.
"""

from collections.abc import Mapping
from typing import Any

from homeroom.use_cases.ports.site import OtherStoreVersion

STORE_VERSION = 5
"""To be raised with every change of what is stored that would misread what was stored before."""

_ATTRIBUTE = "store_version"


def stamp() -> dict[str, Any]:
    """The attribute, for an item that is written."""
    return {_ATTRIBUTE: {"N": str(STORE_VERSION)}}


def check_version(item: Mapping[str, Any]) -> None:
    """Raises OtherStoreVersion, also for an item from before there were versions."""
    stored = int(item[_ATTRIBUTE]["N"]) if _ATTRIBUTE in item else 0
    if stored != STORE_VERSION:
        raise OtherStoreVersion(stored, STORE_VERSION)
