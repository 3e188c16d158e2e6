"""The index in Milvus, by the real client over milvus-lite, against the local index."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi
from typer.testing import CliRunner

from index.catalogue import catalogue, paths_named
from index.encoder import Encoder
from index.errors import IndexDamaged, IndexStale, StoreUnavailable
from index.generation import open_generation
from index.home import Home
from index.lexical import K1, B, fit_lexical
from index.library import Library, stored_library
from index.milvus.client import connect, place
from index.milvus.generation import StoredDocuments
from index.milvus.okapi import fit_okapi, load_okapi
from index.milvus.pack import MAX_BYTES, pack_json, pack_tokens, unpack_json, unpack_tokens
from index.milvus.plan import Mark, Step, plan
from index.milvus.schema import FOREVER, _passages, create, documents_of, visible
from index.milvus.words import as_terms, as_words
from index.records import document_record
from index.search import Searcher
from index.types import Filters
from index.update import update, write_index
from ingest.errors import SettingsError
from ingest.types import Chunk, Document
from tests.conftest import REPOSITORY, Viva, note
from tests.fakes import HashEncoder
from tests.test_late import tokens
from ui.cli import app
from ui.ingesting import _result
from ui.pages.filters import choices

LONG = "text long enough to be a passage of its own, not one that joins the section above it."


def desk(folder: Path, backend: str = "milvus", uri: str = "") -> Home:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "viva.toml").write_text(
        f'[index]\nbackend = "{backend}"\nmilvus_uri = "{uri}"\n', encoding="utf-8"
    )
    return Home(folder)


def ranking(
    searcher: Searcher, query: str, filters: Filters | None = None, k: int = 1000
) -> list[tuple[Chunk, float, dict[str, float]]]:
    """All that a hit consists of, but the ids of rows."""
    hits = searcher.search(query, k, filters or Filters())
    parts = [{name: round(value, 5) for name, value in hit.parts.items()} for hit in hits]
    return [(hit.chunk, hit.score, part) for hit, part in zip(hits, parts, strict=True)]


def stored(home: Home) -> tuple[int, int]:
    """Rows of passages and of documents, those of no generation included."""
    generation = open_generation(home.index, None)
    names = (generation.collection, documents_of(generation.collection))
    return tuple(generation.milvus.count(name, "id >= 0") for name in names)


# What is packed comes back.

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(TEXTS, st.one_of(TEXTS, st.lists(TEXTS)), max_size=4))
def test_packed_json_comes_back(value: dict) -> None:
    assert unpack_json(pack_json(value)) == value


def test_half_a_character_is_packed_as_text() -> None:
    parts = pack_json({"title": "half \ud83d"})
    assert "".join(parts).encode()
    assert unpack_json(parts) == {"title": "half \ud83d"}


def test_a_packed_part_is_never_longer_than_a_field() -> None:
    parts = pack_json({"text": "\U0001f600" * 40_000})
    assert len(parts) == 3
    assert max(len(part.encode()) for part in parts) <= MAX_BYTES
    assert unpack_json(parts)["text"] == "\U0001f600" * 40_000


@pytest.mark.parametrize("size", [0, 1, 700])
def test_packed_tokens_come_back(size: int) -> None:
    given = tokens(size, seed=size, width=128)
    parts = pack_tokens(given)
    back = unpack_tokens(parts)
    for name in ("vectors", "spans", "pieces"):
        np.testing.assert_array_equal(getattr(back, name), getattr(given, name))
    assert sum(map(len, parts)) == 4 * -(-(8 + size * (128 + 8)) // 3)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["c++", "c#", "l1", "0x63", "naïve", "学习", "attent", "f"])))
def test_terms_survive_the_analyser(given: list[str]) -> None:
    from milvus_lite.analyzer.standard import StandardAnalyzer

    words = as_words(given)
    assert as_terms(words) == given
    assert StandardAnalyzer().tokenize(words) == words.split()


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=8), min_size=1, max_size=8),
    st.lists(st.sampled_from("abcxyz"), max_size=5),
)
def test_bm25_is_that_of_rank_bm25_and_of_the_local_index(
    passages: list[list[str]], query: list[str]
) -> None:
    scores = fit_okapi(passages).scores(query, passages)
    known = [term for term in query if any(term in passage for passage in passages)]
    reference = BM25Okapi(passages, k1=K1, b=B).get_scores(known)
    np.testing.assert_allclose(scores, reference, atol=1e-9)
    np.testing.assert_allclose(scores, fit_lexical(passages).scores(query), atol=1e-9)


def test_statistics_are_stored_and_loaded(tmp_path: Path) -> None:
    fitted = fit_okapi([["a", "b"], ["a"], ["c++"]])
    fitted.save(tmp_path)
    assert load_okapi(tmp_path) == fitted
    assert fit_okapi([]).scores(["a"], []).tolist() == []


# What is written, and what a reader sees meanwhile.

KEYS = st.sampled_from("abcdef")


def shown(rows: dict[int, Mark], number: int) -> list[str]:
    return sorted(row.key for row in rows.values() if row.since <= number < row.until)


def steps(rows: dict[int, Mark], wanted: dict[str, None], step: Step) -> Iterator[None]:
    """The writes of a plan, one by one, each applied to `rows`."""
    made = plan(list(rows.values()), wanted, step)
    for number, key in enumerate(made.new, made.next_id):
        rows[number] = Mark(number, key, step.coming, FOREVER)
        yield
    for ids, until in ((made.leaving, step.coming), (made.staying, FOREVER)):
        for number in ids:
            rows[number] = Mark(number, rows[number].key, rows[number].since, until)
            yield
    for number in made.gone:
        del rows[number]
        yield


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sets(KEYS), st.integers(0, 9) | st.none()), min_size=1, max_size=8))
def test_a_reader_sees_one_generation_whatever_is_interrupted(
    history: list[tuple[set[str], int | None]],
) -> None:
    rows: dict[int, Mark] = {}
    live, newest, before = 0, 0, list[str]()
    for wanted, stop in history:
        step = Step(live, newest + 1)
        for done, _ in enumerate(steps(rows, dict.fromkeys(sorted(wanted)), step)):
            assert shown(rows, live) == before
            if done == stop:
                newest += stop % 2  # a killed writer leaves its folder, and its number is taken
                break
        else:
            assert shown(rows, step.coming) == sorted(wanted)
            assert shown(rows, live) == before, "until the switch, and for those who came before"
            live = newest = step.coming
            before = sorted(wanted)


# The same search.


def library(folder: Path, backend: str, encoder, documents) -> Searcher:
    home = desk(folder / backend, backend)
    write_index(home, encoder, documents)
    return Searcher(home, encoder)


ODD = 'a "quoted" \\ back\'slash, é 学 %_'
METADATA = [
    {"tracks": ["x", "y"], "section": "03-llm", "roles": ["pm"], "level": "easy"},
    {"tracks": ["y"], "section": "03-llm", "roles": ["pm", "engineer"], "level": "hard"},
    {"tracks": [ODD], "section": "11-bank", "roles": [ODD], "level": ODD},
    {"tracks": "x", "section": 7, "roles": None, "level": 3},
    {},
]


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Searcher, Searcher]:
    """The same small library in both stores."""
    folder, encoder = tmp_path_factory.mktemp("both"), HashEncoder()
    body = "# T{0}\n\nAttention {0} weighs keys, c++ and k-means too.\n\n```\ncode {0}\n```\n"
    documents = [note(body.format(i) + LONG, f"d{i}", **meta) for i, meta in enumerate(METADATA)]
    documents += [note("Equal text here.", f"e{i}") for i in range(3)]
    asked = [[0, "zonk the frobs?"], [3, "quux, or is it?"]]
    documents.append(note(f"Looked for in other words. {LONG}", "asked", questions=asked))
    documents.append(note("", "empty"))
    return tuple(library(folder, name, encoder, documents) for name in ("local", "milvus"))


@pytest.mark.parametrize(
    "query",
    [
        "attention keys",
        "c++",
        "k-means",
        "equal text",
        "the of",
        "zebra",
        "",
        "atention",
        "frobs",
        "quux",
    ],
)
def test_the_same_ranking_and_scores(both, query: str) -> None:
    local, milvus = (ranking(searcher, query) for searcher in both)
    assert local == milvus


def test_a_passage_is_found_by_its_questions_in_every_store(both) -> None:
    for searcher in both:
        best = searcher.search("zonk the frobs, or quux")[0]
        assert best.chunk.doc_id == "asked"
        assert best.chunk.metadata["questions"] == ["zonk the frobs?", "quux, or is it?"]
        assert best.parts["bm25_share"] == 1


def test_either_signal_brings_candidates_of_its_own(both) -> None:
    vector = both[0].encoder.encode_query("equal text here.").vector
    found = []
    for searcher in both:
        candidates = searcher.generation.candidates(vector, ["3"], Filters(), depth=1)
        chunks = searcher.generation.chunks_at(candidates.ids)
        found.append([chunk.doc_id.rstrip("012") for chunk in chunks])
        assert (candidates.bm25 > 0).tolist() == [True, False], "the first has the word"
    assert found == [["d3", "e"]] * 2, "of equal passages any"


def test_the_same_word_pieces_at_the_same_places(both) -> None:
    hits = [searcher.search("attention keys", 50) for searcher in both]
    best = hits[1][0]
    inside = [best.chunk.text[start:end] for start, end in best.tokens.spans if start >= 0]
    assert best.chunk.metadata["body"], "the heading stands above, and is not where it is read"
    assert "Attention" in inside
    for local, milvus in zip(*hits, strict=True):
        for name in ("vectors", "spans", "pieces"):
            expected = getattr(local.tokens, name)
            np.testing.assert_array_equal(getattr(milvus.tokens, name), expected)


def test_filters_admit_the_same_passages_in_every_combination(both) -> None:
    values = {
        "track": [None, "x", "y", ODD, "z"],
        "section": [None, "03-llm", "03", "llm", "7"],
        "role": [None, "pm", "engineer"],
        "level": [None, "easy", "3"],
        "kind": [None, "prose"],
        "doc": [None, "d0"],
    }
    vector = both[0].encoder.encode_query("attention").vector
    local, milvus = (searcher.generation for searcher in both)
    found = 0
    for combination in itertools.product(*values.values()):
        filters = Filters(*combination)
        pair = [each.candidates(vector, ["attent"], filters) for each in (local, milvus)]
        admitted = [
            sorted(chunk.chunk_id for chunk in each.chunks_at(candidates.ids))
            for each, candidates in zip((local, milvus), pair, strict=True)
        ]
        assert admitted[0] == admitted[1], filters
        assert len(admitted[0]) == sum(map(filters.admit, local.chunks)), filters
        found += bool(admitted[0])
    assert found > 20


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_a_filter_may_be_any_text(both, value: str) -> None:
    for filters in (Filters(track=value), Filters(doc=value), Filters(section=value)):
        local, milvus = (ranking(searcher, "attention", filters) for searcher in both)
        assert local == milvus


def test_whatever_else_a_generation_tells_is_the_same(both) -> None:
    local, milvus = (searcher.generation for searcher in both)
    assert list(milvus.documents) == list(local.documents)
    assert list(milvus.documents.values()) == list(local.documents.values())
    assert [milvus.documents[doc_id] for doc_id in local.documents] == list(
        local.documents.values()
    )
    assert milvus.documents.get("nobody") is None
    assert list(milvus.outlines) == list(local.outlines)
    assert list(milvus.chunks) == list(local.chunks)
    assert len(milvus.chunks) == len(local.chunks)
    assert milvus.words == local.words
    assert milvus.frequencies.tolist() == local.frequencies.tolist()
    for chunk in local.chunks:
        assert milvus.chunk(chunk.chunk_id) == chunk
        assert milvus.chunks_of(chunk.doc_id) == local.chunks_of(chunk.doc_id)
    assert milvus.chunk("nobody") is None
    assert milvus.is_whole()
    for word in ("attent", "c++", "zebra"):
        assert milvus.knows(word) == local.knows(word)


def test_every_command_prints_the_same(tmp_path: Path, encoder: Encoder) -> None:
    text = (REPOSITORY / "corpus" / "02-deep-learning" / "attention.md").read_text("utf-8")
    source = tmp_path / "notes" / "attention.md"
    source.parent.mkdir()
    source.write_text(text[:2500], encoding="utf-8")
    homes = [desk(tmp_path / name, name) for name in ("local", "milvus")]
    for home in homes:
        update(home, encoder, [source], corpus=False)
    (doc_id,) = open_generation(homes[0].index, None).documents
    for command in (
        ["search", "queries, keys and values", "--json"],
        ["ask", "What does attention compute?"],
        ["show", doc_id, "--end", "40"],
        ["library", "list", "--json"],
        ["library", "show", doc_id, "--json"],
        ["library", "check"],
        ["library", "remove", doc_id],
        ["search", "queries, keys and values"],
    ):
        local, milvus = (
            CliRunner().invoke(app, [*command, "--home", str(home.root)]) for home in homes
        )
        assert (local.exit_code, local.exception) == (0, None), command
        assert milvus.stdout == local.stdout, command


@pytest.mark.parametrize("texts", [[], ["One."], ["One.", "Two."]])
def test_tiny_libraries_rank_alike(tmp_path: Path, texts: list[str]) -> None:
    documents = [note(text, f"n{i}", kind="text") for i, text in enumerate(texts)]
    local, milvus = (
        library(tmp_path, name, HashEncoder(), documents) for name in ("local", "milvus")
    )
    assert ranking(local, "one of two") == ranking(milvus, "one of two")
    assert len(ranking(milvus, "one of two")) == len(texts)


def test_what_a_server_is_asked_to_make_is_well_formed() -> None:
    schema, index = _passages(is_file=False, dim=384)
    schema.verify()
    kinds = {each.field_name: each.index_type for each in index}
    assert (kinds["dense"], kinds["bm25"]) == ("HNSW", "SPARSE_INVERTED_INDEX")
    filtered = {"since", "until", "tracks", "roles", "sections", "levels", "kind", "doc"}
    assert filtered <= kinds.keys()
    assert {each.index_name for each in index} == kinds.keys()


class Rows:
    """A store that holds a document of every id."""

    uri = "nowhere"

    def rows(self, _collection: str, where: str, *_: object) -> Iterator[Mapping]:
        yield {"document": pack_json(document_record(note("", where.split('"')[1])))}


def test_documents_are_fetched_by_many_threads_at_once() -> None:
    asked = [str(number) for number in range(400)]
    documents = StoredDocuments(Rows(), "", 1, asked)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            got = list(threads.map(documents.__getitem__, asked * 20))
    finally:
        sys.setswitchinterval(interval)
    assert [document.doc_id for document in got] == asked * 20


class Fetched(Mapping):
    """Documents none of which may be fetched."""

    def __getitem__(self, doc_id: str) -> Document:
        raise AssertionError(doc_id)

    __iter__ = __len__ = __getitem__


def test_lists_and_menus_fetch_no_document(both, tmp_path: Path) -> None:
    local, milvus = (searcher.generation for searcher in both)
    away = replace(milvus, documents=Fetched(), milvus=None)
    assert catalogue(away) == catalogue(local)
    assert choices(away) == choices(local)
    (source,) = local.documents["d0"].sources
    assert paths_named(Home(tmp_path), away, ["d0", "x"]) == ([Path(source)], ["x"])
    assert _result(Path(source), "", {}, away).outcome == "1 passage"


# Bringing it up to date.


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(f"# A\n\nAlpha {LONG}\n\n## B\n\nBeta {LONG}\n")
    (folder / "b.txt").write_text("Gamma text.")
    return folder


def test_only_what_changed_is_encoded_and_what_is_gone_goes(tmp_path: Path, notes: Path) -> None:
    home, encoder = desk(tmp_path / "home"), HashEncoder()
    first = update(home, encoder, [notes], corpus=False)
    assert (first.added, first.chunks, first.encoded, stored(home)) == (2, 3, 3, (3, 2))
    again = update(home, encoder)
    assert (again.unchanged, again.encoded) == (2, 0)
    searcher = Searcher(home, encoder)
    held = searcher.generation

    path = notes / "a.md"
    path.write_text("Added above.\n\n" + path.read_text().replace("Beta", "Delta"))
    edited = update(home, encoder)
    assert (edited.changed, edited.encoded) == (1, 2), "Alpha has moved, and is not read again"
    assert "Delta" in searcher.search("delta", 1)[0].chunk.text
    assert not any("Beta" in hit.chunk.text for hit in searcher.search("beta"))
    kept = searcher.search("beta", 1, generation=held)
    assert "Beta" in kept[0].chunk.text, "who opened the previous generation still has it"

    (notes / "b.txt").unlink()
    assert update(home, encoder).removed == 1
    assert not any("Gamma" in hit.chunk.text for hit in searcher.search("gamma"))
    path.write_text("Nothing else.")
    update(home, encoder)
    path.write_text("Nothing at all.")
    update(home, encoder)
    assert stored(home) == (2, 2), "the live generation's rows and the previous one's"


class Stops(HashEncoder):
    """Is killed when it is to encode for the second time."""

    def encode(self, texts, progress=None):  # noqa: ANN201
        if self.encoded:
            raise KeyboardInterrupt
        return super().encode(texts, progress)


def test_an_interrupted_write_is_not_seen_and_is_taken_up(tmp_path: Path, notes: Path) -> None:
    home = desk(tmp_path / "home")
    update(home, HashEncoder(), [notes], corpus=False)
    searcher = Searcher(home, HashEncoder())
    before = ranking(searcher, "alpha word")
    (notes / "a.md").unlink()
    words = (" ".join(f"w{i}x{j}" for j in range(200)) for i in range(300))
    (notes / "long.txt").write_text("\n\n".join(words))
    with pytest.raises(KeyboardInterrupt):
        update(home, Stops())
    assert stored(home)[0] == 3 + 256
    assert ranking(searcher, "alpha word") == before
    done = update(home, HashEncoder())
    assert (done.chunks, done.encoded, done.removed) == (301, 300 - 256, 1)
    local = desk(tmp_path / "local", "local")
    update(local, HashEncoder(), [notes], corpus=False)
    expected = Searcher(local, HashEncoder())
    for query in ("w17x0 w17x1 w17x2", "gamma", "w299x5"):
        assert ranking(searcher, query, k=1) == ranking(expected, query, k=1)
    assert list(searcher.generation.chunks) == list(expected.generation.chunks)


def run(code: str, *arguments: object, wait: bool = True) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    started = subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
    )
    if wait:
        started.wait(timeout=120)
    return started


KILLED = """
import os, signal, sys
from pathlib import Path
from index.home import Home
from index.update import update
from tests.fakes import HashEncoder

