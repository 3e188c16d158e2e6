"""The layout that everything agrees on: who may import whom, and how long a module may be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

CHAIN = ("ingest", "index", "assistant", "evals", "ui")
LONGEST = 260
HEAVY = ("torch", "faiss", "gradio", "llama_index", "sentence_transformers", "numpy", "scipy")


def modules(package: str) -> list[Path]:
    found = sorted((REPOSITORY / package).rglob("*.py"))
    assert found, f"{package} has no modules"
    return found


def imported(source: str) -> set[str]:
    """Top-level names of every import, those inside functions included."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", CHAIN)
def test_imports_go_one_way(package: str) -> None:
    later = set(CHAIN[CHAIN.index(package) + 1 :]) | {"tests"}
    for path in modules(package):
        assert not imported(path.read_text()) & later, path


def test_the_import_check_sees_imports_inside_functions() -> None:
    assert imported("def f():\n    from ui.page import launch\n") == {"ui"}


@pytest.mark.parametrize("package", CHAIN)
def test_no_module_is_too_long(package: str) -> None:
    for path in modules(package):
        assert len(path.read_text().splitlines()) <= LONGEST, path


def test_the_top_level_is_what_was_agreed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    top = {name.split("/")[0] for name in tracked if not name.startswith(".")}
    assert top == {
        *CHAIN, "corpus", "tests", "pyproject.toml",
        "README.md", "LICENSE", "CONTRIBUTING.md", "Makefile", "constraints.txt",
    }  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from ui.cli import app\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    app(['--help'], standalone_mode=False)\n"
        "print(*sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_constraints_pin_every_dependency_exactly() -> None:
    constraints = (REPOSITORY / "constraints.txt").read_text()
    lines = [line for line in constraints.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line) for line in lines)
    assert "torch==2.13.0" in lines
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    project = (REPOSITORY / "pyproject.toml").read_text()
    named = re.findall(r'^\s+"([A-Za-z0-9_.-]+)[>=]=', project, re.MULTILINE)
    assert {name.lower() for name in named} <= pinned
