"""The curriculum keeps its rules, and each rule would notice if it did not."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evals.curriculum.checks import check_topic
from evals.curriculum.code import check_code
from evals.curriculum.coverage import check_coverage, read_coverage
from evals.curriculum.formulas import formula_problems
from evals.curriculum.lint import check_duplicates, check_links, read_topics
from evals.curriculum.plans import check_plans
from evals.curriculum.roadmap import check_roadmap, drawing, roadmap
from evals.curriculum.template import new_topic
from evals.curriculum.topic import read_topic
from evals.curriculum.types import Finding, Topic
from evals.errors import CaseError
from ingest.questions import questions_file
from ingest.sources import curriculum_folder
from tests.conftest import Viva

CORPUS = curriculum_folder()
TOPICS, UNREADABLE = read_topics(CORPUS)


def errors(findings: list[Finding]) -> list[str]:
    return [f"{finding.where}: {finding.message}" for finding in findings if finding.error]


def test_every_file_is_a_topic() -> None:
    assert UNREADABLE == []
    assert len(TOPICS) >= 110


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.topic_id)
def test_topics_keep_their_rules(topic: Topic) -> None:
    assert errors(list(check_topic(topic))) == []


@pytest.mark.parametrize("section", sorted({topic.front_matter.section for topic in TOPICS}))
def test_every_python_block_runs_and_asserts(section: str) -> None:
    topics = [topic for topic in TOPICS if topic.front_matter.section == section]
    assert errors(list(check_code(topics))) == []


def test_links_questions_roadmap_and_plans_hold_together() -> None:
    found = [*check_links(TOPICS), *check_duplicates(TOPICS), *check_roadmap(TOPICS)]
    assert errors(found + list(check_plans(CORPUS, TOPICS))) == []


def test_the_coverage_of_the_sources_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(list(check_coverage(CORPUS, TOPICS))) == []
    coverage = read_coverage(CORPUS)
    assert not isinstance(coverage, list)
    skipped = sum(bool(item.skipped) for item in coverage.items)
    with capsys.disabled():
        sys.stdout.write(
            f"\ncoverage: {len(coverage.items)} items of {len(coverage.sources)} sources, "
            f"{skipped} skipped with a reason\n"
        )
    assert len(coverage.items) > 300


def test_the_roadmap_reaches_every_topic_after_its_prerequisites() -> None:
    order = roadmap(TOPICS)
    assert sorted(order) == sorted(topic.topic_id for topic in TOPICS)
    for topic in TOPICS:
        for before in topic.front_matter.prerequisites:
            assert order.index(before) < order.index(topic.topic_id)
    assert drawing(TOPICS).startswith("flowchart LR\n")


def test_corrections_are_not_ingested(curriculum_home) -> None:
    from index.generation import open_generation

    documents = open_generation(curriculum_home.index, None).documents
    assert (CORPUS / "CORRECTIONS.md").is_file()
    assert set(documents) == {topic.topic_id for topic in TOPICS}


# Each rule against a topic that breaks it.

TEXT = """---
title: Sample topic
section: 00-foundations
order: 1
tracks: [machine-learning]
roles: [engineer]
level: foundation
prerequisites: []
hours: 1
tags: [sample]
references:
  a2000: {author: A, title: B, venue: C, year: 2000}
---

# Sample topic

## Conceptual overview

A sample is a sample [@a2000].

## Mathematical framework

$$
y = \\frac{a}{b}
$$

## Implementation

```python
# comment
assert 1 + 1 == 2
```

## Connections

- A [link](sample.md).

## Interview Q&A

QUESTIONS

## Common mistakes

