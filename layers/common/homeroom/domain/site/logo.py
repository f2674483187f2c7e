"""The school's logo. The settings say where it is; the picture itself is read by whoever asks for that address."""

from dataclasses import dataclass, field
from hashlib import sha256

from homeroom.domain.site.picture import Picture


@dataclass(frozen=True, kw_only=True)
class ShownLogo:
    """`name` is the last part of its address, which changes with the picture; `width` and `height` in pixels."""

    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return f"/logo/{self.name}"


@dataclass(frozen=True, kw_only=True)
class Logo:
    """The picture. `name` is as in ShownLogo, empty like `body` once it is removed: no function may delete anything of
    the site. `version` is the store's, 0 until stored.
    """

    name: str = ""
    body: bytes = field(default=b"", repr=False)
    version: int = 0

    @property
    def identity(self) -> str:
        return "logo"

    @property
    def content_type(self) -> str:
        return "image/png" if self.name.endswith(".png") else "image/jpeg"


NO_LOGO = Logo()


def logo_of(picture: Picture) -> tuple[ShownLogo, Logo]:
    """What the settings say, and the picture."""
    name = f"{sha256(picture.body).hexdigest()[:16]}.{picture.suffix}"
    return ShownLogo(name=name, width=picture.width, height=picture.height), Logo(name=name, body=picture.body)
