"""Filters on the command line: what the library knows, whatever the case, and nothing else."""

from pathlib import Path

import pytest

from index.backend import Generation
from index.generation import open_generation
from index.types import Filters
from ingest.errors import SettingsError
from tests.desks import small_home
from ui.filters import known_filters


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    home = small_home(tmp_path_factory.mktemp("desk"))
    return open_generation(home.index, None)


def test_values_are_written_as_the_library_writes_them(generation: Generation) -> None:
    doc_id = next(key for key in generation.documents if key.startswith("trees"))
    typed = Filters(
        track="Machine-Learning", section="DEEP-learning", role=" ENGINEER", doc=doc_id.upper()
    )
    assert known_filters(typed, generation) == Filters(
        track="machine-learning", section="deep-learning", role="engineer", doc=doc_id
    )
    for section in ("02", "02-deep-learning"):
        assert known_filters(Filters(section=section), generation) == Filters(section=section)
    assert known_filters(Filters(kind="qa"), generation) == Filters(kind="qa")


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(track="foo"), "--track must be one of classics, machine-learning"),
        (Filters(section=""), "--section must be one of 01-classical-ml, 02-deep-learning"),
        (Filters(role="pm"), "--role must be one of engineer"),
        (Filters(doc="Trees"), "no document 'Trees' in the index; did you mean trees-"),
        (Filters(doc="§"), "no document '§' in the index; see: viva library list --all"),
    ],
)
def test_others_are_refused_and_the_known_ones_named(
    generation: Generation, filters: Filters, message: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        known_filters(filters, generation)
    assert str(caught.value).startswith(message)


def test_a_library_without_front_matter_knows_no_values(tmp_path: Path) -> None:
    home = small_home(tmp_path, {"a.txt": "Words."})
    with pytest.raises(SettingsError, match="--role fits nothing: no document has any"):
        known_filters(Filters(role="pm"), open_generation(home.index, None))
