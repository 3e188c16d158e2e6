"""A new topic file from the template."""

import re
from importlib import resources
from pathlib import Path

from evals.curriculum.roadmap import SECTIONS
from evals.errors import CaseError

_TOPIC = re.compile(r"(?P<section>\d\d-[a-z0-9-]+)/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


def new_topic(folder: Path, topic_id: str) -> Path:
    """Writes the file of a new topic, placed last in its section.

    Raises:
        CaseError: if the id is not ``section/topic``, the section is unknown, or the file exists.
    """
    match = _TOPIC.fullmatch(topic_id)
    if not match:
        raise CaseError(
            f"{topic_id!r} is not SECTION/TOPIC, such as 03-transformers-llms/attention"
        )
    if match["section"] not in SECTIONS:
        raise CaseError(f"no section {match['section']!r}; there are {', '.join(SECTIONS)}")
    path = folder / match["section"] / f"{match['slug']}.md"
    if path.exists():
        raise CaseError(f"{path} exists already")
    text = (resources.files("evals") / "curriculum" / "template.md").read_text(encoding="utf-8")
    title = match["slug"].replace("-", " ").capitalize()
    order = 1 + len(list(path.parent.glob("*.md")))
    for name, value in {**match.groupdict(), "title": title, "order": str(order)}.items():
        text = text.replace(f"{{{name}}}", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
