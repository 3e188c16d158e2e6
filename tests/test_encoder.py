import itertools
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import BUNDLED_SHA256, Encoded, Encoder, encoder_of
from index.home import Home
from index.network import open_network
from index.tokens import STEPS
from ingest.errors import SettingsError
from tests.conftest import Viva
from tests.models import pool, saved, tiny_model


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


def test_the_translated_network_computes_what_the_model_computes(encoder: Encoder) -> None:
    words = [
        "the",
        "gradient",
        "of",
        "a",
        "softmax,",
        "$x_i$",
        "naïve",
        "C++",
        "模型",
        "is",
        "Not",
        "3.14",
        "zero",
    ]
    texts = [" ".join(words[i % len(words)] for i in range(n)) for n in (0, 1, 2, 7, 60, 200, 400)]
    together, _ = encoder.encode(texts)
    expected = encoder._model.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(together, expected, atol=2e-6)
    alone = np.stack([encoder.encode_query(text).vector for text in texts])
    np.testing.assert_allclose(alone, expected, atol=2e-6)


def test_a_translation_is_kept_mended_and_not_needed(
    tmp_path, encoder: Encoder, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    loaded: list[int] = []

    def load():
        loaded.append(1)
        return encoder._model

    pieces, mask = np.array([[101, 2054, 102]]), np.ones((1, 3), np.int64)
    expected = open_network("x", load).run(pieces, mask)
    (kept,) = (tmp_path / "viva").iterdir()
    assert len(loaded) == 1
    open_network("x", load)
    assert len(loaded) == 1
    kept.write_bytes(kept.read_bytes()[:1000])
    mended = open_network("x", load)
    assert len(loaded) == 2
    np.testing.assert_array_equal(mended.run(pieces, mask)[1], expected[1])
    assert caplog.messages == []
    kept.unlink()
    (tmp_path / "viva").rmdir()
    (tmp_path / "viva").write_text("a file where the folder should be")
    without = open_network("x", load)
    assert without.dim == 384
    (said,) = caplog.messages
    assert "runs in PyTorch" in said
    assert "File exists" in said, "the reason"
    assert "\n" not in said
    for one, other in zip(without.run(pieces, mask), expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_the_command_line_says_in_one_line_that_there_is_no_translation(
    tmp_path: Path, viva: Viva, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)  # the runtime would complain too
    (tmp_path / "a.md").write_text("Dropout drops units.")
    run = viva("ingest", tmp_path / "a.md", "--no-corpus", home=tmp_path / "home")
    assert run.returncode == 0
    assert run.stderr.startswith("viva: the encoder runs in PyTorch")
    assert run.stderr.count("\n") == 1


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


def test_the_same_weights_pooled_otherwise_are_another_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    tiny = tiny_model(tmp_path / "model")
    text = "the gradient of a softmax"
    mean = Encoder(str(tiny))
    before = mean.encode_query(text).vector
    pool(tiny, "cls_token")
    first = Encoder(str(tiny))
    after = first.encode_query(text).vector
    assert mean.sha256 == first.sha256
    assert mean.fingerprint != first.fingerprint
    np.testing.assert_allclose(after, first._model.encode(text), atol=1e-5)
    assert np.abs(before - after).max() > 0.01


def test_every_file_of_a_folder_counts_but_hidden_ones(tmp_path: Path) -> None:
    tiny = tiny_model(tmp_path / "model")
    (tiny / "model.safetensors").rename(tiny / "model-00001-of-00001.safetensors")
    seen = {Encoder(str(tiny)).fingerprint}
    for name in ("model-00001-of-00001.safetensors", "tokenizer.json", "1_Pooling/weights.bin"):
        with (tiny / name).open("a") as stream:
            stream.write(" ")
        fingerprint = Encoder(str(tiny)).fingerprint
        assert fingerprint not in seen
        seen.add(fingerprint)
    (tiny / ".cache").mkdir()
    (tiny / ".cache" / "fetched.json").write_text("{}")
    assert Encoder(str(tiny)).fingerprint == fingerprint
    assert Encoder(str(tiny.rename(tiny.with_name("elsewhere")))).fingerprint == fingerprint


def test_the_bundled_encoder_keeps_its_name_for_what_it_encoded(encoder: Encoder) -> None:
    assert encoder.fingerprint == "d44dc64b7f46de0b2562a0117cc1e5c6"
    assert Encoder(encoder.name).fingerprint == encoder.fingerprint


@pytest.mark.parametrize("stated", [{"max_seq_length": 100}, {"max_seq_length": None}, {}])
def test_the_window_is_what_the_model_itself_reads(
    tmp_path: Path, stated: dict[str, int | None]
) -> None:
    tiny = tiny_model(tmp_path / "model")
    (tiny / "sentence_bert_config.json").write_text(json.dumps(stated))
    for folder in (tiny, saved(tiny, tmp_path / "saved")):
        encoder = Encoder(str(folder))
        assert encoder.window == (stated.get("max_seq_length") or 512) - 2
        assert "_model" not in vars(encoder), "nothing need be loaded for it"
        assert encoder.window == encoder._model.max_seq_length - 2


def test_a_model_without_a_limit_reads_as_much_as_is_usual(tmp_path: Path) -> None:
    tiny = tiny_model(tmp_path / "model")
    encoder = Encoder(str(tiny))
    encoder._model.max_seq_length = 10**30
    (tiny / "sentence_bert_config.json").unlink()
    (tiny / "config.json").unlink()
    assert encoder.window == 510
    assert len(encoder._reader.encode("word " * 1000).ids) == 512


@pytest.mark.parametrize("passage", ["document", "passage"])
def test_the_prompts_of_a_model_are_read_before_queries_and_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passage: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    prompts = {"query": "Instruct: find it\nQuery:", passage: "passage: "}
    tiny = saved(tiny_model(tmp_path / "model"), tmp_path / "saved", **prompts)
    encoder, plain = Encoder(str(tiny)), Encoder(str(tmp_path / "model"))
    model = encoder._model
    text = "LoRA freezes the weights."
    asked = encoder.encode_query(text)
    vectors, (tokens,) = encoder.encode([text])
    expected = model.encode([text], prompt_name="query", normalize_embeddings=True)
    np.testing.assert_allclose(asked.vector, expected[0], atol=1e-5)
    expected = model.encode([text], prompt_name=passage, normalize_embeddings=True)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)
    bare = plain.encode_query(text)
    for read in (asked, tokens):
        np.testing.assert_array_equal(read.spans, bare.spans)
        np.testing.assert_array_equal(read.pieces, bare.pieces)
    assert encoder.window == plain.window - plain.count("passage: ")
    _, (long,) = encoder.encode(["gradient " * 400])
    assert len(long) == encoder.window
    assert len(encoder.encode_query("").pieces) == 0


def test_a_model_that_leaves_out_its_prompts_is_refused_in_one_line(tmp_path: Path) -> None:
    tiny = saved(tiny_model(tmp_path / "model"), tmp_path / "saved", query="query: ")
    pooling = tiny / "1_Pooling" / "config.json"
    pooling.write_text(
        pooling.read_text().replace('"include_prompt": true', '"include_prompt": false')
    )
    with pytest.raises(SettingsError, match=r"leaves its prompts out.*embedding\.model"):
        Encoder(str(tiny)).encode(["a"])


def test_a_path_in_the_settings_is_taken_from_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    tiny = tiny_model(home.root / "models" / "tiny")
    monkeypatch.setenv("HOME", str(home.root))
    found = set()
    for folder, model in itertools.product(
        (tmp_path, tiny), ("models/tiny", "~/models/tiny", str(tiny))
    ):
        monkeypatch.chdir(folder)
        home.settings.write_text(f'[embedding]\nmodel = "{model}"\n')
        encoder = encoder_of(home)
        found.add((encoder.name, encoder.fingerprint))
    assert found == {(str(tiny), Encoder(str(tiny)).fingerprint)}
    home.settings.write_text('[embedding]\nmodel = "someone/some-model"\n')
    assert encoder_of(home).name == "someone/some-model"
    home.settings.unlink()
    assert encoder_of(home).fingerprint == Encoder().fingerprint


def test_queries_are_encoded_by_many_threads_at_once() -> None:
    class Quick(Encoder):
        def _encode(self, texts: list[str], _prompt: str) -> list[Encoded]:
            return [Encoded(np.array([float(text)]), *[np.empty(0)] * 3) for text in texts]

    encoder = Quick()
    asked = [str(number) for number in range(200)] * 50
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            got = list(threads.map(encoder.encode_query, asked))
    finally:
        sys.setswitchinterval(interval)
    assert [float(each.vector[0]) for each in got] == list(map(float, asked))


def test_half_a_character_in_a_query_is_read_as_one_that_is_unknown(encoder: Encoder) -> None:
    half, unknown = (encoder.encode_query(f"what is {c} dropout") for c in ("\ud83d", "\ufffd"))
    np.testing.assert_array_equal(half.vector, unknown.vector)
    np.testing.assert_array_equal(half.spans, unknown.spans)
