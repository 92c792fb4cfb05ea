"""A small generator of load: plain sockets that stay open, so that the server gets the machine."""

import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

END_OF_HEADERS = b"\r\n\r\n"
PATIENCE = 30  # seconds

Address = tuple[str, int]


class WrongAnswer(Exception):
    """The server answered something else than what is being measured."""


@dataclass(frozen=True)
class Answer:
    """One answer: `wire` is its bytes with headers, `seconds` from the request to the last one."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes
    wire: int
    seconds: float


def request_for(
    address: Address,
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    body: bytes = b"",
) -> bytes:
    """A request as a browser sends it, on a connection that stays open."""
    host, port = address
    lines = {
        "Host": f"{host}:{port}",
        "User-Agent": "bench",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "en",
        "Accept-Encoding": "gzip, deflate",
    } | dict(headers or {})
    if method != "GET":
        lines["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


class Connection:
    """A connection to the server, opened again when the server closed it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.socket = _opened(address)

    def ask(self, request: bytes) -> Answer:
        """The answer to a request. Raises WrongAnswer when the server breaks off."""
        started = time.perf_counter()
        self.socket.sendall(request)
        received = bytearray()
        while (length := whole_length(received)) is None or len(received) < length:
            some = self.socket.recv(262_144)
            if not some:
                raise WrongAnswer(f"The server broke off after {len(received)} bytes.")
            received += some
        seconds = time.perf_counter() - started
        answer = _parsed(bytes(received), seconds)
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
            self.socket = _opened(self.address)
        return answer

    def close(self) -> None:
        """Ends the connection."""
        self.socket.close()


def fetch(address: Address, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    """One answer, on a connection of its own."""
    connection = Connection(address)
    try:
        return connection.ask(request_for(address, path, headers))
    finally:
        connection.close()


def requests_per_second(
    address: Address, request: bytes, *, status: int, seconds: float, connections: int
) -> float:
    """How many answers with this status come in a second when `connections` ask all the time.

    Raises WrongAnswer for any other answer.
    """
    expected = f"HTTP/1.1 {status} ".encode()
    with selectors.DefaultSelector() as selector:
        sockets = [_opened(address) for _number in range(connections)]
        try:
            for one in sockets:
                one.setblocking(False)
                selector.register(one, selectors.EVENT_READ, bytearray())
                one.send(request)
            return _count(selector, request, expected, seconds)
        finally:
            for one in sockets:
                one.close()


def _count(
    selector: selectors.BaseSelector, request: bytes, expected: bytes, seconds: float
) -> float:
    answers = 0
    started = time.perf_counter()
    end = started + seconds
    while (now := time.perf_counter()) < end:
        ready = selector.select(PATIENCE)
        if not ready:
            raise WrongAnswer(f"The server says nothing for {PATIENCE} seconds.")
        for key, _events in ready:
            one, received = key.fileobj, key.data
            assert isinstance(one, socket.socket)
            some = one.recv(262_144)
            received += some
            length = whole_length(received)
            if not some or (length is not None and not received.startswith(expected)):
                raise WrongAnswer(f"Not {expected!r} but {bytes(received[:300])!r}")
            if length is not None and len(received) >= length:
                answers += 1
                received.clear()
                one.send(request)
    return answers / (now - started)


def whole_length(received: bytes | bytearray) -> int | None:
    """How long an answer is with its headers; None while the headers are not there."""
    end = received.find(END_OF_HEADERS)
    if end < 0:
        return None
    head = bytes(received[:end]).lower()
    _before, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        if head.startswith((b"http/1.1 304", b"http/1.1 204")):
            return end + len(END_OF_HEADERS)
        raise WrongAnswer(f"An answer without length: {head[:300]!r}")
    return end + len(END_OF_HEADERS) + int(rest.partition(b"\r\n")[0])


def _parsed(received: bytes, seconds: float) -> Answer:
    head, _between, body = received.partition(END_OF_HEADERS)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers, cookies = {}, {}
    for line in lines:
        name, _colon, value = line.partition(":")
        headers[name.lower()] = value.strip()
        if name.lower() == "set-cookie":
            cookie, _is, said = value.strip().partition(";")[0].partition("=")
            cookies[cookie] = said
    return Answer(int(first.split()[1]), headers, cookies, body, len(received), seconds)


def _opened(address: Address) -> socket.socket:
    one = socket.create_connection(address, timeout=PATIENCE)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one
