# ruff: noqa: SIM905, RUF005, RUF021 - pools of words, one a line would fill ten pages
"""Made-up register of Indonesian labour placement companies (P3MI), and the ways villagers misspell such names.

Written without sight of the search it tests. `agency_names` gives the register, `misspelt` the typed names.
"""

import re
from collections.abc import Callable
from random import Random

Change = Callable[[Random, list[str]], list[str]]

# Pools are ordered: the earlier a word stands, the oftener it is drawn (weight 1 / (rank + an eighth of the pool)).
_COMMON = """Jaya Mandiri Abadi Sejahtera Utama Karya Sentosa Putra Indonesia Sejati Makmur Lestari Persada Perkasa
Internasional Bersama Sukses Raya Nusantara Mulia Agung Pratama Prima Global Sakti Cemerlang Insani Bahagia Gemilang
Sentausa Bersaudara Lancar Unggul Maju Berkah""".split()
_FIRST = """Bina Karya Mitra Duta Citra Putra Putri Sumber Anugerah Bumi Tri Prima Cahaya Bintang Surya Sinar Graha Dwi
Mulia Panca Adi Abdi Wira Sari Indo Multi Maju Mega Eka Sukses Harapan Amanah Cipta Sentra Bakti Bhakti Dharma Giri Asa
Budi Intan Mutiara Mandala Pelita Restu Rajawali Garuda Merpati Gajah Lintas Antar Samudera Samudra Satria Setia Tunas
Guna Hasta Sapta Catur Wahana Wana Yasa Permata Pesona Buana Dewi Delta Era Gading Gunung Kencana Kharisma Laksana
Langit Marga Nusa Okta Pancaran Perdana Pioneer Rahayu Rejeki Rimba Sahabat Sang Tiara Trias Usaha Vita Alam""".split()
_SELDOM = """Bina Duta Inti Usaha Tunggal Dwipa Bhakti Mitra Karsa Tama Buana Sarana Kerja Tenaga Cipta Daya Guna Muda
Krida Niaga Nusa Pertiwi Mas Rizki Wahana Wibawa Dharma Kencana Tritunggal Mahkota Andalan Artha Arta Anugrah Anugerah
Harapan Amanah Cahaya Berlian Bestari Bangun Baru Bahari Cakra Caraka Citra Dana Darma Devisa Dirgantara Eka Fajar
Graha Gemah Ripah Husada Ihsan Indah Jasa Jagad Kartika Kasih Kharisma Kusuma Lintas Loka Maharani Manunggal Margi
Mekar Melati Mustika Nirwana Nuansa Pancar Pandawa Paramitha Pelangi Pembangunan Perwita Pradipta Prakarsa Pusaka
Rahardja Rukma Rejeki Saudara Sahabat Samudera Sasana Satya Sembilan Setiawan Sriti Sukma Swadaya Tirta Timur Tulus
Trisula Wacana Widya Wisesa Wisata Timor Lombok Banyumas Jatim Malang Madura Flores Sasak Priangan Djaya Djaja Poetra
Bagoes Moelia Tjahaja Soerya Rachmat Sjukur Amerta Arga Asih Bagaskara Bawana Candra Dinamika Hutama Jembatan Kirana
Lentera Madani Nawasena Panorama Quantum Rembulan Sanjaya Semesta Teguh Utari Vidya Wening Zamrud""".split()
_ARABIC = """Barokah Amanah Rizki Hidayah Ikhlas Al-Ihsan Alwihdah Safira Al-Falah Fatah Barkah Zam-Zam Nurul-Hidayah
Salam Yanbu-Al-Bahar Madinah Haramain Falah Syafaat Syukur Marwah Safa Bahar Al-Hikmah Khairat Ihsan Istiqomah Mabrur
Mubarok Al-Barokah Ridho Rahmah Firdaus Khoirul Arafah Anshar Aziz Latansa Nurul-Ikhlas Sakinah Tauhid Wasilah Zahra
Sofwah Qadar Al-Amin Syarif Najah Hijaz Jannah Karim Taqwa""".split()
_PEOPLE = """Wijaya Gunawan Hidayat Kusuma Safika Arni Hendrarta Suryadi Amri Avida Maharani Adila Setiawan Santoso
Fauzi Yulianti Ratna Sulastri Hasan Husein Halim Ibrahim Yusuf Zainal Rizky Fitri Dian Ayu Lestiani Nasution Siregar
Lubis Simanjuntak Hutapea Tobing Panjaitan Wirawan Pranoto Sudirman Soeharjo Soetomo Djoko Djuanda Boediono Tjipto
Tjandra Chandra Michael Felicia Josephine Yohanes Maria Benyamin Nenometa Tefa Bessie Laiskodat Wibowo Hartono Susanto
Liman Salim Permana Prasetyo Rahmawati Kurniawan Nugroho Cahyono Firmansyah Syahrul Handayani Andika Bayu""".split()
_ENGLISH = """Manpower Family Millenium Services Global Star Group Overseas Success Human Resources Asia Pacific Ocean
International Power Lucky Best Sky Labour Recruitment Sentral Orient Golden Diamond Solution Agency Career Royal
Pioneer Crew Partner Worldwide Employment Marine Prime Victory Talent Excel Future Dynamic Bridge""".split()
_TAILS = "indo tama indo tama sari raya mas jaya tri putra sindo utama prima dwipa".split()
_SYLLABLES = """al wi ra sa fi ka del san mar har ri no lu ta ja an el ar wel zah nu mi da pur gra ba bun ce dar di er
fa gan ha han hen il in is jan kar ki la las lis ma man mel mu na nan ni os pa pan per pra ran re ro sal sar se si sul
su sya tan ti tri va ver wa war yan yo za""".split()
_ENDS = """na ta ri da ra ni sa ka ma la ana ina asti astri andi anda ita ika esta endra anto ura elia ari wati wan di
do no fa mi kin tra dra nia ria sia fah""".split()
_ROWS = "qwertyuiop asdfghjkl zxcvbnm"
_OPENINGS = ["", "", "", "", "pt.", "pt. ", "p.t ", "p.t. ", "p t ", "perusahaan ", "perusahaan pt ", "pt, "]


