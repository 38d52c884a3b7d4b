"""Fetching: only the public internet, only what was checked, never for ever, never without bound. Real sockets."""

import datetime
import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from web import Site, open_site

from kb.errors import CollectRefused
from kb.fetch import Address, Fetched, Rules, fetch, is_public, resolve

HERE = ip_address("127.0.0.1")


def rules(**others: object) -> Rules:
    """The rules of a fetch from this machine: they allow 127.0.0.1 and any port."""
    given = {"allowed": lambda address: address == HERE, "ports": None, "read": 5.0, "connect": 5.0, **others}
    return Rules(**given)  # type: ignore[arg-type]


def refusal(address: str, how: Rules | None = None) -> str:
    with pytest.raises(CollectRefused) as caught:
        fetch(address, how)
    assert any("一" <= char <= "龥" for char in str(caught.value))
    return str(caught.value)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


# Which addresses.


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "0.1.2.3", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
     "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
     "2002:7f00:1::1", "2002:808:808::1", "2001:0:808:808::1"],
)  # fmt: skip
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "127.1", "017700000001", "0.0.0.0", "0",
     "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "１２７.0.0.1", "127。0。0。1"],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_written(host: str, site: Site) -> None:
    refusal(site.url("/", host), Rules(ports=None))
    assert site.asked == []


def test_a_host_that_has_a_private_address_among_others_is_refused(site: Site) -> None:
    both = rules(resolve=lambda host, port: [HERE, ip_address("10.0.0.1")])
    assert "内部网络" in refusal(site.url(host="a.example"), both)
    assert site.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    site.page("/", "甲")
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[Address]:
        """A name server that tells another address when it is asked again."""
        looked_up.append(host)
        return [HERE if len(looked_up) == 1 else ip_address("10.0.0.1")]

    assert fetch(site.url(host="rebind.example"), rules(resolve=rebinding)).content == "甲".encode()
    assert looked_up == ["rebind.example"]
    assert site.asked[0][1]["host"] == f"rebind.example:{site.port}"


def test_the_next_address_is_tried_where_the_first_is_deaf(site: Site) -> None:
    site.page("/", "甲")
    deaf = [ip_address("127.0.0.2"), HERE]
    got = fetch(site.url(host="a.example"), rules(resolve=lambda host, port: deaf, allowed=lambda _: True, connect=1))
    assert got.content == "甲".encode()


def test_a_host_that_is_not_there() -> None:
    assert "nowhere.invalid" in refusal("http://nowhere.invalid/")


def test_resolve_gives_each_address_once() -> None:
    assert resolve("127.0.0.1", 80) == [HERE]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("file:///etc/passwd", "http://"),
        ("ftp://a.example/甲", "http://"),
        ("gopher://a.example", "http://"),
        ("http://", "http://"),
        ("http:///甲", "http://"),
        ("http://用户:密码@a.example/", "密码"),
        ("http://user@a.example/", "密码"),
        ("http://a.example:22/", "端口 22"),
        ("https://a.example:6379/", "端口 6379"),
        ("http://a.example:99999/", "网址"),
        ("http://[::1", "网址"),
        ("http://a.example/\x00", "网址"),
        ("http://" + "a" * 70000, "网址"),
    ],
    ids=lambda value: str(value)[:30].replace("\x00", "NUL"),
)
def test_addresses_that_are_never_fetched(address: str, says: str) -> None:
    assert says in refusal(address)


# Redirects.


def chain(site: Site, length: int) -> str:
    for step in range(length):
        site.sends_on(f"/{step}", f"/{step + 1}")
    site.page(f"/{length}", "到了")
    return site.url("/0")


def test_five_redirects_are_followed_and_the_last_address_is_told(site: Site) -> None:
    got = fetch(chain(site, 5), rules())
    assert (got.content, got.address) == ("到了".encode(), site.url("/5"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(site: Site, status: int) -> None:
    site.page("/b", "到了")
    assert fetch(site.sends_on("/a", "b", status), rules()).address == site.url("/b")


def test_six_redirects_and_circles_are_refused(site: Site) -> None:
    assert "转了 5 次" in refusal(chain(site, 6), rules())
    assert "转了 5 次" in refusal(site.sends_on("/a", "/a"), rules())


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "//169.254.169.254/latest/",
     "http://user:pass@127.0.0.1/", "http://[", "http://localhost.localdomain.invalid/", "data:text/html,a"],
)  # fmt: skip
def test_a_redirect_is_checked_like_an_address(site: Site, to: str) -> None:
    refusal(site.sends_on("/a", to), rules())
    assert len(site.asked) == 1


def test_a_redirect_to_an_unusual_port_is_refused(site: Site) -> None:
    only_this = rules(ports=frozenset({site.port}))
    assert "端口 22" in refusal(site.sends_on("/a", "http://127.0.0.1:22/"), only_this)


def test_no_cookie_is_kept_and_no_proxy_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.page("/b", "到了")
    fetch(site.sends_on("/a", "/b", Set_Cookie="a=b; Path=/"), rules())
    assert ["cookie" in headers for _, headers in site.asked] == [False, False]
    assert all("authorization" not in headers for _, headers in site.asked)


# Bounds.


