"""Rasa component: a tokenizer whose tokens carry the written-out, folded word as their lemma.

Featurizers count lemmas, so "sy blm dpt gaji", "beta balom dapa gaji" and "saya belum dapat gaji" look alike
to the model, while offsets still count characters of the message as it was sent.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.patterns import written_out_word
from bot.understanding.text import split_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MessageWordTokenizer(Tokenizer):
    """Splits a message into words and figures by the rules of ``bot.understanding.text``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options every Rasa tokenizer has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words with their offsets; a message without any (an emoji) is one token."""
        text = message.get(attribute)
        tokens = [
            Token(text[word.start : word.end], word.start, word.end, lemma=written_out_word(word.text))
            for word in split_words(text)
        ]
        return tokens or [Token(text, 0)]
