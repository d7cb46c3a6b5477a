"""Validate the data and train, in one Rasa process: ``.venv-nlu/bin/python nlu_data/rasa_train.py DATA OUT [CONFIG]``.

Run by ops/train_model.py, and by ops/nlu_experiments.py with the configuration of an experiment. One process
instead of ``rasa data validate`` and ``rasa train`` saves loading TensorFlow twice. DATA holds the training and lookup
files, the model becomes OUT/model.tar.gz.
"""

import sys
import uuid
from pathlib import Path

from rasa.model_training import train_nlu
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.validator import Validator

from bot.training.topic_data import topics_in

HERE = Path(__file__).resolve().parent
CONFIG, DOMAIN = str(HERE / "config.yml"), str(HERE / "domain.yml")


def domain_with_topics(data: Path, out: Path) -> str:
    """Write the domain with the added topics that the sentences have, and return its path.

    Topics come and go in a database; the fixed intents alone stand in domain.yml.
    """
    names = "".join(f"  - {name}\n" for name in topics_in(data))
    path = out / "domain.yml"
    path.write_text(Path(DOMAIN).read_text(encoding="utf-8").replace("intents:\n", f"intents:\n{names}", 1), "utf-8")
    return str(path)


def is_valid(data: str, config: str, domain: str) -> bool:
    """Run the checks of ``rasa data validate`` that concern sentences: known intents, none labelled twice."""
    importer = TrainingDataImporter.load_nlu_importer_from_config(config, domain, [data])
    validator = Validator(Domain.load(domain), importer.get_nlu_data(), StoryGraph([]), None)
    known = validator.verify_intents(ignore_warnings=False)
    return validator.verify_example_repetition_in_intents(ignore_warnings=False) and known


def main(data: str, out: str, config: str = CONFIG) -> int:
    """Return the exit code: 1 when the data is not valid, 2 when no model came out."""
    domain = domain_with_topics(Path(data), Path(out))
    if not is_valid(data, config, domain):
        sys.stdout.write("the training data is not valid: see the lines above\n")
        return 1
    # Fingerprints serve Rasa's cache, which is off: it misses changes in our components. Taking them of every
    # sentence after every step was a quarter of the training time.
    TrainingData.fingerprint = lambda _self: uuid.uuid4().hex
    model = train_nlu(config, data, out, fixed_model_name="model", domain=domain)
    return 0 if model else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
