"""The rules that each topic must keep by itself."""

import re
from collections.abc import Callable, Iterator, Sequence

from evals.curriculum.formulas import formula_problems
from evals.curriculum.topic import QUESTIONS
from evals.curriculum.types import Finding, Topic
from ingest.questions import questions_file, read_questions
from ingest.structure.blocks import Block
from ingest.structure.markdown import markdown_blocks
from ingest.structure.sentences import sentence_spans
from ingest.types import Kind

PARTS: Sequence[Sequence[str]] = (
    ("Conceptual overview",),
    ("Mathematical framework", "Framework"),
    ("Implementation", "Worked example"),
    ("Connections",),
    (QUESTIONS,),
    ("Common mistakes",),
)
LEAST_QUESTIONS = 8
LEAST_WORDS, MOST_WORDS = 1000, 2500

_MARK = re.compile(r"\[@([^\]\n]*)\]")
_KEY = re.compile(r"@?([\w-]+)")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
_LEANING = re.compile(
    r"(?:It(?! is (?:wrong|a mistake))|This|These|Those|They|Its|Their|Such|He|She|Here|Both|"
    r"The (?:above|former|latter|following|first block|second block|code above))\b"
)
_STATES_A_MISTAKE = re.compile(
    r"\b(?:wrong|mistake|error|false|misleading|because|rather than)\b", re.I
)

Check = Callable[[Topic], Iterator[str]]


def check_topic(topic: Topic) -> Iterator[Finding]:
    """Everything about one topic that breaks a rule, then what is worth a look."""
    where = f"{topic.topic_id}.md"
    for check in (identity, parts, questions, references, tables, formulas, looked_for):
        yield from (Finding(where, message) for message in check(topic))
    for check in (leaning_sentences, mistakes, length, unasked):
        yield from (Finding(where, message, error=False) for message in check(topic))


def identity(topic: Topic) -> Iterator[str]:
    """The front matter says what the path says, and the first heading is the title."""
    if topic.front_matter.section != topic.path.parent.name:
        yield f"front matter names the section {topic.front_matter.section}"
    titles = re.findall(r"^# +(.+)$", topic.prose, re.MULTILINE)
    if titles != [topic.front_matter.title]:
        yield f"the first heading must be the title, {topic.front_matter.title!r}, and the only '#'"


def parts(topic: Topic) -> Iterator[str]:
    """The six parts are there, in order, and none is empty."""
    names = list(topic.parts)
    if len(names) != len(PARTS) or any(
        n not in allowed for n, allowed in zip(names, PARTS, strict=True)
    ):
        yield f"parts are {names}, not {[' or '.join(names) for names in PARTS]}"
    for name, text in topic.parts.items():
        if not text and name != "Implementation":
            yield f"part {name!r} is empty"


def questions(topic: Topic) -> Iterator[str]:
    """At least eight questions, each a question, each answered."""
    if len(topic.questions) < LEAST_QUESTIONS:
        yield f"{len(topic.questions)} interview questions, fewer than {LEAST_QUESTIONS}"
    for question, answer in topic.questions:
        if not question.endswith("?"):
            yield f"not a question: {question!r}"
        if not answer or answer.startswith("**Follow-up"):
            yield f"no answer to {question!r}"


def references(topic: Topic) -> Iterator[str]:
    """Every mark names a work of the front matter, and every work is named."""
    keys = {key for mark in _MARK.findall(topic.prose) for key in _KEY.findall(mark)}
    known = set(topic.front_matter.references)
    yield from (f"[@{key}] is not in the front matter" for key in sorted(keys - known))
    yield from (f"reference {key!r} is never cited" for key in sorted(known - keys))


def tables(topic: Topic) -> Iterator[str]:
    """Every row of a table has as many cells as its header."""
    for block in _blocks(topic, Kind.TABLE):
        rows = topic.body[block.body : block.end].splitlines()
        widths = {_cells(row) for row in rows}
        if len(widths) > 1:
            yield f"a table has rows of {sorted(widths)} cells: {rows[0][:60]}"
    for line in topic.prose.splitlines():
        if re.match(r"^\s*\|?\s*:?-{3,}.*\|", line) and not any(
            line.strip() in topic.body[b.body : b.end] for b in _blocks(topic, Kind.TABLE)
        ):
            yield f"a table is not read as one: {line[:60]}"


def formulas(topic: Topic) -> Iterator[str]:
    """Every formula parses."""
    yield from formula_problems(topic.prose)


def leaning_sentences(topic: Topic) -> Iterator[str]:
    """Paragraphs of answers that open with a word pointing outside of them."""
    for name in (QUESTIONS, "Common mistakes"):
        for paragraph in re.split(r"\n\s*\n|^- ", topic.parts.get(name, ""), flags=re.MULTILINE):
            text = re.sub(r"^\*\*[^*]+\*\*\s*", "", paragraph.strip())
            if _LEANING.match(text):
                yield f"does not stand alone: {text[:70]!r}"


def mistakes(topic: Topic) -> Iterator[str]:
    """Entries of "Common mistakes" with a sentence that states a mistake without calling it one."""
    for item in re.split(r"^- ", topic.parts.get("Common mistakes", ""), flags=re.MULTILINE)[1:]:
        opening = [item[start:end] for start, end in sentence_spans(item)][:1]
        if opening and not _STATES_A_MISTAKE.search(opening[0]):
            yield f"may mislead when quoted alone: {opening[0][:70]!r}"


def looked_for(topic: Topic) -> Iterator[str]:
    """The questions by which its passages are looked for name what stands in it."""
    _, remarks = read_questions(topic.path, topic.path.read_text(encoding="utf-8"))
    yield from remarks


def unasked(topic: Topic) -> Iterator[str]:
    """There are such questions at all."""
    if not questions_file(topic.path).is_file():
        yield f"no questions by which it is looked for, in {questions_file(topic.path).name}"


def length(topic: Topic) -> Iterator[str]:
    """One to two thousand words of prose, formulas not counted; a little more is no defect."""
    words = len(_FORMULA.sub(" ", topic.prose).split())
    if not LEAST_WORDS <= words <= MOST_WORDS:
        yield f"{words} words, outside {LEAST_WORDS} to {MOST_WORDS}"


def _blocks(topic: Topic, kind: Kind) -> list[Block]:
    return [block for block in markdown_blocks(topic.body) if block.kind is kind]


def _cells(row: str) -> int:
    """Cells of a table row; a pipe in a formula, in code or after a backslash parts nothing."""
    plain = re.sub(r"\\\||`[^`]*`", " ", row)
    return len(plain.strip().strip("|").split("|"))
