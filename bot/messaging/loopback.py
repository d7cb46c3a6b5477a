"""This machine's own addresses: the only ones that may be spoken to without encryption."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Tell whether a host of an address (without brackets or port) is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name; whatever it may resolve to
        return False