def _rules(text: str) -> list[tuple[str, str]]:
    """Pairs of a pattern and what it becomes, out of "pattern>becomes" parted by blanks."""
    return [(old, new) for old, _, new in (rule.partition(">") for rule in text.split())]


_TWIN_LETTERS = _rules("i$>y y$>i f>v v>f k(?=[aiu])>q z>s s$>z bh>b sy>s kh>k dh>d ai>ay j>dj a$>ah ah$>a t>th l>ll")
_OLD = _rules("(?<!d)j>dj (?<![aq])u>oe c(?!h)>tj (?<![sn])y(?=[aiu])>j sy>sj kh>ch ny>nj")
_NEW = _rules(r"oe>u dj>j tj>c (?<=[aiu])j(?=a$)>y sj>sy \bch>c (?<=.)ch>kh")
_HEARD = _rules("e>i i>e o>u u>o f>p v>f v>p p>f f>v h$> h$> h(?=t)> bh>b dh>d kh>k sy>s z>s z>j x>ks q>k rn>m") + [
    (r"(.)\1", r"\1")
]


def _pick(rng: Random, pool: list[str]) -> str:
    """A word of the pool, early words oftener; at times two ("Al Falah")."""
    return rng.choices(pool, [1 / (rank + len(pool) / 8) for rank in range(len(pool))])[0].replace("-", " ")


def _coined(rng: Random) -> str:
    """A rare word: a joined compound ("Binatama"), an acronym ("BMA") or syllables ("Welastri")."""
    way = rng.random()
    if way < 0.25:
        root, tail = rng.choice([word for word in _FIRST + _SELDOM if len(word) < 7]), rng.choice(_TAILS)
        return (root[:-1] if root[-1] in "aiu" and tail[0] in "aiu" or root[-1] == tail[0] else root) + tail
    if way < 0.31:
        return "".join(rng.choices("ABDGHJKLMPRSTW", k=3))
    body = "".join(rng.choices(_SYLLABLES, k=rng.choice([1, 1, 1, 2]))) if way < 0.8 else rng.choice(_PEOPLE)[:4]
    end = rng.choice([end for end in _ENDS if not re.search("^.[aiueo]{2}|(?!n[dt]r)[^aiueo]{3}", body[-2:] + end[:2])])
    return (body + end).capitalize()


