"""Reading a topic file into a Topic."""

import re
from pathlib import Path

from pydantic import ValidationError

from evals.curriculum.types import Finding, FrontMatter, Topic
from ingest.errors import SourceError
from ingest.front_matter import front_matter
from ingest.read import read_file

QUESTIONS = "Interview Q&A"
_FENCE = re.compile(r"^```.*?^```[ \t]*$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) +(.+?)[ #]*$", re.MULTILINE)


def read_topic(folder: Path, path: Path) -> Topic | list[Finding]:
    """The topic in a file, or what keeps it from being one."""
    where = path.relative_to(folder).as_posix()
    try:
        content = read_file(path)
    except SourceError as error:
        return [Finding(where, str(error))]
    values, end = front_matter(content.text)
    try:
        checked = FrontMatter.model_validate(values)
    except ValidationError as error:
        return [
            Finding(where, f"front matter: {'.'.join(map(str, e['loc'])) or 'all'}: {e['msg']}")
            for e in error.errors()
        ]
    body = content.text[end:]
    prose = _FENCE.sub("", body)
    parts = sections(prose, 2)
    return Topic(
        topic_id=f"{path.parent.name}/{path.stem}",
        path=path,
        front_matter=checked,
        body=body,
        prose=prose,
        parts=dict(parts),
        questions=tuple(sections(parts_of(parts, QUESTIONS), 3)),
        code=tuple(_PYTHON.findall(body)),
        headings=dict(pair for level in range(1, 7) for pair in sections(body, level)),
    )


def parts_of(parts: list[tuple[str, str]], name: str) -> str:
    """The text of the first part with a name; empty if there is none."""
    return next((text for heading, text in parts if heading == name), "")


def sections(text: str, level: int) -> list[tuple[str, str]]:
    """(heading, text under it) for each heading of a level, up to the next such or higher one.

    Lines of code that begin with ``#`` are no headings.
    """
    hidden = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    marks = [(m.start(), m.end(), len(m[1]), m[2]) for m in _HEADING.finditer(hidden)]
    found = []
    for i, (_, end, depth, heading) in enumerate(marks):
        if depth == level:
            stop = next((start for start, _, d, _ in marks[i + 1 :] if d <= level), len(text))
            found.append((heading, text[end:stop].strip()))
    return found
