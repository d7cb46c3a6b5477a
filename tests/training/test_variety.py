from pathlib import Path
from random import Random

from bot.training.variety import MOST_PER_MOULD, TWIN_SHARE, mould, pieces, twins, worn_moulds
from bot.understanding.examples import Example, LabelledEntity, read_examples

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"


def _example(text: str, *entities: LabelledEntity) -> Example:
    return Example(text, "ask_cost", "id", entities)


def test_a_sentence_with_short_forms_and_another_end_mark_is_the_same_sentence() -> None:
    found = list(twins([_example("brp biaya ke malaysia kk"), _example("Berapa biaya ke Malaysia, kk???")]))
    assert [round(pair.share, 2) for pair in found] == [1.0]


def test_other_words_in_the_same_order_are_another_sentence() -> None:
    assert not list(twins([_example("berapa biaya ke malaysia"), _example("siapa yang bayar tiket ke malaysia")]))


def test_twins_are_found_across_languages_and_intents() -> None:
    pair = [_example("paspor saya ditahan majikan di johor"), Example("pspor sy ditahan majikan di johor", "x", "mkn")]
    assert len(list(twins(pair))) == 1


def test_every_pair_is_found_that_comparing_all_with_all_finds() -> None:
    random = Random(3)
    words = [
        "brp",
        "biaya",
        "ke",
        "malaysia",
        "paspor",
        "saya",
        "ditahan",
        "majikan",
        "mau",
        "kerja",
        "di",
        "johor",
        "om",
        "beni",
        "ajak",
        "adik",
        "siapa",
        "bayar",
    ]
    made = [_example(" ".join(random.choices(words, k=random.randint(1, 7)))) for _ in range(400)]
    held = [pieces(example.text) for example in made]
    wanted = {
        (first, second)
        for second in range(len(made))
        for first in range(second)
        if 2 * len(held[first] & held[second]) / (len(held[first]) + len(held[second])) >= TWIN_SHARE
    }
    places = {id(example): place for place, example in enumerate(made)}
    assert wanted
    assert {(places[id(pair.first)], places[id(pair.second)]) for pair in twins(made)} == wanted


def test_a_mould_is_what_stays_when_names_places_figures_and_relatives_go() -> None:
    named = _example("Pak Yos ajak adik ke Johor 3 kali", LabelledEntity("recruiter_name", None, 0, 7))
    other = _example("om Beni ajak anak ke Malaysia 12 kali", LabelledEntity("recruiter_name", None, 0, 7))
    assert mould(named) == mould(other) == "_ ajak _ ke _ kali"


def test_a_mould_may_serve_three_times() -> None:
    sentences = [_example(f"kerja di {place} boleh") for place in ("malaysia", "taiwan", "brunei", "johor")]
    assert not worn_moulds(sentences[:MOST_PER_MOULD])
    assert list(worn_moulds(sentences)) == ["kerja di _ boleh"]


def test_no_training_sentence_has_a_near_twin_here_or_among_the_held_out_ones() -> None:
    train, held_out = read_examples(NLU_DATA / "train"), read_examples(NLU_DATA / "test")
    ours = {id(example) for example in train}
    found = [pair for pair in twins([*train, *held_out]) if id(pair.first) in ours]
    assert not found, [f"{pair.first.text} == {pair.second.text} ({pair.share:.2f})" for pair in found[:5]]


def test_no_mould_of_the_training_sentences_is_worn() -> None:
    worn = worn_moulds(read_examples(NLU_DATA / "train"))
    assert not worn, list(worn)[:5]


def test_the_share_is_what_the_data_notes_say() -> None:
    assert TWIN_SHARE == 0.8
