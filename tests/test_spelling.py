"""Misspelt words: mended when they are slips, left alone when they are merely unknown."""

import pytest

from index.encoder import Encoder
from index.spelling import mend

WORDS = {"regularisation": 9, "regression": 20, "softmax": 5, "dropout": 7, "gradient": 30,
         "either": 40, "lasagna": 1, "closing": 12, "passed": 30, "loss": 9, "function": 12,
         "trade-off": 2, "multicollinearity": 1,
         "microaveraged": 1, "hypokalaemia": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("what is dropuot", "what is dropout"),
        ("Gardient of sotfmax?", "gradient of softmax?"),
        ("regulrisaton", "regularisation"),
        ("regresion", "regression"),
        ("multicolinearity", "multicollinearity"),  # rare, but nothing else is as near
        ("macroaveraged", "macroaveraged"),  # the contrary of a rare word
        ("hyperkalaemia", "hyperkalaemia"),
        ("zither", "zither"),  # another first letter
        ("lasangna", "lasangna"),  # near a word that hardly occurs
        ("landlord deposit", "landlord deposit"),  # a word that the encoder knows whole
        ("behavioral cloning", "behavioral cloning"),  # words of English, whatever is near
        ("copy-pasted", "copy-pasted"),
        ("Bias variance tradeoff", "Bias variance trade-off"),  # a compound, joined
        ("lossfunction", "loss function"),  # two words in one
        ("dropout", "dropout"),
        ("xgb 3x L2", "xgb 3x L2"),  # too short, or not letters alone
        ("Flugelhornist", "Flugelhornist"),  # nothing is near
        ("DropOat", "DropOat"),  # capitals within: a name
        ("", ""),
    ],
)
def test_slips_are_mended(encoder: Encoder, query: str, mended: str) -> None:
    assert mend(query, WORDS, known=WORDS.__contains__, pieces=encoder.count) == mended


def test_of_two_near_words_the_more_frequent_is_taken() -> None:
    words = {"grade": 3, "graze": 8}
    assert mend("grale", words, known=words.__contains__, pieces=lambda _: 2) == "graze"


def test_of_equally_near_words_one_of_the_same_letters_is_taken() -> None:
    words = {"prediction": 90, "precision": 9}
    assert mend("presicion", words, known=words.__contains__, pieces=lambda _: 2) == "precision"
