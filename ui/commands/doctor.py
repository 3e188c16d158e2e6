"""`viva doctor`: versions, encoder, index and home, and whether they are as they should be."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ui.console import out, out_json
from ui.options import HomeOption, JsonOption

_PACKAGES = (
    *("viva", "sentence-transformers", "torch", "faiss-cpu", "rank-bm25", "llama-index", "gradio"),
    *("pymilvus", "milvus-lite"),
)


def doctor(json: JsonOption = False, home: HomeOption = None) -> None:
    """Show versions, the encoder's identity, the state of the index and where the home is."""
    report = examine(home)
    if json:
        out_json(report)
        return
    for name, value in report["versions"].items():
        out(f"{name:22} {value}")
    encoder, index = report["encoder"], report["index"]
    verdict = {True: "as published", False: "NOT as published", None: "configured by you"}
    out(f"{'encoder':22} {encoder['name']} ({verdict[encoder['as_published']]})")
    out(f"{'encoder SHA-256':22} {encoder['sha256']}")
    out(f"{'home':22} {report['home']}")
    sizes = f"{index['documents']} documents, {index['chunks']} passages"
    out(f"{'index':22} {index['state']}; {sizes}; {index['store']}")


def examine(home: Any) -> dict[str, Any]:  # noqa: ANN401
    """What doctor reports, as JSON values."""
    from index.encoder import BUNDLED, BUNDLED_SHA256, encoder_of
    from index.home import open_home

    desk = open_home(home)
    encoder = encoder_of(desk)
    bundled = encoder.name == BUNDLED
    versions = {"python": platform.python_version()}
    return {
        "versions": versions | {name: _version(name) for name in _PACKAGES},
        "encoder": {
            "name": encoder.name,
            "sha256": encoder.sha256,
            "as_published": encoder.sha256 == BUNDLED_SHA256 if bundled else None,
        },
        "index": _index_state(desk, encoder),
        "home": str(desk.root),
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _index_state(desk: Any, encoder: Any) -> dict[str, Any]:  # noqa: ANN401
    """The live generation and whether it can be used: ``ready``, or what `open_generation` said."""
    from index.errors import StoreError
    from index.generation import open_generation
    from index.store import store_of
    from index.update import fingerprint

    store = store_of(desk)
    where = {"store": store.where}
    try:
        generation = open_generation(desk.index, fingerprint(encoder, store))
        state = "ready" if generation.is_whole() else "has lost passages; run: viva ingest"
    except StoreError as error:
        return {"state": str(error), "generation": None, "documents": 0, "chunks": 0, **where}
    counts = {"documents": len(generation.documents), "chunks": len(generation.chunks)}
    return {"state": state, "generation": generation.name, **counts, **where}
