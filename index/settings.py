"""viva.toml, the only configuration file: whatever does not fit fails, all of it at once."""

import difflib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from ingest.errors import SettingsError

_SECONDS = {"least": 0.1}


@dataclass(frozen=True, slots=True)
class Embedding:
    """The encoder: empty for the bundled one, else any sentence-transformers name or path."""

    model: str = ""


@dataclass(frozen=True, slots=True)
class Llm:
    """The language model that may word answers; none as long as `base_url` or `model` is empty.

    Attributes:
        base_url: of an OpenAI-compatible endpoint, mostly ending in ``/v1``.
        model: the name that the endpoint knows it by.
        key_variable: the environment variable that holds the key; it need not exist.
        context_tokens: what question, passages and answer may come to together.
        max_tokens: of an answer.
        temperature: 0 for the likeliest words.
        connect_seconds: until the endpoint takes the request.
        first_word_seconds: until the answer begins, retries included.
        total_seconds: until the answer ends.
        rewrite_seconds: until a question that leans on earlier ones is put anew.
        retries: of a request that fails before the answer begins.
        strict: whether sentences that no source carries are dropped, rather than marked.
    """

    base_url: str = ""
    model: str = ""
    key_variable: str = "VIVA_LLM_KEY"
    context_tokens: int = field(default=8192, metadata={"least": 512})
    max_tokens: int = field(default=800, metadata={"least": 1})
    temperature: float = field(default=0.0, metadata={"least": 0})
    connect_seconds: float = field(default=5.0, metadata=_SECONDS)
    first_word_seconds: float = field(default=30.0, metadata=_SECONDS)
    total_seconds: float = field(default=120.0, metadata=_SECONDS)
    rewrite_seconds: float = field(default=5.0, metadata=_SECONDS)
    retries: int = field(default=2, metadata={"least": 0})
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """Where the index lies.

    Attributes:
        backend: ``local``, files of the home, or ``milvus``.
        milvus_uri: a server, ``http://host:19530``, or a file, ``name.db``, for milvus-lite;
            empty for a file in the home. A server's token is read from the environment.
    """

    backend: str = field(default="local", metadata={"choices": ("local", "milvus")})
    milvus_uri: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """The pages: what one visitor may ask of them.

    Attributes:
        upload_megabytes: of one file.
        requests_per_minute: from one address or signed-in user, answers and uploads alike.
        session_hours: after which a browser has to sign in again.
    """

    upload_megabytes: int = field(default=50, metadata={"least": 1})
    requests_per_minute: int = field(default=600, metadata={"least": 1})
    session_hours: int = field(default=12, metadata={"least": 1})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured; each field is a table of the file."""

    embedding: Embedding = field(default_factory=Embedding)
    index: Index = field(default_factory=Index)
    llm: Llm = field(default_factory=Llm)
    server: Server = field(default_factory=Server)


def load_settings(path: Path) -> Settings:
    """The settings of a file, defaults where it is silent or does not exist.

    Raises:
        SettingsError: naming every unknown key with the nearest known one, every wrong type
            and every value out of range.
    """
    if not path.exists():
        return Settings()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error
    problems: list[str] = []
    settings: Settings = _build(Settings(), values, "", problems)
    if problems:
        raise SettingsError(f"{path}: {'; '.join(problems)}")
    return settings


def _build(default: Any, values: dict[str, Any], prefix: str, problems: list[str]) -> Any:  # noqa: ANN401
    """A dataclass like `default` with `values` in their places; what does not fit is noted."""
    known = {item.name: getattr(default, item.name) for item in fields(default)}
    limits = {item.name: item.metadata for item in fields(default)}
    built = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        if key not in known:
            tables = [
                f"[{table}] {key}"
                for table, held in known.items()
                if is_dataclass(held) and hasattr(held, key)
            ]
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            meant = " or ".join(tables) or repr(prefix + near[0])
            problems.append(f"unknown key {name!r}, did you mean {meant}?")
        elif is_dataclass(known[key]):
            if isinstance(value, dict):
                built[key] = _build(known[key], value, f"{name}.", problems)
            else:
                problems.append(f"{name!r} must be a table")
        else:
            built[key] = float(value) if (type(value), type(known[key])) == (int, float) else value
            if type(built[key]) is not type(known[key]):
                problems.append(f"{name!r} must be of type {type(known[key]).__name__}")
            elif problem := _beyond(built[key], limits[key]):
                problems.append(f"{name!r} must be {problem}")
    return type(default)(**{**known, **built})


def _beyond(value: Any, limits: Mapping[str, Any]) -> str:  # noqa: ANN401
    """What a value of the right type should be instead; empty if it may stay."""
    if "choices" in limits and value not in limits["choices"]:
        return f"one of {', '.join(limits['choices'])}"
    # Not a number is neither above nor below anything.
    if "least" in limits and not limits["least"] <= value < math.inf:
        return f"a number of at least {limits['least']}"
    return ""
