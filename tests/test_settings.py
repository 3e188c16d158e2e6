from dataclasses import fields
from pathlib import Path

import pytest

from index.home import open_home
from index.settings import Settings, load_settings
from ingest.errors import SettingsError


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "viva.toml"
    path.write_text(text)
    return path


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "viva.toml") == Settings()


def test_values_are_read(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, '[embedding]\nmodel = "m"\n')).embedding.model == "m"


def test_whole_numbers_stand_for_seconds(tmp_path: Path) -> None:
    llm = load_settings(write(tmp_path, "[llm]\ntotal_seconds = 9\nretries = 1\n")).llm
    assert (llm.total_seconds, llm.retries) == (9.0, 1)
    with pytest.raises(SettingsError, match=r"'llm\.retries' must be of type int"):
        load_settings(write(tmp_path, "[llm]\nretries = 1.5\n"))


def test_every_problem_is_named_at_once_with_the_nearest_key(tmp_path: Path) -> None:
    path = write(tmp_path, "[embeding]\nx = 1\n[embedding]\nmodle = 'm'\nmodel = 3\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    message = str(caught.value)
    assert "'embeding', did you mean 'embedding'" in message
    assert "'embedding.modle', did you mean 'embedding.model'" in message
    assert "'embedding.model' must be of type str" in message
    assert "\n" not in message


def test_values_out_of_range_are_named_with_the_other_problems(tmp_path: Path) -> None:
    text = (
        "[llm]\nretries = -1\nmax_tokens = -5\ncontext_tokens = 10\ntemperature = nan\n"
        "connect_seconds = 0\ntotal_seconds = inf\nmodle = 'm'\nrewrite_seconds = 0.1\n"
        "[server]\nrequests_per_minute = 0\nsession_hours = 0\nupload_megabytes = 1\n"
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, text))
    problems = str(caught.value).partition(": ")[2].split("; ")
    assert problems == [
        "'llm.retries' must be a number of at least 0",
        "'llm.max_tokens' must be a number of at least 1",
        "'llm.context_tokens' must be a number of at least 512",
        "'llm.temperature' must be a number of at least 0",
        "'llm.connect_seconds' must be a number of at least 0.1",
        "'llm.total_seconds' must be a number of at least 0.1",
        "unknown key 'llm.modle', did you mean 'llm.model'?",
        "'server.requests_per_minute' must be a number of at least 1",
        "'server.session_hours' must be a number of at least 1",
    ]


def test_the_least_values_and_the_defaults_are_within_range(tmp_path: Path) -> None:
    limits = {
        table.name: [
            (item.name, item.metadata["least"])
            for item in fields(table.type)
            if "least" in item.metadata
        ]
        for table in fields(Settings)
    }
    text = "".join(
        f"[{table}]\n" + "".join(f"{name} = {least}\n" for name, least in found)
        for table, found in limits.items()
    )
    settings = load_settings(write(tmp_path, text))
    for table, found in limits.items():
        for name, least in found:
            assert getattr(getattr(settings, table), name) == least
            assert getattr(getattr(Settings(), table), name) >= least


def test_a_key_outside_its_table_is_told_where_it_belongs(tmp_path: Path) -> None:
    path = write(tmp_path, "upload_megabytes = 80\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert "'upload_megabytes', did you mean [server] upload_megabytes?" in str(caught.value)
    path = write(tmp_path, "model = 'm'\n[llm]\ntitle = 't'\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert "'model', did you mean [embedding] model or [llm] model?" in str(caught.value)
    assert "'llm.title', did you mean 'llm." in str(caught.value)


@pytest.mark.parametrize("text", ["[embedding", "embedding = 3"])
def test_what_is_not_settings_fails_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"viva\.toml"):
        load_settings(write(tmp_path, text))


def test_the_home_is_given_or_from_the_environment(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "desk"))
    assert open_home().root == tmp_path / "desk"
    assert open_home(tmp_path / "other").root == tmp_path / "other"
    monkeypatch.setenv("VIVA_HOME", "")
    assert open_home().root.name == "viva"


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="not a folder"):
        open_home(tmp_path / "file")
