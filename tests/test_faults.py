"""Bad and odd files: each has its one plain reason, none stops the others."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from index.generation import open_generation
from tests.conftest import Viva, result
from tests.faults.table import FAULTS, Fault, Outcome

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module")
def ingested(viva: Viva, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """All of them in one folder, ingested by one command."""
    root = tmp_path_factory.mktemp("faults")
    folder, home = root / "notes", root / "home"
    folder.mkdir()
    for fault in FAULTS:
        fault.put(folder)
    run = viva("ingest", folder, "--no-corpus", "--json", home=home)
    report = result(run)
    documents = open_generation(home / "index", None).documents.values()
    names = [Path(source) for document in documents for source in document.sources]
    return SimpleNamespace(
        home=home,
        run=run,
        texts=[document.text for document in documents],
        read={path.relative_to(folder).parts[0] for path in names},
        remarks={Path(name).name: said for name, said in report["remarks"].items()},
        refused={Path(each["source"]).name: each["reason"] for each in report["failed"]},
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_is_said_of_it(ingested: SimpleNamespace, fault: Fault) -> None:
    name = fault.shown
    outcome = {
        Outcome.READ: (True, None),
        Outcome.REFUSED: (False, fault.says),
        Outcome.PASSED_OVER: (False, None),
    }[fault.outcome]
    assert (fault.name in ingested.read, ingested.refused.get(name)) == outcome
    if fault.outcome is Outcome.READ:
        assert "; ".join(ingested.remarks.get(name, ())) == fault.says


def test_nothing_else_is_said(ingested: SimpleNamespace) -> None:
    refused = {fault.shown for fault in FAULTS if fault.outcome is Outcome.REFUSED}
    assert set(ingested.refused) == refused | {"picture.png"}
    assert ingested.run.stderr == ""


def test_reasons_are_plain(ingested: SimpleNamespace) -> None:
    said = [*ingested.refused.values(), *(x for y in ingested.remarks.values() for x in y)]
    for reason in said:
        assert reason.isprintable()
        assert len(reason) < 100
        assert not {"Error", "Exception", "None", "Errno"} & set(reason.replace("(", " ").split())


def test_nothing_from_outside_got_in(ingested: SimpleNamespace) -> None:
    assert any("Dropout switches off" in text for text in ingested.texts)
    assert not any("Not for the index" in text for text in ingested.texts)
    assert not any("alert(1)" in text for text in ingested.texts)


def test_the_table_for_people_has_a_line_each(viva: Viva, ingested: SimpleNamespace) -> None:
    run = viva("ingest", "--no-corpus", home=ingested.home)
    assert run.returncode == 0
    header, *lines = run.stderr.splitlines()
    assert header.split() == ["file", "remark"]
    assert all(line.isprintable() for line in lines)
    for name, reason in ingested.refused.items():
        assert sum(f"/{name} " in line and line.endswith(f"  {reason}") for line in lines) == 1
