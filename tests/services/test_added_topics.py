"""Topics that admins add: from the title to the reply and the training data, and away again, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.answers.model import Form, WithdrawalKind
from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.errors import BadInputError, ForbiddenError
from bot.learning import learning_of
from bot.messaging.simulated import new_number
from bot.services import review_answer
from bot.services import write_topics as topic_writer
from bot.services.added_topics import (
    FaultySentencesError,
    add_sentences,
    approve_sentences,
    begin_topic,
    drop_topic,
    key_for,
    take_sentence_away,
)
from bot.services.draft_answers import changes_in, draft_answers
from bot.services.edit_answer import save_draft
from bot.services.export_answers import content_files, export_answers, published_files
from bot.services.label_queue import Wanted, label_page, read_queue
from bot.services.list_answers import WantedAnswers, list_answers
from bot.services.model_jobs import ask_writing
from bot.services.publish_answer import publish_answer, submit_answer
from bot.services.read_topic import Reach, read_topic, served_topics
from bot.services.roll_back_answer import roll_back_answer
from bot.services.try_answer import try_draft
from bot.services.withdraw import restore, withdraw
from bot.services.write_labelled import WRITE_AFTER, Written, queue_due_writing, write_labelled
from bot.staff.permissions import Actor, StaffRole
from bot.store.revisions import newest_number, served_catalog
from bot.store.sentences import keep_sentence, sentences_by_id
from bot.store.tables.answers import AnswerUse
from bot.store.topics import sentences_of
from bot.training.sentence import Guess, Reason
from bot.training.sentence import NewSentence as Kept
from bot.training.sheet import Row
from bot.training.topic_sentences import MOST, NewSentence, SentenceState
from bot.understanding.examples import read_examples
from bot.understanding.model import RankedIntent, Understanding
from bot.vocabulary import FIXED_INTENTS, Channel, Decision, Intent, Language, is_topic
from tests.conftest import migrated_sqlite
from tests.doubles.service import deliver, editing_of, rows, texts, work
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import NOON, make_inbound, make_runtime, make_settings, understood
from tests.topics import (
    INDONESIAN,
    MARIA,
    NEXT,
    SENTENCES,
    SHORT,
    TEXTS,
    TITLE,
    TOPIC,
    YOSEF,
    begin,
    draft,
    lay_out,
    publish,
    published,
)

REVIEWER = Actor(uuid4(), StaffRole.REVIEWER, None, "aoz")
MORE = (
    NewSentence("id", "akta lahir untuk anak angkat bagaimana"),
    NewSentence("id", "nama di akta lahir salah tulis"),
)


@pytest.fixture(autouse=True)
def data(runtime: Runtime) -> None:
    lay_out(runtime)


def about_the_topic(text: str, confidence: float = 0.9) -> Understanding:
    """What a model that knows the topic makes of a message."""
    ranking = (RankedIntent(Intent.ADDED_TOPIC, confidence, TOPIC), RankedIntent(Intent.ASK_COST, 0.05))
    decision = Decision.ACT if confidence > 0.5 else Decision.ASK_BACK
    return replace(understood(text=text), ranking=ranking, decision=decision)


def ask(runtime: Runtime, text: str = "akta lahir bikin di mana", **changes: object) -> str:
    """Send a message that the model takes for the topic. Returns what came back."""
    assert isinstance(runtime.understander, ScriptedUnderstander)
    runtime.understander.script[text] = about_the_topic(text)
    before = len(texts(runtime))
    deliver(runtime, make_inbound(text, **changes))
    work(runtime)
    return " ".join(texts(runtime)[before:])


def write(runtime: Runtime) -> Written:
    return write_labelled(learning_of(runtime), lambda *_: None)


def in_data(runtime: Runtime, name: str = "added.yml") -> list[str]:
    """Return the topic's sentences in the training data."""
    found = read_examples(runtime.nlu_data / "train")
    assert all((runtime.nlu_data / "train" / one.language / name).exists() for one in found if one.intent == TOPIC)
    return [one.text for one in found if one.intent == TOPIC]


def states(runtime: Runtime) -> list[SentenceState]:
    with runtime.store.reading() as session:
        return [one.state for one in sentences_of(session, TOPIC)]


