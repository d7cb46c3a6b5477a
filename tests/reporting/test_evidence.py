"""Photos, documents and voice notes: from the message to the officer's copy, and gone where they are to be gone."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from PIL import Image

from bot.cli import evidence as cli
from bot.errors import BadInputError, CorruptDataError
from bot.messaging.door import Attachment
from bot.messaging.media import TwilioMedia
from bot.reports.routing import OfficerRole
from bot.services.hand_out_evidence import HandedOut, hand_out_evidence
from bot.services.keep_evidence import purge_evidence
from bot.services.purge import purge_older, purge_reports
from bot.store.evidence import LEASE, MOST_A_DAY, MOST_TRIES, evidence_due, forget_sender_of_evidence, steps_of
from bot.store.evidence_files import ORIGINAL
from bot.store.tables.evidence import Evidence, EvidenceStep
from bot.vocabulary import Channel
from tests.doubles import pictures
from tests.doubles.media_server import ACCOUNT, TOKEN, MediaServer
from tests.doubles.service import WorkerKilledError, fetch, rows, work_by_sweeps
from tests.reporting.desk import STORY, Desk

OFFICER = "Maria Koordinator"


@pytest.fixture
def media(desk: Desk):
    """Where the provider keeps files; the service fetches from there."""
    with MediaServer() as double:
        desk.runtime.given_media = TwilioMedia(account_sid=ACCOUNT, auth_token=TOKEN, api_url=double.url)
        yield double


def send(desk: Desk, media: MediaServer, *contents: bytes, text: str = "", kind: str = "image/jpeg", **changes) -> list:
    """Let a person send files by WhatsApp, and the service do all that is due."""
    sent = tuple(Attachment(media.add(content), kind) for content in contents)
    return say(desk, text, attachments=sent, **changes)


def say(desk: Desk, text: str, **changes) -> list:
    return desk.say(text, channel=Channel.WHATSAPP, **changes)


def begin(desk: Desk) -> None:
    say(desk, "LAPOR")
    say(desk, STORY)


def finish(desk: Desk, **answers: str) -> list[str]:
    """Skip what is asked and send the report; return what was said on the way."""
    said = []
    for _ in range(25):
        replies = say(desk, "lewati")
        said += replies
        while "Boleh petugas tahu tempat itu?" in replies[-1]:
            replies = say(desk, answers.get("place", "lewati"))
            said += replies
        if "YA: teruskan" in replies[-1]:
            return [*said, *say(desk, "ya")]
    raise AssertionError("the report never came to its end")


def evidence(desk: Desk) -> list[Evidence]:
    return rows(desk.runtime, Evidence)


def only(desk: Desk) -> Evidence:
    (row,) = evidence(desk)
    return row


def custody(desk: Desk) -> list[str]:
    return [step.act for step in rows(desk.runtime, EvidenceStep)]


def folder(desk: Desk) -> Path:
    return desk.runtime.settings.data_dir / "evidence"


def kept(desk: Desk) -> list[str]:
    return sorted(path.name for path in folder(desk).glob("*"))


def hand_out(desk: Desk, out: Path, officer: str = OFFICER) -> list[HandedOut]:
    out.mkdir(exist_ok=True)
    runtime = desk.runtime
    return hand_out_evidence(runtime.store, runtime.clock, runtime.evidence_files, desk.only_case().code, officer, out)


# Into the report, and out again


def test_a_photo_without_words_is_fetched_sealed_deleted_at_the_provider_and_asked_about(desk, media):
    begin(desk)
    photo = pictures.photo()
    (asked,) = send(desk, media, photo)
    assert "Itu tentang apa?" in asked
    row = only(desk)
    assert (row.state, row.kind, row.media_type, row.size) == ("fetched", "photo", "image/jpeg", len(photo))
    assert row.sha256 == hashlib.sha256(photo).digest()
    assert row.case_id is None
    assert row.url_sealed is None
    assert row.provider_deleted_at is not None
    assert row.next_try_at is None
    assert media.content == {}
    assert desk.runtime.evidence_files.read(row.id, ORIGINAL) == photo
    assert custody(desk) == ["sent it", f"fetched and sealed, {len(photo)} bytes", "deleted at the provider"]


def test_nothing_lies_on_the_disk_unsealed(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), pictures.PDF + b"kontrak kerja")
    files = [path for path in desk.runtime.settings.data_dir.rglob("*") if path.is_file()]
    assert len(files) >= 4
    marks = (b"\xff\xd8\xff", b"%PDF", b"kontrak kerja", pictures.NOTE, b"Media/ME", b"124.28")
    for path in [*files, *desk.runtime.settings.data_dir.parent.glob("test.db*")]:
        assert not any(mark in path.read_bytes() for mark in marks), path
        if "evidence" in path.parts:
            assert path.stat().st_mode & 0o077 == 0


def test_a_sealed_file_opens_in_its_own_place_only(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), pictures.photo("PNG"))
    first, second = (row.id.hex for row in evidence(desk))
    (folder(desk) / first / "shown").write_bytes((folder(desk) / second / "shown").read_bytes())
    with pytest.raises(CorruptDataError):
        desk.runtime.evidence_files.read(evidence(desk)[0].id)
    (folder(desk) / second / "shown").write_bytes((folder(desk) / second / "original").read_bytes())
    with pytest.raises(CorruptDataError):  # the original never passes for the copy without a place
        desk.runtime.evidence_files.read(evidence(desk)[1].id)


def test_sent_with_the_report_it_belongs_to_the_case_and_the_officer_gets_a_copy_without_place(desk, media, tmp_path):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    case = desk.only_case()
    assert only(desk).case_id == case.id
    (one,) = hand_out(desk, tmp_path / "out")
    assert one.name == f"{case.code}-1-photo.jpg"
    assert one.sha256 == only(desk).sha256.hex()
    assert one.place == ""
    copy = (tmp_path / "out" / one.name).read_bytes()
    assert pictures.NOTE not in copy
    with Image.open(BytesIO(copy)) as shown:
        assert not shown.getexif()
    assert custody(desk)[-2:] == ["passed it on with the report", "handed out a copy"]
    last = rows(desk.runtime, EvidenceStep)[-1]
    assert last.actor == f"officer {desk.officers[OFFICER].hex}"


@pytest.mark.parametrize(("answer", "told"), [("ya", True), ("tidak", False), ("lewati", False)])
def test_the_place_inside_a_photo_is_passed_on_by_a_yes_only(desk, media, tmp_path, answer, told):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    said = finish(desk, place=answer)
    assert sum("Boleh petugas tahu tempat itu?" in text for text in said) == 1
    (one,) = hand_out(desk, tmp_path / "out")
    assert one.place == ("-9.859722 124.283056" if told else "")


def test_a_contact_card_is_not_fetched_and_its_sender_is_told_so(desk, media):
    begin(desk)
    said, *_ = send(desk, media, b"BEGIN:VCARD", kind="text/vcard")
    assert "Ketik saja nama dan nomornya" in said
    assert evidence(desk) == []


def test_a_photo_without_a_place_is_not_asked_about_one(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(place=False), text="ini fotonya")
    assert not any("Boleh petugas tahu tempat itu?" in text for text in finish(desk))


def test_a_voice_note_is_kept_for_an_officer_to_hear(desk, media, tmp_path):
    begin(desk)
    (kept_so, _) = send(desk, media, pictures.OPUS, kind="audio/ogg")
    assert "Petugas bisa mendengarnya" in kept_so
    finish(desk)
    (one,) = hand_out(desk, tmp_path / "out")
    assert (tmp_path / "out" / one.name).read_bytes() == pictures.OPUS
    assert one.name.endswith("-voice.ogg")
    assert not one.cleaned


def test_a_photo_that_begins_a_report_belongs_to_it(desk, media):
    send(desk, media, pictures.photo(), text=STORY)
    finish(desk)
    assert only(desk).case_id == desk.only_case().id


def test_a_childs_report_has_its_photos_at_once(desk, media):
    say(desk, "LAPOR")
    send(desk, media, pictures.photo(), text="Om Beni ajak anak umur 15 tahun dari Soe ke Medan")
    send(desk, media, pictures.photo("PNG"))
    assert [row.case_id for row in evidence(desk)] == [desk.only_case().id] * 2


def test_a_photo_in_danger_goes_with_the_danger(desk, media):
    say(desk, "LAPOR")
    (numbers, *_) = send(desk, media, pictures.photo(), text="tolong saya dikurung di rumah om, pintu dikunci")
    assert "110" in numbers
    assert only(desk).case_id == desk.only_case().id


def test_a_photo_outside_a_report_stays_where_it_is(desk, media):
    (answer,) = send(desk, media, pictures.photo())[:1]
    assert "belum bisa kami buka" in answer
    assert evidence(desk) == []
    assert media.requests == []


def test_a_photo_can_be_added_to_a_case_and_from_another_phone_it_says_so(desk, media, tmp_path):
    begin(desk)
    finish(desk)
    code = desk.only_case().code
    say(desk, "lewati")  # no secret word
    say(desk, f"TAMBAH {code}")
    send(desk, media, pictures.photo())
    assert say(desk, "lewati")
    desk.later(seconds=1)
    other = "+6289999999999"
    say(desk, f"TAMBAH {code}", address=other)
    send(desk, media, pictures.photo("PNG"), text="ini dari saya juga", address=other)
    assert [row.own_phone for row in evidence(desk)] == [True, False]
    assert [one.own_phone for one in hand_out(desk, tmp_path / "out")] == [True, False]


def test_the_next_report_from_the_same_phone_does_not_get_the_photos_of_the_first(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    say(desk, "BATAL")
    say(desk, "mau lapor orang lain: Pak Anton bawa orang dari Kupang ke Malaysia, nomor 0813 1111 2222")
    send(desk, media, pictures.photo("PNG"), text="foto yang lain")
    finish(desk)
    first, second = evidence(desk)
    assert first.case_id is None
    assert first.state == "fetched"
    assert second.case_id == desk.only_case().id


def test_a_report_of_photos_alone_sleeps_like_any_other(desk, media):
    say(desk, "LAPOR")
    send(desk, media, pictures.photo())
    say(desk, "BATAL")
    assert only(desk).state == "fetched"
    assert "Itu tentang apa?" in say(desk, "LAPOR")[-1]


# Erased


def gone(desk: Desk, media: MediaServer) -> bool:
    return evidence(desk) == [] and kept(desk) == [] and media.content == {} and custody(desk) == []


def test_erase_takes_what_is_not_part_of_a_case(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert kept(desk)
    say(desk, "HAPUS")
    assert gone(desk, media)


def test_erase_takes_what_was_not_even_fetched_and_the_providers_copy_too(desk, media):
    begin(desk)
    media.faults.extend([503] * 3)
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert only(desk).state == "waiting"
    say(desk, "HAPUS")
    for _ in range(3):
        desk.later(seconds=20)
    assert gone(desk, media)


def test_erase_leaves_what_officers_have_and_cuts_what_leads_to_the_phone(desk, media, tmp_path):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    say(desk, "HAPUS")
    row = only(desk)
    assert (row.state, row.conversation_id, row.message_id) == ("fetched", None, None)
    assert hand_out(desk, tmp_path / "out")[0].name


def test_what_was_passed_on_before_the_erasing_is_fetched_after_it(desk, media):
    begin(desk)
    media.faults.extend([503] * 2)
    send(desk, media, pictures.photo(), text="ini fotonya")
    media.faults.extend([503] * 60)
    finish(desk)
    say(desk, "HAPUS")
    media.faults.clear()
    desk.later(hours=1)
    assert only(desk).state == "fetched"


def test_a_report_nobody_sent_for_thirty_days_takes_its_photos_along(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    desk.later(days=31)
    purge_reports(desk.runtime.store, desk.runtime.clock)
    fetch(desk.runtime)
    assert gone(desk, media)


def test_the_oldest_report_that_gives_way_takes_its_photos_along(desk, media):
    for number in range(5):
        say(desk, f"mau lapor: Pak Anton{number} bawa orang dari Kupang ke Malaysia, nomor 0813 1111 222{number}")
        send(desk, media, pictures.photo(), text="ini fotonya")
        say(desk, "BATAL")
    assert 1 <= len(evidence(desk)) == len(kept(desk)) <= 3


def test_a_case_taken_back_keeps_hash_and_custody_only(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    say(desk, "lewati")
    say(desk, f"TARIK {desk.only_case().code}")
    say(desk, "ya")
    assert desk.only_case().state == "withdrawn"
    desk.later(days=31)
    purge_reports(desk.runtime.store, desk.runtime.clock)
    fetch(desk.runtime)
    row = only(desk)
    assert (row.state, row.location_sealed) == ("erased", None)
    assert row.sha256 is not None
    assert kept(desk) == []
    assert custody(desk)[-1] == "erased"


def test_a_contact_that_is_forgotten_leaves_no_photo_behind(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    desk.later(days=100)
    runtime = desk.runtime
    purge_older(runtime.store, runtime.clock)
    purge_evidence(runtime.store, runtime.clock, runtime.evidence_files)
    fetch(runtime)
    assert gone(desk, media)


def test_folders_no_row_knows_are_deleted_after_a_day(desk, media):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    runtime = desk.runtime
    (known,) = kept(desk)
    (folder(desk) / ("ab" * 16)).mkdir()
    (folder(desk) / "notes of the operator").mkdir()
    runtime.clock.advance(timedelta(days=400))
    assert purge_evidence(runtime.store, runtime.clock, runtime.evidence_files) == 1
    assert kept(desk) == sorted([known, "notes of the operator"])


# Hostile files


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        pictures.bomb(),
        pictures.photo("JPEG", (640, 480))[:2000],
        b"\xff\xd8\xff<html>",
        bytes(17_000_000),
        b"MZ\x90\x00",
        b"",
    ],
    ids=["html", "bomb", "truncated", "false photo", "17 MB", "program", "empty"],
)
def test_what_cannot_be_shown_safely_is_not_kept_here_or_there(desk, media, tmp_path, content):
    begin(desk)
    send(desk, media, content, text="ini fotonya")
    row = only(desk)
    assert row.state == "refused"
    assert row.next_try_at is None
    assert kept(desk) == []
    assert media.content == {}
    finish(desk)
    (one,) = hand_out(desk, tmp_path / "out")
    assert (one.name, one.state) == ("", "refused")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_it_is_counts_not_what_it_is_said_to_be(desk, media):
    begin(desk)
    media.content_type = "application/x-msdownload"
    send(desk, media, pictures.OPUS, pictures.PDF, text="ini fotonya", kind="image/jpeg")
    assert sorted(row.kind for row in evidence(desk)) == ["document", "voice"]


def test_one_person_cannot_fill_the_disk(desk, media):
    begin(desk)
    for _ in range(4):
        send(desk, media, *[pictures.AMR] * 10, text="ini", kind="audio/amr")
    assert len(evidence(desk)) == MOST_A_DAY
    desk.later(minutes=30)


# What breaks on the way


def test_a_provider_that_is_away_is_asked_again(desk, media):
    begin(desk)
    media.faults.extend([404, 503])
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert only(desk).state == "waiting"
    for _ in range(3):
        desk.later(seconds=61)
    assert only(desk).state == "fetched"


def test_after_a_day_of_trying_it_is_given_up_and_left_at_the_provider(desk, media):
    begin(desk)
    media.faults.extend([503] * (MOST_TRIES + 1))
    send(desk, media, pictures.photo(), text="ini fotonya")
    for _ in range(MOST_TRIES + 1):
        desk.runtime.clock.advance(timedelta(minutes=15))
        fetch(desk.runtime)
    row = only(desk)
    assert (row.state, row.next_try_at) == ("failed", None)
    assert row.url_sealed is not None
    assert custody(desk)[-1] == "failed: http_503"


def test_a_deletion_at_the_provider_that_fails_is_tried_again(desk, media):
    begin(desk)
    media.delete_faults.extend([503, 401])
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert (only(desk).state, only(desk).provider_deleted_at) == ("fetched", None)
    for _ in range(2):
        desk.later(seconds=20)
    assert only(desk).provider_deleted_at is not None
    assert media.content == {}


def test_a_deletion_that_cannot_succeed_is_noted_and_left(desk, media):
    begin(desk)
    media.delete_faults.append(400)
    send(desk, media, pictures.photo(), text="ini fotonya")
    row = only(desk)
    assert (row.state, row.next_try_at, row.provider_deleted_at) == ("fetched", None, None)
    assert custody(desk)[-1] == "not deleted at the provider: http_400"


def test_without_a_door_everything_waits(desk, media):
    begin(desk)
    desk.runtime.given_media = None
    send(desk, media, pictures.photo(), text="ini fotonya")
    row = only(desk)
    assert (row.state, row.attempts) == ("waiting", 1)


class Dying:
    """Files, or a door, that let the worker die at one point."""

    def __init__(self, real, dies_at: str, after: bool) -> None:
        self._real, self._dies_at, self._after = real, dies_at, after
        self.alive = False

    def __getattr__(self, name: str):
        call = getattr(self._real, name)
        if name != self._dies_at or self.alive:
            return call

        def die(*arguments):
            if self._after:
                call(*arguments)
            raise WorkerKilledError

        return die


@pytest.mark.parametrize(
    ("part", "call", "after"),
    [
        ("door", "fetch", False),
        ("door", "fetch", True),
        ("files", "write", False),
        ("files", "write", True),
        ("door", "delete", False),
        ("door", "delete", True),
    ],
)
def test_a_worker_killed_anywhere_loses_nothing_and_leaves_nothing_unsealed(desk, media, part, call, after):
    begin(desk)
    runtime = desk.runtime
    keeper = runtime.evidence_keeper
    dying = Dying(getattr(keeper, part), call, after)
    runtime.evidence_keeper = replace(keeper, **{part: dying})
    photo = pictures.photo()
    with pytest.raises(WorkerKilledError):
        send(desk, media, photo, text="ini fotonya")
    for path in folder(desk).rglob("*"):
        assert not path.is_file() or pictures.NOTE not in path.read_bytes()
    dying.alive = True
    with runtime.store.reading() as session:
        assert evidence_due(session, runtime.clock.now()) == []  # leased by the dead one
    work_by_sweeps(runtime, rounds=12)
    row = only(desk)
    assert (row.state, row.next_try_at) == ("fetched", None)
    assert row.provider_deleted_at is not None
    assert runtime.evidence_files.read(row.id, ORIGINAL) == photo
    assert media.content == {}
    assert sorted(path.name for path in (folder(desk) / row.id.hex).iterdir()) == ["original", "shown"]


class Meanwhile:
    """A door at which something else happens once, by another worker, while the first has the file in hand."""

    def __init__(self, desk: Desk, happens: Callable[[], None]) -> None:
        runtime, keeper = desk.runtime, desk.runtime.evidence_keeper
        self._real, self._happens = keeper.door, happens
        runtime.evidence_keeper = replace(keeper, door=self)
        self._next = lambda: setattr(runtime, "evidence_keeper", replace(keeper, places=BoundedSemaphore(1)))

    def fetch(self, url: str) -> bytes:
        content = self._real.fetch(url)
        self._next()
        self._happens()
        return content

    def delete(self, url: str) -> None:
        self._real.delete(url)


def test_what_is_erased_while_it_is_fetched_does_not_come_back(desk, media):
    begin(desk)
    Meanwhile(desk, lambda: say(desk, "HAPUS") and None)
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert gone(desk, media)


def test_what_is_dropped_while_it_is_fetched_is_erased_right_afterwards(desk, media):
    begin(desk)

    def erase_only() -> None:
        with desk.runtime.store.writing() as session:
            forget_sender_of_evidence(session, only(desk).conversation_id)

    Meanwhile(desk, erase_only)
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert gone(desk, media)


def test_a_worker_that_comes_too_late_changes_nothing(desk, media):
    begin(desk)

    def another_worker() -> None:
        desk.runtime.clock.advance(LEASE + timedelta(seconds=1))
        fetch(desk.runtime)
        assert only(desk).state == "fetched"

    Meanwhile(desk, another_worker)
    photo = pictures.photo()
    send(desk, media, photo, text="ini fotonya")
    assert only(desk).state == "fetched"
    assert custody(desk).count(f"fetched and sealed, {len(photo)} bytes") == 1
    assert desk.runtime.evidence_files.read(only(desk).id, ORIGINAL) == photo


def test_a_full_disk_is_tried_again(desk, media):
    begin(desk)
    runtime = desk.runtime
    blocked = runtime.settings.data_dir / "evidence"
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("no folder")
    send(desk, media, pictures.photo(), text="ini fotonya")
    assert only(desk).state == "waiting"
    assert len(media.content) == 1
    blocked.unlink()
    desk.later(seconds=20)
    assert only(desk).state == "fetched"


# To officers


def test_an_officer_the_case_is_not_open_to_gets_nothing_and_it_is_not_noted(desk, media, tmp_path):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    desk.officer("Anton Jauh", "anton@example.org", OfficerRole.DUTY, regency="Kabupaten Alor")
    before = custody(desk)
    with pytest.raises(BadInputError):
        hand_out(desk, tmp_path / "out", "Anton Jauh")
    assert custody(desk) == before
    assert list((tmp_path / "out").iterdir()) == []


def test_copies_write_over_nothing(desk, media, tmp_path):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    (one,) = hand_out(desk, tmp_path / "out")
    (tmp_path / "out" / one.name).write_text("mine")
    with pytest.raises(BadInputError, match="empty one"):
        hand_out(desk, tmp_path / "out")
    assert (tmp_path / "out" / one.name).read_text() == "mine"


def test_the_custody_of_each_file_can_be_read_in_order(desk, media, tmp_path):
    begin(desk)
    send(desk, media, pictures.photo(), text="ini fotonya")
    finish(desk)
    hand_out(desk, tmp_path / "out")
    with desk.runtime.store.reading() as session:
        steps = steps_of(session, only(desk).id)
    assert [step.actor.split(" ")[0] for step in steps] == ["reporter", "service", "service", "reporter", "officer"]


def test_the_command_writes_the_copies_and_says_what_they_are(desk, media, tmp_path, monkeypatch, capsys):
    begin(desk)
    send(desk, media, pictures.photo(), b"<html>", text="ini fotonya")
    finish(desk, place="ya")
    monkeypatch.setattr(cli, "Runtime", lambda settings: desk.runtime)
    monkeypatch.setattr(cli, "load_settings", lambda: None)
    code = desk.only_case().code
    cli.evidence(code, OFFICER, tmp_path)
    shown = capsys.readouterr().out
    assert f"{code}-1-photo.jpg" in shown
    assert only_fetched(desk).sha256.hex() in shown
    assert "taken at -9.859722 124.283056" in shown
    assert "not kept" in shown
    assert (tmp_path / f"{code}-1-photo.jpg").stat().st_mode & 0o077 == 0


def only_fetched(desk: Desk) -> Evidence:
    (row,) = [row for row in evidence(desk) if row.state == "fetched"]
    return row
