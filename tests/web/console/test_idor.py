"""Every page and act of a case, asked for by an officer to whom the case is not open: as if it were not there."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask

from bot.reports.routing import OfficerRole
from tests.reporting.desk import STORY, Desk
from tests.web.console.staff import Person

UNKNOWN = "NTT-7K3QD"
EXCEPT = {"oral.made"}
"""Says the same for every code that is well formed, and reads nothing."""

FORM = {
    "alasan": "karena perlu",
    "pertanyaan": "news",
    "artinya": "artinya",
    "tingkat": "now",
    "hasil": "safe",
    "catatan": "catatan",
    "tugas": "tugas",
    "percaya": "ya",
    "teks": "selamat sore",
    "kiriman": uuid4().hex,
}


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield method, endpoint and address of everything that belongs to a case, ``{code}`` for its code."""
    for rule in app.url_map.iter_rules():
        if "code" not in rule.arguments or rule.endpoint in EXCEPT:
            continue
        path = str(rule)
        for argument in rule.arguments - {"code"}:
            for shape in (f"<uuid:{argument}>", f"<{argument}>", f"<int:{argument}>"):
                path = path.replace(shape, "7" if "int" in shape else uuid4().hex if shape[1] != "u" else str(uuid4()))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule.endpoint, path.replace("<code>", "{code}")


def asked(person: Person, method: str, path: str, code: str) -> tuple[int, str]:
    """Return status and page, without the code that was asked for and the token, which is another each time."""
    address = path.format(code=code)
    answer = person.client.get(address) if method == "GET" else person.post(address, **FORM)
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text).replace(code, "")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", [OfficerRole.DUTY, OfficerRole.COORDINATOR], ids=str)
def test_nothing_of_a_case_that_is_not_open_is_shown_or_done(
    desk: Desk, app: Flask, maria: Person, officer: Callable[..., Person], role: OfficerRole
) -> None:
    if role is OfficerRole.COORDINATOR:
        code = desk.allow(story=f"{STORY}. Pak Yohanis Contoh ikut bantu dia")  # it names who asks
        other = officer("Yohanis Contoh", role, "")
    else:
        code = desk.allow()
        other = officer("Yohanis Contoh", role, "Kabupaten Alor")
    before = maria.see(f"/cases/{code}").count("<li>")
    other.see("/beranda")  # greets them once
    found = sorted(addresses(app))
    assert len(found) > 25
    for method, endpoint, path in found:
        answer = asked(other, method, path, code)
        assert answer == asked(other, method, path, UNKNOWN), endpoint
        assert answer[0] in {400, 403, 404}, (endpoint, answer[0])
    case = desk.only_case()
    assert (case.state, case.taken_by, case.credible) == ("received", None, True)
    assert maria.see(f"/cases/{code}").count("<li>") == before + 1  # that maria opened it again, and nothing else
