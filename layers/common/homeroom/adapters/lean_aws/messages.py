"""A request to AWS as it goes over the wire, and its answer. Tuples are made in a fraction of a dataclass's time."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO, NamedTuple, Self

from homeroom.adapters.lean_aws.account import Credentials

_BYTES_AT_ONCE = 65_536


class Body(NamedTuple):
    """`length` bytes of a file, from `start` on. `digest` is their SHA-256 in hexadecimal, which the signature covers.
    What is large may take as long as it moves.
    """

    file: BinaryIO
    start: int
    length: int
    digest: str
    is_large: bool

    @classmethod
    def of_bytes(cls, content: bytes) -> Self:
        return cls(BytesIO(content), 0, len(content), sha256(content).hexdigest(), is_large=False)

    @classmethod
    def of_file(cls, file: BinaryIO) -> Self:
        """From where it stands. It is read once for its digest."""
        start, digest = file.tell(), sha256()
        while some := file.read(_BYTES_AT_ONCE):
            digest.update(some)
        return cls(file, start, file.tell() - start, digest.hexdigest(), is_large=True)


class HttpRequest(NamedTuple):
    """`url` is complete and encoded. `signed_for` is the name in signatures, such as `ses`. A connection that was idle
    for more than `idle_seconds` is not used. Nothing may stand still for `read_seconds`; unless the body is large, all
    of it may take that long and the time to connect.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    signed_for: str
    region: str
    credentials: Credentials
    body: Body | None = None
    read_seconds: float = 5
    idle_seconds: float = 60

    @property
    def host(self) -> str:
        """With its scheme: of an address, the rest may name a file, and belongs in no error."""
        return "/".join(self.url.split("/", 3)[:3])


class HttpResponse(NamedTuple):
    status: int
    head: list[bytes]
    """Lines of the head, the first one and the empty one included."""
    body: bytes

    def header(self, name: str) -> str:
        """Empty where it was not sent. The name in small letters."""
        wanted = name.encode() + b":"
        for line in self.head:
            if line.lower().startswith(wanted):
                return line[len(wanted) :].strip().decode("latin-1")
        return ""

    def headers(self) -> dict[str, str]:
        """All of them, names in small letters."""
        pairs = (line.decode("latin-1").partition(":") for line in self.head)
        return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
