"""Validate the data and train, in one Rasa process: ``.venv-nlu/bin/python nlu_data/rasa_train.py DATA OUT``.

Run by ops/train_model.py only. One process instead of ``rasa data validate`` and ``rasa train`` saves
loading TensorFlow twice. DATA holds the training and lookup files, the model becomes OUT/model.tar.gz.
"""

import sys
from pathlib import Path

from rasa.model_training import train_nlu
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

HERE = Path(__file__).resolve().parent


def main(data: str, out: str) -> int:
    """Return the exit code: 1 when the data is not valid, 2 when no model came out."""
    config, domain = str(HERE / "config.yml"), str(HERE / "domain.yml")
    importer = TrainingDataImporter.load_from_config(config, domain, [data])
    validator = Validator.from_importer(importer)
    # Also reports every intent as unused in stories: this project has no stories, so those lines mean nothing.
    if not (validator.verify_intents(False) and validator.verify_example_repetition_in_intents(False)):
        print("the training data is not valid: see the lines above", flush=True)
        return 1
    model = train_nlu(config, data, out, fixed_model_name="model", domain=domain)
    return 0 if model else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