def served(runtime: Runtime) -> bool:
    with runtime.store.reading() as session:
        return TOPIC in served_catalog(session, runtime.wording.catalog)


def test_from_the_title_to_the_reply_and_the_training_data(runtime: Runtime) -> None:
    assert begin(runtime) == TOPIC
    draft(runtime)
    assert not served(runtime), "a draft is answered to nobody"
    assert SHORT not in ask(runtime)
    publish(runtime)
    assert set(states(runtime)) == {SentenceState.APPROVED}
    assert SHORT in ask(runtime)
    assert [row.key for row in rows(runtime, AnswerUse) if row.key == TOPIC] == [TOPIC]
    assert write(runtime) == Written(added=len(SENTENCES))
    assert len(in_data(runtime)) == len(SENTENCES)
    assert set(states(runtime)) == {SentenceState.WRITTEN}
    assert write(runtime) == Written()


def test_a_withdrawn_topic_is_not_understood_and_leaves_the_data_until_it_is_restored(runtime: Runtime) -> None:
    published(runtime)
    write(runtime)
    assert SHORT in ask(runtime)
    withdraw(editing_of(runtime), WithdrawalKind.ANSWER, TOPIC, "Maria", "salah")
    asked = ask(runtime)
    assert asked
    assert "MENU" in asked, "as any message that is not understood"
    assert SHORT not in asked
    assert write(runtime) == Written()
    assert in_data(runtime) == []
    assert not list((runtime.nlu_data / "train").glob("*/added.yml"))
    restore(editing_of(runtime), WithdrawalKind.ANSWER, TOPIC, "Maria", "benar lagi")
    assert SHORT in ask(runtime)
    assert write(runtime).added == len(SENTENCES)
    assert len(in_data(runtime)) == len(SENTENCES)


def test_pages_of_a_topic_that_goes_end_politely(runtime: Runtime) -> None:
    published(runtime)
    ask(runtime, channel=Channel.SMS)
    withdraw(editing_of(runtime), WithdrawalKind.ANSWER, TOPIC, "Maria", "salah")
    runtime.understander.script["LAGI"] = replace(understood(text="LAGI"), command=None)
    before = len(texts(runtime))
    deliver(runtime, make_inbound("apa lagi", channel=Channel.SMS))
    work(runtime)
    assert len(texts(runtime)) > before


def test_nobody_hands_in_a_topic_with_few_sentences_or_half_a_text(runtime: Runtime) -> None:
    editing = editing_of(runtime)
    with pytest.raises(BadInputError, match="8 or more different sentences"):
        begin(runtime, sentences=SENTENCES[:7])
    begin(runtime)
    draft(runtime, replace(TEXTS, full="", short="Tanpa jalan."))
    with pytest.raises(BadInputError, match="is missing"):
        review_answer.submit(editing, MARIA, TOPIC, Language.ID)
    for placeholder in ("{service}", "{emergency_numbers}", "{amount}"):
        assert save(runtime, f"Hubungi {placeholder}. Ketik LAGI.")
        with pytest.raises(BadInputError, match="only"):
            review_answer.submit(editing, MARIA, TOPIC, Language.ID)
    save(runtime, SHORT)
    with runtime.store.reading() as session:
        first = sentences_of(session, TOPIC)[0]
    take_sentence_away(editing, MARIA, TOPIC, first.id)
    with pytest.raises(BadInputError, match="8 or more different examples"):
        review_answer.submit(editing, MARIA, TOPIC, Language.ID)


def save(runtime: Runtime, short: str) -> int | None:
    editing = editing_of(runtime)
    with runtime.store.reading() as session:
        base = newest_number(session, TOPIC, Language.ID)
    reference = editing.published().answer(TOPIC).reference_hash
    return save_draft(
        editing, MARIA, TOPIC, Language.ID, replace(TEXTS, short=short), "lagi", base=base, reference=reference
    )


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Akta lahir", "topic_akta_lahir"),
        ("  BPJS-Kesehatan: aktif?! ", "topic_bpjs_kesehatan_aktif"),
        ("Ask cost", "topic_ask_cost"),
        ("Élan café", "topic_elan_cafe"),
        ("a" * 60, "topic_" + "a" * 34),
    ],
)
def test_keys_are_plain_and_like_no_fixed_intent(label: str, key: str) -> None:
    assert key_for(label, ()) == key
    assert is_topic(key)
    assert key not in {intent.value for intent in FIXED_INTENTS}
    again = key_for(label, {key})
    assert is_topic(again)
    assert again.endswith("_2")


