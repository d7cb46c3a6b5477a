import pytest

from bot.understanding.commands import find_command, find_number
from bot.vocabulary import Command, Language

WHOLE_MESSAGES = {
    "STOP": Command.STOP,
    "berhenti.": Command.STOP,
    "Tolong stop dong": Command.STOP,
    "MENU": Command.MENU,
    "menu ya kak": Command.MENU,
    "batal": Command.CANCEL,
    "Lagi!": Command.MORE,
    "BAHASA": Command.LANGUAGE,
    "lapor": Command.REPORT,
    "tambah": Command.ADD,
    "HAPUS": Command.ERASE,
    "Data Saya": Command.MY_DATA,
    "help": Command.HELP,
    "bantuan pak": Command.HELP,
    "petugas": Command.OFFICER,
    "mulai": Command.START,
    "START": Command.START,
    "status": Command.STATUS,
    "cek": Command.CHECK,
}
SENTENCES = [
    "berhenti kerja di sana",
    "saya mau lapor calo",
    "hapus data saya",
    "status saya bagaimana",
    "STATUS SAKIT",
    "status saya disekap",
    "cek kesehatan di mana",
    "data saya aman",
    "menu makan",
    "lagi apa",
    "bantuan hukum di mana",
    "mulai dari mana",
    "",
    "ya",
    "stop " * 100,
]


@pytest.mark.parametrize(("text", "command"), WHOLE_MESSAGES.items())
def test_a_command_is_the_whole_message(text, command):
    found = find_command(text)
    assert found
    assert (found.command, found.argument) == (command, "")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_command(text):
    assert find_command(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("BAHASA DAWAN", Language.AOZ),
        ("bahasa timor", Language.AOZ),
        ("uab meto", Language.AOZ),
        ("Bahasa Indonesia", Language.ID),
        ("bahasa inggris ya", Language.EN),
    ],
)
def test_bahasa_takes_a_language(text, language):
    found = find_command(text)
    assert found
    assert (found.command, found.language) == (Command.LANGUAGE, language)


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("STATUS NTT-7K3QX", Command.STATUS, "NTT-7K3QX"),
        ("status: ntt 7k3qx", Command.STATUS, "ntt 7k3qx"),
        ("STATUS NTT-KQXWZ", Command.STATUS, "NTT-KQXWZ"),
        ("STATUS KQXWZ", Command.STATUS, "KQXWZ"),
        ("Status O0I1X", Command.STATUS, "O0I1X"),
        ("CEK PT Contoh Abadi", Command.CHECK, "PT Contoh Abadi"),
        ("cek contoh abadi", Command.CHECK, "contoh abadi"),
    ],
)
def test_status_and_cek_keep_their_argument_as_typed(text, command, argument):
    found = find_command(text)
    assert found
    assert (found.command, found.argument) == (command, argument)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("2.", 2),
        (" 2) ", 2),
        ("no 2", 2),
        ("No. 3", 3),
        ("nomor dua", 2),
        ("pilih 4", 4),
        ("yang kedua", 2),
        ("yang ke-3", 3),
        ("dua", 2),
        ("nua", 2),
        ("2️⃣", 2),
        ("dua belas", 12),
        ("20", 20),
        ("mau yang pertama kak", 1),
    ],
)
def test_menu_numbers(text, number):
    assert find_number(text) == number


@pytest.mark.parametrize("text", ["0", "21", "08", "08123456789", "1-2", "1 juta", "2 orang", "", "ke", "12:30"])
def test_other_figures_are_no_menu_number(text):
    assert find_number(text) is None
