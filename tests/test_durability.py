"""Whatever ends a writer, the live index stays whole and no file of the reader's is touched."""

import itertools
import os
import random
import resource
import shutil
import subprocess
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.collect import CURRENT, SEGMENTS, current_name, manifest_of
from index.dense import build_dense
from index.encoder import Encoder
from index.errors import IndexMissing, StoreError
from index.files import write_array
from index.generation import open_generation
from index.home import Home
from index.local import LocalGeneration
from index.lock import writing
from index.search import Searcher
from index.update import update
from ingest.chunking.chunk import embedded_text
from ingest.digest import file_sha256
from tests import writer
from tests.conftest import Viva
from tests.fakes import HashEncoder

PHASES = (
    "reading", "cutting into passages", "encoding", "storing vectors", "writing the index",
    "switching", "collecting",
)  # fmt: skip
FILES, PARTS = 4, 12


def write_notes(notes: Path, version: int) -> None:
    """Every file is of the same version, so that a mixture of two is seen."""
    notes.mkdir(exist_ok=True)
    for number in range(FILES):
        parts = (
            f"# Part {part}\n\nGradient descent of file {number}, part {part}, follows the slope "
            f"downhill until it is flat, and this is version{version if part % 3 else 0} of it."
            for part in range(PARTS)
        )
        (notes / f"{number}.md").write_text("\n\n".join(parts))


def version_of(generation: LocalGeneration) -> str:
    """The one version that all its documents are of."""
    found = {
        word.strip(".")
        for document in generation.documents.values()
        for word in document.text.split()
        if word.startswith("version")
    } - {"version0"}
    assert len(found) == 1, found
    assert len(generation.documents) == FILES
    return found.pop()


def opened(home: Home, encoder: Encoder | HashEncoder) -> LocalGeneration:
    """The live generation, with every vector compared to what the encoder makes of its passage."""
    generation = open_generation(home.index, None)
    if isinstance(encoder, HashEncoder) and generation.dense:
        texts = [embedded_text(c, encoder.count, encoder.window) for c in generation.chunks]
        vectors, tokens = encoder.encode(texts)
        positions = np.arange(len(texts))
        half = vectors.astype(np.float16).astype(np.float32)
        np.testing.assert_array_equal(generation.dense.vectors(positions), half)
        for position in positions:
            stored = generation.tokens.tokens_of(int(position))
            np.testing.assert_array_equal(stored.pieces, tokens[position].pieces)
    return generation


def nothing_is_left_over(home: Home) -> None:
    """There are the live generation, at most one before it, and the segments that they need."""
    names = {path.name for path in home.index.iterdir()} - {CURRENT, SEGMENTS, "writer.lock"}
    assert current_name(home.index) in names
    assert len(names) <= 2
    manifests = [manifest_of(home.index / name) for name in names]
    needed = {segment for manifest in manifests for segment in manifest["segments"]}
    assert {path.name for path in (home.index / SEGMENTS).iterdir()} == needed


def states(notes: Path) -> dict[str, tuple[str, int]]:
    return {path.name: (file_sha256(path), path.stat().st_mtime_ns) for path in notes.iterdir()}


def moments_of(root: Path, name: str) -> Counter[str]:
    """How many moments each phase has, in a first ingest and in one after an edit at least."""
    found = []
    for version in (1, 2):
        write_notes(root / "notes", version)
        run = writer.run(root / "home", root / "notes", root / "log", name)
        found.append(Counter(moment.partition(":")[0] for moment in run.moments))
    return found[0] & found[1]


