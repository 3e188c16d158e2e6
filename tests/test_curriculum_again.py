"""Ingesting the curriculum again: what is unchanged is not encoded, and an edit costs little."""

import random
import re
import shutil
from pathlib import Path

import pytest

from index.home import Home
from index.update import update
from ingest.sources import curriculum_folder
from tests.fakes import HashEncoder

pytestmark = pytest.mark.xdist_group("again")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """A home over a copy of the curriculum's topics, without their questions: time is dear."""
    root = tmp_path_factory.mktemp("again")
    for path in curriculum_folder().glob("[0-9][0-9]-*"):
        ignored = shutil.ignore_patterns("*.questions.jsonl")
        shutil.copytree(path, root / "notes" / path.name, ignore=ignored)
    home = Home(root / "home")
    done = update(home, HashEncoder(), [root / "notes"], corpus=False)
    assert done.documents > 100
    assert done.encoded > 10 * done.documents
    return home, root / "notes"


def test_unchanged_it_is_not_encoded(held: tuple[Home, Path]) -> None:
    home, _ = held
    encoder = HashEncoder()
    done = update(home, encoder)
    assert (done.encoded, done.unchanged, encoder.encoded) == (0, done.documents, [])


def test_renamed_and_copied_it_is_not_encoded(held: tuple[Home, Path]) -> None:
    home, notes = held
    topic = next(notes.rglob("attention.md"))
    folder = topic.parent.rename(notes / "renamed")
    shutil.copy(folder / "attention.md", notes / "copy.md")
    done = update(home, HashEncoder())
    assert (done.encoded, done.added, done.removed) == (0, 0, 0)
    assert done.moved > 1
    folder.rename(topic.parent)
    (notes / "copy.md").unlink()
    update(home, HashEncoder())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_changed_word_encodes_three_passages_at_most(held: tuple[Home, Path], seed: int) -> None:
    home, notes = held
    path = random.Random(seed).choice(sorted(notes.rglob("*.md")))  # noqa: S311
    text = path.read_text()
    words = list(re.finditer(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", text))
    word = random.Random(seed).choice(words[len(words) // 4 :])  # noqa: S311
    path.write_text(f"{text[: word.start()]}otherwise{text[word.end() :]}")
    done = update(home, HashEncoder())
    assert (done.changed, done.added, done.removed) == (1, 0, 0)
    assert 1 <= done.encoded <= 3


def test_a_renamed_heading_encodes_what_stands_below_it(held: tuple[Home, Path]) -> None:
    home, notes = held
    path = next(notes.rglob("backpropagation.md"))
    text = path.read_text()
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    section = re.findall(r"^## (.+)$", text, re.MULTILINE)[-1]
    assert title
    path.write_text(text.replace(f"\n## {section}\n", "\n## Of another name\n"))
    few = update(home, HashEncoder()).encoded
    path.write_text(path.read_text().replace(title[0], "# Of another title"))
    all_below = update(home, HashEncoder()).encoded
    assert 1 <= few < all_below
    assert all_below > 10
