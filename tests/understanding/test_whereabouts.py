"""Where somebody is now decides which emergency numbers are given."""

import pytest

from bot.understanding.chain import Chain
from bot.understanding.countries import find_countries, main_country

WHERE = [
    ("saya mau dibawa paksa ke malaysia sekarang, saya masih di kupang tolong", "ID"),
    ("saya di pelabuhan kupang sekarang mau dibawa ke sabah", "ID"),
    ("saya di nunukan mau diseberangkan ke tawau malam ini", "ID"),
    ("anak saya 15 tahun dibawa lari calo ke malaysia", None),
    ("suami baru pulang dari malaysia, dia pukul saya", None),
    ("saya ada di indonesia bukan di malaysia, saya disekap", "ID"),
    ("saya dikurung di brunei, dibawa dari malaysia", "BN"),
    ("saya dipukul majikan di malaysia", "MY"),
    ("adik saya di malaysia dipukul majikan", "MY"),
    ("saya disekap majikan malaysia", "MY"),
    ("tolong sy sg dipukul om", None),
    ("saya di sg dipukul", "SG"),
    ("saya dipukul di SG", "SG"),
    ("mama Oman dipukul bapa", None),
    ("saya disekap di oman", "OM"),
    ("saya dari oekusi, sekarang di kefa", "ID"),
    ("saya dikurung majikan di tawau", "MY"),
    ("istri saya dianiaya majikan di arab", "SA"),
    ("saya di tanah arab", "SA"),
    ("saya di kl disekap", "MY"),
    ("saya di jb", "MY"),
    ("beta di hk dapa pukul", "HK"),
    ("saya dikunci dimalaysia", "MY"),
    ("saya di kota kinabalu", "MY"),
    ("saya di timor leste", "TL"),
    ("saya di timor", "ID"),
    ("kami dijebak di dalam gedung di kamboja", "KH"),
    ("tolong, saya mau lari dari dalam malaysia", "MY"),
    ("kami sonde di malaysia", None),
    ("saya sudah tidak ada di malaysia lagi", None),
    ("dulu saya kerja di malaysia, sekarang saya di soe dipukul suami", "ID"),
    ("dulu di taiwan baik sekarang di malaysia saya dipukul", "MY"),
    ("saya di kampung, calo mau jemput", "ID"),
    ("saya dikurung di sabah, keluarga di kampung", "MY"),
    ("saya dikurung di sabah, keluarga saya di kupang", "MY"),
    ("dong paksa beta mau kerja di malaysia", None),
    ("saya dipaksa kerja di malaysia", "MY"),
    ("tujuan malaysia", None),
    ("asal kupang", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "code"), WHERE)
def test_only_where_somebody_is_now_sets_the_country(text, code):
    assert main_country(text) == code


def test_the_end_of_a_long_story_tells_the_place_too():
    story = "cerita saya panjang. " * 200
    assert main_country(f"{story}sekarang saya dikurung di johor") == "MY"
    assert Chain(None).understand(f"{story}sekarang saya dikurung di johor").country == "MY"


@pytest.mark.parametrize("text", ["saya di kupang", "tolong sy sg dipukul", "mama Oman", "di kampung"])
def test_home_places_and_names_are_no_country_entities(text):
    assert find_countries(text) == ()
