from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts.text import cut, width, wrap

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=60)


def test_widths_are_those_of_the_font():
    # Measured in Liberation Sans at 1,000 pixels: H 722, e 556, i 222, bold i 278.
    assert width("Hei", 1000) == 1500
    assert width("i", 1000, bold=True) == 278


def test_a_letter_that_is_not_listed_counts_as_a_wide_one():
    assert width("漢", 10) == 10


def test_a_text_that_fits_is_left_alone():
    assert cut("Told about support", 400) == "Told about support"
    assert wrap("Told about support", 400) == ("Told about support",)


def test_a_long_text_is_broken_at_its_spaces():
    assert wrap("Told about side effects that may come later", 160) == (
        "Told about side effects",
        "that may come later",
    )


def test_what_does_not_fit_on_the_last_line_ends_in_an_ellipsis():
    lines = wrap("Told about side effects that may come later", 90, most=2)
    assert lines == ("Told about", "side effects…")


def test_a_single_word_wider_than_the_room_is_cut():
    assert wrap("Pneumonoultramicroscopic", 60) == ("Pneum…",)


def test_no_words_give_no_lines():
    assert wrap("  ", 100) == ()


@given(TEXTS, st.floats(30, 300), st.integers(1, 4))
def test_no_line_is_wider_than_the_room(text, room, most):
    lines = wrap(text, room, most=most)
    assert len(lines) <= most
    assert all(width(line) <= room for line in lines)


def test_a_cut_text_is_as_long_as_the_room_allows():
    text = "i" * 1000
    kept = cut(text, 300)
    assert width(kept) <= 300 < width("i" + kept)


@given(TEXTS)
def test_wrapping_with_room_enough_loses_no_word(text):
    assert " ".join(wrap(text, 1e6)).split() == text.split()