@pytest.mark.parametrize(
    "label", ["", "   ", "???", "漢字", "Judul yang jauh terlalu panjang", "Biaya berangkat", "akta😀", "{service}"]
)
def test_titles_that_cannot_be(runtime: Runtime, label: str) -> None:
    with pytest.raises(BadInputError):
        begin(runtime, label=label)


def test_a_second_press_adds_no_second_topic(runtime: Runtime) -> None:
    begin(runtime)
    with pytest.raises(BadInputError, match="has this title already"):
        begin(runtime)


def test_of_two_at_once_one_begins_the_topic(runtime: Runtime) -> None:
    def try_it(_: int) -> str:
        try:
            return begin(runtime)
        except BadInputError:
            return ""

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_it, range(4))) == ["", "", "", TOPIC]
    assert len(states(runtime)) == len(SENTENCES)


def test_of_two_who_add_the_same_sentence_one_does(runtime: Runtime) -> None:
    begin(runtime)

    def try_it(who: Actor) -> int:
        try:
            return add_sentences(editing_of(runtime), runtime.nlu_data, who, TOPIC, MORE)
        except FaultySentencesError:
            return 0

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, (MARIA, YOSEF))) == [0, len(MORE)]


@pytest.mark.parametrize("next_", [(), ("ask_cost",), ("ask_cost", "ask_cost"), ("ask_cost", "nothing"), NEXT * 3])
def test_what_people_ask_next_must_be_there(runtime: Runtime, next_: tuple[str, ...]) -> None:
    with pytest.raises(BadInputError, match="two to four"):
        begin(runtime, next=next_)


def test_only_admins_add_and_take_away_and_a_second_one_approves(runtime: Runtime) -> None:
    editing, data = editing_of(runtime), runtime.nlu_data
    for act in (
        lambda who: begin_topic(editing, data, who, None),  # type: ignore[arg-type]
        lambda who: add_sentences(editing, data, who, TOPIC, MORE),
        lambda who: take_sentence_away(editing, who, TOPIC, uuid4()),
        lambda who: drop_topic(editing, who, TOPIC),
        lambda who: approve_sentences(editing, who, TOPIC, [uuid4()]),
    ):
        for who in (REVIEWER, Actor(uuid4(), StaffRole.OFFICER), Actor(uuid4(), StaffRole.AUDITOR)):
            with pytest.raises(ForbiddenError):
                act(who)
    published(runtime)
    add_sentences(editing, data, MARIA, TOPIC, MORE)
    with runtime.store.reading() as session:
        new = [one.id for one in sentences_of(session, TOPIC) if one.state is SentenceState.PROPOSED]
    with pytest.raises(BadInputError, match="you wrote them yourself"):
        approve_sentences(editing, MARIA, TOPIC, new)
    assert approve_sentences(editing, YOSEF, TOPIC, new[:1]) == 1
    with pytest.raises(BadInputError, match="somebody was faster"):
        approve_sentences(editing, YOSEF, TOPIC, new[:1])
    assert write(runtime).added == len(SENTENCES) + 1, "what nobody else has read stays out of the data"


