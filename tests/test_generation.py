"""Generations on disk: whole or not there, checked when opened, collected when no longer needed."""

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from index.collect import SEGMENTS, collect, current_name
from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.files import read_lines, write_lines
from index.generation import open_generation, write_generation
from index.indexed import Indexed
from index.lexical import fit_lexical
from index.local import Contents
from index.segments import embed, open_segment
from ingest.types import Chunk, Document, Kind, Location
from tests.fakes import HashEncoder

FINGERPRINT = {"format": 1, "encoder": "a"}


def indexed(*texts: str) -> list[Indexed]:
    return [Indexed(text) for text in texts]


def contents(folder: Path, text: str = "Alpha\u2028beta\r\ngamma") -> Contents:
    document = Document("d", "D", ("x.md", "y.md"), text, (Location(0, 2, "p. 1"),), {"a": [1]})
    chunk = Chunk(
        "c", "d", 0, len(text), text, ("H", "I"), Kind.TABLE, {"body": 0, "tracks": ["t"]}
    )
    embedded = embed(folder / SEGMENTS, HashEncoder(), [Indexed(text)])
    library = {"roots": ["/r"]}
    return Contents([document], [chunk], fit_lexical([text.split()]), embedded, [0], library)


def test_written_and_opened_is_the_same(tmp_path: Path) -> None:
    written = contents(tmp_path)
    name = write_generation(tmp_path, FINGERPRINT, written)
    opened = open_generation(tmp_path, FINGERPRINT)
    assert opened.name == name == current_name(tmp_path)
    assert list(opened.documents.values()) == written.documents
    assert opened.chunks == written.chunks
    assert opened.manifest["roots"] == ["/r"]
    half = written.embedded.vectors.astype(np.float16).astype(np.float32)
    np.testing.assert_array_equal(opened.dense.vectors(np.array([0])), half)
    assert opened.tokens.tokens_of(0).spans.tolist() == [[0, 5], [6, 10], [12, 17]]


def test_a_home_without_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="viva ingest"):
        open_generation(tmp_path, FINGERPRINT)


def test_another_fingerprint_is_stale(tmp_path: Path) -> None:
    write_generation(tmp_path, FINGERPRINT, contents(tmp_path))
    with pytest.raises(IndexStale, match="viva ingest"):
        open_generation(tmp_path, {**FINGERPRINT, "encoder": "b"})
    assert open_generation(tmp_path, None).documents