def _word(rng: Random, place: str) -> str:
    """A word fit for the "first", "middle" or "last" place of a name."""
    shares = {"first": [9, 36, 5, 10, 14, 6, 20], "middle": [24, 7, 47, 4, 5, 4, 9], "last": [55, 2, 22, 2, 4, 7, 8]}
    pool = rng.choices([_COMMON, _FIRST, _SELDOM, _ARABIC, _PEOPLE, _ENGLISH, None], shares[place])[0]
    return _pick(rng, pool) if pool else _coined(rng)


def _fresh(rng: Random) -> list[str]:
    """The words of a new name."""
    middle = [_word(rng, "middle") for _ in range(rng.choices([0, 1, 2], [33, 52, 15])[0])]
    return " ".join([_word(rng, "first"), *middle, _word(rng, "last")]).split()


def _twin(rng: Random, words: list[str]) -> list[str]:
    """A name like another: one word exchanged, one letter changed or one word doubled."""
    at, way = rng.randrange(len(words)), rng.random()
    if way < 0.72:
        place = "first" if at == 0 else "last" if at == len(words) - 1 else "middle"
        return [*words[:at], *_word(rng, place).split(), *words[at + 1 :]]
    if way < 0.94:
        old, new = rng.choice(_TWIN_LETTERS)
        return [*words[:at], re.sub(old, new, words[at], count=1), *words[at + 1 :]]
    return [*words[:at], words[at], *words[at:]]


def agency_names(count: int = 10_000, seed: int = 7) -> list[str]:
    """`count` company names, no two alike but for blanks and case, no two of the same words in another order."""
    rng, names, seen = Random(seed), list[list[str]](), set[str]()
    while len(names) < count:
        twin = bool(names) and rng.random() < 0.15
        words = _twin(rng, rng.choice(names)) if twin else _fresh(rng)
        keys = {"".join(words).upper(), " ".join(sorted(words)).upper()}
        plain = twin or len(set(words)) == len(words) or "Zam Zam" in " ".join(words)
        if plain and 2 <= len(words) <= 4 and not keys & seen:
            names.append(words)
            seen |= keys
    return ["PT " + " ".join(words) for words in names]


def _spacing(rng: Random, words: list[str]) -> list[str]:
    """Joins two words or all, or splits one between syllables."""
    at, way = rng.randrange(len(words)), rng.random()
    if way < 0.12:
        return ["".join(words)]
    if way < 0.6 and len(words) > 1:
        at = rng.randrange(len(words) - 1)
        return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
    cuts = [cut.start() for cut in re.finditer("(?<=..)(?<=[aiueonmrls])(?=[bcdfgjklmnprstw][aiueo].)", words[at])]
    cut = rng.choice(cuts) if cuts else 0
    return [*words[:at], *filter(None, [words[at][:cut], words[at][cut:]]), *words[at + 1 :]]


def _old_spelling(rng: Random, words: list[str]) -> list[str]:
    """Writes one word the old way, or an old word the new way: by one rule, seldom by all."""
    old_words = [at for at, word in enumerate(words) if re.search("oe|dj|tj|sj|ch", word)]
    at = rng.choice(old_words or range(len(words)))
    word = words[at]
    rules = _NEW if old_words else [] if word.capitalize() in _ENGLISH else _OLD
    fitting = [rule for rule in rules if re.search(rule[0], word)]
    if fitting and rng.random() < 0.7:
        fitting = [rng.choice(fitting)]
    for old, new in fitting:
        word = re.sub(old, new, word)
    return [*words[:at], word, *words[at + 1 :]]


def _slip(rng: Random, word: str) -> str:
    """One slip of the thumb: a letter missing, doubled, swapped with the next or hit beside its key."""
    at = rng.randrange(1, len(word))
    head, letter, tail, key = word[:at], word[at], word[at + 1 :], _ROWS.find(word[at])
    beside = (_ROWS[max(key - 1, 0) : key] + _ROWS[key + 1 : key + 2]).strip() if key >= 0 else letter
    return rng.choice(
        [
            head + tail,
            head + letter + letter + tail,
            head + tail[:1] + letter + tail[1:],
            head + rng.choice(beside) + tail,
        ]
    )


