"""The command line as a user meets it: JSON on stdout, one line on stderr when it fails."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from index.encoder import BUNDLED_SHA256
from index.home import Home
from tests.conftest import REPOSITORY, Viva, result


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, viva: Viva) -> Path:
    """A home over three small notes, without the curriculum."""
    root = tmp_path_factory.mktemp("desk")
    notes = root / "notes"
    notes.mkdir()
    (notes / "capitals.md").write_text(
        "---\ntracks: [travel]\n---\n# Capitals\n\nCanberra is the capital of Australia.\n"
    )
    (notes / "cnn.txt").write_text("A convolution slides a kernel over an image.")
    (notes / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x01")
    home = root / "home"
    done = result(viva("ingest", notes, "--no-corpus", "--json", home=home))
    assert set(done) == {
        "added", "changed", "unchanged", "moved", "removed", "failed", "remarks", "documents",
        "own", "chunks", "encoded", "seconds",
    }  # fmt: skip
    assert (done["added"], done["documents"], done["chunks"], done["encoded"]) == (2, 2, 2, 2)
    assert [set(failure) for failure in done["failed"]] == [{"source", "reason"}]
    return home


def test_ingest_again_encodes_nothing(viva: Viva, desk: Path) -> None:
    done = result(viva("ingest", "--no-corpus", "--json", home=desk))
    assert (done["unchanged"], done["encoded"]) == (2, 0)


def test_search_prints_the_contract(viva: Viva, desk: Path) -> None:
    hits = result(viva("search", "capital city", "-k", 1, "--json", home=desk))
    assert [set(hit) for hit in hits] == [{
        "rank", "score", "parts", "chunk_id", "doc_id", "title", "source", "headings", "place",
        "start", "end", "text",
    }]  # fmt: skip
    assert hits[0]["title"] == "Capitals"
    assert hits[0]["place"] == "lines 4-6"
    shown = result(viva("show", hits[0]["doc_id"], "--json", home=desk))
    assert set(shown) == {"doc_id", "title", "sources", "text"}
    assert shown["text"][hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    part = viva("show", hits[0]["doc_id"], "--start", 26, "--end", 36, home=desk)
    assert part.stdout == shown["text"][26:36] + "\n"
    for beyond in (("--start", 5000), ("--start", 9, "--end", 3)):
        none = viva("show", hits[0]["doc_id"], *beyond, home=desk)
        assert none.returncode == 1
        assert none.stderr.startswith("viva: no characters there: give --start below --end")


def test_filters_reach_the_search(viva: Viva, desk: Path) -> None:
    hits = result(viva("search", "kernel image", "--track", "Travel", "--json", home=desk))
    assert [hit["title"] for hit in hits] == ["Capitals"]


def test_ask_for_people_shows_text_and_places(viva: Viva, desk: Path) -> None:
    run = viva("ask", "What is", "the", "capital of Australia?", home=desk)
    assert "Canberra is the capital of Australia. [1]" in run.stdout
    assert "capitals.md" in run.stdout
    assert run.stderr == ""


def test_batches_answer_every_line_in_order(viva: Viva, desk: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    rows = [
        {"id": 7, "question": "What is the capital of Australia?", "query": "capital"},
        {
            "id": "b",
            "question": "And the kernel?",
            "query": "kernel",
            "history": [{"question": "What does a convolution do?", "answer": "It slides."}],
        },
    ]
    batch.write_text("".join(f"{json.dumps(row)}\n\n" for row in rows))
    answers = [
        json.loads(line) for line in viva("ask", "--batch", batch, home=desk).stdout.splitlines()
    ]
    assert [answer["id"] for answer in answers] == [7, "b"]
    assert answers[0]["statements"][0]["text"] == "Canberra is the capital of Australia."
    assert answers[1]["interpreted_as"] == "What does a convolution do: And the kernel?"
    found = [
        json.loads(line) for line in viva("search", "--batch", batch, home=desk).stdout.splitlines()
    ]
    assert [(hits["id"], hits["hits"][0]["title"]) for hits in found] == [
        (7, "Capitals"),
        ("b", "cnn"),
    ]


def test_doctor_knows_the_encoder_and_the_index(viva: Viva, desk: Path) -> None:
    report = result(viva("doctor", "--json", home=desk))
    assert report["encoder"]["sha256"] == BUNDLED_SHA256
    assert report["encoder"]["as_published"] is True
    assert report["index"]["state"] == "ready"
    assert report["index"]["documents"] == 2
    assert report["home"] == str(desk)
    assert report["versions"]["torch"]


def test_eval_beir_prints_the_contract(viva: Viva, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "", "text": "Alpha beta."}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "alpha"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    report = result(viva("eval", "beir", tmp_path, "--json", "--limit-queries", 1, home=tmp_path))
    assert set(report) == {"settings", "n_docs", "n_queries", "configs", "latency_ms"}
    assert set(report["configs"]["hybrid"]) == {"nDCG@10", "R@5", "R@20", "RR@10"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "ask what?"),
        (["ask", "  "], "ask what?"),
        (["search"], "search for what?"),
        (["search", "x", "--kind", "poem"], "--kind must be one of prose, qa"),
        (["ask", "x", "--track", "foo"], "--track must be one of travel"),
        (["search", "x", "--doc", "capitalz"], "no document 'capitalz' in the index"),
        (["ask", "--batch", "missing.jsonl"], "missing.jsonl: cannot be read: no such file"),
        (["ask", "x", "--batch", "missing.jsonl"], "not both"),
        (["search", "x", "--batch", "missing.jsonl"], "not both"),
        (["ingest", "missing.md"], f"no such file or folder: {REPOSITORY / 'missing.md'}"),
        (["ingest", ""], "an empty path was given"),
        (["library", "remove", " "], "an empty path was given"),
        (["show", "capitalz"], "no document 'capitalz' in the index; did you mean capitals-"),
        (["eval", "beir", "nowhere"], "needs corpus.jsonl"),
    ],
)
def test_mistakes_are_one_line_and_exit_one(
    viva: Viva, desk: Path, arguments: list[str], message: str
) -> None:
    run = viva(*arguments, home=desk)
    assert run.returncode == 1
    assert run.stdout == ""
    assert message in run.stderr
    assert run.stderr.startswith("viva: ")
    assert len(run.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_one_line(viva: Viva, desk: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = viva("ui", "--no-open", "--port", port, home=desk)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith(f"viva: cannot listen on 127.0.0.1, port {port}")
    assert "Traceback" not in run.stderr


def test_a_bad_line_of_a_batch_costs_itself_alone(viva: Viva, desk: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 1, "query": " "}\n{"id": 2, "query": "capital"}\n')
    run = viva("search", "--batch", batch, home=desk)
    bad, good = map(json.loads, run.stdout.splitlines())
    assert bad == {"id": 1, "error": f"{batch}, line 1: needs an object with a text in 'query'"}
    assert (good["id"], good["hits"][0]["title"]) == (2, "Capitals")
    assert run.returncode == 1
    assert run.stderr == 'viva: 1 line of 2 not answered; see "error"\n'


def test_the_version_is_printed(viva: Viva) -> None:
    assert viva("--version").stdout == f"{version('viva')}\n"


def test_unreadable_settings_are_one_line(viva: Viva, tmp_path: Path) -> None:
    (tmp_path / "viva.toml").write_text("[embeding]\n")
    run = viva("search", "x", home=tmp_path)
    assert run.returncode == 1
    assert "did you mean 'embedding'?" in run.stderr


def test_numpy_stays_on_one_thread() -> None:
    ended = "import os, sys, ui.cli; sys.argv[1:] = ['--version']\ntry: ui.cli.main()\n"
    ended += "except SystemExit: print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    environment = {key: each for key, each in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    run = subprocess.run(
        [sys.executable, "-c", ended], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "1 False"  # set before numpy reads it


def test_what_the_system_refuses_is_one_line(viva: Viva, tmp_path: Path) -> None:
    (tmp_path / "index" / "current").mkdir(parents=True)
    run = viva("search", "x", home=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"viva: {tmp_path / 'index' / 'current'}: Is a directory\n"


def test_nothing_readable_of_what_was_named_exits_one(
    viva: Viva, desk: Path, tmp_path: Path
) -> None:
    home, photo, note = tmp_path / "home", tmp_path / "photo.jpg", tmp_path / "note.md"
    shutil.copytree(desk, home)
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10")
    run = viva("ingest", photo, "--no-corpus", "--json", home=home)
    assert run.returncode == 1
    assert json.loads(run.stdout)["own"] == 2
    assert run.stderr == "viva: nothing that you named could be read; see the reasons above\n"
    assert viva("ingest", "--no-corpus", home=home).returncode == 0
    note.write_text("# A\n\nRead beside one that is not.\n")
    assert viva("ingest", photo, note, "--no-corpus", home=home).returncode == 0


def test_nothing_readable_exits_one(viva: Viva, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00")
    run = viva("ingest", tmp_path / "a.bin", "--no-corpus", home=tmp_path / "home")
    assert run.returncode == 1
    assert "a.bin" in run.stderr
    assert "not a format that is read here: .bin" in run.stderr
    assert "nothing that you named could be read" in run.stderr
    again = viva("ingest", "--no-corpus", home=tmp_path / "home")
    assert again.stderr.endswith("viva: none of your files could be read; see the reasons above\n")


LONG = "long enough to be a passage of its own, and not one that joins the section above it."


def kill_while_ingesting(home: Home, notes: Path, delay: float) -> None:
    command = [sys.executable, "-m", "ui", "ingest", str(notes), "--no-corpus"]
    environment = {**os.environ, "VIVA_HOME": str(home.root)}
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()


def survives_kills(viva: Viva, root: Path, delays: list[float]) -> None:
    """Ingest is killed at each delay; what was live before stays live, and a rerun succeeds."""
    notes, home = root / "notes", Home(root / "home")
    notes.mkdir()
    (notes / "stable.md").write_text("Canberra is the capital of Australia.")
    result(viva("ingest", notes, "--no-corpus", "--json", home=home.root))
    for number, delay in enumerate(delays):
        (notes / "growing.md").write_text(
            "\n\n".join(
                f"# Part {number}.{i}\n\nParagraph {i} of {number}, {LONG}" for i in range(300)
            )
        )
        kill_while_ingesting(home, notes, delay)
        hits = result(viva("search", "capital of Australia", "--json", home=home.root))
        assert hits[0]["text"] == "Canberra is the capital of Australia."
        parts = {hit["headings"][-1].split(".")[0] for hit in hits[1:]}
        assert len(parts) <= 1, "two versions of a file in one index"
    done = result(viva("ingest", "--no-corpus", "--json", home=home.root))
    assert done["documents"] == 2
    assert done["chunks"] == 301


@pytest.mark.soak
def test_coefficients_are_fitted_over_the_curriculum_and_not_over_the_readers_library(
    viva: Viva, curriculum_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = Home(tmp_path / "cache" / "viva" / "eval")
    shutil.copytree(curriculum_home.index / "segments", kept.index / "segments")
    note = tmp_path / "note.md"
    note.write_text("# Note\n\nNothing that any question asks for.\n")
    reader = tmp_path / "reader"
    viva("ingest", note, "--no-corpus", home=reader)
    fitted = result(viva("eval", "fit-abstain", "--json", home=reader))
    assert fitted["encoder"] == BUNDLED_SHA256
    assert fitted["weights"]["cosine"] > 0
    report = result(viva("eval", "support", "--control", "--json", home=reader))
    assert report["control"]["statements"] > 100


@pytest.mark.soak
def test_many_kills_leave_the_live_index_whole(viva: Viva, tmp_path: Path) -> None:
    survives_kills(viva, tmp_path, [0.5 + 0.75 * step for step in range(12)])
