"""The sentence encoder: texts to unit vectors, and texts to counts of word pieces.

The default model, all-MiniLM-L6-v2 (Wang et al. 2020 for the base model; Reimers and Gurevych 2019
for the training), is carried by a registry package, so that a fresh machine needs no model hub.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.home import Home
from index.model import (
    Prompts,
    bundled_folder,
    input_length,
    load_model,
    model_files,
    prompts_of,
    stated_prompts,
)
from index.network import Network, open_network
from index.settings import load_settings
from index.tokens import Tokens, load_projection, projection_sha256, unit
from ingest.digest import digest, file_sha256
from ingest.metadata import without_lone_surrogates

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
_PRECISION = "float32, tokens int8"
_BATCH = 2  # texts of like length; more wait for each other's padding, and gain nothing on a CPU
_SHORT = 1600  # characters that short texts may have together in one batch
_KEPT_QUERIES = 64
_SPECIAL_PIECES = 2  # [CLS] and [SEP]
_USUAL_LENGTH = 512
_UNLIMITED = 10**9  # of a tokeniser: transformers says 10 ** 30
_FILLING = ("[PAD]", "<pad>")


class Encoder:
    """A sentence-transformers model that is loaded when the first text must be encoded.

    Counting word pieces needs the tokeniser alone, so an unchanged library is recognised without
    loading any model. A model that was trained to read a prompt before queries or documents is
    given it; neither spans nor tokens tell of it.

    Args:
        model: the name of a model of the hub, or the path of a folder; empty for the bundled one.
    """

    def __init__(self, model: str = "") -> None:
        self.name = model or BUNDLED
        self._folder = bundled_folder() if self.name == BUNDLED else Path(model)
        self._encode_query = lru_cache(_KEPT_QUERIES)(self._encode_anew)

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
        files = model_files(self._folder)
        return digest(*files, *map(file_sha256, files.values())) if files else digest(self.name)

    @cached_property
    def fingerprint(self) -> str:
        """Names the encoder and its precision: equal fingerprints give equal vectors."""
        return digest(self.version, _PRECISION, projection_sha256(self.sha256), str(self.window))

    @cached_property
    def window(self) -> int:
        """Word pieces of a passage that the model reads, special tokens and its prompt left out."""
        prompt = self._prompts.document
        return self._length - _SPECIAL_PIECES - (self.count(prompt) if prompt else 0)

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
        """Unit vectors of documents' texts, and vectors of their word pieces.

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
            read = self._encode([texts[i] for i in part], self._prompts.document)
            for i, encoded in zip(part, read, strict=True):
                vectors[i] = encoded.vector
                tokens[int(i)] = Tokens.of(encoded.tokens, encoded.spans, encoded.pieces)
            if progress:
                progress(len(part))
        return vectors, [tokens[i] for i in range(len(texts))]

    def encode_query(self, text: str) -> Encoded:
        """What a query is compared by; kept for whoever asks for the same text again.

        Halves of characters, which a browser may send, are read as U+FFFD.
        """
        return self._encode_query(without_lone_surrogates(text))

    def forget_queries(self) -> None:
        """Drops what `encode_query` keeps, for whoever measures its time."""
        self._encode_query.cache_clear()

    @cached_property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return self._network.dim

    @cached_property
    def width(self) -> int:
        """Dimensions of a token vector."""
        return self.dim if self._projection is None else int(self._projection.shape[1])

    def _encode_anew(self, query: str) -> Encoded:
        return self._encode([query], self._prompts.query)[0]

    def _encode(self, texts: list[str], prompt: str) -> list[Encoded]:
        read = self._reader.encode_batch([prompt + text for text in texts])
        ids = np.array([each.ids for each in read], np.int64)
        tokens, vectors = self._network.run(
            ids, np.array([each.attention_mask for each in read], np.int64)
        )
        special = np.array([each.special_tokens_mask for each in read], dtype=bool)
        spans = np.array([each.offsets for each in read], np.int64) - len(prompt)
        # The first piece of a text may begin with the blank that ends the prompt.
        inside = ~special & ((spans[..., 0] >= 0) | (spans[..., 1] > 0))
        spans = np.maximum(spans, 0)
        return [
            Encoded(
                vector=vector,
                tokens=self._projected(tokens[row][own]),
                spans=spans[row][own],
                pieces=ids[row][own],
            )
            for row, (vector, own) in enumerate(zip(unit(vectors), inside, strict=True))
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
    def _prompts(self) -> Prompts:
        if self._folder.is_dir():
            return stated_prompts(self._folder)
        return prompts_of(self._model.prompts)

    @cached_property
    def _length(self) -> int:
        """Word pieces that the model reads at once."""
        stated = input_length(self._folder) or self._model.max_seq_length
        return stated if stated and stated < _UNLIMITED else _USUAL_LENGTH

    @cached_property
    def _model(self) -> "SentenceTransformer":
        return load_model(self.name, self._folder)

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
        reader.enable_truncation(self._length)
        filling = next((x for x in _FILLING if reader.token_to_id(x) is not None), _FILLING[0])
        reader.enable_padding(pad_id=reader.token_to_id(filling) or 0, pad_token=filling)
        return reader


def encoder_of(home: Home) -> Encoder:
    """The encoder that a home's settings name; a path is taken from the folder of the settings."""
    model = load_settings(home.settings).embedding.model
    folder = home.settings.parent.absolute() / Path(model).expanduser()
    return Encoder(str(folder) if model and folder.is_dir() else model)
