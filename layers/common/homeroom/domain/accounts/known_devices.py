"""Browsers that have logged in to an account before: their tries are counted apart from those of strangers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(days=180)
"""Without a log-in."""
MOST_DEVICES = 5


@dataclass(frozen=True)
class Device:
    """`digest` is that of the token in the browser's cookie."""

    digest: str
    used_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.used_at + LASTS


@dataclass(frozen=True, kw_only=True)
class KnownDevices:
    """Of one account, the last used first."""

    email_key: str
    devices: tuple[Device, ...] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key

    @property
    def ends_at(self) -> datetime:
        """Of all of them. There is no item without a device."""
        return max(device.ends_at for device in self.devices)

    def knows(self, digest: str, now: datetime) -> bool:
        return any(device.digest == digest and now < device.ends_at for device in self.devices)

    def with_log_in(self, digest: str, now: datetime) -> "KnownDevices":
        """Of too many the one that was used longest ago is forgotten."""
        others = [device for device in self.devices if device.digest != digest and now < device.ends_at]
        devices = (Device(digest, now), *others[: MOST_DEVICES - 1])
        return KnownDevices(email_key=self.email_key, devices=devices, version=self.version)
