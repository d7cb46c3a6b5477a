"""An added topic for tests: how people ask for it, and the way to its publication."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from bot.answers.model import Confidence, Source
from bot.bootstrap import Runtime
from bot.services import review_answer
from bot.services.added_topics import NewTopic, begin_topic
from bot.services.edit_answer import save_draft
from bot.services.typed_texts import TypedTexts
from bot.staff.permissions import Actor, StaffRole
from bot.training.topic_sentences import NewSentence
from bot.vocabulary import Language
from tests.doubles.service import editing_of

MARIA = Actor(UUID(int=1), StaffRole.ADMIN)
YOSEF = Actor(UUID(int=2), StaffRole.ADMIN)
TOPIC = "topic_akta_lahir"
TITLE = "Akta lahir"
SHORT = "Akta lahir diurus di Dukcapil dan tidak dipungut biaya. Ketik LAGI."
FULL = "Bawa surat lahir dan kartu keluarga ke Dukcapil. Akta lahir tidak dipungut biaya."
INDONESIAN = (
    "bagaimana urus akta lahir",
    "akta kelahiran dibuat di kantor mana",
    "syarat bikin akta lahir apa saja",
    "anak belum punya akta kelahiran, harus ke mana",
    "akta lahir hilang, bisa dicetak ulang?",
    "berapa lama akta kelahiran jadi",
)
KUPANG = ("beta pung ana sonde ada akte lahir, karmana urus", "mo bekin akte lahir bayar ko sonde")
SENTENCES = (
    *(NewSentence("id", text) for text in INDONESIAN),
    *(NewSentence("mkn", text) for text in KUPANG),
    NewSentence("aoz", "au upules akta et me", "Lasarus Penutur"),
)
NEXT = ("ask_identity_documents", "ask_age")
SOURCE = Source("F900", "Dukcapil", "https://dukcapil.example.org/akta", "2026-10", Confidence.HIGH)
TEXTS = TypedTexts(TITLE, SHORT, FULL, (SOURCE,), date(2026, 11, 20), date(2027, 11, 1))
TRAIN = 'version: "3.1"\n\nnlu:\n  - intent: ask_cost\n    examples: |\n      - berapa biaya kerja ke malaysia\n'


def lay_out(runtime: Runtime) -> None:
    """Give the service training data of its own, so that nothing is written into the project's."""
    for part in ("train/id", "train/mkn", "test"):
        (runtime.nlu_data / part).mkdir(parents=True, exist_ok=True)
    (runtime.nlu_data / "train" / "id" / "money.yml").write_text(TRAIN, encoding="utf-8")


def begin(runtime: Runtime, **changes: object) -> str:
    """Let Maria begin the topic."""
    new = replace(NewTopic(TITLE, NEXT, SENTENCES), **changes)  # type: ignore[arg-type]
    return begin_topic(editing_of(runtime), runtime.nlu_data, MARIA, new)


def draft(runtime: Runtime, texts: TypedTexts = TEXTS, key: str = TOPIC) -> int:
    """Let Maria write its texts."""
    editing = editing_of(runtime)
    answer = editing.published().answer(key)
    number = save_draft(editing, MARIA, key, Language.ID, texts, "topik baru", base=0, reference=answer.reference_hash)
    assert number
    return number


def publish(runtime: Runtime, key: str = TOPIC, number: int = 1) -> None:
    """Let Maria hand it in, and Yosef publish it."""
    review_answer.submit(editing_of(runtime), MARIA, key, Language.ID)
    review_answer.approve(editing_of(runtime), YOSEF, key, Language.ID, number)


def published(runtime: Runtime) -> str:
    """Bring the whole topic to publication. Returns its key."""
    key = begin(runtime)
    draft(runtime)
    publish(runtime)
    return key
