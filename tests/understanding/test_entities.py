import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.countries import main_country
from bot.understanding.entities import find_entities

FOUND = [
    ("kode saya NTT-7K3QX", "report_code", "NTT-7K3QX", "NTT-7K3QX"),
    ("ntt 7k3qx sudah sampai mana", "report_code", "ntt 7k3qx", "NTT-7K3QX"),
    ("laporan 7K3QX bagaimana", "report_code", "7K3QX", "NTT-7K3QX"),
    ("kode NTT-0OI1X", "report_code", "NTT-0OI1X", "NTT-0OI1X"),
    ("calo nomornya 0812-3456-7890", "phone_number", "0812-3456-7890", "+6281234567890"),
    ("wa +60 17-668 8032", "phone_number", "+60 17-668 8032", "+60176688032"),
    ("hp 6281234567890", "phone_number", "6281234567890", "+6281234567890"),
    ("minta 5 juta", "money_amount", "5 juta", "5000000 IDR"),
    ("bayar Rp 2.500.000 dulu", "money_amount", "Rp 2.500.000", "2500000 IDR"),
    ("500rb", "money_amount", "500rb", "500000 IDR"),
    ("gaji RM 1,500", "money_amount", "RM 1,500", "1500 MYR"),
    ("dua puluh lima juta katanya", "money_amount", "dua puluh lima juta", "25000000 IDR"),
    ("umur saya 17 tahun", "age", "17 tahun", "17"),
    ("adik umur tujuh belas", "age", "tujuh belas", "17"),
    ("anak saya 16 thn", "age", "16 thn", "16"),
    ("PT Contoh Abadi resmi tidak", "company_name", "PT Contoh Abadi", "PT Contoh Abadi"),
    ("umur 16 mau kerja", "age", "16", "16"),
    ("adi baru 15 ma dia mo pi", "age", "15", "15"),
    ("au ton bo'es am nim", "age", "bo'es am nim", "15"),
    ("0812 3456 7890 5 juta", "phone_number", "0812 3456 7890", "+6281234567890"),
    ("0812.3456.7890", "phone_number", "0812.3456.7890", "+6281234567890"),
    ("+62 (812) 3456-7890", "phone_number", "+62 (812) 3456-7890", "+6281234567890"),
    ("08 12 34 56 78 90", "phone_number", "08 12 34 56 78 90", "+6281234567890"),
    ("kantor (0380) 821234", "phone_number", "(0380) 821234", "+62380821234"),
    ("wa.me/6281234567890", "phone_number", "6281234567890", "+6281234567890"),
    ("hubungi 812 3456 7890", "phone_number", "812 3456 7890", "+6281234567890"),
    (
        "nol delapan satu dua tiga empat lima enam tujuh delapan",
        "phone_number",
        "nol delapan satu dua tiga empat lima enam tujuh delapan",
        "+62812345678",
    ),
    ("2,5 juta", "money_amount", "2,5 juta", "2500000 IDR"),
    ("lima ratus ribu", "money_amount", "lima ratus ribu", "500000 IDR"),
    ("Rp.2.000.000", "money_amount", "Rp.2.000.000", "2000000 IDR"),
    ("Rp 2.000.000,-", "money_amount", "Rp 2.000.000,-", "2000000 IDR"),
    ("500k", "money_amount", "500k", "500000 IDR"),
    ("setengah juta", "money_amount", "setengah juta", "500000 IDR"),
    ("sejuta", "money_amount", "sejuta", "1000000 IDR"),
    ("satu setengah juta", "money_amount", "satu setengah juta", "1500000 IDR"),
    ("2 juta 500 ribu", "money_amount", "2 juta 500 ribu", "2500000 IDR"),
    ("3 ribu ringgit", "money_amount", "3 ribu ringgit", "3000 MYR"),
    ("1500 RM", "money_amount", "1500 RM", "1500 MYR"),
    ("NT$20000", "money_amount", "NT$20000", "20000 TWD"),
    ("800 dolar", "money_amount", "800 dolar", "800 USD"),
    ("200-300rb", "money_amount", "200-300rb", "200000-300000 IDR"),
    ("ketemu Pak Yos", "recruiter_name", "Pak Yos", "Pak Yos"),
    ("om beni ajak beta", "recruiter_name", "om beni", "om beni"),
    ("calo bernama Yanto", "recruiter_name", "Yanto", "Yanto"),
    ("Bpk. Markus tipu kami", "recruiter_name", "Bpk. Markus", "Bpk. Markus"),
    ("Frengky tipu saya", "recruiter_name", "Frengky", "Frengky"),
    ("cek pt mutiara timor resmi ko", "company_name", "pt mutiara timor", "pt mutiara timor"),
    ("cek lisensi Sumber Kasih Manpower", "company_name", "Sumber Kasih Manpower", "Sumber Kasih Manpower"),
    ("yayasan Kasih Bunda legal?", "company_name", "yayasan Kasih Bunda", "yayasan Kasih Bunda"),
    ("kami berlima", "person_count", "berlima", "5"),
    ("ada dua belas orang", "person_count", "dua belas orang", "12"),
    ("berangkat hari senin", "departure_date", "hari senin", "hari senin"),
    ("dijemput tgl 5/3", "departure_date", "tgl 5/3", "tgl 5/3"),
    ("om Beni nait au feto nao Malaysia noka\u02bc", "departure_date", "noka\u02bc", "noka'"),
    ("dong ajak ke malaysia besok, lapor", "departure_date", "besok", "besok"),
    ("mau tanya, lusa ke Hong Kong diajak tante", "departure_date", "lusa", "lusa"),
    ("diajak ke Batam, tgl 3 desember", "departure_date", "tgl 3 desember", "tgl 3 desember"),
    ("urus pspor", "document", "pspor", "paspor"),
    ("jadi art", "job_type", "art", "pembantu rumah tangga"),
    ("pakai bahasa Dawan", "language", "Dawan", "Dawan"),
    ("saya di desa Kie", "place", "Kie", "Kie"),
    ("orang SoE", "place", "SoE", "Soe"),
    ("dari TTU", "place", "TTU", "Kabupaten Timor Tengah Utara"),
    ("pelabuhan Tenau", "place", "Tenau", "Pelabuhan Tenau"),
    ("desa Oelxyz", "place", "Oelxyz", "Oelxyz"),
    ("mau ke Malaysia", "country", "Malaysia", "MY"),
    ("kerja di johor", "place", "johor", "MY"),
]


