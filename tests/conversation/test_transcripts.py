"""Every transcript under tests/transcripts holds, and every text it leads to can be rendered."""

from pathlib import Path

import pytest

from bot.answers.catalog import FRAMES
from bot.vocabulary import Channel
from tests.conversation.transcript import CATALOG, FOLDER, answers_of, player_of, read, texts_of

_SAID_LATER = frozenset({"danger_passed", "officer_knock", "takeover_joined", "takeover_waited"})
"""Said outside of any turn; see test_danger.py, test_officer_question.py and test_takeover.py in tests/reporting."""

_FILES = sorted(FOLDER.glob("*.toml"))


def test_there_are_enough_transcripts() -> None:
    assert len(_FILES) >= 60


def test_together_they_reach_every_answer() -> None:
    reached: set[str] = set()
    for transcript in map(read, _FILES):
        player = player_of(transcript)
        for step in transcript["step"]:
            for reply in player.play(step).replies:
                reached |= {reply.key, reply.note, *reply.parts, *reply.choices, *(value for _, value in reply.values)}
    assert [answer.key for answer in CATALOG.answers() if answer.key not in reached | _SAID_LATER | set(FRAMES)] == []


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_transcript(path: Path) -> None:
    transcript = read(path)
    player = player_of(transcript)
    for number, step in enumerate(transcript["step"], 1):
        turn = player.play(step)
        where = f"step {number}: {step['says']!r}"
        assert answers_of(turn) == step["answers"], where
        assert [type(effect).__name__ for effect in turn.effects] == step.get("effects", []), where
        if "choices" in step:
            assert list(player.state.choices) == step["choices"], where
        if "reply_language" in step:
            assert {reply.language.value for reply in turn.replies} == {step["reply_language"]}, where
        texts = texts_of(turn, Channel(transcript.get("channel", "sms")))
        for wanted in step.get("contains", []):
            assert any(wanted in text for text in texts), f"{where}: no {wanted!r} in {texts}"
        for unwanted in step.get("lacks", []):
            assert not any(unwanted in text for text in texts), f"{where}: {unwanted!r} in {texts}"
