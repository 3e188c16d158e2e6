"""The benchmark measures what it says: sizes, equal scores, LlamaIndex's fusion by its formula."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from evals.bench.libraries import real_library, resized
from evals.bench.measure import measure_bench
from evals.bench.opening import opening
from evals.configs import RRF_K
from evals.errors import CaseError
from evals.peers import PEER_DEPTH, fusion_retrievers
from index.analyse import terms
from index.encoder import Encoder
from index.home import Home
from index.local import LocalGeneration
from tests.conftest import REPOSITORY
from tests.fakes import HashEncoder
from tests.models import tiny_model


def test_a_library_is_cut_down_evenly_and_filled_up_with_marked_copies(tmp_path: Path) -> None:
    encoder = HashEncoder()
    real = real_library(tmp_path, encoder, 300, lambda *_: None)
    small, large = resized(real, 20), resized(real, 450)
    assert [len(each.chunks) for each in (real, small, large)] == [300, 20, 450]
    assert [each.synthetic for each in (real, small, large)] == [0, 0, 150]
    assert len({chunk.chunk_id for chunk in large.chunks}) == 450
    np.testing.assert_allclose(np.linalg.norm(large.embedded.vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(large.embedded.vectors[:300], real.embedded.vectors, atol=1e-6)
    assert len(large.terms) == len(large.offsets) == len(large.embedded.places) == 450


def test_every_size_is_measured_whole(tmp_path: Path, encoder: Encoder) -> None:
    report = measure_bench(encoder, lambda *_: None, sizes=(8, 20), queries=3, keep=tmp_path)
    assert [row["chunks"] for row in report["sizes"]] == [8, 20]
    for row in report["sizes"]:
        stages = row["stages_ms"]
        assert stages["whole"]["p50"] >= stages["encode"]["p50"] > 0
        assert row["times_encoding"]["search"] > 1
        assert row["peers"]["bm25_largest_difference"] < 1e-9
        assert {"rank_bm25", "our BM25", "our search"} < set(row["peers"]["p50_ms"])
        assert row["open_s"] > 0
        assert row["build_s"] > 0


@pytest.mark.parametrize("query", ["what is dropout", "kv cache size", "xyzzy"])
def test_the_peer_is_reciprocal_rank_fusion_of_our_two_signals(
    assistant: Assistant, query: str
) -> None:
    searcher = assistant.searcher
    generation = searcher.generation
    assert isinstance(generation, LocalGeneration)
    assert generation.dense is not None
    peer = fusion_retrievers(generation, searcher.encoder)["llama-index RRF"]
    near = generation.dense.nearest(searcher.encoder.encode_query(query).vector, PEER_DEPTH)
    bm25 = generation.lexical.scores(terms(query))
    lexical = [i for i in np.argsort(-bm25, kind="stable")[:PEER_DEPTH] if bm25[i] > 0]
    expected: dict[str, float] = {}
    for ranking in (near, lexical):
        for rank, place in enumerate(ranking):
            name = generation.chunks[place].chunk_id
            expected[name] = expected.get(name, 0) + 1 / (RRF_K + rank)
    found = {each.node.node_id: each.get_score() for each in peer.retrieve(query)}
    assert found == pytest.approx(expected)


def test_a_fresh_process_runs_no_code_of_the_current_folder(
    tmp_path: Path, curriculum_home: Home, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not the library')\n")
    monkeypatch.chdir(tmp_path)
    assert opening(curriculum_home.root, encoder.name)["open_s"] > 0


def test_the_benchmark_needs_no_module_that_windows_lacks() -> None:
    code = "import sys; sys.modules['resource'] = None; import evals.bench.measure"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


def test_another_encoder_is_measured_with_its_own_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    encoder = Encoder(str(tiny_model(tmp_path / "model")))
    (row,) = measure_bench(encoder, lambda *_: None, sizes=(8,), queries=1)["sizes"]
    assert row["open_s"] > 0
    with pytest.raises(CaseError, match=r"fresh process cannot .*embedding\.model"):
        opening(tmp_path, str(tmp_path / "nowhere"))
