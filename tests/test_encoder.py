import numpy as np
import pytest

from index.encoder import BUNDLED_SHA256, Encoder
from ingest.errors import SettingsError


def test_the_bundled_weights_are_those_published(encoder: Encoder) -> None:
    assert encoder.sha256 == BUNDLED_SHA256
    assert BUNDLED_SHA256.startswith("53aa51172d142c89")


def test_vectors_are_unit_rows_in_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = ["short", "a much longer text about gradient descent and its step size", "", "short"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[3], atol=1e-5)
    np.testing.assert_allclose(vectors[1], encoder.encode_one(texts[1]), atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_counting_equals_the_models_own_tokeniser(encoder: Encoder) -> None:
    text = "Why does $\\sqrt{d_k}$ matter? " * 100
    pieces = encoder._model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
    assert encoder.count(text) == len(pieces) > encoder.window
    assert encoder.count(text + " " + text) == 2 * encoder.count(text)


def test_progress_counts_every_text(encoder: Encoder) -> None:
    seen: list[int] = []
    encoder.encode(["a"] * 5, seen.append)
    assert sum(seen) == 5


def test_a_model_that_does_not_exist_is_one_line(tmp_path) -> None:
    empty = tmp_path / "model"
    empty.mkdir()
    with pytest.raises(SettingsError, match=r"embedding\.model"):
        Encoder(str(empty)).encode(["a"])
