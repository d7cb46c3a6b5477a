from datetime import UTC, datetime

from bot.training.figures import figures
from bot.training.report_page import calibration, confusions, page
from bot.training.results import Result
from bot.training.thresholds import failures
from bot.understanding.examples import Example
from bot.understanding.model import LanguageGuess, RankedIntent, Understanding
from bot.vocabulary import Decision, Intent, MessageLanguage


def result(
    wanted: str, given: str, confidence: float = 0.9, *, text: str = "apa", language: str = "id", **more: object
) -> Result:
    ranking = (
        RankedIntent(Intent(given), confidence),
        RankedIntent(Intent.GREET, 0.0),
        RankedIntent(Intent.THANKS, 0.0),
    )
    decision = more.pop("decision", Decision.ACT)
    guess = LanguageGuess(MessageLanguage.ID, 0.9)
    return Result(Example(text, wanted, language, **more), Understanding(text, guess, ranking, decision, "rasa"))


def test_the_matrix_counts_a_second_label_as_right() -> None:
    found = confusions(
        [
            result("ask_cost", "ask_cost"),
            result("ask_cost", "ask_salary"),
            result("ask_cost", "ask_salary", alternative="ask_salary"),
        ]
    )
    assert found.labels == ("ask_cost", "ask_salary")
    assert found.cells == ((1, 1), (0, 1))


def test_a_calibration_point_holds_the_mean_confidence_and_the_share_right() -> None:
    points = calibration([result("ask_cost", "ask_cost", 0.82), result("ask_cost", "ask_salary", 0.88)])
    assert [(round(point.confidence, 2), point.right, point.count) for point in points] == [(0.85, 0.5, 2)]


def test_the_page_escapes_sentences_and_marks_what_no_speaker_checked() -> None:
    html = page(
        [result("ask_cost", "ask_salary", text="<b>biaya</b>"), result("greet", "greet", language="aoz")],
        datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert "&lt;b&gt;biaya&lt;/b&gt;" in html
    assert "no speaker has checked" in html
    assert "<script" not in html


def test_figures_tell_alarms_from_suspicions() -> None:
    measured = figures(
        [
            result("emergency", "emergency"),
            result("emergency", "emergency", 0.2, decision=Decision.ASK_BACK),
            result("ask_trafficking", "emergency", 0.2, decision=Decision.ASK_BACK, lookalike=True),
            result("out_of_scope", "out_of_scope", lookalike=True),
        ]
    )["emergency"]
    assert measured["recall"].share == 1.0
    assert round(measured["precision"].share, 2) == 0.67
    assert measured["lookalike_alarms"].share == 0.0


def test_a_figure_outside_its_limit_or_missing_fails() -> None:
    measured = figures([result("ask_cost", "ask_salary")])
    limits = {
        "at_least": {"accuracy": {"id": 0.9, "aoz": 0.8}},
        "at_most": {"wrongly_answered": {"all": 0.06}, "asked_back": {"all": 0.2}},
    }
    assert failures(measured, limits) == [
        "accuracy.id is 0.000, at least 0.90 wanted",
        "accuracy.aoz is not measured, at least 0.80 wanted",
        "wrongly_answered.all is 1.000, at most 0.06 wanted",
    ]
