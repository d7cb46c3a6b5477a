import pytest

from bot.understanding.datafile import FOLDER, read_table
from bot.understanding.decide import KEYWORD_THRESHOLDS, MODEL_THRESHOLDS
from bot.understanding.keywords import rank_by_keywords
from bot.understanding.model import RankedIntent
from bot.vocabulary import FIXED_INTENTS, Decision, Intent


def test_every_intent_has_keywords():
    assert {row["intent"] for row in read_table("keywords")} == {intent.value for intent in FIXED_INTENTS}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_table_has_rows_and_no_empty_key(path):
    rows = read_table(path.stem)
    assert rows
    assert all(next(iter(row.values())) for row in rows)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bagaimana cara kerja ke malaysia yg resmi", Intent.ASK_LEGAL_STEPS),
        ("syarat kerja ke taiwan apa saja", Intent.ASK_REQUIREMENTS),
        ("biaya brp", Intent.ASK_COST),
        ("gaji sy blm dibayar 3 bulan", Intent.ASK_UNPAID_WAGES),
        ("dong tahan beta pung paspor", Intent.ASK_WITHHELD_PASSPORT),
        ("calo kasih uang oko mama", Intent.ASK_RECRUITER_MONEY),
        ("anak saya hilang kontak", Intent.MISSING_RELATIVE),
        ("mau lapor calo", Intent.REPORT_RECRUITER),
        ("nek seun banit", Intent.THANKS),
        ("au he nao meup et malaysia", Intent.ASK_LEGAL_STEPS),
        ("au ka uhin fa", Intent.DONT_KNOW),
        ("hapus data saya", Intent.DELETE_DATA),
    ],
)
def test_keywords_answer_without_a_model(text, intent):
    assert rank_by_keywords(text)[0].intent is intent


@pytest.mark.parametrize("text", ["", "👍", "xyzzy", "halo", "biaya syarat gaji paspor kontrak visa"])
def test_ranking_is_sorted_and_has_three_entries(text):
    ranking = rank_by_keywords(text)
    confidences = [ranked.confidence for ranked in ranking]
    assert len(ranking) >= 3
    assert confidences == sorted(confidences, reverse=True)
    assert len({ranked.intent for ranked in ranking}) == len(ranking)
    assert all(0 <= confidence <= 1 for confidence in confidences)


def test_nothing_found_is_unclear_and_many_directions_are_not_acted_on():
    assert KEYWORD_THRESHOLDS.decide(rank_by_keywords("xyzzy")) is Decision.UNCLEAR
    mixed = rank_by_keywords("biaya syarat gaji paspor kontrak visa")
    assert KEYWORD_THRESHOLDS.decide(mixed) is not Decision.ACT


def ranked(intent: Intent, best: float, second: float = 0.0) -> tuple[RankedIntent, ...]:
    return (RankedIntent(intent, best), RankedIntent(Intent.OUT_OF_SCOPE, second))


def test_decisions_at_their_thresholds():
    limits = MODEL_THRESHOLDS
    assert limits.decide(ranked(Intent.ASK_COST, limits.act)) is Decision.ACT
    assert limits.decide(ranked(Intent.ASK_COST, limits.act - 0.001)) is Decision.ASK_BACK
    assert limits.decide(ranked(Intent.ASK_COST, limits.act, limits.act)) is Decision.ASK_BACK
    assert limits.decide(ranked(Intent.ASK_COST, limits.ask_back)) is Decision.ASK_BACK
    assert limits.decide(ranked(Intent.ASK_COST, limits.ask_back - 0.001)) is Decision.UNCLEAR


def test_an_emergency_is_suspected_earlier_than_a_question_is_acted_on():
    for limits in (MODEL_THRESHOLDS, KEYWORD_THRESHOLDS):
        assert limits.faint_emergency < limits.act
        assert limits.decide(ranked(Intent.EMERGENCY, limits.emergency, 0.34)) is Decision.ACT
        assert limits.decide(ranked(Intent.EMERGENCY, limits.faint_emergency)) is Decision.ASK_BACK
        assert limits.decide(ranked(Intent.EMERGENCY, limits.faint_emergency - 0.001)) is Decision.UNCLEAR
