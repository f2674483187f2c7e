"""Ports: a port that is taken is said before anything starts, and whoever holds it is left alone."""

import errno
import socket

from local.problems import Problem
from local.settings import HOST


def listen(port: int, setting: str = "") -> socket.socket:
    """A socket that listens on this machine only; port 0 is any free one.

    Raises Problem when the port is taken, and names the setting that chooses another one.
    """
    if port and _somebody_answers(port):
        raise _taken(port, setting)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise _taken(port, setting) from None
        raise Problem(f"Port {port} cannot be used: {error.strerror}. Set {setting} to another one.") from None
    listener.listen(128)
    return listener


def require_free(port: int, setting: str) -> None:
    """Raise Problem when the port is taken."""
    listen(port, setting).close()


def _taken(port: int, setting: str) -> Problem:
    return Problem(f"Port {port} is in use by another program: stop that one, or set {setting} to another port.")


def _somebody_answers(port: int) -> bool:
    """Whether a connection succeeds. On some systems a port that is bound on all addresses can be bound again here."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
