"""The linter of the curriculum: every check over every file."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.curriculum.checks import check_topic
from evals.curriculum.code import check_code
from evals.curriculum.coverage import check_coverage
from evals.curriculum.plans import check_plans
from evals.curriculum.roadmap import SECTIONS, check_roadmap
from evals.curriculum.topic import read_topic
from evals.curriculum.types import Finding, Topic
from ingest.sources import CURRICULUM_SECTIONS

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def read_topics(folder: Path) -> tuple[list[Topic], list[Finding]]:
    """All topics of a curriculum in order, and what is wrong with the files that are none."""
    topics: list[Topic] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob(f"{CURRICULUM_SECTIONS}/*.md")):
        read = read_topic(folder, path)
        if isinstance(read, Topic):
            topics.append(read)
        else:
            findings += read
    topics.sort(key=lambda topic: (topic.front_matter.section, topic.front_matter.order))
    return topics, findings


def check_curriculum(folder: Path, *, code: bool = True) -> list[Finding]:
    """Everything that is wrong with a curriculum, or worth a look.

    Args:
        folder: of the curriculum.
        code: whether the Python blocks are run, which takes a minute or two.
    """
    topics, findings = read_topics(folder)
    for topic in topics:
        findings += check_topic(topic)
    findings += check_links(topics)
    findings += check_duplicates(topics)
    findings += check_roadmap(topics)
    findings += check_plans(folder, topics)
    findings += check_coverage(folder, topics)
    if code:
        findings += check_code(topics)
    return findings


def check_links(topics: Sequence[Topic]) -> Iterator[Finding]:
    """Links that lead to no topic, and sections that nobody knows."""
    for topic in topics:
        where = f"{topic.topic_id}.md"
        if topic.front_matter.section not in SECTIONS:
            yield Finding(where, f"section {topic.front_matter.section} has no title")
        for target in _LINK.findall(topic.prose):
            if not target.startswith("https://") and not (topic.path.parent / target).is_file():
                yield Finding(where, f"link {target} leads nowhere")


def check_duplicates(topics: Sequence[Topic]) -> Iterator[Finding]:
    """Questions that are asked twice, case, punctuation and blanks apart."""
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for topic in topics:
        for question, _ in topic.questions:
            asked[" ".join(re.findall(r"\w+", question.lower()))].append(topic.topic_id)
    for question, places in asked.items():
        if len(places) > 1:
            yield Finding(f"{places[1]}.md", f"asks again what {places[0]} asks: {question!r}")