class Killed(HashEncoder):
    def encode(self, texts, progress=None):
        if self.encoded:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, progress)

update(Home(Path(sys.argv[1])), Killed(), [Path(sys.argv[2])], corpus=False)
"""


def test_a_killed_process_costs_a_batch(tmp_path: Path, notes: Path) -> None:
    home = desk(tmp_path / "home")
    (notes / "long.txt").write_text("\n\n".join(f"{i} " + "word " * 200 for i in range(300)))
    assert run(KILLED, home.root, notes).returncode == -signal.SIGKILL
    done = update(home, HashEncoder(), [notes], corpus=False)
    assert done.chunks == 303
    assert done.encoded == 303 - 256
    assert len(ranking(Searcher(home, HashEncoder()), "word gamma alpha")) > 200


def test_switching_the_store_keeps_the_library_and_its_vectors(tmp_path: Path, notes: Path) -> None:
    home = desk(tmp_path / "home", "local")
    encoder = HashEncoder()
    update(home, encoder, [notes], corpus=False)
    expected = ranking(Searcher(home, encoder), "alpha gamma")
    desk(home.root)
    with pytest.raises(IndexStale, match="viva ingest"):
        Searcher(home, encoder).search("alpha")
    moved = update(home, encoder)
    assert (moved.unchanged, moved.encoded) == (2, 0)
    assert ranking(Searcher(home, encoder), "alpha gamma") == expected
    desk(home.root, "local")
    assert update(home, encoder).unchanged == 2
    assert ranking(Searcher(home, encoder), "alpha gamma") == expected


def test_a_store_that_is_gone_is_left_behind_once_the_settings_name_another(
    tmp_path: Path, notes: Path
) -> None:
    away, encoder = "http://127.0.0.1:9", HashEncoder()
    home = desk(tmp_path / "home")
    update(home, encoder, [notes], corpus=False)
    update(home, encoder, removed=[notes / "b.txt"])
    for manifest in home.index.glob("0*/manifest.json"):
        text = manifest.read_text().replace('"uri": ""', f'"uri": "{away}"')
        manifest.write_text(text.replace('"milvus": ""', f'"milvus": "{away}"'))
    desk(home.root, uri=away)
    with pytest.raises(StoreUnavailable, match="does not answer"):
        update(home, encoder)
    desk(home.root, "local")
    done = update(home, encoder)
    assert (done.documents, done.chunks, done.failed) == (1, 2, ())
    assert stored_library(home.index) == Library((notes,), (notes / "b.txt",), corpus=False)
    assert Searcher(home, encoder).search("alpha")


def test_rows_that_vanish_are_noticed_and_written_again(tmp_path: Path, notes: Path) -> None:
    home, encoder = desk(tmp_path / "home"), HashEncoder()
    update(home, encoder, [notes], corpus=False)
    generation = Searcher(home, encoder).generation
    generation.milvus.call(
        "delete", generation.collection, filter=visible(1, Filters(kind="prose"))
    )
    assert not generation.is_whole()
    done = update(home, encoder)
    assert (done.unchanged, done.encoded) == (2, 3)
    assert Searcher(home, encoder).generation.is_whole()


def test_a_collection_that_is_gone_is_a_damaged_index(tmp_path: Path, notes: Path) -> None:
    home, encoder = desk(tmp_path / "home"), HashEncoder()
    update(home, encoder, [notes], corpus=False)
    generation = Searcher(home, encoder).generation
    generation.milvus.call("drop_collection", generation.collection)
    with pytest.raises(IndexDamaged, match="viva ingest"):
        Searcher(home, encoder).search("alpha")
    assert update(home, encoder, [notes], corpus=False).chunks == 3
    assert Searcher(home, encoder).search("alpha")


def test_homes_share_a_file_and_see_nothing_of_each_other(tmp_path: Path) -> None:
    uri, encoder = str(tmp_path / "shared.db"), HashEncoder()
    homes = [desk(tmp_path / name, uri=uri) for name in ("one", "two")]
    for home in homes:
        write_index(home, encoder, [note(f"Alpha of {home.root.name}.", "d")])
    for home in homes:
        (hit,) = Searcher(home, encoder).search("alpha")
        assert hit.chunk.text == f"Alpha of {home.root.name}."


# What goes wrong is one line.


def test_a_server_that_is_not_there_is_one_line(tmp_path: Path, viva: Viva) -> None:
    home = desk(tmp_path, uri="http://127.0.0.1:9")
    failed = viva("ingest", "--no-corpus", home=home.root)
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "Milvus at http://127.0.0.1:9 does not answer" in failed.stderr
    assert "VIVA_MILVUS_TOKEN" in failed.stderr


def test_doctor_says_where_the_index_is_and_what_is_wrong(tmp_path: Path, notes: Path) -> None:
    from ui.commands.doctor import examine

    home, encoder = desk(tmp_path / "home"), HashEncoder()
    assert "nothing has been ingested" in examine(home.root)["index"]["state"]
    update(home, encoder, [notes], corpus=False)
    report = examine(home.root)["index"]
    assert report["store"] == f"in Milvus at {home.index / 'milvus.db'}"
    assert "viva ingest" in report["state"], "made with another encoder"
    manifest = next(home.index.glob("0*/manifest.json"))
    manifest.write_text(manifest.read_text().replace('"uri": ""', '"uri": "http://127.0.0.1:9"'))
    desk(home.root, uri="http://127.0.0.1:9")
    with pytest.raises(StoreUnavailable, match="does not answer"):
        open_generation(home.index, None)


HOLDS = """
import sys, time
from index.milvus.client import connect
connect(sys.argv[1])
print("held", flush=True)
time.sleep(120)
"""


def test_a_file_that_another_process_holds_is_one_line(tmp_path: Path) -> None:
    uri = str(tmp_path / "held.db")
    holder = run(HOLDS, uri, wait=False)
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreUnavailable, match=r"in use by another process.*one at a time"):
            connect(uri)
    finally:
        holder.kill()
        holder.wait()
    connect(uri)


def test_a_client_that_is_not_installed_is_one_line(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(StoreUnavailable, match=r"pip install 'viva\[milvus\]'"):
        connect(str(tmp_path / "new.db"))


def test_a_collection_whose_making_was_interrupted_is_completed(
    tmp_path: Path, notes: Path
) -> None:
    home, encoder = desk(tmp_path / "home"), HashEncoder()
    milvus = connect(str(home.index / "milvus.db"))
    create(milvus, "viva_x", encoder.dim)
    milvus.call("release_collection", "viva_x")
    milvus.call("drop_index", "viva_x", index_name="bm25")
    create(milvus, "viva_x", encoder.dim)
    assert sorted(milvus.call("list_indexes", "viva_x")) == ["bm25", "dense"]


def test_places_are_servers_or_files(tmp_path: Path) -> None:
    assert place("https://host:19530", tmp_path) == "https://host:19530"
    assert place("", tmp_path) == str(tmp_path / "index" / "milvus.db")
    assert place("mine.db", tmp_path) == str(tmp_path / "mine.db")
    assert place("~/mine.db", tmp_path) == str(Path.home() / "mine.db")
    assert place("/somewhere/mine.db", tmp_path) == "/somewhere/mine.db"
    with pytest.raises(SettingsError, match="neither a server"):
        place("localhost:19530", tmp_path)


def test_an_unknown_back_end_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"'index.backend' must be one of local, milvus"):
        Searcher(desk(tmp_path, "pinecone"), HashEncoder())
