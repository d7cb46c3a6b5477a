"""Charts: sizes, hidden numbers that have none, and the map's classes."""

from bot.reports.figure_period import Added
from bot.services.overview_tables import Line
from webhook.console.charts import HIDDEN, WIDTH, bars_of, columns_of, line_of
from webhook.console.choropleth import shaded_map

SMALL = Added(0, 1, "<5")


def test_bars_are_as_long_as_their_numbers_and_fit() -> None:
    made = bars_of([("a", [100]), ("b", [50, 25]), ("c", [0])], ["100", "50 / 25", "0"])
    (whole,), (first, second), none = (bar.parts for bar in made.bars)
    assert whole[1] == first[1] * 2 == second[1] * 4
    assert second[0] == first[1]
    assert none == ()
    assert whole[1] < WIDTH - 7 * 7
    assert made == bars_of([("a", [100]), ("b", [50, 25]), ("c", [0])], ["100", "50 / 25", "0"])


def test_what_is_hidden_has_no_size() -> None:
    made = bars_of([("a", [SMALL]), ("b", [Added(30, 2, "*")])], ["<5", "30+"])
    assert [bar.stub for bar in made.bars] == [0.0, made.bars[1].parts[0][1]]
    one, other = (columns_of(["a", "b"], [[hidden], [10]]).pieces[0] for hidden in (SMALL, Added(0, 1, "*")))
    assert one == other
    assert one[4] == HIDDEN


def test_columns_stand_on_each_other_within_the_frame() -> None:
    made = columns_of([str(n) for n in range(31)], [[n, n * 2, 7] for n in range(31)])
    assert all(0 <= x <= WIDTH and y >= 0 and x + width <= WIDTH for x, y, width, _, _ in made.pieces)
    assert len(made.names) <= 6
    assert made.names[-1][1] == "30"
    assert [text for _, text in made.grid] == ["0", "50", "100"]
    assert columns_of([], []).pieces == columns_of(["a"], [[0]]).pieces == ()


def test_a_line_breaks_where_there_is_nothing() -> None:
    made = line_of(["a", "b", "c", "d"], [50, None, 100, 0])
    assert made.line.count("M") == 2
    assert made.line.count("L") == 1
    assert [text for _, _, text in made.points] == ["50%", "100%", "0%"]


def test_the_map_has_classes_and_one_for_what_is_hidden() -> None:
    names = ["Kabupaten Kupang", "Kabupaten Belu", "Kabupaten Sikka", "Kota Kupang", "Kabupaten Alor", ""]
    values = [Added(0), SMALL, Added(5), Added(740), Added(12, 1, "<5"), Added(9)]
    made = shaded_map([Line(name, (value,)) for name, value in zip(names, values, strict=True)])
    assert [(area.shape, area.shade) for area in made.areas] == [
        ("k5301", "none"),
        ("k5304", "hidden"),
        ("k5307", "1"),
        ("k5371", "5"),
        ("k5305", "1"),
    ]
    assert dict(made.legend) == {
        **{"none": "", "hidden": "", "1": "5-49", "2": "50-99"},
        **{"3": "100-199", "4": "200-499", "5": "500+"},
    }
    assert shaded_map([]).legend == ()
