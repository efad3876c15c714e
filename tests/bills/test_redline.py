"""What a proposed wording adds and removes."""

import time
from random import Random

import pytest

from consultations.bills.text import Piece, redline


def test_changed_words_are_marked_and_the_rest_stands():
    assert redline("within 24 hours of the start", "within one hour of the start") == (
        Piece("same", "within "),
        Piece("removed", "24 hours"),
        Piece("same", " "),
        Piece("added", "one hour"),
        Piece("same", " "),
        Piece("same", "of the start"),
    )


def test_words_with_marks_and_pictures_keep_whole():
    pieces = redline("مياه نقيّة 🌊 لكل الناس", "مياه نقيّة 🐟 لكل الناس")

    assert [(piece.kind, piece.words) for piece in pieces if piece.kind != "same"] == [
        ("removed", "🌊"),
        ("added", "🐟"),
    ]


def test_equal_texts_have_no_marks():
    assert redline("a b", "a b") == (Piece("same", "a b"),)


def shown(pieces, *kinds):
    """Give the words of some kinds of pieces, as they are read."""
    return " ".join(" ".join(piece.words for piece in pieces if piece.kind in kinds).split())


@pytest.mark.parametrize(
    ("base", "wording"),
    [
        ("the " * 100, "the " * 1000),
        (" ".join(f"the w{n}" for n in range(1000)), "the " * 1500),
        ("a " * 3000, "a b " * 1500),
        ("a " * 200_000, "b a " * 1500),
    ],
    ids=["common", "mixed", "two", "huge"],
)
def test_texts_of_one_common_word_cost_no_more_than_others(base, wording):
    started = time.process_time()
    pieces = redline(base, wording)

    assert time.process_time() - started < 1
    assert shown(pieces, "same", "added") == wording.strip()


def test_a_change_in_a_long_text_is_found_wherever_it_stands():
    base = "The officer of the commission and the clerk of the House keep the list of the rivers. " * 600
    pieces = redline(base, base.replace("list of the rivers", "lists of all rivers", 1))

    assert [(piece.kind, piece.words) for piece in pieces if piece.kind != "same"] == [
        ("removed", "list"), ("added", "lists"), ("removed", "the"), ("added", "all"),
    ]  # fmt: skip


def test_a_hundred_changes_in_a_clause_of_a_thousand_words_are_each_shown():
    common = ["the"] * 8 + ["of"] * 5 + ["and"] * 3 + [f"w{at}" for at in range(60)]
    words = Random(1).choices(common, k=1000)
    other = [f"new{at}" if at % 10 == 5 else word for at, word in enumerate(words)]
    pieces = redline(" ".join(words), " ".join(other))

    added = shown(pieces, "added").split()
    assert shown(pieces, "same", "added").split() == other
    assert len(added) < 120 and {f"new{at}" for at in range(5, 1000, 10)} <= set(added)
