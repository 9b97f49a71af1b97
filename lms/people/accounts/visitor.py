"""What a request says about where it comes from. Kept no longer than needed: a source is only ever a blind key."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

IPV6_HOUSEHOLD = 64
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})

# In the order in which they must be looked for: WeChat's view calls itself Chrome or Safari too.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Visitor:
    """The network a request comes from, what it is sent with, and whether demonstration accounts may enter there."""

    source: str
    device: str = ""
    may_demonstrate: bool = False


def network_of(address: str | None) -> str:
    """The address whose attempts count together: IPv4 as it is, IPv6 by its /64."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ipaddress.ip_network((ip, IPV6_HOUSEHOLD), strict=False))


def device_of(user_agent: str) -> str:
    """A device as its owner knows it, e.g. `WeChat · Android`; empty when nothing is recognised."""
    return " · ".join(filter(None, (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))))


def is_local(address: str | None, host: str, headers: Iterable[str]) -> bool:
    """Whether a request was made on this computer: not by another, nor through a proxy, nor under another name. `headers` are names."""
    try:
        from_loopback = ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    came_through_proxy = {each.lower() for each in headers} & FORWARDED
    return from_loopback and name in LOCAL_HOSTS and not came_through_proxy


def _first(known: Iterable[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")
