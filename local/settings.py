"""Where the local run listens and keeps its data. The only place of the local run that reads the environment."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from local.problems import Problem

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
REGION = "us-east-1"
STACK = "homeroom"
OWNER = "test"
"""The key, and the secret, of whom the emulator's account belongs to."""

SENDER = "school@example.org"
_NO = ("", "0", "no", "false")


@dataclass(frozen=True)
class Settings:
    """What may differ from run to run; everything else is the same for everybody."""

    port: int
    aws_port: int
    state: Path
    fresh: bool
    transport: str = "lean"
    demo: bool = True

    @property
    def site_url(self) -> str:
        """Where the pages are, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def endpoint(self) -> str:
        """Where the AWS APIs are."""
        return f"http://{HOST}:{self.aws_port}"

    @property
    def stack_parameters(self) -> dict[str, str]:
        """The parameters of template.yaml that differ from their defaults here."""
        return {"SiteUrl": self.site_url, "SenderAddress": SENDER, "Transport": self.transport}


def from_environment() -> Settings:
    """Read PORT, AWS_PORT, FRESH, DEMO, LOCAL_STATE and TRANSPORT_TO_AWS. Raises Problem for a port that is none, and
    for another transport than template.yaml knows.
    """
    return Settings(
        port=_port("PORT", 8000),
        aws_port=_port("AWS_PORT", 4566),
        state=Path(os.environ.get("LOCAL_STATE") or ROOT / ".local").absolute(),
        fresh=os.environ.get("FRESH", "") not in _NO,
        transport=_transport(),
        demo=os.environ.get("DEMO", "yes") not in _NO,
    )


def isolate_environment() -> None:
    """Keep the user's own AWS profile and proxy out of this process and of all it starts."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ["AWS_DEFAULT_REGION"] = REGION
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = f"{HOST},localhost"


def _transport() -> str:
    """What was asked for; else lean, where its library is installed: not every machine has a wheel of it."""
    transport = os.environ.get("TRANSPORT_TO_AWS") or ("lean" if find_spec("pycurl") else "boto3")
    if transport not in ("lean", "boto3"):
        raise Problem("TRANSPORT_TO_AWS must be lean or boto3.")
    return transport


def _port(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(f"{name} must be a number from 1 to 65535, not {text!r}.")
    return int(text)
