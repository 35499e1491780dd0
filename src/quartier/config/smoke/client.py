"""A small visitor: HTTP to this machine under any host name, cookies per host, forms as a browser would send them.

Names such as ``rheinufer.localhost`` need no resolver: every request goes to 127.0.0.1 with a Host header. Secure
cookies with the ``__Host-`` prefix are kept and sent back, as browsers do for localhost.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT_S = 20.0
REDIRECTS = 8
VOID_TYPES = ("submit", "button", "image", "reset", "file")


class Unexpected(Exception):
    """A page is not what the journey needs; the message says how."""


@dataclass
class Form:
    """One form of a page: where it goes, and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back for one address."""

    status: int
    url: str
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def forms(self) -> list[Form]:
        """All forms of the page."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form_with(self, *names: str) -> Form:
        """The first form that has all these fields."""
        for form in self.forms:
            if all(name in form.values for name in names):
                return form
        raise Unexpected(f"{self.url} ({self.status}) has no form with {', '.join(names) or 'any field'}")

    def form_to(self, part: str) -> Form:
        """The first form whose address contains this part."""
        for form in self.forms:
            if part in form.action:
                return form
        raise Unexpected(f"{self.url} ({self.status}) has no form that goes to …{part}")


class Visitor:
    """One person with one browser."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.jar: dict[str, dict[str, str]] = {}
        self.cookies: list[SimpleCookie] = []

    def get(self, url: str) -> Answer:
        """Open ``host/path`` and follow redirects."""
        return self._follow("GET", _absolute(url), None)

    def submit(self, page: Answer, form: Form, **values: str) -> Answer:
        """Send a form of this page with some fields filled in, and follow redirects."""
        filled = {**form.values, **values}
        target = urljoin(page.url, form.action or page.url)
        if form.method == "get":
            return self._follow("GET", f"{target.partition('?')[0]}?{urlencode(filled)}", None)
        return self._follow("POST", target, urlencode(filled).encode(), page.url)

    def _follow(self, method: str, url: str, body: bytes | None, referer: str = "") -> Answer:
        for _ in range(REDIRECTS):
            answer = self._request(method, url, body, referer)
            target = answer.headers.get("Location")
            if answer.status not in (301, 302, 303) or not target:
                return answer
            method, body, referer, url = "GET", None, "", urljoin(url, target)
        raise Unexpected(f"{url} redirects without end")

    def _request(self, method: str, url: str, body: bytes | None, referer: str) -> Answer:
        parts = urlsplit(url)
        host = parts.hostname or ""
        headers = {"Host": f"{host}:{self.port}", "Connection": "close"}
        if cookies := self.jar.get(host):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if body is not None:
            origin = f"http://{host}:{self.port}"
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": referer}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            line.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            response = line.getresponse()
            answer = Answer(response.status, url, response.headers, response.read())
        finally:
            line.close()
        self._keep(host, answer.headers.get_all("Set-Cookie") or [])
        return answer

    def _keep(self, host: str, lines: list[str]) -> None:
        jar = self.jar.setdefault(host, {})
        for line in lines:
            cookie = SimpleCookie(line)
            self.cookies.append(cookie)
            for name, morsel in cookie.items():
                if name.startswith("__Host-") and (not morsel["secure"] or morsel["domain"] or morsel["path"] != "/"):
                    continue
                if morsel["max-age"] == "0" or not morsel.value:
                    jar.pop(name, None)
                else:
                    jar[name] = morsel.value


def _absolute(url: str) -> str:
    return url if url.startswith("http://") else f"http://{url}"


class _FormReader(HTMLParser):
    """Reads forms with the values a browser would send: first option, checked boxes, no buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given, self._form)

    def _field(self, tag: str, given: Mapping[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in form.values or "selected" in given):
            form.values[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""
        elif tag == "input" and name and kind not in VOID_TYPES:
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            form.values[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._area:
            self._form.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