def kill(
    root: Path, rng: random.Random, rounds: int, name: str = "", latest: float = 0
) -> Counter[str]:
    """Kills a writer so many times, phase after phase; returns how often it died in which.

    Every eighth round is a first ingest, the others are edits of what is live.

    Args:
        root: an empty folder.
        rng: chooses moments.
        rounds: kills.
        name: of the encoder.
        latest: every second kill comes up to so many seconds after the moment that was chosen.
    """
    notes, died = root / "notes", Counter[str]()
    encoder = Encoder() if name == "real" else HashEncoder()
    (root / "trial").mkdir()
    moments = moments_of(root / "trial", name)
    assert set(PHASES) <= set(moments)
    home = Home(root / "home-0")
    for number in range(rounds):
        new = number % 8 == 0
        home = Home(root / f"home-{number}") if new else home
        write_notes(notes, number + 1)
        here = states(notes)
        phase = PHASES[number % len(PHASES)]
        nth, late = rng.randrange(moments[phase]), latest * rng.random() * (number % 2)
        ended = writer.run(home.root, notes, root / "log", name, phase, nth, late)
        died[ended.phase if ended.killed else "finished"] += 1

        try:
            alive = version_of(opened(home, encoder))
        except IndexMissing:
            assert new
            assert current_name(home.index) is None
        else:
            assert alive in (f"version{number}", f"version{number + 1}")
            assert len(Searcher(home, encoder).search("the slope of part 3", k=3)) == 3
        with writing(home, wait=0):
            pass
        update(home, encoder, [notes], corpus=False)
        assert version_of(opened(home, encoder)) == f"version{number + 1}"
        nothing_is_left_over(home)
        assert states(notes) == here
    return died


def test_a_writer_killed_in_any_phase_leaves_a_whole_index(tmp_path: Path) -> None:
    died = kill(tmp_path, random.Random(4), len(PHASES))  # noqa: S311
    assert died == dict.fromkeys(PHASES, 1)


def test_the_name_of_a_segment_reaches_the_disk_before_a_generation_needs_it(
    tmp_path: Path,
) -> None:
    write_notes(tmp_path / "notes", 1)
    run = writer.run(tmp_path / "home", tmp_path / "notes", tmp_path / "log", "")
    done = [moment.partition(": ")[2] for moment in run.moments]
    renamed = next(i for i, what in enumerate(done) if what.startswith("os.rename /segments/"))
    switched = done.index("os.rename /current")
    assert "open /segments" in done[renamed:switched]


@pytest.mark.soak
def test_fifty_kills_leave_fifty_whole_indexes(tmp_path: Path) -> None:
    died = kill(tmp_path, random.Random(), 50, "real", 0.02)  # noqa: S311
    assert died.total() == 50
    assert died["finished"] < 10
    report = ", ".join(f"{count} in {phase}" for phase, count in died.most_common())
    warnings.warn(f"killed: {report}", stacklevel=1)


def assert_unharmed(home: Home, error: StoreError, why: str) -> None:
    """The message is one line that says why, and the first version is live, with no draft left."""
    said = f"{home.root} cannot be written to: {why}; the index is as it was before"
    assert str(error) == said
    assert version_of(opened(home, HashEncoder())) == "version1"
    assert not list(home.index.rglob(".*"))
    assert len([path for path in home.index.iterdir() if path.is_dir()]) == 2


@pytest.fixture
def live(tmp_path: Path) -> tuple[Home, Path]:
    """A home over the first version of the notes, which are of the second one by now."""
    home, notes = Home(tmp_path / "home"), tmp_path / "notes"
    write_notes(notes, 1)
    update(home, HashEncoder(), [notes], corpus=False)
    write_notes(notes, 2)
    return home, notes


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """The system refuses bytes beyond a size of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_an_array_or_index_is_never_cut_off_in_silence(tmp_path: Path, rows: int) -> None:
    """NumPy's and FAISS's own writers do that, where the last bytes wait in a buffer."""
    vectors = np.eye(rows, 384, dtype=np.float32)
    for name, save in (
        ("a.npy", lambda: write_array(tmp_path / "a.npy", vectors)),
        ("dense.faiss", lambda: build_dense(vectors).save(tmp_path)),
    ):
        save()
        whole = (tmp_path / name).stat().st_size
        for size in (whole - 1, whole - 500, whole // 2, 1):
            with no_file_beyond(size), pytest.raises(OSError, match="File too large"):
                save()
    write_array(tmp_path / "a.npy", vectors.T)
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), vectors.T)


def test_a_file_that_cannot_be_written_in_full_is_one_line(live: tuple[Home, Path]) -> None:
    home, _ = live
    sizes = {path.stat().st_size for path in (home.index / str(current_name(home.index))).iterdir()}
    for limit in sorted({0, *(size - 1 for size in sizes)}):
        with no_file_beyond(limit), pytest.raises(StoreError) as raised:
            update(home, HashEncoder())
        assert_unharmed(home, raised.value, "File too large")
    update(home, HashEncoder())
    assert version_of(opened(home, HashEncoder())) == "version2"
    nothing_is_left_over(home)


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mounts what the options say at a folder; a test that may not do so is skipped."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the right to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be written, by anyone."""
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
        for path, mode in modes.items():
            path.chmod(mode & 0o555)
        yield
        for path, mode in modes.items():
            path.chmod(mode)
    else:
        with mounted(folder, "--bind", str(folder)):
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
            yield


