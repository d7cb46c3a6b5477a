"""Somebody who is signed in to the console over HTTP, for measuring its pages."""

from re import search

import requests
from passlib.totp import TOTP

PASSWORD = "kuda hujan gunung sasando"


class Browser:
    """Somebody who is signed in. ``largest``: the largest page so far, its bytes and its path."""

    def __init__(self, url: str) -> None:
        """Begin without cookies."""
        self._url, self._session, self._token = url.rstrip("/"), requests.Session(), ""
        self.largest = (0, "")

    def sign_in(self, token: str, email: str) -> "Browser":
        """Use an invitation, choose a password, set the second factor up."""
        page = f"/undangan/{token}"
        self.post(page, page, sandi=PASSWORD, sandi_lagi=PASSWORD)
        self.post("/masuk", "/masuk", email=email, password=PASSWORD)
        shown = self.post("/akun/aplikasi-kode", "/akun/aplikasi-kode", setup="authenticator").text
        key = "".join(_found(r'class="key">([^<]+)<', shown).split()).replace("-", "")
        target = _found(r'<form class="sheet" method="post" action="([^"]+)"', shown)
        telephone = TOTP(key=key)
        code = telephone.generate(time=telephone.normalize_time(None)).token
        self._session.post(self._url + target, data={"csrf_token": _token(shown), "code": code}).raise_for_status()
        return self

    def see(self, path: str) -> None:
        """Ask for a page that must be there."""
        self._must(self._session.get(self._url + path), path)

    def search(self, path: str, text: str) -> None:
        """Send the search form of a list, which must answer."""
        self._token = self._token or _token(self._session.get(self._url + path).text)
        self._must(self._session.post(self._url + path, data={"csrf_token": self._token, "cari": text}), path)

    def _must(self, answer: requests.Response, path: str) -> None:
        if answer.status_code != 200 or "/masuk" in answer.url:
            raise RuntimeError(f"{path}: {answer.status_code}")
        self.largest = max(self.largest, (len(answer.content), path))

    def post(self, path: str, form_on: str, **form: str) -> requests.Response:
        """Send a form with the token of a page."""
        token = _token(self._session.get(self._url + form_on).text)
        answer = self._session.post(self._url + path, data={"csrf_token": token, **form})
        answer.raise_for_status()
        return answer


def _found(pattern: str, page: str) -> str:
    found = search(pattern, page)
    if found is None:
        raise RuntimeError("the page is not as it was when this was written")
    return found[1]


def _token(page: str) -> str:
    return _found(r'name="csrf_token" value="([^"]+)"', page)