@pytest.mark.parametrize(("text", "entity", "value", "normalised"), FOUND)
def test_pieces_are_found_with_offsets_of_the_unchanged_text(text, entity, value, normalised):
    (found,) = [piece for piece in find_entities(text) if piece.entity == entity]
    assert (found.value, found.normalised) == (value, normalised)
    assert text[found.start : found.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "saya mau lapor besok",
        "sosialisasi ke kupang besok",
        "mau ke kantor disnaker besok tanya",
        "lahir di malaysia tanggal 20",
    ],
)
def test_a_day_without_a_journey_is_no_departure(text):
    assert [piece for piece in find_entities(text) if piece.entity == "departure_date"] == []


@pytest.mark.parametrize(
    "text",
    [
        "kontrak 2 tahun",
        "jam 12.30",
        "2026",
        "kl bisa",
        "tw tdk",
        "orang korea",
        "kampong",
        "PT ini resmi",
        "5307010101010001",
        "5302 0112 0399 0001",
        "rek 081234567890",
        "kode OTP 482913",
        "tanggal 05-03-2026 dan 12/03/2025",
        "kapan saya bisa",
        "dari kapan",
        "tu batul",
        "sudah 3 tahun",
        "penjara 15 tahun",
        "lahir 5 maret 2008",
        "kantor buka hari senin",
        "Nama saya Maria",
        "anak saya bernama Yuni hilang",
        "bapak ibu, ibu-ibu dan bapak desa",
        "PT yang mana, PT. Memang",
    ],
)
def test_look_alikes_are_not_taken(text):
    assert find_entities(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("saya dari Hong Kong sekarang di Taiwan", "TW"),
        ("mau pulang dari tawau", None),
        ("suami di Sabah, dulu di Brunei", "MY"),
        ("ke singapura atau di malaysia", "MY"),
        ("KL", None),
        ("saya di KL", "MY"),
        ("kalau di rumah", None),
    ],
)
def test_the_country_somebody_is_in_comes_first(text, code):
    assert main_country(text) == code


def test_a_place_carries_its_role():
    (place,) = find_entities("berangkat ke Johor")
    assert place.role == "destination"


ROLES = [
    ("saya dari Soe", "origin"),
    ("asal Belu", "origin"),
    ("orang Atambua", "origin"),
    ("dibawa ke Medan", "destination"),
    ("dong pi Batam", "destination"),
    ("tujuan Nunukan", "destination"),
    ("dijanjikan kerja di Bali", "destination"),
    ("saya lihat dia di Penfui", "seen_at"),
    ("ketemu di pasar Kapan", "seen_at"),
    ("turun di Surabaya", "seen_at"),
    ("kami dibawa lewat Bolok", "seen_at"),
    ("KTP dibuat di Blitar", None),
    ("kantor di Kupang", None),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_words_before_a_place_tell_its_role(text, role):
    (place,) = [piece for piece in find_entities(text) if piece.entity == "place"]
    assert place.role == role


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PT Timor Jaya di Kupang", ["company_name", "place"]),
        ("kode NTT-7K3QX hp 081234567890", ["report_code", "phone_number"]),
        ("PT Tiga Saudara bawa tiga saudara", ["company_name", "person_count"]),
        ("Om Beni minta 5 juta ke Papua Nugini", ["recruiter_name", "money_amount", "country"]),
    ],
)
def test_the_surer_shape_wins_and_pieces_stand_in_order(text, found):
    assert [piece.entity for piece in find_entities(text)] == found


def test_only_the_first_2000_characters_are_read():
    assert find_entities("." * 2_000 + " Pak Yos 081234567890") == ()


@pytest.mark.parametrize("text", ["saya dari NTT mau ke sana", "ntt 2 hari"])
def test_the_province_alone_is_a_place_and_no_code(text):
    assert [piece.entity for piece in find_entities(text)] == ["place"]


@given(st.text(max_size=300))
def test_offsets_always_fit_and_pieces_never_overlap(text):
    end = 0
    for piece in find_entities(text):
        assert end <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end] == piece.value
        end = piece.end