def _typos(rng: Random, words: list[str]) -> list[str]:
    """One or two mistakes, as often of the ear as of the thumb, in the longer words rather."""
    words = list(words)
    for _ in range(rng.choice([1, 1, 2])):
        at = rng.choices(range(len(words)), [max(len(word) - 2, 0.1) for word in words])[0]
        word, heard = words[at], [pair for pair in _HEARD if re.search(pair[0], words[at])]
        if heard and rng.random() < 0.5:
            old, new = rng.choice(heard)
            spot = rng.choice(list(re.finditer(old, word)))
            words[at] = word[: spot.start()] + spot.expand(new) + word[spot.end() :]
        elif len(word) > 2:
            words[at] = _slip(rng, word)
    return words


def _word_order(rng: Random, words: list[str]) -> list[str]:
    """Two words change places; "Al" stays with its word, as "Zam Zam" together."""
    parts = re.findall(r"\b(?:al|zam) \S+|\S+", " ".join(words))
    one, two = rng.sample(range(len(parts)), 2) if len(parts) > 1 else (0, 0)
    parts[one], parts[two] = parts[two], parts[one]
    return " ".join(parts).split()


# In the order in which two of them are done together; "dropped_pt" changes only what stands before the words.
_KINDS: dict[str, Change] = {
    "word_order": _word_order,
    "old_spelling": _old_spelling,
    "typos": _typos,
    "spacing": _spacing,
    "dropped_pt": lambda rng, words: words,
}


def _cased(rng: Random, text: str) -> str:
    """The text in the case of a hurried phone: mostly small, also capitals, titles and any mixture."""
    way = rng.choices(["small", "title", "capitals", "first", "mixture"], [40, 24, 16, 12, 8])[0]
    if way == "mixture":
        return re.sub(r"\S+", lambda word: rng.choice([str.upper, str.lower, str.capitalize])(word[0]), text)
    if way == "title":
        return re.sub(r"[^\s.]+", lambda word: word[0].upper() if word[0] == "pt" else word[0].capitalize(), text)
    return text.upper() if way == "capitals" else text.capitalize() if way == "first" else text


def _letters(name: str) -> str:
    """The letters of a name in lower case, "PT" aside."""
    return re.sub("[^a-z]", "", re.sub(r"^p\.?t\b", "", name.lower()))


def _bag(letters: str) -> int:
    """The letters as a bit set: bit 8 * letter + n for the n-th time it occurs."""
    return sum({1 << 8 * (ord(letter) - 97) + min(letters[:at].count(letter), 7) for at, letter in enumerate(letters)})


def _distance(one: str, two: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one):
        last, row = row, [at + 1]
        for place, other in enumerate(two):
            row.append(min(last[place] + (letter != other), last[place + 1] + 1, row[place] + 1))
    return row[-1]


def _fair(typed: str, right: str, register: list[tuple[str, int]]) -> bool:
    """Whether no name of the register is closer to the typed letters than the right one is (bags first, for speed)."""
    limit, bag = _distance(typed, right), _bag(typed)
    return not any(
        (bag & ~other).bit_count() < limit and (other & ~bag).bit_count() < limit and _distance(typed, letters) < limit
        for letters, other in register
    )


def _typed(rng: Random, name: str, kind: str) -> tuple[str, str]:
    """What is typed for a name, without its opening, and the opening; the first is empty if nothing came of it."""
    changes = rng.sample(list(_KINDS), 2) if kind == "mixed" else [kind]
    before = words = re.sub(r"^p\.?t\b\.?\s*", "", name.lower()).split()
    for change in (change for change in _KINDS if change in changes):
        words, last = _KINDS[change](rng, words), words
        if words == last and change != "dropped_pt":
            return "", ""
    opening = rng.choice(_OPENINGS) if "dropped_pt" in changes else "pt "
    return ("" if words == before and changes != ["dropped_pt"] else " ".join(words)), opening


def misspelt(count: int = 300, seed: int = 11, names: list[str] | None = None) -> list[tuple[str, str, str]]:
    """`count` of (what a villager types, the right name, kind); none is closer to another name than to its own."""
    rng, found = Random(seed), list[tuple[str, str, str]]()
    names = agency_names() if names is None else names
    register = [(letters, _bag(letters)) for letters in map(_letters, names)]
    kinds = [*_KINDS, "mixed"]
    while len(found) < count:
        kind, name = kinds[len(found) % len(kinds)], rng.choice(names)
        body, opening = _typed(rng, name, kind)
        if body and _fair(re.sub("[^a-z]", "", body), _letters(name), register):
            found.append((_cased(rng, opening + body), name, kind))
    rng.shuffle(found)
    return found
