"""Rasa component: the message's language as a feature, and as ``language`` in the parse output."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.language import guess_language
from bot.vocabulary import MessageLanguage

LANGUAGE = "language"
"""The message property that holds ``{"name": …, "confidence": …}``."""

WEIGHT = 0.3
"""Of the feature beside one word or letter sequence of a message; chosen by cross-validation."""

_POSITIONS = {language: position for position, language in enumerate(MessageLanguage)}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageLanguageFeaturizer(SparseFeaturizer, GraphComponent):
    """Adds one feature a language: 0.3 for the guessed one, 0 for the others."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name the components that must come before this one."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageLanguageFeaturizer:
        """Create the component; it has no options and nothing to load."""
        del model_storage, resource
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there are no options."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature and the output property ``language`` to every message."""
        for message in messages:
            guess = guess_language(message.get(TEXT) or "")
            value = {"name": guess.language.value, "confidence": guess.confidence}
            message.set(LANGUAGE, value, add_to_output=True)
            tokens = message.get(TOKENS_NAMES[TEXT]) or []
            self.add_features_to_message(
                sequence=_features(guess.language, len(tokens)),
                sentence=_features(guess.language, 1),
                attribute=TEXT,
                message=message,
            )
        return messages


def _features(language: MessageLanguage, rows: int) -> scipy.sparse.coo_matrix:
    matrix = np.zeros((rows, len(_POSITIONS)), dtype=np.float32)
    matrix[:, _POSITIONS[language]] = WEIGHT
    return scipy.sparse.coo_matrix(matrix)
