"""`viva eval judge`: a language model judges what answers hold."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import SettingsError
from ui.console import out, out_json, progress_bar
from ui.options import HomeOption, JsonOption


def judge(
    path: Annotated[Path, typer.Argument(metavar="RUN", help="Made by `viva eval run --out`.")],
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Let the configured language model judge the facts of a run, beside the strings."""
    from dataclasses import asdict

    from assistant.build import open_endpoint
    from assistant.llm.endpoint import Message
    from assistant.llm.thinking import spoken
    from evals.judge.judge import agreement, judge_nuggets
    from evals.results.store import read_run
    from index.home import open_home
    from index.settings import load_settings

    made = read_run(path)
    model = open_endpoint(load_settings(open_home(home).settings).llm)
    if model is None:
        raise SettingsError("no language model is configured; see [llm] in viva.toml")
    with progress_bar() as progress:
        judged = judge_nuggets(
            made, lambda prompt: "".join(spoken(model.stream([Message("user", prompt)]))), progress
        )
    found = agreement(judged)
    if json:
        out_json({**asdict(found), "facts": [asdict(each) for each in judged]})
        return
    for name, value in asdict(found).items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        out(f"{name.replace('_', ' ')}: {'undefined' if shown is None else shown}")