- It is wrong that one is two, because two is more.
"""
ASKED = "\n\n".join(f"### What is sample number {i}?\n\nSample {i} is one." for i in range(8))
GOOD = TEXT.replace("QUESTIONS", ASKED)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Topic | list[Finding]]:
    def write(text: str = GOOD) -> Topic | list[Finding]:
        path = tmp_path / "00-foundations" / "sample.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return read_topic(tmp_path, path)

    return write


def test_a_good_topic_has_no_errors(make) -> None:
    topic = make()
    assert errors([*check_topic(topic), *check_links([topic]), *check_code([topic])]) == []
    assert "comment" not in topic.headings


def test_questions_that_name_no_place_are_found_and_their_absence_is_worth_a_look(make) -> None:
    topic = make()
    said = [(finding.error, finding.message) for finding in check_topic(topic)]
    missing = "no questions by which it is looked for, in sample.questions.jsonl"
    assert (False, missing) in said
    beside = questions_file(topic.path)
    beside.write_text('{"quote": "nowhere", "questions": ["Where?"]}\n')
    assert errors(list(check_topic(topic))) == [
        "00-foundations/sample.md: 1 line of its questions left out"
    ]
    beside.write_text('{"quote": "Sample 7 is one.", "questions": ["Which is one?"]}\n')
    assert missing not in [finding.message for finding in check_topic(topic)]
    assert errors(list(check_topic(topic))) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# Sample topic\n", "# Another title\n", "first heading must be the title"),
        ("section: 00-foundations", "section: 01-classical-ml", "names the section"),
        ("## Connections", "## Links", "parts are"),
        ("- It is wrong that one is two, because two is more.", "", "is empty"),
        ("### What is sample number 7?", "### Sample number 7", "not a question"),
        ("Sample 7 is one.", "", "no answer"),
        ("### What is sample number 0?\n\nSample 0 is one.", "", "fewer than 8"),
        ("[@a2000]", "", "never cited"),
        ("[@a2000]", "[@a2000; @b1999]", "[@b1999] is not in the front matter"),
        ("- A [link]", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n- A [link]", "rows of [2, 3] cells"),
        ("- A [link]", "a | b\n\n---|---\n\n- A [link]", "not read as one"),
        ("\\frac{a}{b}", "\\frac{a}{b", "braces do not match"),
        ("\\frac{a}{b}", "\\farc{a}{b}", "unknown command \\farc"),
        ("\\frac{a}{b}", "\\left( a", "do not match"),
        ("\\frac{a}{b}\n$$", "a", "odd number of $$"),
    ],
)
def test_a_broken_rule_is_found(make, old: str, new: str, message: str) -> None:
    assert old in GOOD
    topic = make(GOOD.replace(old, new))
    assert any(message in error for error in errors(list(check_topic(topic))))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hours: 1", "hours: many", "front matter: hours"),
        ("level: foundation", "level: easy", "front matter: level"),
        ("tags: [sample]", "tags: [sample]\ncolour: red", "front matter: colour"),
        ("title: Sample topic\n", "", "front matter: title"),
        ("year: 2000", "year: soon", "front matter: references.a2000.year"),
    ],
)
def test_a_front_matter_that_does_not_fit_is_found(make, old: str, new: str, message: str) -> None:
    findings = make(GOOD.replace(old, new))
    assert isinstance(findings, list)
    assert any(message in error for error in errors(findings))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Sample 3 is one.", "It is one of them.", "does not stand alone: 'It is one"),
        ("It is wrong that one is two, because two is more.", "One is two.", "may mislead"),
        ("A sample is a sample", "A sample", "words, outside"),
    ],
)
def test_what_may_mislead_is_listed_but_no_error(make, old: str, new: str, message: str) -> None:
    findings = list(check_topic(make(GOOD.replace(old, new))))
    assert any(message in finding.message and not finding.error for finding in findings)


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("x = 1\nassert x == 1", ""),
        ("x = 1", "asserts nothing"),
        ("assert 1 == 2", "AssertionError"),
        ("import nosuchmodule\nassert True", "ModuleNotFoundError: No module named 'nosuchmodule'"),
        ("assert (", "line 1: '(' was never closed"),
    ],
)
def test_code_that_fails_or_checks_nothing_is_found(make, block: str, problem: str) -> None:
    found = [finding.message for finding in check_code([replace(make(), code=(block,))])]
    assert found == ([f"Python block 1: {problem}"] if problem else [])


def test_formulas_in_code_are_not_read() -> None:
    assert list(formula_problems("`$x` and `\\foo` cost USD 5")) == []


def test_links_and_questions_are_compared_over_topics(make) -> None:
    topic = make(GOOD.replace("(sample.md)", "(nowhere.md)"))
    assert "link nowhere.md leads nowhere" in errors(list(check_links([topic])))[0]
    twin = replace(topic, topic_id="00-foundations/twin")
    assert len(errors(list(check_duplicates([topic, twin])))) == 8


def test_prerequisites_must_exist_and_not_go_in_a_circle(make) -> None:
    topic = make(GOOD.replace("prerequisites: []", "prerequisites: [00-foundations/other]"))
    assert "does not exist" in errors(list(check_roadmap([topic])))[0]
    other = replace(
        topic,
        topic_id="00-foundations/other",
        front_matter=topic.front_matter.model_copy(
            update={"prerequisites": [topic.topic_id], "order": 2}
        ),
    )
    assert any("in a circle" in error for error in errors(list(check_roadmap([topic, other]))))
    with pytest.raises(CaseError) as raised:
        roadmap([topic, other])
    names = {topic.topic_id, other.topic_id}
    circles = {f"{a} -> {b} -> {a}" for a in names for b in names - {a}}
    assert str(raised.value).removeprefix("prerequisites go in a circle: ") in circles
    same = replace(other, front_matter=topic.front_matter.model_copy(update={"prerequisites": []}))
    assert any("same order" in error for error in errors(list(check_roadmap([topic, same]))))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("two_week.yaml", "title:", "titel:", "title: Field required"),
        ("full.yaml", "  - phase: 1", "  - phase: one", "phases.0.phase"),
        ("full.yaml", "      - step: 3\n", "      - step: 4\n", "not numbered in order"),
        ("full.yaml", "00-foundations/linear-algebra", "00-foundations/algebra", "does not exist"),
        (
            "last_24_hours.yaml",
            "What is the bias-variance",
            "Why is the bias-variance",
            "does not ask",
        ),
        ("rounds.yaml", "rounds:", "rounds: [", "not YAML"),
    ],
)
def test_a_plan_that_does_not_fit_is_found(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    shutil.copytree(CORPUS / "plans", tmp_path / "plans")
    path = tmp_path / "plans" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert any(message in error for error in errors(list(check_plans(tmp_path, TOPICS))))


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            "lines: [1, 1], covered_by: [{file: corpus/X.md, heading: A}]",
            "lines [2] are covered by no",
        ),
        ("lines: [1, 2], covered_by: [{file: corpus/X.md, heading: B}]", "has no heading 'B'"),
        (
            "lines: [1, 2], covered_by: [{file: corpus/X.md, heading: C}]",
            "nothing stands under 'C'",
        ),
        ("lines: [1, 2], covered_by: [{file: corpus/Y.md, heading: A}]", "has no heading 'A'"),
        ("lines: [1, 2]", "either covered by something or skipped"),
        ("lines: [1, 9], skipped: no content", "has 3 lines, not 9"),
        ("lines: [1], skipped: no content", "items.0.lines"),
    ],
)
def test_a_hole_in_the_coverage_is_found(tmp_path: Path, item: str, message: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "X.md").write_text("# A\n\nText.\n\n# C\n")
    (corpus / "coverage.yaml").write_text(
        f"sources:\n  s: {{title: S, lines: 3, blank: [3], sha256: '{'0' * 64}'}}\n"
        f"items:\n  - {{source: s, kind: fact, item: x, {item}}}\n"
    )
    assert any(message in error for error in errors(list(check_coverage(corpus, []))))


def test_a_new_topic_comes_from_the_template_and_reads(tmp_path: Path) -> None:
    path = new_topic(tmp_path, "02-deep-learning/graph-attention")
    topic = read_topic(tmp_path, path)
    assert isinstance(topic, Topic)
    assert topic.front_matter.title == "Graph attention"
    assert errors(list(check_code([topic]))) == []
    for wrong in ("02-deep-learning/graph-attention", "nowhere", "99-none/x"):
        with pytest.raises(CaseError):
            new_topic(tmp_path, wrong)


def test_the_command_names_a_circle_in_one_line(make, tmp_path: Path, viva: Viva) -> None:
    make(GOOD.replace("prerequisites: []", "prerequisites: [00-foundations/sample]"))
    done = viva("corpus", "roadmap", "--folder", tmp_path)
    assert done.returncode == 1
    circle = "00-foundations/sample -> 00-foundations/sample"
    assert done.stderr == f"viva: prerequisites go in a circle: {circle}\n"