def test_a_read_only_home_is_searched_and_says_what_is_wrong(
    viva: Viva, live: tuple[Home, Path]
) -> None:
    home, _ = live
    with read_only(home.root):
        run = viva("ingest", "--no-corpus", home=home.root)
        assert (run.returncode, run.stdout) == (1, "")
        (line,) = run.stderr.splitlines()
        assert line.startswith(f"viva: {home.root} cannot be written to: ")
        assert line.endswith("; name another with --home")
        assert version_of(opened(home, HashEncoder())) == "version1"
        assert Searcher(home, HashEncoder()).search("the slope of part 3", k=3)


def test_two_writers_at_once_both_get_in(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        (folder / "note.md").write_text(f"Note {number}.")
    writers = [writer.start(home, x, x.with_suffix(".log"), "") for x in folders]
    assert [process.wait() for process in writers] == [0, 0, 0]
    documents = opened(Home(home), HashEncoder()).documents.values()
    assert {document.text for document in documents} == {"Note 0.", "Note 1.", "Note 2."}
    nothing_is_left_over(Home(home))


def test_a_search_sees_one_version_while_others_are_written(live: tuple[Home, Path]) -> None:
    home, notes = live
    searcher, seen = Searcher(home, HashEncoder()), set()
    done = threading.Event()

    def write() -> None:
        try:
            for version in range(2, 8):
                write_notes(notes, version)
                update(home, HashEncoder())
        finally:
            done.set()

    thread = threading.Thread(target=write)
    thread.start()
    while not done.is_set():
        hits = searcher.search("gradient descent of file 1 follows the slope", k=FILES * PARTS)
        words = {word for hit in hits for word in hit.chunk.text.split()}
        versions = {w for w in words if w.startswith("version")} - {"version0"}
        assert len(versions) == 1
        assert all(hit.tokens is None or len(hit.tokens.pieces) for hit in hits)
        seen |= versions
    thread.join()
    assert version_of(searcher.generation) == "version7"
    assert len(seen) > 1


@pytest.mark.soak
def test_a_full_disk_whenever_it_fills_up(viva: Viva, tmp_path: Path) -> None:
    """A small disk with room for ever more of what is written, a block more each time."""
    disk = tmp_path / "disk"
    home, notes = Home(disk / "home"), tmp_path / "notes"
    with mounted(disk, "-t", "tmpfs", "-o", "size=8m", "tmpfs"):
        write_notes(notes, 1)
        update(home, HashEncoder(), [notes], corpus=False)
        write_notes(notes, 2)
        (disk / "others").write_bytes(bytes(os.statvfs(disk).f_bavail * 4096))
        run = viva("ingest", "--no-corpus", home=home.root)
        assert run.returncode == 1
        assert [line for line in run.stderr.splitlines() if "cannot be written to" in line] == [
            f"viva: {home.root} cannot be written to: No space left on device; "
            "the index is as it was before"
        ]
        assert "Traceback" not in run.stderr
        (disk / "others").unlink()
        full = 0
        for blocks in itertools.count():
            space = os.statvfs(disk)
            room = space.f_bavail * space.f_frsize - blocks * 4096
            (disk / "others").write_bytes(bytes(room))
            try:
                update(home, HashEncoder())
                break
            except StoreError as error:
                assert_unharmed(home, error, "No space left on device")
                full += 1
            (disk / "others").unlink()
            for segment in {*(home.index / SEGMENTS).iterdir()} - needed_by(home):
                shutil.rmtree(segment)  # else the next run would have less to write
        assert full > 20
        assert version_of(opened(home, HashEncoder())) == "version2"


def needed_by(home: Home) -> set[Path]:
    """The segments of the live generation."""
    segments = opened(home, HashEncoder()).manifest["segments"]
    return {home.index / SEGMENTS / name for name in segments}
