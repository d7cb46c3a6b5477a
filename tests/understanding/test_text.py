from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import MAX_CHARS, clauses, clean, fold, split_words, words


def test_all_glottal_marks_and_accents_meet_in_one_spelling():
    spellings = ["na'ko", "na’ko", "na‘ko", "naꞌko", "naʼko", "naʔko", "na`ko", "NA´KO"]
    assert {words(spelling) for spelling in spellings} == {("nako",)}
    assert words("mesê feü leko") == ("mese", "feu", "leko")


def test_stretched_letters_shrink_but_figures_stay():
    assert words("Toloooong!! 1000") == ("tolong", "1000")
    assert fold("NEEM") == "nem"


def test_short_forms_kupang_malay_and_split_passives_are_written_out():
    assert written_out("sy blm dpt gaji") == ("saya", "belum", "dapat", "gaji")
    assert written_out("beta sonde tau") == ("saya", "tidak", "tahu")
    assert written_out("sy d pukul majikannya") == ("saya", "dipukul", "majikan")


def test_control_characters_and_surrogates_become_spaces_of_the_same_length():
    text = "a\x00b\u200b\ud800c"
    assert clean(text) == "a b  c"


def test_clauses_split_at_sentence_ends_but_not_inside_figures():
    assert clauses("Dulu baik. Sekarang tidak!\n5.000.000 ya?") == ("Dulu baik", "Sekarang tidak", "5.000.000 ya")


def test_patterns_match_words_alternatives_gaps_and_beginnings():
    pattern = compile_pattern("saya ~2 dipukul|ditendang maji*")
    assert pattern.search(line_of(written_out("sy sering sekali ditendang majikan")))
    assert not pattern.search(line_of(written_out("saya x y z dipukul majikan")))


@given(st.text(max_size=400))
def test_word_positions_lie_in_the_text(text):
    for word in split_words(text):
        assert 0 <= word.start < word.end <= len(text)


@given(st.text(alphabet=st.characters(), min_size=1, max_size=50))
def test_only_the_first_part_of_a_huge_message_is_read(text):
    assert len(clean(text * 1_000)) <= MAX_CHARS
