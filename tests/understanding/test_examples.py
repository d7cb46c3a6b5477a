import pytest

from bot.errors import BadInputError
from bot.understanding.examples import read_examples

FILE = """# note
version: "3.1"
nlu:
- intent: ask_cost
  examples: |
    - biaya ke [Johor]{"entity": "place", "role": "destination"} berapa
    - [5 juta](money_amount) mahal
- intent: goodbye
  examples:
  - text: |
      sudah dulu
    metadata:
      alt: thanks
- lookup: place
  examples: |
    - kupang
"""


def test_sentences_annotations_and_second_labels_are_read(tmp_path):
    (tmp_path / "id.yml").write_text(FILE, encoding="utf-8")
    cost, money, bye = read_examples(tmp_path)
    assert (cost.text, cost.intent, cost.language) == ("biaya ke Johor berapa", "ask_cost", "id")
    (place,) = cost.entities
    assert (place.entity, place.role, cost.text[place.start : place.end]) == ("place", "destination", "Johor")
    assert money.entities[0].entity == "money_amount"
    assert (bye.text, bye.alternative) == ("sudah dulu", "thanks")


def test_a_line_that_is_not_understood_names_its_place(tmp_path):
    (tmp_path / "id.yml").write_text('version: "3.1"\nnlu:\nwhat is this\n', encoding="utf-8")
    with pytest.raises(BadInputError, match=r"id\.yml line 3"):
        read_examples(tmp_path)
