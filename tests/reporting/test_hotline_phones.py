"""A number that is added in the console is an office's from then on: whoever tells of it tells of no recruiter."""

from uuid import uuid4

from bot.services.change_hotline import add_hotline, publish_hotline
from bot.staff.permissions import Actor, StaffRole
from bot.store.tables.recruiters import RecruiterIdentity
from tests.doubles.service import editing_of, rows
from tests.reporting.desk import Desk
from tests.services.test_hotline_desk import NEW


def phones(desk: Desk) -> int:
    return sum(row.kind == "phone" for row in rows(desk.runtime, RecruiterIdentity))


def test_a_published_number_links_no_cases(desk: Desk) -> None:
    desk.report()
    assert phones(desk) == 1
    author, reader = (Actor(uuid4(), StaffRole.ADMIN, None, "") for _ in range(2))
    editing = editing_of(desk.runtime)
    number = add_hotline(editing, author, "posko_soe", NEW | {"number": "+6281234567899"}, "new office")
    publish_hotline(editing, reader, "posko_soe", number)
    desk.report(address="+6281311112222")
    assert len(desk.cases()) == 2
    assert phones(desk) == 1
