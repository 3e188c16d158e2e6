import numpy as np
import pytest

from index.encoder import BUNDLED_SHA256, Encoder
from index.tokens import STEPS
from ingest.errors import SettingsError


def test_the_bundled_weights_are_those_published(encoder: Encoder) -> None:
    assert encoder.sha256 == BUNDLED_SHA256
    assert BUNDLED_SHA256.startswith("53aa51172d142c89")


def test_vectors_are_unit_rows_in_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = ["short", "a much longer text about gradient descent and its step size", "", "short"]
    vectors, tokens = encoder.encode(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[3], atol=1e-5)
    np.testing.assert_allclose(vectors[1], encoder.encode_query(texts[1]).vector, atol=1e-5)
    expected = encoder._model.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)
    assert [len(each) for each in tokens] == [encoder.count(text) for text in texts]
    empty, none = encoder.encode([])
    assert (empty.shape, none) == ((0, 384), [])


def test_tokens_know_their_characters_and_stay_close_to_the_models_own(encoder: Encoder) -> None:
    text = "LoRA freezes the weights; naïve C++ \u6a21 too."
    encoded = encoder.encode_query(text)
    words = [text[start:end].lower() for start, end in encoded.spans]
    assert words[:2] == ["lo", "##ra"[2:]]
    assert "weights" in words
    assert "模" in words
    assert encoded.tokens.shape == (len(words), encoder.width) == (len(words), 128)
    np.testing.assert_allclose(np.linalg.norm(encoded.tokens, axis=1), 1, atol=1e-5)
    whole = encoder._model.encode([text], output_value="token_embeddings")[0].numpy()[1:-1]
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    (_, (stored,)) = encoder.encode([text])
    kept = stored.vectors / STEPS
    differences = (kept @ kept.T) - (whole @ whole.T)
    assert np.sqrt((differences**2).mean()) < 0.1


def test_what_lies_beyond_the_window_has_no_tokens(encoder: Encoder) -> None:
    encoded = encoder.encode_query("gradient " * 400)
    assert len(encoded.pieces) == len(encoded.spans) == len(encoded.tokens) == encoder.window


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
