"""What learning needs, from the running service's parts."""

from bot.bootstrap import Runtime
from bot.services.learning import Learning
from bot.training.models import ModelStore


def learning_of(runtime: Runtime) -> Learning:
    """Return the sentences to learn from and the models made of them, where this installation has them."""
    return Learning(runtime.store, runtime.clock, runtime.nlu_data, ModelStore(runtime.nlu_data / "models"))