@pytest.mark.parametrize("how", ["flip", "truncate", "remove"])
def test_damage_to_any_file_is_seen(tmp_path: Path, how: str) -> None:
    name = write_generation(tmp_path, FINGERPRINT, contents(tmp_path))
    files = sorted((tmp_path / name).iterdir())
    assert len(files) == 9
    for path in files:
        data = path.read_bytes()
        if how == "flip":
            path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        elif how == "truncate":
            path.write_bytes(data[: len(data) // 2])
        else:
            path.unlink()
        with pytest.raises((IndexDamaged, IndexStale), match="viva ingest"):
            open_generation(tmp_path, FINGERPRINT)
        path.write_bytes(data)
    open_generation(tmp_path, FINGERPRINT)


def test_a_half_written_generation_is_never_opened(tmp_path: Path) -> None:
    first = write_generation(tmp_path, FINGERPRINT, contents(tmp_path, "one"))
    draft = tmp_path / "000002-ffffff"
    draft.mkdir()
    (draft / "documents.jsonl").write_text("{")
    (tmp_path / ".current.123").write_text("000002-ffffff")
    assert open_generation(tmp_path, FINGERPRINT).name == first
    second = write_generation(tmp_path, FINGERPRINT, contents(tmp_path, "two"))
    assert not draft.exists()
    assert open_generation(tmp_path, FINGERPRINT).name == second


def test_the_previous_generation_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    names = [write_generation(tmp_path, FINGERPRINT, contents(tmp_path, text)) for text in "abcd"]
    assert names == sorted(names)
    left = sorted(path.name for path in tmp_path.glob("0*"))
    assert left == names[-2:]


def test_a_reader_that_came_too_late_takes_the_next_generation(tmp_path: Path) -> None:
    first = write_generation(tmp_path, FINGERPRINT, contents(tmp_path, "one"))
    second = write_generation(tmp_path, FINGERPRINT, contents(tmp_path, "two"))
    # The reader has read `current` when it still named a generation that is gone by now.
    seen = iter([f"{first}-gone", second])
    (tmp_path / first).rename(tmp_path / "away")
    opened = open_generation(tmp_path, FINGERPRINT, lambda _folder: next(seen))
    assert opened.name == second


def test_an_empty_library_is_an_index_too(tmp_path: Path) -> None:
    empty = Contents([], [], fit_lexical([]), embed(tmp_path / SEGMENTS, HashEncoder(), []), [])
    write_generation(tmp_path, FINGERPRINT, empty)
    assert open_generation(tmp_path, FINGERPRINT).chunks == []


def test_nothing_is_encoded_twice(tmp_path: Path) -> None:
    encoder = HashEncoder()
    first = embed(tmp_path, encoder, indexed("a", "b", "a"))
    assert first.encoded == 2
    second = embed(tmp_path, encoder, indexed("b", "c", "a"))
    assert second.encoded == 1
    np.testing.assert_array_equal(second.vectors, encoder.encode(["b", "c", "a"])[0])
    assert set(first.segments) < set(second.segments)


def test_another_encoder_shares_nothing(tmp_path: Path) -> None:
    embed(tmp_path, HashEncoder(), indexed("a"))
    other = HashEncoder()
    other.fingerprint = "hash-2"
    assert embed(tmp_path, other, indexed("a")).encoded == 1


def test_a_damaged_segment_is_encoded_again(tmp_path: Path) -> None:
    (name,) = embed(tmp_path, HashEncoder(), indexed("a", "b")).segments
    (tmp_path / name / "vectors.npy").write_bytes(b"junk")
    assert embed(tmp_path, HashEncoder(), indexed("a", "b")).encoded == 2


SEGMENT_FILES = [
    "vectors.npy", "tokens.npy", "spans.npy", "pieces.npy", "firsts.npy", "keys.json",
    "manifest.json",
]  # fmt: skip


@pytest.mark.parametrize("file", SEGMENT_FILES)
def test_a_segment_in_which_a_bit_has_flipped_is_encoded_again(tmp_path: Path, file: str) -> None:
    texts = indexed("alpha beta", "gamma")
    (name,) = embed(tmp_path, HashEncoder(), texts).segments
    assert {path.name for path in (tmp_path / name).iterdir()} == set(SEGMENT_FILES)
    assert embed(tmp_path, HashEncoder(), texts).encoded == 0
    path = tmp_path / name / file
    data = bytearray(path.read_bytes())
    data[-4] ^= 1
    path.write_bytes(data)
    again = embed(tmp_path, HashEncoder(), texts)
    assert (again.encoded, name in again.segments) == (2, False)


def test_a_segment_from_before_there_were_checksums_is_taken_over(tmp_path: Path) -> None:
    written = contents(tmp_path)
    write_generation(tmp_path, FINGERPRINT, written)
    (tmp_path / SEGMENTS / written.embedded.segments[0] / "manifest.json").unlink()
    assert contents(tmp_path).embedded.encoded == 0
    assert open_generation(tmp_path, FINGERPRINT).is_whole()


def test_a_generation_is_whole_while_no_bit_of_its_vectors_flips(tmp_path: Path) -> None:
    written = contents(tmp_path)
    write_generation(tmp_path, FINGERPRINT, written)
    opened = open_generation(tmp_path, FINGERPRINT)
    assert opened.is_whole()
    path = tmp_path / SEGMENTS / written.embedded.segments[0] / "tokens.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert not open_generation(tmp_path, FINGERPRINT).is_whole()
    path.unlink()
    assert not opened.is_whole()


def test_segments_are_written_together_without_being_held_in_memory(tmp_path: Path) -> None:
    encoder = HashEncoder(window=8000)
    texts = [Indexed(f"{number} " + "word " * 8000) for number in range(12)]
    for number in range(12):
        embed(tmp_path, encoder, texts[number : number + 1])
    held = sum(path.stat().st_size for path in tmp_path.glob("*/tokens.npy"))
    tracemalloc.start()
    joined = embed(tmp_path, encoder, [*texts, Indexed("short"), texts[0]])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(joined.segments) == 1
    assert most < held / 8
    vectors, tokens = encoder.encode([each.text for each in texts])
    np.testing.assert_array_equal(joined.vectors[:12], vectors)
    segment = open_segment(tmp_path / joined.segments[0])
    for (_, row), expected in zip(joined.places, tokens, strict=False):
        for name in ("vectors", "spans", "pieces"):
            found = getattr(segment.tokens_of(row), name)
            np.testing.assert_array_equal(found, getattr(expected, name))
            assert found.dtype == getattr(expected, name).dtype


def test_many_small_segments_become_one(tmp_path: Path) -> None:
    encoder, texts = HashEncoder(), [str(number) for number in range(14)]
    sizes = []
    for number in range(14):
        embedded = embed(tmp_path, encoder, indexed(*texts[: number + 1]))
        sizes.append(len(embedded.segments))
    assert sizes == [*range(1, 13), 1, 2]
    np.testing.assert_array_equal(embedded.vectors, encoder.encode(texts)[0])


def test_segments_that_nobody_needs_are_collected(tmp_path: Path) -> None:
    def segments() -> set[str]:
        return {path.name for path in (tmp_path / SEGMENTS).iterdir()}

    old = contents(tmp_path, "a")
    write_generation(tmp_path, FINGERPRINT, old)
    new = contents(tmp_path, "b")
    write_generation(tmp_path, FINGERPRINT, new)
    assert segments() == {
        *old.embedded.segments,
        *new.embedded.segments,
    }  # the previous one is kept
    write_generation(tmp_path, FINGERPRINT, new)
    assert segments() == set(new.embedded.segments)
    (tmp_path / SEGMENTS / ".draft").mkdir()
    (tmp_path / ".current.99").write_text("000009")
    collect(tmp_path)
    assert not (tmp_path / ".current.99").exists()
    assert segments() == set(new.embedded.segments)


@pytest.mark.parametrize("file", ["tokens.npy", "spans.npy", "pieces.npy", "firsts.npy"])
def test_a_segment_that_is_missing_or_cut_off_makes_the_index_damaged(
    tmp_path: Path, file: str
) -> None:
    written = contents(tmp_path)
    write_generation(tmp_path, FINGERPRINT, written)
    path = tmp_path / SEGMENTS / written.embedded.segments[0] / file
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(IndexDamaged, match="viva ingest"):
        open_generation(tmp_path, FINGERPRINT)
    path.unlink()
    with pytest.raises(IndexDamaged, match="viva ingest"):
        open_generation(tmp_path, FINGERPRINT)


def test_the_manifest_names_every_other_file(tmp_path: Path) -> None:
    folder = tmp_path / write_generation(tmp_path, FINGERPRINT, contents(tmp_path))
    named = json.loads((folder / "manifest.json").read_text())["files"]
    assert {*named, "manifest.json"} == {path.name for path in folder.iterdir()}


def test_json_lines_end_with_a_line_feed_alone_and_may_be_blank(tmp_path: Path) -> None:
    rows = [{"text": "a\u2028b\x85c\x0cd\ne\rf"}, {"text": ""}, {"half": "\ud83d", "\udce9": 1}]
    write_lines(tmp_path / "rows", rows)
    path = tmp_path / "spaced"
    path.write_text("\n" + (tmp_path / "rows").read_text(encoding="utf-8").replace("\n", "\r\n \n"))
    assert list(read_lines(tmp_path / "rows")) == list(read_lines(path)) == rows
    path.write_text('{}\n\n{"a":')
    with pytest.raises(ValueError, match=r"spaced, line 3: not JSON \("):
        list(read_lines(path))
    with pytest.raises(ValueError, match=r"spaced, line 1: invalid literal for int"):
        list(read_lines(path, int))
    path.write_bytes(b"{}\n\xff")
    whys = {path: " as UTF-8 text", tmp_path / "missing": ": no such file", tmp_path: ": a folder"}
    for unreadable, why in whys.items():
        with pytest.raises(ValueError, match=f"cannot be read{why}"):
            list(read_lines(unreadable))
