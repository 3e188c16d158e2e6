"""The roadmap: an order of study derived from the topics' prerequisites, and a drawing of it."""

import graphlib
from collections.abc import Iterator, Mapping, Sequence

from evals.curriculum.types import Finding, Topic
from evals.errors import CaseError

SECTIONS: Mapping[str, str] = {
    "00-foundations": "Foundations",
    "01-classical-ml": "Classical ML",
    "02-deep-learning": "Deep learning",
    "03-transformers-llms": "Transformers and LLMs",
    "04-ml-systems": "ML systems",
    "05-specialised-domains": "Specialised domains",
    "06-genai-applied": "GenAI applied",
    "07-system-design": "System design",
    "08-coding": "Coding",
    "09-product": "Product and programme",
    "10-behavioural": "Behavioural",
    "11-banking": "Banking",
    "12-ai-data-scientist": "AI data scientist",
}


def check_roadmap(topics: Sequence[Topic]) -> Iterator[Finding]:
    """Prerequisites that do not exist or go in a circle, and orders that are taken twice."""
    known = {topic.topic_id for topic in topics}
    for topic in topics:
        for missing in sorted(set(topic.front_matter.prerequisites) - known):
            yield Finding(f"{topic.topic_id}.md", f"prerequisite {missing} does not exist")
    try:
        _sorter(topics)
    except CaseError as error:
        yield Finding("roadmap", str(error))
    places: dict[tuple[str, int], str] = {}
    for topic in topics:
        place = (topic.front_matter.section, topic.front_matter.order)
        if place in places:
            yield Finding(f"{topic.topic_id}.md", f"has the same order as {places[place]}")
        places.setdefault(place, topic.topic_id)


def roadmap(topics: Sequence[Topic]) -> list[str]:
    """Topic ids in an order in which each comes after its prerequisites.

    Of those that could come next, the one earliest by section and order does.

    Raises:
        CaseError: if there is no such order, naming a circle of prerequisites.
    """
    places = {t.topic_id: (t.front_matter.section, t.front_matter.order) for t in topics}
    sorter = _sorter(topics)
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda topic: places[topic])
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def drawing(topics: Sequence[Topic]) -> str:
    """A Mermaid flow chart of the sections: an arrow where topics of one build on the other's.

    Arrows that follow from others are left out, so that the way through can be seen.
    """
    builds_on: dict[str, set[str]] = {section: set() for section in SECTIONS}
    for topic in topics:
        section = topic.front_matter.section
        builds_on[section] |= {p.partition("/")[0] for p in topic.front_matter.prerequisites}
    arrows = {(a, b) for b, before in builds_on.items() for a in before if a < b}
    lines = ["flowchart LR"]
    for section, title in SECTIONS.items():
        count = sum(topic.front_matter.section == section for topic in topics)
        lines.append(f'    s{section[:2]}["{section[:2]} {title} ({count})"]')
    for a, b in sorted(arrows):
        if not any((a, middle) in arrows and _reaches(middle, b, arrows) for middle in SECTIONS):
            lines.append(f"    s{a[:2]} --> s{b[:2]}")
    return "\n".join(lines)


def _sorter(topics: Sequence[Topic]) -> "graphlib.TopologicalSorter[str]":
    """Ready to hand out topics whose prerequisites are done; those that do not exist are left."""
    known = {topic.topic_id for topic in topics}
    graph = {t.topic_id: [p for p in t.front_matter.prerequisites if p in known] for t in topics}
    sorter = graphlib.TopologicalSorter(graph)
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        raise CaseError(f"prerequisites go in a circle: {' -> '.join(error.args[1])}") from error
    return sorter


def _reaches(start: str, goal: str, arrows: set[tuple[str, str]]) -> bool:
    """Whether arrows, which only go to later sections, lead from `start` to `goal`."""
    return any(a == start and (b == goal or _reaches(b, goal, arrows)) for a, b in arrows)
