"""Reports that name somebody who would get them."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.cases import CaseKind, Consent, PassTo
from bot.reports.conflicts import Conflict, OfficerName, names_an_official
from bot.reports.facts import Facts
from bot.reports.officer_names import is_told
from bot.reports.routing import Officer, OfficerRole, chain

YOSEF, MARIA, ANTON, RINA = (UUID(int=number) for number in (1, 2, 3, 4))
NAMES = (
    OfficerName(YOSEF, "Bripka Yosef Nahak"),
    OfficerName(MARIA, "Maria Goreti Bere, S.H."),
    OfficerName(ANTON, "Antonius Seran"),
    OfficerName(RINA, "Rina Lede"),
)


def conflict(*story: str, names: tuple[str, ...] = (), avoid: str = "") -> Conflict:
    return names_an_official(Facts(names=names, story=story), avoid, NAMES)


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("polisi yang antar kami ke pelabuhan", "police"),
        ("Oknum polisi kerja sama deng calo", "police"),
        ("calo itu punya saudara polisi", "police"),
        ("perekrutnya dibekingi polsek", "police"),
        ("mau lapor polisi tapi polres juga dapat uang", "police"),
        ("mau lapor polisi yang jual anak", "police"),
        ("aparat terlibat", "police"),
        ("dia anggota TNI", "police"),
        ("suami saya brimob, dia yang bawa anak-anak", "police"),
        ("babinsa di sini jadi calo", "police"),
        ("dia bilang polisi teman dia semua", "police"),
        ("kepala desa dan calo bagi uang", "village"),
        ("saya mau laporkan kades, dia jual surat jalan", "village"),
        ("mau lapor kepala desa kami", "village"),
        ("bapa desa ju iko, dia dapa doi dari calo", "village"),
        ("kadus yang kumpul KTP", "village"),
        ("oknum RT sini jadi calo", "village"),
        ("Kami tidur di rumah ketua RW", "village"),
        ("pak lurah tau tp diem", "village"),
        ("ponakan pak camat yang bawa", "village"),
        ("pegawai BP3MI minta 2 juta", "office"),
        ("orang Disnaker yang tawarkan", "office"),
        ("dia ada kenalan di imigrasi", "office"),
        ("urus paspor palsu di imigrasi", "office"),
        ("pegawai dukcapil jual blangko", "office"),
        ("dia dari LSM, kumpul anak-anak", "office"),
        ("dibantu keluarganya di kantor camat", "village"),
        ("polisinya malah antar dia", "police"),
        ("sudah lapor ke polsek mereka tutup mata", "police"),
    ],
)
def test_an_official_as_a_suspect_restricts(story: str, kind: str) -> None:
    found = conflict(f"Lapor. {story}. Mohon dibantu.")
    assert found.restricted
    assert f"{kind} in story" in found.why


@pytest.mark.parametrize(
    "story",
    [
        "Mama Yuli bawa tiga anak ke Batam, dia minta uang 2 juta",
        "saya mau lapor ke polisi",
        "mau lapor polisi tapi takut",
        "sudah lapor ke polsek dan kepala desa",
        "dia ancam lapor polisi kalau saya batal",
        "dia bilang jangan kasih tahu kepala desa",
        "jang bilang polisi",
        "kalau ditanya polisi bilang mau ke pesta",
        "kalau polisi tanya bilang mau liburan",
        "kepala desa tidak tahu",
        "bapa desa son tau",
        "kades belum tahu soal ini",
        "tidak usah lapor kepala desa",
        "tolong hubungi polisi",
        "kirim polisi sekarang",
        "dia pernah ditangkap polisi",
        "Saya kepala desa. Warga saya dibawa kemarin",
        "saya sebagai kepala dusun mau lapor calo",
        "paspor dibuat di imigrasi Kupang",
        "PT nya tidak terdaftar di Disnaker",
        "tidak ada surat dari kepala desa",
        "saya cek di BP3MI tidak ada",
        "rumahnya di RT 03/RW 02 dekat kantor camat",
        "nomor polisi oto DH 1234",
    ],
)
def test_a_harmless_mention_does_not_restrict(story: str) -> None:
    assert conflict(story) == Conflict(False, frozenset(), frozenset(), ())


def test_a_harmless_mention_does_not_hide_a_suspect_beside_it() -> None:
    assert conflict("sudah lapor ke polisi", "tapi polisi itu saudara calo").restricted
    assert conflict("jangan lapor kepala desa, kepala desa juga ikut").restricted


@pytest.mark.parametrize("name", ["Pak Kades", "polisi Rudi", "Bapa RT", "Om Babinsa"])
def test_a_recruiter_called_an_official_restricts(name: str) -> None:
    assert conflict(names=(name,)).restricted


@pytest.mark.parametrize(
    ("avoid", "institutions"),
    [
        ("jangan sampai ke polisi", {PassTo.POLICE}),
        ("BP3MI", {PassTo.BP3MI}),
        ("lsm", {PassTo.NGO}),
        ("kepala desa", set()),
        ("orang disnaker deng polres", {PassTo.POLICE}),
    ],
)
def test_whom_it_must_not_reach_restricts(avoid: str, institutions: set[PassTo]) -> None:
    found = conflict(avoid=avoid)
    assert found.restricted
    assert found.institutions == institutions


@pytest.mark.parametrize("avoid", ["", "suami saya", "tetangga", "Mama Yuli", "-"])
def test_avoiding_private_people_does_not_restrict(avoid: str) -> None:
    assert not conflict(avoid=avoid).restricted


@pytest.mark.parametrize(
    "told",
    [
        "Yosef Nahak",
        "pak yosep nahak",
        "NAHAK YOSEF",
        "Nahak Yosef",
        "Yoseph Nahac",
        "bripka Yusef  Nahak",
        "Om Nahak, Yosef",
    ],
)
def test_an_officer_is_found_however_the_name_is_written(told: str) -> None:
    assert conflict(f"yang bawa {told} dari Soe").named == {YOSEF}
    assert conflict(names=(told,)).named == {YOSEF}
    assert conflict(avoid=f"jangan {told}").named == {YOSEF}


def test_part_of_a_long_name_is_the_officer() -> None:
    assert conflict("Ibu Maria Bere yang kumpul").named == {MARIA}
    assert conflict(names=("Mama Goreti",)).named == {MARIA}


def test_a_single_name_is_the_officer_where_an_official_or_the_recruiter_is_named() -> None:
    assert conflict("polisi Yosef minta uang").named == {YOSEF}
    assert conflict(names=("Antonius",)).named == {ANTON}
    assert conflict(avoid="Pak Seran").named == {ANTON}
    assert not conflict("adik saya Yosef dibawa").named


@pytest.mark.parametrize("told", ["Yosef Bria", "Rina", "Pak Lede", "Antonia Lopez", "Mario Bria", "Pak Yos"])
def test_other_people_are_not_the_officer(told: str) -> None:
    assert not conflict(f"yang bawa {told} dari Soe", names=(told,)).named


def test_a_name_written_in_one_word_is_found() -> None:
    assert is_told("yosefnahak", "Bripka Yosef Nahak")
    assert not is_told("Yohanes Bria", "Yohanes Bere")


def test_reasons_hold_no_word_of_the_report() -> None:
    found = conflict("polisi Yosef Nahak dan kades", names=("Pak Seran",), avoid="disnaker")
    assert found.why == (
        "officer in story",
        "officer in names",
        "police in story",
        "village in story",
        "office in avoid",
    )


COORDINATOR, DEPUTY, SECOND_DEPUTY = UUID(int=8), UUID(int=9), UUID(int=10)
TASK_FORCE = (
    Officer(COORDINATOR, "Ester Tallo", OfficerRole.COORDINATOR, PassTo.COORDINATOR),
    Officer(DEPUTY, "Domingus Fallo", OfficerRole.DEPUTY, PassTo.POLICE),
    Officer(SECOND_DEPUTY, "Kristina Manafe", OfficerRole.DEPUTY, PassTo.NGO, order=1),
    *(Officer(one.id, one.name, OfficerRole.DUTY, PassTo.POLICE, "Kabupaten Belu") for one in NAMES),
)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("calonya Mama Yuli", {one.id for one in TASK_FORCE}),
        ("Yosef Nahak ikut jual anak", {COORDINATOR, DEPUTY}),
        ("kepala desa jual anak", {COORDINATOR, DEPUTY}),
        ("polisi antar mereka ke kapal", {COORDINATOR, SECOND_DEPUTY}),
        ("pegawai BP3MI jual anak", {COORDINATOR, DEPUTY}),
        ("Ester Tallo ikut jual anak", {DEPUTY}),
        ("polisi Domingus Fallo ikut jual anak", {COORDINATOR, SECOND_DEPUTY}),
        ("orang lsm Kristina Manafe ikut jual anak", {COORDINATOR, DEPUTY}),
    ],
)
@pytest.mark.parametrize("kind", [CaseKind.RECRUITER, CaseKind.DANGER])
def test_a_report_never_reaches_whom_it_names(story: str, told: set[UUID], kind: CaseKind) -> None:
    names = [OfficerName(one.id, one.name) for one in TASK_FORCE]
    found = names_an_official(Facts(story=(story,)), "", names)
    consent = Consent(PassTo.POLICE)
    route = chain(TASK_FORCE, "Kabupaten Belu", kind, consent, found.restricted, found.named, found.institutions)
    assert {one.id for one in route} == told


@given(st.text(), st.text(), st.lists(st.text(max_size=20), max_size=3))
def test_no_text_is_an_error(story: str, avoid: str, names: list[str]) -> None:
    found = names_an_official(
        Facts(names=tuple(names), story=(story,)), avoid, [*NAMES, OfficerName(UUID(int=7), story)]
    )
    assert found.restricted == bool(found.why)
