"""What a proposed wording adds and removes."""

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
