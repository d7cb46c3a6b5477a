"""Rasa component: logistic regression over weighted word and letter-sequence counts.

Rasa's own classifier sees raw counts, where frequent letter sequences drown the telling ones. Weighting them
by rarity (tf-idf) and training one yes/no model an intent raised accuracy in three-fold cross-validation of
5,800 sentences from 0.64 to 0.74, and training takes seconds instead of minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import scipy.sparse
import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline

TRUSTED_TYPES = frozenset({"scipy.sparse._csr.csr_matrix"})
"""What a tf-idf step holds besides what skops trusts by itself."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(LogisticRegressionClassifier):
    """Rasa's logistic regression with a tf-idf step before it; takes the same options."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's options with the solver and strength chosen by cross-validation."""
        return {**LogisticRegressionClassifier.get_default_config(), "solver": "liblinear", "C": 10.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        """Build the untrained classifier."""
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=config["C"])
        self.clf = make_pipeline(TfidfTransformer(sublinear_tf=True), self.clf)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WeightedIntentClassifier:
        """Load the trained classifier. Raises ValueError for a file that holds any other type than ours.

        Rasa's version takes the matrix inside the tf-idf step for a danger and goes on with an untrained model.
        """
        del kwargs
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            file = folder / f"{resource.name}.skops"
            if not set(skops.io.get_untrusted_types(file=file)) <= TRUSTED_TYPES:
                raise ValueError("the stored classifier holds types that this component never writes")
            component.clf = skops.io.load(file, trusted=list(TRUSTED_TYPES))
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data as it is: no later component looks at predictions for sentences of the training set."""
        return training_data

    def _create_X(self, messages: Sequence[Message]) -> scipy.sparse.csr_matrix:  # noqa: N802 - Rasa's name
        """Return one row a message: the sentence features of all featurizers side by side.

        Rasa's version builds and joins matrices message by message, word features included, which took most
        of the training time.
        """
        rows = [_sentence_features(message) for message in messages]
        origins = sorted({origin for row in rows for origin in row})
        blocks = [scipy.sparse.vstack([row[origin] for row in rows]) for origin in origins]
        return scipy.sparse.hstack(blocks, format="csr")


def _sentence_features(message: Message) -> dict[str, scipy.sparse.spmatrix]:
    return {
        feature.origin: feature.features
        for feature in message.features
        if feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT
    }
