"""What the tests of the reading pages share."""

import re

from django.core import signing
from django.test import Client

from wiki.views import who

ADDRESS = "/en/peer-production"
HOSTILE = [
    "<script>alert(1)</script> x",
    "\"' onmouseover=x ",
    "</script><img src=x onerror=alert(1)>",
    "right \u202e to left",
    "{{ request }} {% now 'Y' %}",
    "one\r\nX-Injected: yes",
]
LONG = "Supercalifragilistic" * 10


def get(client: Client, address: str = ADDRESS, **headers: str) -> str:
    """The body of a page that must be there."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    return str(response.content.decode())


def status_line(html: str) -> str:
    """The line at the article's head that says which version this is."""
    lines = re.findall(r'<p class="status[^"]*">.*?</p>', html, re.DOTALL)
    assert len(lines) == 1
    return str(lines[0])


def as_guest(client: Client, name: str) -> None:
    """The client shows the cookie of a guest."""
    client.cookies[who.GUEST_COOKIE] = signing.dumps(name, salt=who._SALT)