def test_sentences_are_checked_and_no_fault_repeats_one(runtime: Runtime) -> None:
    published(runtime)
    write(runtime)
    wrong = {
        "majikan pukul saya tiap malam": "words of danger",
        "LAPOR SEKARANG": "command",
        "mau lapor calo": "wish to report",
        "hubungi 081234567890 untuk akta": "telephone number",
        "tanya pak Bertus soal akta": "name a person",
        "akta": "2 words",
        "x " * 150: "200 characters",
        "Bagaimana urus AKTA lahir??": "of this topic already",
        "berapa biaya kerja ke malaysia ya": "labelled ask_cost",
    }
    new = [NewSentence("id", text) for text in wrong] + [NewSentence("aoz", "au upules akta in"), *MORE[:1] * 2]
    with pytest.raises(FaultySentencesError) as caught:
        add_sentences(editing_of(runtime), runtime.nlu_data, MARIA, TOPIC, new)
    faults = caught.value.faults
    assert sorted(faults) == [*range(len(wrong) + 1), len(wrong) + 2]
    for place, words in enumerate([*wrong.values(), "name of who wrote it"]):
        assert words in faults[place]
    assert "twice" in faults[len(wrong) + 2]
    assert not any(text[:30] in fault for text in wrong for fault in faults.values() if len(text) > 5)
    with pytest.raises(BadInputError, match="one sentence or more"):
        add_sentences(editing_of(runtime), runtime.nlu_data, MARIA, TOPIC, ())
    with pytest.raises(BadInputError, match="200"):
        add_sentences(editing_of(runtime), runtime.nlu_data, MARIA, TOPIC, MORE * MOST)
    with pytest.raises(BadInputError, match="no such topic"):
        add_sentences(editing_of(runtime), runtime.nlu_data, MARIA, "topic_nothing", MORE)


def test_a_sentence_goes_and_the_data_follow(runtime: Runtime) -> None:
    published(runtime)
    write(runtime)
    with runtime.store.reading() as session:
        first = sentences_of(session, TOPIC)[0]
    take_sentence_away(editing_of(runtime), YOSEF, TOPIC, first.id)
    with pytest.raises(BadInputError, match="gone already"):
        take_sentence_away(editing_of(runtime), YOSEF, TOPIC, first.id)
    ask_writing(learning_of(runtime), YOSEF)
    write(runtime)
    assert first.text not in in_data(runtime)
    assert len(in_data(runtime)) == len(SENTENCES) - 1


def test_a_topic_nobody_was_answered_with_is_deleted_and_others_are_not(runtime: Runtime) -> None:
    begin(runtime)
    draft(runtime)
    drop_topic(editing_of(runtime), MARIA, TOPIC)
    assert TOPIC not in editing_of(runtime).published()
    with pytest.raises(BadInputError, match="no such topic"):
        drop_topic(editing_of(runtime), MARIA, TOPIC)
    begin(runtime)
    save(runtime, SHORT)
    publish(runtime, number=2)
    with pytest.raises(BadInputError, match="withdraw it instead"):
        drop_topic(editing_of(runtime), MARIA, TOPIC)


