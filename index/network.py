"""The encoder's forward pass, by ONNX Runtime: the same vectors as PyTorch's, queries sooner.

A query takes less than half the time, a whole library about the same. A model is translated once,
in seconds, and kept in the platform's folder for caches; from then on PyTorch, with the seconds
that importing it takes, is not needed. What cannot be translated or kept runs in PyTorch. Eight-bit
weights would be twice as fast again, but their results depend on the processor's instructions, so
an index could not be moved to another machine.
"""

import logging
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import platformdirs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_OPSET = 17
_INPUTS, _OUTPUTS = ["input_ids", "attention_mask"], ["token_embeddings", "sentence_embedding"]


@dataclass(frozen=True, slots=True)
class Network:
    """What a sentence-transformers model computes.

    Attributes:
        run: from the numbers of word pieces and the mask of those to be read, both [n, length], to
            the vectors of the pieces [n, length, dim] and of the texts [n, dim].
        dim: dimensions of a vector.
    """

    run: Callable[[Numbers, Numbers], tuple[Floats, Floats]]
    dim: int


def open_network(name: str, load: Callable[[], "SentenceTransformer"]) -> Network:
    """The network of a model; where it has to run in PyTorch, a line is logged that says why.

    Args:
        name: under which its translation is kept: its version's digest.
        load: the model itself, called if there is no translation yet.
    """
    folder = Path(platformdirs.user_cache_dir("viva", appauthor=False))
    kept = folder / f"encoder-{name[:32]}-{_OPSET}.onnx"
    # The libraries raise whatever they like, at a damaged file, a full disk or an unusual model.
    with suppress(Exception):
        return _opened(kept)
    model = load()
    try:
        _translate(model, kept)
        return _opened(kept)
    except Exception as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        logging.getLogger(__name__).warning(
            "viva: the encoder runs in PyTorch, which takes longer: no translation of it could be "
            "kept as %s (%s)",
            kept,
            reason,
        )
    return _untranslated(model)


def _opened(path: Path) -> Network:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # else it collects some for its makers
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Threads that wait by spinning take the other cores from whoever else computes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(pieces: Numbers, mask: Numbers) -> tuple[Floats, Floats]:
        tokens, sentences = session.run(_OUTPUTS, {"input_ids": pieces, "attention_mask": mask})
        return tokens, sentences

    _, sentences = run(np.array([[0]]), np.array([[1]]))
    return Network(run, int(sentences.shape[-1]))


def _untranslated(model: "SentenceTransformer") -> Network:
    import torch

    def run(pieces: Numbers, mask: Numbers) -> tuple[Floats, Floats]:
        given = dict(zip(_INPUTS, (torch.from_numpy(pieces), torch.from_numpy(mask)), strict=True))
        with torch.inference_mode():
            features = model(given)
        tokens, sentences = (features[output].float().numpy() for output in _OUTPUTS)
        return tokens, sentences

    return Network(run, int(model.get_embedding_dimension() or 0))


def _translate(model: "SentenceTransformer", path: Path) -> None:
    """Writes a model with its pooling as an ONNX file, complete or not at all."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pieces: Any, mask: Any) -> tuple[Any, ...]:  # noqa: ANN401
            features = self.model(dict(zip(_INPUTS, (pieces, mask), strict=True)))
            return tuple(features[output] for output in _OUTPUTS)

    pieces = torch.tensor([[5, 6, 7], [5, 6, 0]])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    batch, length = {0: "texts"}, {0: "texts", 1: "pieces"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what tracing cannot see; the tests compare results
            torch.onnx.export(
                Whole().eval(),
                (pieces, (pieces > 0).long()),
                str(draft),
                input_names=_INPUTS,
                output_names=_OUTPUTS,
                dynamic_axes=dict(zip([*_INPUTS, *_OUTPUTS], [length] * 3 + [batch], strict=True)),
                opset_version=_OPSET,
                dynamo=False,
            )
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
