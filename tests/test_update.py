"""Bringing an index up to date: what is noticed, what is encoded, what is written."""

import threading
import time
from dataclasses import asdict
from pathlib import Path

import filelock
import pytest

from index.catalogue import State, check
from index.collect import current_name
from index.encoder import Encoded, Encoder
from index.errors import HomeBusy, StoreError
from index.generation import open_generation
from index.home import Home
from index.lock import writing
from index.update import update, write_index
from ingest.errors import SourceError
from ingest.types import Failure
from tests.conftest import note
from tests.fakes import HashEncoder

LONG = "text long enough to be a passage of its own, not one that joins the section above it."
"""Sections shorter than some twenty word pieces share a passage."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(f"# A\n\nAlpha {LONG}\n\n## B\n\nBeta {LONG}\n")
    (folder / "b.txt").write_text("Gamma text.")
    return folder


def counts(done) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.unchanged, done.removed


def test_the_first_time_everything_is_added(home: Home, notes: Path) -> None:
    done = update(home, HashEncoder(), [notes], corpus=False)
    assert counts(done) == (2, 0, 0, 0)
    assert (done.documents, done.chunks, done.encoded, done.failed) == (2, 3, 3, ())


def test_unchanged_means_nothing_encoded_and_nothing_written(home: Home, notes: Path) -> None:
    encoder = HashEncoder()
    update(home, encoder, [notes], corpus=False)
    name, before = current_name(home.index), len(encoder.encoded)
    done = update(home, encoder)
    assert counts(done) == (0, 0, 2, 0)
    assert (done.encoded, done.chunks) == (0, 3)
    assert len(encoder.encoded) == before
    assert current_name(home.index) == name


def test_an_edit_encodes_only_what_changed(home: Home, notes: Path) -> None:
    encoder = HashEncoder()
    update(home, encoder, [notes], corpus=False)
    path = notes / "a.md"
    path.write_text(path.read_text().replace("Beta", "Delta"))
    done = update(home, encoder)
    assert counts(done) == (0, 1, 1, 0)
    assert encoder.encoded[-1] == f"A > B\nDelta {LONG}"
    assert done.encoded == 1


def test_renames_moves_and_deletes_are_noticed(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    before = set(open_generation(home.index, None).documents)
    (notes / "sub").mkdir()
    (notes / "a.md").rename(notes / "sub" / "renamed.md")
    moved = update(home, HashEncoder())
    after = open_generation(home.index, None).documents
    assert counts(moved) == (0, 0, 2, 0)
    assert set(after) == before
    assert any("renamed.md" in source for doc in after.values() for source in doc.sources)
    (notes / "b.txt").unlink()
    assert counts(update(home, HashEncoder())) == (0, 0, 1, 1)


def test_what_lies_elsewhere_is_counted_as_moved(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    (notes / "a.md").rename(notes / "z.md")
    (notes / "copy.txt").write_bytes((notes / "b.txt").read_bytes())
    done = update(home, HashEncoder())
    assert (counts(done), done.moved, done.own) == ((0, 0, 2, 0), 2, 3)
    sources = [doc.sources for doc in open_generation(home.index, None).documents.values()]
    assert (str(notes / "b.txt"), str(notes / "copy.txt")) in sources


def test_the_library_folder_of_the_home_is_always_read(home: Home) -> None:
    home.library.mkdir(parents=True)
    (home.library / "mine.md").write_text("My own note.")
    assert update(home, HashEncoder(), corpus=False).documents == 1


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(home: Home, notes: Path) -> None:
    (notes / "bad.txt").write_bytes(b"\xff\xfe\x00")
    (notes / "slides.key").write_bytes(b"x")
    done = update(home, HashEncoder(), [notes], corpus=False)
    assert done.documents == 2
    assert [Path(failure.source).name for failure in done.failed] == ["bad.txt", "slides.key"]
    assert all(failure.reason and "\n" not in failure.reason for failure in done.failed)


class Picky(HashEncoder):
    """Cannot read one word, as no tokeniser can read half a character."""

    def count(self, text: str) -> int:
        return len(self.pieces([text])[0])

    def encode_query(self, text: str) -> Encoded:
        if "unreadable" in text:
            raise TypeError("TextInputSequence\nmust be str")
        return super().encode_query(text)


@pytest.mark.parametrize("where", ["text", "question"])
def test_a_document_that_cannot_be_encoded_is_named_and_the_rest_goes_in(
    home: Home, notes: Path, where: str
) -> None:
    update(home, Picky(), [notes], corpus=False)
    text, beside = notes / "b.txt", notes / "b.questions.jsonl"
    if where == "text":
        text.write_text("Gamma text, unreadable.")
    else:
        beside.write_text('{"quote": "Gamma", "questions": ["Is it unreadable?"]}')
    done = update(home, Picky())
    assert (counts(done), done.documents, done.own) == ((0, 0, 1, 1), 1, 1)
    (failure,) = done.failed
    reason = "cannot be cut into passages (TypeError: TextInputSequence must be str)"
    assert failure == Failure(str(text), reason)
    generation = open_generation(home.index, None)
    assert generation.manifest["failed"] == [asdict(failure)]
    assert list(generation.manifest["digests"]) == [str(notes / "a.md")]
    assert check(home, generation).states == {}
    assert update(home, Picky()).failed == (failure,)
    assert current_name(home.index) == generation.name, "nothing new, nothing written"
    text.write_text("Gamma text, mended.")
    beside.unlink(missing_ok=True)
    assert check(home, generation).states == {str(text): State.CHANGED}
    done = update(home, Picky())
    assert (counts(done), done.failed) == ((1, 0, 1, 0), ())


def test_an_encoder_that_is_broken_is_no_fault_of_the_documents(home: Home, notes: Path) -> None:
    class Broken(HashEncoder):
        def count(self, _text: str) -> int:
            raise RuntimeError("broken")

    update(home, HashEncoder(), [notes], corpus=False)
    name = current_name(home.index)
    (notes / "b.txt").write_text("Gamma text, edited.")
    with pytest.raises(RuntimeError, match="broken"):
        update(home, Broken())
    assert current_name(home.index) == name


def test_a_path_that_does_not_exist_changes_nothing(home: Home, notes: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file.*missing\.md"):
        update(home, HashEncoder(), [notes, notes / "missing.md"], corpus=False)
    with pytest.raises(SourceError, match="no such file"):
        update(home, HashEncoder(), [notes / ("n" * 300)], corpus=False)
    assert not home.index.exists()


def test_the_curriculum_stays_out_until_it_is_asked_for_again(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    assert update(home, HashEncoder()).documents == 2
    done = update(home, HashEncoder(), corpus=True)
    assert done.documents > 100
    assert update(home, HashEncoder(), corpus=False).documents == 2


def test_another_pipeline_makes_the_index_anew(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    other = HashEncoder(window=100)
    other.fingerprint = "hash-100"
    done = update(home, other)
    assert counts(done) == (0, 0, 2, 0)
    assert done.encoded == 3


@pytest.mark.parametrize("file", ["chunks.jsonl", "documents.jsonl", "manifest.json"])
def test_a_damaged_index_is_made_anew_of_what_it_covered(
    home: Home, notes: Path, file: str
) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    (notes / "b.txt").write_text("Gamma text, edited.")
    update(home, HashEncoder())
    name, before = str(current_name(home.index)), set(open_generation(home.index, None).documents)
    (home.index / name / file).write_text("junk")
    done = update(home, HashEncoder())
    assert (done.documents, done.encoded) == (2, 0)
    assert current_name(home.index) != name
    assert set(open_generation(home.index, None).documents) == before


def test_vectors_in_which_a_bit_has_flipped_are_encoded_again(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    (path,) = home.index.glob("segments/*/tokens.npy")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    generation = open_generation(home.index, None)
    assert not check(home, generation).whole
    done = update(home, HashEncoder())
    assert (counts(done), done.encoded) == ((0, 0, 2, 0), 3)
    assert check(home, open_generation(home.index, None)).whole


def test_what_a_killed_writer_left_is_collected_where_nothing_has_changed(
    home: Home, notes: Path
) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    before = {path.name for path in home.index.rglob("*")}
    for left in ("000007-abcdef", "segments/0123456789abcdef", "segments/.draft"):
        (home.index / left).mkdir()
    (home.index / ".current.77").write_text("000007-abcdef")
    update(home, HashEncoder())
    assert {path.name for path in home.index.rglob("*")} == before


def test_an_interrupted_run_keeps_what_it_had_encoded(home: Home, notes: Path) -> None:
    class Stops(HashEncoder):
        def encode(self, texts, progress=None):
            if len(self.encoded) >= 1024:
                raise KeyboardInterrupt
            return super().encode(texts, progress)

    (notes / "long.txt").write_text("\n\n".join(f"{i} " + "word " * 200 for i in range(1500)))
    with pytest.raises(KeyboardInterrupt):
        update(home, Stops(), [notes], corpus=False)
    assert current_name(home.index) is None
    done = update(home, HashEncoder(), [notes], corpus=False)
    assert done.encoded == done.chunks - 1024


def test_a_second_writer_waits_and_says_so(home: Home, notes: Path) -> None:
    said: list[str] = []
    done = threading.Event()

    def second() -> None:
        update(
            home, HashEncoder(), [notes], corpus=False, progress=lambda what, *_: said.append(what)
        )
        done.set()

    with writing(home):
        thread = threading.Thread(target=second)
        thread.start()
        while not said:
            time.sleep(0.01)
        assert said == ["waiting for another writer"]
        assert current_name(home.index) is None
    thread.join()
    assert done.is_set()


def test_a_writer_that_never_ends_is_one_line(home: Home) -> None:
    home.index.mkdir(parents=True)
    with (
        filelock.FileLock(home.index / "writer.lock", is_singleton=False),
        pytest.raises(HomeBusy, match="another process"),
        writing(home, wait=0.1),
    ):
        raise AssertionError("two writers at once")


def test_a_home_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="cannot be written to"):
        update(Home(tmp_path), HashEncoder(), corpus=False)


def test_a_given_document_that_cannot_be_encoded_is_named(home: Home, encoder: Encoder) -> None:
    documents = [note("Text.", "x"), note("Half \ud83d a character.", "half")]
    with pytest.raises(SourceError, match=r"half: cannot be cut into passages .*must be str"):
        write_index(home, encoder, documents)
    assert current_name(home.index) is None


def test_given_documents_make_an_index_of_their_own(home: Home) -> None:
    write_index(home, HashEncoder(), [note("Text.", "x", kind="text"), note("", "empty")])
    generation = open_generation(home.index, None)
    assert list(generation.documents) == ["x", "empty"]
    assert len(generation.chunks) == 1
