"""Rasa component: a tokenizer whose tokens carry, beside the untouched word, its normalised forms.

A token's text is the message's own piece, so offsets and untouched features stay; its lemma is the folded word
with short forms and Kupang Malay written out ("sy blm dpt gaji", "beta balom dapa gaji" as "saya belum dapat
gaji"); a word that looks Dawan has its spelling class too. Featurizers choose which of them they count.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.patterns import written_out_word
from bot.understanding.spelling import spelling_class
from bot.understanding.text import split_words

SPELLING_CLASS = "spelling_class"
"""The token property that holds the Dawan spelling class; absent for other words."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MessageWordTokenizer(Tokenizer):
    """Splits a message into words and figures and normalises them by the rules of ``bot.understanding``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options every Rasa tokenizer has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words with their offsets; a message without any (an emoji) is one token."""
        text = message.get(attribute)
        tokens = []
        for word in split_words(text):
            token = Token(text[word.start : word.end], word.start, word.end, lemma=written_out_word(word.text))
            as_dawan = spelling_class(word.text)
            if as_dawan:
                token.set(SPELLING_CLASS, as_dawan)
            tokens.append(token)
        return tokens or [Token(text, 0)]
