"""Rasa component: counts of the Dawan spelling classes in a message, beside the counts of its words."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu_data.components.message_words import SPELLING_CLASS

NO_CLASS = "-"
"""Stands for every word that does not look Dawan, so that pairs of classes are of neighbours only."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingClassFeaturizer(CountVectorsFeaturizer):
    """Rasa's counts, taken of spelling classes instead of words; takes the same options."""

    def _get_message_tokens_by_attribute(self, message: Message, attribute: str) -> list[str]:
        if attribute != TEXT:
            return super()._get_message_tokens_by_attribute(message, attribute)
        return [token.get(SPELLING_CLASS, NO_CLASS) for token in message.get(TOKENS_NAMES[TEXT]) or []]
