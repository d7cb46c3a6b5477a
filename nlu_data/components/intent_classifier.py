"""Rasa component: a linear classifier over weighted counts whose confidences mean something.

Each featurizer's counts are weighted by rarity (tf-idf) and scaled to length one, so that none drowns another:
Rasa's own classifier sees raw counts, where frequent letter sequences hide the telling ones. A support vector machine
separates each intent from the others; its distances become probabilities by a softmax whose sharpness is fitted, for
each language of messages, on sentences that a first machine had not seen (temperature scaling, Guo et al. 2017).
docs/nlu.md compares it with others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse
import skops.io
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.base import ClassifierMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from nlu_data.components.message_language import LANGUAGE

TRUSTED_TYPES = frozenset({"scipy.sparse._csr.csr_matrix"})
"""What the stored classifier holds besides what skops trusts by itself."""

FEWEST_OF_A_LANGUAGE = 100
"""A language with fewer unseen sentences takes the sharpness of all languages together."""

SHARPEST = 30.0
"""The largest factor on the distances; where it is reached, nearly every held-out prediction was right."""

_ALL = "all"
_SEED = 20_261_121


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks the intents of a message with calibrated confidences.

    Options: ``kind`` (``svm`` or ``logistic``), ``C`` (how little it is regularised), ``kept_back`` (the share of
    sentences on which sharpness is fitted), ``ranking_length`` (how many intents are returned, 0 for all).
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Name the components that must come before this one."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options; C was chosen by cross-validation among 0.2, 0.3, 0.5, 0.7 and 1."""
        return {"kind": "svm", "C": 0.7, "kept_back": 0.2, "ranking_length": 10}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Build the untrained classifier."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._weights: dict[str, TfidfTransformer | None] = {}
        self._machine = _machine(self._config["kind"], self._config["C"])
        self._sharpness: dict[str, float] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedIntentClassifier:
        """Create an untrained component."""
        del execution_context
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit weights, machine and sharpness on the sentences, and store them."""
        examples = [example for example in training_data.intent_examples if example.get(INTENT) and example.get(TEXT)]
        blocks = _blocks(examples)
        self._weights = {origin: _fitted_weights(block) for origin, block in blocks.items()}
        features = self._weighted(blocks)
        labels = np.array([example.get(INTENT) for example in examples])
        self._sharpness = self._fitted_sharpness(features, labels, [_language(example) for example in examples])
        self._machine.fit(features, labels)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add ``intent`` and ``intent_ranking`` to every message."""
        if not messages:
            return messages
        scores = self._machine.decision_function(self._weighted(_blocks(messages)))
        for message, row in zip(messages, scores, strict=True):
            sharpness = self._sharpness.get(_language(message), self._sharpness[_ALL])
            ranking = _ranking(self._machine.classes_, softmax(row * sharpness))
            message.set("intent", ranking[0], add_to_output=True)
            shown = ranking[: self._config["ranking_length"] or None]
            message.set("intent_ranking", shown, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data as it is: no later component looks at predictions for training sentences."""
        return training_data

    def _weighted(self, blocks: Mapping[str, scipy.sparse.csr_matrix]) -> scipy.sparse.csr_matrix:
        weighted = [
            weights.transform(blocks[origin]) if weights else blocks[origin]
            for origin, weights in self._weights.items()
        ]
        return scipy.sparse.hstack(weighted, format="csr")

    def _fitted_sharpness(
        self, features: scipy.sparse.csr_matrix, labels: NDArray[np.str_], languages: Sequence[str]
    ) -> dict[str, float]:
        learned, unseen = train_test_split(
            np.arange(len(labels)), test_size=self._config["kept_back"], stratify=labels, random_state=_SEED
        )
        machine = _machine(self._config["kind"], self._config["C"]).fit(features[learned], labels[learned])
        scores = machine.decision_function(features[unseen])
        places = np.searchsorted(machine.classes_, labels[unseen])
        rows = defaultdict(list)
        for row, sentence in enumerate(unseen):
            rows[languages[sentence]].append(row)
        enough = {language: found for language, found in rows.items() if len(found) >= FEWEST_OF_A_LANGUAGE}
        everything = {_ALL: list(range(len(unseen)))}
        return {name: _sharpness(scores[found], places[found]) for name, found in (everything | enough).items()}

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump([self._weights, self._machine], folder / "classifier.skops")
            (folder / "sharpness.json").write_text(json.dumps(self._sharpness), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CalibratedIntentClassifier:
        """Load the trained classifier. Raises ValueError for a file that holds any other type than ours."""
        del kwargs, execution_context
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            file = folder / "classifier.skops"
            if not set(skops.io.get_untrusted_types(file=file)) <= TRUSTED_TYPES:
                raise ValueError("the stored classifier holds types that this component never writes")
            component._weights, component._machine = skops.io.load(file, trusted=list(TRUSTED_TYPES))
            component._sharpness = json.loads((folder / "sharpness.json").read_text(encoding="utf-8"))
        return component


def _machine(kind: str, strength: float) -> ClassifierMixin:
    if kind == "svm":
        return LinearSVC(C=strength, random_state=_SEED)
    if kind == "logistic":
        return LogisticRegression(solver="liblinear", C=strength, random_state=_SEED)
    raise ValueError(f"kind must be svm or logistic, not {kind}")


def _blocks(messages: Sequence[Message]) -> dict[str, scipy.sparse.csr_matrix]:
    """Return a matrix of sentence features for each featurizer, one row a message."""
    rows: dict[str, list[scipy.sparse.spmatrix]] = defaultdict(list)
    for message in messages:
        for feature in message.features:
            if feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT:
                rows[feature.origin].append(feature.features)
    return {origin: scipy.sparse.vstack(found, format="csr") for origin, found in rows.items()}


def _fitted_weights(block: scipy.sparse.csr_matrix) -> TfidfTransformer | None:
    """Return the weights of counts; None for features that are no counts (the language), which stay as they are."""
    counts = bool((block.data == block.data.astype(int)).all())
    return TfidfTransformer(sublinear_tf=True).fit(block) if counts else None


def _sharpness(scores: NDArray[np.float64], places: NDArray[np.intp]) -> float:
    """Return the factor on the scores under which the right intents are most likely."""

    def surprise(factor: float) -> float:
        likely = log_softmax(scores * factor, axis=1)
        return -float(likely[np.arange(len(places)), places].mean())

    return float(minimize_scalar(surprise, bounds=(0.1, SHARPEST), method="bounded").x)


def _ranking(names: Sequence[str], shares: NDArray[np.float64]) -> list[dict[str, Any]]:
    return [{"name": str(names[place]), "confidence": float(shares[place])} for place in np.argsort(-shares)]


def _language(message: Message) -> str:
    return str((message.get(LANGUAGE) or {}).get("name", _ALL))
