"""Everyday messages in words of danger: with the real model none raises an alert or the question whether it is one."""

from pathlib import Path

import pytest

from bot.conversation.danger import is_emergency
from bot.understanding.chain import Chain

pytestmark = pytest.mark.nlu

LIST = Path(__file__).resolve().parents[1] / "understanding" / "no_alert.txt"
MESSAGES = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("text", MESSAGES)
def test_an_everyday_message_raises_no_alert(chain: Chain, text: str) -> None:
    assert not is_emergency(chain.understand(text))


@pytest.mark.parametrize(
    "text",
    [
        "tolong cepat pak dia mau pukul sy",
        "anak saya ditahan perekrut",
        "sy mau mati saja",
        "hp mau mati, tolong sy dikunci",
    ],
)
def test_a_cry_still_does(chain: Chain, text: str) -> None:
    assert is_emergency(chain.understand(text))
