"""Which addresses of the network may be fetched from: those of the public internet and no other.

Sources: the IANA special-purpose address registries (as `ipaddress.is_global` holds them), RFC 6890; RFC 6052 for the
translation prefix 64:ff9b::/96, RFC 3056 for 6to4 and RFC 4380 for Teredo, which carry an IPv4 address inside.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from kb.errors import CollectRefused

Address = IPv4Address | IPv6Address

_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; an IPv4 address inside of an IPv6 one is what counts."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST or any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host, in the order in which they are to be tried.

    The system's resolver also reads the old ways to write an address (2130706433, 0x7f.1, 017700000001), so that what
    is checked is what such a host means.

    Raises:
        CollectRefused: there is no such host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CollectRefused(f"找不到网站 {host}，请检查网址和网络") from error
    addresses = [ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]
    return list(dict.fromkeys(addresses))