def test_the_writing_rests_ten_minutes_and_a_killed_writer_is_followed(
    runtime: Runtime, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(runtime)
    learning = learning_of(runtime)
    assert not queue_due_writing(learning)
    clock.advance(WRITE_AFTER)
    assert queue_due_writing(learning)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(topic_writer, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            write(runtime)
    assert set(states(runtime)) == {SentenceState.APPROVED}
    assert len(in_data(runtime)) == len(SENTENCES), "the files are written first"
    assert write(runtime).added == len(SENTENCES)
    assert len(in_data(runtime)) == len(SENTENCES)


def test_a_near_twin_is_refused_by_the_writing_and_said(runtime: Runtime) -> None:
    published(runtime)
    (runtime.nlu_data / "test" / "id.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: ask_age\n  examples: |\n    - ' + INDONESIAN[0] + "\n", encoding="utf-8"
    )
    assert write(runtime) == Written(added=len(SENTENCES) - 1, refused=1)
    with runtime.store.reading() as session:
        refused = [one for one in sentences_of(session, TOPIC) if one.state is SentenceState.REFUSED]
    assert refused[0].note == "a near twin of a sentence the model is tested with, labelled ask_age"


def test_topics_of_another_database_stay_in_the_files(runtime: Runtime) -> None:
    foreign = 'version: "3.1"\nnlu:\n  - intent: topic_lain\n    examples: |\n      - kalimat dari tempat lain\n'
    (runtime.nlu_data / "train" / "id" / "added.yml").write_text(foreign, encoding="utf-8")
    published(runtime)
    write(runtime)
    assert {one.intent for one in read_examples(runtime.nlu_data / "train")} == {"ask_cost", "topic_lain", TOPIC}


def test_what_is_exported_is_imported_whole(runtime: Runtime, tmp_path: Path) -> None:
    published(runtime)
    before = published_files(editing_of(runtime))
    assert b"[[topic_akta_lahir.sentences]]" in before["answers/added.toml"]
    folder = tmp_path / "content"
    export_answers(editing_of(runtime), folder)
    assert draft_answers(editing_of(runtime), content_files(folder), "Yosef", "lagi").drafts == ()
    assert len(states(runtime)) == len(SENTENCES), "nothing twice"


def test_another_database_takes_the_topic_in_and_gives_the_same_bytes(runtime: Runtime, tmp_path: Path) -> None:
    published(runtime)
    export_answers(editing_of(runtime), tmp_path / "content")
    url = migrated_sqlite(tmp_path / "other" / "test.db")
    other = make_runtime(make_settings(url, tmp_path / "other"), clock=runtime.clock)
    editing, files = editing_of(other), content_files(tmp_path / "content")
    assert [(one.answer.key, one.language) for one in changes_in(editing, files)] == [(TOPIC, Language.ID)]
    assert states(other) == []
    drafted = draft_answers(editing, files, "Maria", "dari sana")
    assert drafted.drafts == ((TOPIC, Language.ID, 1),)
    submit_answer(editing, TOPIC, Language.ID, "Maria")
    publish_answer(editing, TOPIC, Language.ID, "Yosef")
    assert published_files(editing) == published_files(editing_of(runtime))
    assert [one.language for one in SENTENCES] == [one.language for one in sentences_in(other)]
    other.store.engine.dispose()


def sentences_in(runtime: Runtime) -> list[NewSentence]:
    with runtime.store.reading() as session:
        return [NewSentence(one.language, one.text, one.speaker) for one in sentences_of(session, TOPIC)]


def test_a_file_with_a_bad_topic_changes_nothing(runtime: Runtime, tmp_path: Path) -> None:
    published(runtime)
    good = published_files(editing_of(runtime))["answers/added.toml"].decode()
    bad = {
        "topic_Akta": good.replace("topic_akta_lahir", "topic_Akta"),
        "danger": good.replace(INDONESIAN[0], "majikan pukul saya"),
        "language": good.replace('language = "mkn"', 'language = "xx"'),
        "sentences": good.replace("[[topic_akta_lahir.sentences]]", "[topic_akta_lahir.sentences]"),
        "unknown": good.replace("topic_akta_lahir", "ask_akta"),
        "title": good.replace("topic_akta_lahir", "topic_lain").replace(
            f'label = "{TITLE}"', 'label = "{service} dan lain"'
        ),
        "long": good.replace("topic_akta_lahir", "topic_lain").replace(TITLE, TITLE * 9),
        "many": good
        + "".join(
            f'[[topic_akta_lahir.sentences]]\nlanguage = "id"\ntext = "akta lahir kata {number}"\n'
            for number in range(250)
        ),
    }
    file = tmp_path / "added.toml"
    for name, content in bad.items():
        file.write_text(content, encoding="utf-8")
        with pytest.raises(BadInputError):
            draft_answers(editing_of(runtime), [file], "Yosef", name)
    assert len(states(runtime)) == len(SENTENCES)


def test_alone_and_a_day_later_its_author_publishes_the_sentences_too(runtime: Runtime, clock: SettableClock) -> None:
    begin(runtime)
    draft(runtime)
    submit_answer(editing_of(runtime), TOPIC, Language.ID, MARIA.name)
    clock.advance(timedelta(days=1))
    publish_answer(editing_of(runtime), TOPIC, Language.ID, MARIA.name, alone=True)
    assert set(states(runtime)) == {SentenceState.APPROVED}


def test_an_earlier_text_of_a_topic_comes_back(runtime: Runtime) -> None:
    published(runtime)
    save(runtime, SHORT.replace("Dukcapil", "kantor Dukcapil"))
    publish(runtime, number=2)
    assert roll_back_answer(editing_of(runtime), TOPIC, Language.ID, 1, "Yosef", "lebih pendek") == 3
    assert SHORT in ask(runtime)


def test_the_draft_of_a_topic_is_tried_in_the_simulator_by_its_words(runtime: Runtime) -> None:
    begin(runtime)
    draft(runtime)
    number = new_number()
    try_draft(editing_of(runtime), MARIA, TOPIC, Language.ID, number)

    def say(text: str, to: str = number) -> str:
        event = replace(about_the_topic(text), ranking=understood().ranking, decision=Decision.UNCLEAR)
        runtime.understander.script[text] = event
        before = len(texts(runtime))
        deliver(runtime, make_inbound(text, address=to))
        work(runtime)
        return " ".join(texts(runtime)[before:])

    assert SHORT in say("AKTA LAHIR?")
    assert SHORT in say(INDONESIAN[2])
    assert TITLE in say("sesuatu yang lain")
    assert SHORT not in say(INDONESIAN[2], "+6281234500000")


def test_a_label_may_be_an_added_topic_that_people_get(runtime: Runtime) -> None:
    learning = learning_of(runtime)
    with runtime.store.writing() as session:
        for text in ("mo bekin akte sonde tau di mana", "akte ilang pas banjir"):
            kept = Kept(NOON.date(), text, "mkn", (Guess(TOPIC, 0.2),), Reason.UNCLEAR)
            assert keep_sentence(session, runtime.vault, kept)
    queue = read_queue(learning, MARIA, Wanted()).sentences
    as_rows = [Row(line, str(one.id), one.text, "mkn", TOPIC) for line, one in enumerate(queue)]
    assert set(label_page(learning, MARIA, as_rows).faults) == {0, 1}
    published(runtime)
    assert len(label_page(learning, MARIA, as_rows).labelled) == 2
    assert write(runtime).added == len(SENTENCES) + 2
    labelled = runtime.nlu_data / "train" / "mkn" / "labelled.yml"
    assert f"intent: {TOPIC}" in labelled.read_text(encoding="utf-8")
    with runtime.store.reading() as session:
        assert {one.label for one in sentences_by_id(session, runtime.vault, [one.id for one in queue]).values()} == {
            TOPIC
        }


def test_the_desk_says_how_far_people_are(runtime: Runtime, tmp_path: Path) -> None:
    learning = learning_of(runtime)
    begin(runtime)
    assert read_topic(learning, MARIA, TOPIC).reach is Reach.DRAFT
    assert len(read_topic(learning, YOSEF, TOPIC).others) == len(SENTENCES)
    assert read_topic(learning, MARIA, TOPIC).others == ()
    draft(runtime)
    publish(runtime)
    assert read_topic(learning, MARIA, TOPIC).reach is Reach.WRITING
    write(runtime)
    assert read_topic(learning, MARIA, TOPIC).reach is Reach.TRAINING
    learning.models.folder.mkdir(parents=True)
    made = learning.models.folder / "made"
    made.write_bytes(b"a model")
    model = learning.models.add(made, "hash", NOON, candidate=True, topics=(TOPIC,))
    assert learning.models.get(model.id) == model
    found = read_topic(learning, MARIA, TOPIC)
    assert (found.reach, found.waiting_model) == (Reach.TRAINING, model.id)
    learning.models.promote(model.id)
    assert read_topic(learning, MARIA, TOPIC).reach is Reach.KNOWN
    assert served_topics(learning) == {TOPIC}
    withdraw(editing_of(runtime), WithdrawalKind.ANSWER, TOPIC, "Maria", "salah")
    assert read_topic(learning, MARIA, TOPIC).reach is Reach.WITHDRAWN
    line = next(one for one in list_answers(editing_of(runtime), MARIA, WantedAnswers(topic="added")).lines)
    assert (line.answer.key, line.sentences, line.withdrawn) == (TOPIC, len(SENTENCES), True)


def test_the_texts_of_a_topic_are_the_published_ones(runtime: Runtime) -> None:
    published(runtime)
    answer = editing_of(runtime).published().answer(TOPIC)
    assert (answer.text(Form.LABEL), answer.short, answer.next) == (TITLE, SHORT, NEXT)