def test_a_body_that_announces_too_much_is_not_read(site: Site) -> None:
    def announce(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(3 << 30))
        handler.end_headers()

    site.answers["/"] = announce
    assert "超过 1 MB" in refusal(site.url(), rules(size=1 << 20))


def endless(piece: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        while True:
            handler.wfile.write(piece)

    return answer


def test_a_body_without_end_is_cut_off(site: Site) -> None:
    site.answers["/"] = endless(b"x" * 65536)
    assert "超过 1 MB" in refusal(site.url(), rules(size=1 << 20))


def test_headers_without_end_are_cut_off(site: Site) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X: " + b"x" * 1000 + b"\r\n")

    site.answers["/"] = answer
    assert "不合规范" in refusal(site.url(), rules())


def test_a_compressed_bomb_is_cut_off(site: Site) -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    assert len(bomb) < 1 << 20
    site.page("/", bomb, Content_Encoding="gzip")
    assert "超过 1 MB" in refusal(site.url(), rules(size=1 << 20))


def test_a_silent_site_is_given_up(site: Site) -> None:
    done = threading.Event()
    site.answers["/"] = lambda handler: done.wait(10) and None
    try:
        assert "太久" in refusal(site.url(), rules(read=0.1))
    finally:
        done.set()


def test_a_trickling_site_is_given_up_though_it_never_stops_sending(site: Site) -> None:
    done = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not done.wait(0.02):
            handler.wfile.write(b"X: x\r\n")

    site.answers["/"] = trickle
    try:
        assert "太久" in refusal(site.url(), rules(read=5.0, total=0.3))
    finally:
        done.set()


# What comes back.


def test_a_body_comes_back_byte_for_byte_with_what_its_headers_say(site: Site) -> None:
    body = bytes(range(256)) * 300
    site.page("/", body, "Text/HTML; Charset=GB2312")
    assert fetch(site.url(), rules()) == Fetched(site.url(), body, "text/html", "gb2312", None)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_compressed_body_is_unpacked(site: Site, encoding: str) -> None:
    body = "政策".encode() * 100_000
    site.page("/", gzip.compress(body), Content_Encoding=encoding)
    assert fetch(site.url(), rules()).content == body


@pytest.mark.parametrize(
    ("body", "encoding", "says"),
    [(gzip.compress(b"x" * 99)[:-9], "gzip", "不完整"), (b"no gzip", "gzip", "坏的"), (b"x", "br", "br")],
)
def test_a_damaged_or_unknown_compression_is_refused(site: Site, body: bytes, encoding: str, says: str) -> None:
    site.page("/", body, Content_Encoding=encoding)
    assert says in refusal(site.url(), rules())


def test_a_body_that_breaks_off_is_refused(site: Site) -> None:
    site.page("/", "半", Content_Length="1000")
    assert "断了" in refusal(site.url(), rules())


@pytest.mark.parametrize(
    ("status", "says"), [(404, "没有这一页"), (403, "不让取"), (500, "500"), (204, "204"), (304, "304")]
)
def test_an_answer_without_a_page_is_refused(site: Site, status: int, says: str) -> None:
    site.answers["/"] = (status, {}, b"")
    assert says in refusal(site.url(), rules())


def test_an_empty_page_is_refused(site: Site) -> None:
    site.page("/", b"")
    assert "空" in refusal(site.url(), rules())


def test_what_is_no_http_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-x\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert "不合规范" in refusal(f"http://127.0.0.1:{listening.getsockname()[1]}/", rules())
        thread.join()


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename=a.pdf", "a.pdf"),
        ("attachment; filename=x.pdf; filename*=UTF-8''%E7%94%B2.pdf", "甲.pdf"),
        ("attachment; filename*=GBK''%BC%D7.pdf", "甲.pdf"),
        ('attachment; filename="%E7%94%B2.pdf"', "甲.pdf"),
        ('attachment; filename="甲.pdf"'.encode(), "甲.pdf"),
        ('attachment; filename="甲.pdf"'.encode("gb18030"), "甲.pdf"),
        ("inline", None),
        ("attachment; filename=", None),
        ("", None),
    ],
)
def test_the_file_name_of_the_headers_is_read_as_sites_write_it(site: Site, header: str | bytes, name: str) -> None:
    site.answers["/"] = (200, {"Content-Disposition": header}, b"x")
    assert fetch(site.url(), rules()).name == name


def certificate(folder: Path) -> Path:
    """A key and a certificate of a.example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("a.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "a.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def secured(file: Path) -> Iterator[int]:
    """A site that answers one request in TLS, with the certificate of a file; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def answer(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        # A client that does not trust the certificate hangs up.
        with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as talking:
            talking.recv(10_000)
            talking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer, args=(listening,))
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with secured(certificate(tmp_path)) as port:
        assert "证书" in refusal(f"https://a.example:{port}/", rules(resolve=lambda host, port: [HERE]))


def test_a_certificate_must_be_the_hosts_though_the_connection_goes_to_an_address(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    trusting = rules(resolve=lambda host, port: [HERE], context=lambda: ssl.create_default_context(cafile=str(file)))
    with secured(file) as port:
        assert fetch(f"https://a.example:{port}/", trusting).content == b"ok"
    with secured(file) as port:
        assert "证书" in refusal(f"https://b.example:{port}/", trusting)
