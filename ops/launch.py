"""Where the parts of one start listen, worked out from the settings. Standard library only."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ops.places import SetUpError

_NLU_HOSTS = {"127.0.0.1", "localhost"}  # the NLU server listens on IPv4 only
_THIS_MACHINE = _NLU_HOSTS | {"::1"}
_NLU_URL = "http://127.0.0.1:5005"
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never bound by default


@dataclass(frozen=True)
class Address:
    """A place a part listens at, and the setting that moves it elsewhere."""

    host: str
    port: int
    setting: str

    def __str__(self) -> str:
        """Return ``host:port``, an IPv6 host in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def local(self) -> str:
        """Return the host to reach it from this machine."""
        return _EVERYWHERE.get(self.host, self.host)

    def is_taken(self) -> bool:
        """Return whether another program listens there already; ``SetUpError`` when the host is not this machine's."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except OSError as error:
            raise SetUpError(f"HOST={self.host} is no address of this machine. Correct it in .env.") from error
        family, kind, protocol, _, place = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(place)
                probe.listen(1)
            except PermissionError as error:
                raise SetUpError(f"{self} needs more rights. Set {self.setting} to a port above 1023.") from error
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return True
                raise SetUpError(f"Cannot listen on {self}. Correct HOST in .env.") from error
        return False


@dataclass(frozen=True)
class Launch:
    """The addresses of one start. ``nlu`` is ``None`` when ``NLU_URL`` names another machine's server."""

    public: Address
    console: Address
    nlu: Address | None
    nlu_url: str
    nlu_token: str = field(repr=False)
    sends_by_twilio: bool

    def refuse_taken_ports(self) -> None:
        """Raise ``SetUpError`` naming the setting to change when a port is taken, or wanted twice."""
        addresses = [address for address in (self.public, self.console, self.nlu) if address]
        ports = [address.port for address in addresses]
        for address in addresses:
            if ports.count(address.port) > 1:
                names = " and ".join(one.setting for one in addresses if one.port == address.port)
                raise SetUpError(f"{names} name the same port, {address.port}. Give each its own in .env.")
            if address.is_taken():
                raise SetUpError(
                    f"Port {address.port} is taken: another program listens on {address}. Stop that program, "
                    f"or choose another port with {address.setting} in .env ({_example(address)})."
                )


def launch_from(settings: Mapping[str, str]) -> Launch:
    """Read the addresses from the settings; ``SetUpError`` names the one that cannot be used."""
    return Launch(
        public=Address(settings.get("HOST", "127.0.0.1"), _port(settings, "PORT", 8000), "PORT"),
        console=Address("127.0.0.1", _port(settings, "CONSOLE_PORT", 8001), "CONSOLE_PORT"),
        nlu=_own_nlu(settings.get("NLU_URL", _NLU_URL)),
        nlu_url=settings.get("NLU_URL", _NLU_URL),
        nlu_token=settings.get("NLU_TOKEN", ""),
        sends_by_twilio="TWILIO_ACCOUNT_SID" in settings,
    )


def _port(settings: Mapping[str, str], name: str, default: int) -> int:
    value = settings.get(name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise SetUpError(f"{name}={value} is no port. Give a number from 1 to 65535 in .env.")
    return int(value)


def _own_nlu(url: str) -> Address | None:
    """Return where this machine's NLU server is to listen, or ``None`` when the URL points to another machine."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if host and host not in _THIS_MACHINE and scheme in {"http", "https"}:
        return None
    if host in _NLU_HOSTS and scheme == "http" and port:
        return Address(host, port, "NLU_URL")
    raise SetUpError("NLU_URL must look like http://127.0.0.1:5005. Correct it in .env, or leave it out.")


def _example(address: Address) -> str:
    other = address.port + 100 if address.port <= 65000 else address.port - 100
    return f"NLU_URL=http://{address.host}:{other}" if address.setting == "NLU_URL" else f"{address.setting}={other}"
