"""The README tells the truth: its commands, options and examples exist and run."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from assistant.assistant import Assistant
from index.home import Home
from index.settings import Llm, load_settings
from tests.conftest import REPOSITORY
from ui.cli import app

README = (REPOSITORY / "README.md").read_text()
COMMANDS = re.findall(r"`viva ([^`]+)`", README)
EXAMPLES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def command(words: list[str]) -> tuple[object, list[str]]:
    """The command that words name, and what follows its name."""
    found = typer.main.get_command(app)
    while words and hasattr(found, "commands") and words[0] in found.commands:
        found = found.commands[words.pop(0)]
    return found, words


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_and_option_exists(line: str) -> None:
    found, rest = command(line.replace("[", " ").replace("]", " ").split())
    assert not hasattr(found, "commands"), f"viva {line} names no command"
    options = {
        name for parameter in found.params for name in (*parameter.opts, *parameter.secondary_opts)
    }
    assert {word for word in rest if word.startswith("-")} <= options


def test_every_command_is_in_the_readme() -> None:
    group = typer.main.get_command(app)
    names = []
    for name, found in group.commands.items():
        inner = getattr(found, "commands", {})
        names += [f"{name} {deeper}" for deeper in inner] or [name]
    documented = " ".join(f"viva {line} " for line in COMMANDS)
    assert [name for name in names if f"viva {name} " not in documented] == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_python_examples_run(code: str, curriculum_home: Home, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VIVA_HOME", str(curriculum_home.root))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert "ropout" in capsys.readouterr().out


def test_the_answers_shown_are_those_given(assistant: Assistant) -> None:
    from assistant.render import markdown

    shown = re.findall(r'viva ask "([^"]+)"\n```\n\n((?:> .*\n)+)', README)
    assert len(shown) == 2
    for question, quoted in shown:
        text = " ".join(line.removeprefix("> ") for line in quoted.splitlines())
        given = " ".join(markdown(assistant.ask(question)).split())
        assert given.startswith(text.removesuffix(" …").strip())


def test_settings_shown_for_language_models_are_valid(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(\[llm\].*?)```", README, re.DOTALL)
    assert len(shown) == 4
    for block in shown:
        (tmp_path / "viva.toml").write_text(block)
        llm = load_settings(tmp_path / "viva.toml").llm
        assert llm.base_url.endswith("/v1")
        assert llm.model
        assert len(block.strip().splitlines()) == 3, "a table and two lines"


def test_every_setting_of_a_language_model_is_documented() -> None:
    table = README.partition("| `[llm]` |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| (.*?) \|", table, re.MULTILINE)) > {"`strict`"}
    named = set(re.findall(r"`(\w+)`", table)) - {"false"}
    assert named == {field.name for field in fields(Llm)}


def test_make_lists_its_targets() -> None:
    run = subprocess.run(
        ["make", "--no-print-directory"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    listed = [line.split()[0] for line in run.stdout.splitlines()]
    assert listed == ["help", "ui", "test", "lint", "eval", "soak", "screenshots", "clean"]


def test_every_test_file_named_in_the_docs_exists() -> None:
    named = [
        name
        for page in (*REPOSITORY.glob("*.md"), REPOSITORY / "evals" / "README.md")
        for name in re.findall(r"\btests/[\w/]+\.py\b", page.read_text())
    ]
    assert named
    assert [name for name in named if not (REPOSITORY / name).is_file()] == []


def test_topics_are_counted_rightly() -> None:
    topics = list((REPOSITORY / "corpus").glob("[0-9]*/*.md"))
    assert f"curriculum of {len(topics)} topics" in README


def test_the_drawing_of_the_roadmap_is_current() -> None:
    from evals.curriculum.lint import read_topics
    from evals.curriculum.roadmap import drawing

    topics, findings = read_topics(REPOSITORY / "corpus")
    assert not findings
    assert f"```mermaid\n{drawing(topics)}\n```" in README
