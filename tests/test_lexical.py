"""BM25 in a sparse matrix is rank_bm25's BM25Okapi, to the ninth decimal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.analyse import compounds, is_stop_word, passage_terms, terms
from index.lexical import K1, B, fit_lexical, load_lexical

TERM = st.sampled_from(list("abcdefgh"))
TEXTS = st.lists(st.lists(TERM, max_size=12), min_size=1, max_size=9)


@given(TEXTS.filter(any), st.lists(st.sampled_from(list("abcdefghz")), max_size=6))
def test_scores_equal_rank_bm25(texts: list[list[str]], query: list[str]) -> None:
    reference = BM25Okapi(texts, k1=K1, b=B).get_scores(query)
    np.testing.assert_allclose(fit_lexical(texts).scores(query), reference, atol=1e-9)


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_libraries_without_any_term_score_zero(texts: list[list[str]]) -> None:
    assert fit_lexical(texts).scores(["a"]).tolist() == [0.0] * len(texts)


def test_saved_and_loaded_is_the_same(tmp_path) -> None:
    index = fit_lexical([["é", "b"], ["b", "c", "b"]])
    assert sorted(index.save(tmp_path)) == sorted(path.name for path in tmp_path.iterdir())
    loaded = load_lexical(tmp_path)
    assert loaded.vocabulary == index.vocabulary
    assert (loaded.matrix != index.matrix).nnz == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gradients vanishing", ["gradient", "vanish"]),
        ("C++ and C#, or F1", ["c++", "c#", "f1"]),
        ("the k-means Café", ["k", "mean", "cafe"]),
        ("LLMs, llms, GPUs and GANs", ["llm", "llm", "gpu", "gan"]),
        ("FPS, css", ["fps", "css"]),
        ("what is it", ["what", "is", "it"]),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("batch normalisation", "batch normalization"),
        ("optimisers analysed", "optimizers analyzed"),
        ("neighbouring behaviour", "neighboring behavior"),
        ("data centres, centred", "data centers, centered"),
        ("licence and defence", "license and defense"),
        ("programmes catalogued", "programs cataloged"),
        ("catalogues of dialogue", "catalogs of dialog"),
        ("judgements on an ageing artefact", "judgments on an aging artifact"),
        ("practised modelling", "practiced modeling"),
    ],
)
def test_british_and_american_are_one(british: str, american: str) -> None:
    assert terms(british) == terms(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("normalise", "normal"),
        ("generalize", "general"),
        ("prize", "prise"),
        ("size", "sis"),
        ("four", "for"),
        ("hour", "hor"),
        ("programmer", "program"),
    ],
)
def test_no_two_words_become_one(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_passage_holds_the_parts_of_its_names() -> None:
    assert passage_terms("FlashAttention, macOS") == ["flashattent", "maco", "flash", "attent"]
    assert passage_terms("the k-means Café") == terms("the k-means Café")


def test_compounds() -> None:
    assert compounds("The bias-variance Trade-off, - and x-") == ["bias-variance", "trade-off"]


def test_stop_words() -> None:
    assert is_stop_word("Why")
    assert not is_stop_word("Australia")
