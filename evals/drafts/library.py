"""Cases drafted from a reader's own documents: their questions with answers, and their headings."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.drafts.draft import Draft, draft_id
from evals.errors import CaseError
from evals.measure.subject import Subject
from evals.types import Gold, RetrievalCase, Split, Type
from index.analyse import terms
from ingest.structure.sentences import sentence_spans
from ingest.types import Chunk, Document, Kind

_MOST_GOLD = 5
_LEAST_TERMS = 2
_LEAST_WORDS = 5
_ITEM = re.compile(r"(?:[-*+•]|\d+[.)])\s+")
_NO_PROSE = re.compile(r"#|```|~~~|\||\$\$")
_TYPES: tuple[tuple[Type, str], ...] = (
    ("why", r"\bwhy\b"),
    ("comparison", r"\b(?:differ\w*|difference|compare\w*|versus|vs)\b"),
    ("how-to", r"\bhow (?:do|to|can|would|should)\b"),
    ("list", r"\b(?:list|which .+ are there|types of|kinds of|steps)\b"),
    ("definition", r"\b(?:what (?:is|are)|define|meaning of)\b"),
)


def drafts_of(subject: Subject, library: Path) -> Iterator[Draft]:
    """A draft for each question and each heading of the documents under a path.

    The gold is the first sentence of each passage below it. A question in the words of its own
    text is easy to find, so that a reviewer should say it as somebody would who has not read it.

    Args:
        subject: over an index that covers the documents.
        library: a file or folder.

    Raises:
        CaseError: if the index holds nothing from there.
    """
    root = str(library.absolute())
    chosen = sorted(
        (document for document in subject.documents.values() if _lies_under(document, root)),
        key=lambda document: document.doc_id,
    )
    if not chosen:
        raise CaseError(f"the index holds nothing of {library}; run: viva ingest {library}")
    for place, document in enumerate(chosen):
        split = Split.TEST if place % 2 else Split.DEV
        for headings, chunks in _by_headings(subject.chunks_of(document.doc_id)).items():
            if draft := _draft(headings[-1], chunks, document, split):
                yield draft


def _lies_under(document: Document, root: str) -> bool:
    return any(source == root or source.startswith(f"{root}/") for source in document.sources)


def _by_headings(chunks: Sequence[Chunk]) -> Mapping[tuple[str, ...], list[Chunk]]:
    found: defaultdict[tuple[str, ...], list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        if chunk.headings:
            found[chunk.headings].append(chunk)
    return found


def _draft(heading: str, chunks: Sequence[Chunk], document: Document, split: Split) -> Draft | None:
    """A draft for one heading; None if it says too little, or no sentence stands below it."""
    golds = [
        Gold(doc_id=document.doc_id, quote=quote, grade=2)
        for chunk in chunks[:_MOST_GOLD]
        if (quote := first_sentence(chunk))
    ]
    if not golds or len(terms(heading)) < _LEAST_TERMS:
        return None
    asks = chunks[0].kind is Kind.QA or heading.endswith("?")
    case = RetrievalCase(
        id=draft_id(f"{document.doc_id} {heading}"),
        question=heading,
        gold=tuple(golds),
        type=_type(heading),
        style="question" if asks else "keywords",
        section=document.title or document.doc_id,
        difficulty=1,
        split=split,
    )
    source = "a question" if asks else "a heading"
    return Draft(why=f"{source} of the text: say it as somebody who has not read it", case=case)


def first_sentence(chunk: Chunk) -> str:
    """The first sentence below the headings of a passage, no question and no code; else empty."""
    body = chunk.text[chunk.metadata.get("body", 0) :]
    for start, end in sentence_spans(body):
        sentence = body[start:end]
        if marker := _ITEM.match(sentence):
            sentence = sentence[marker.end() :]
        asks = sentence.rstrip("*_ ").endswith("?")
        if len(sentence.split()) >= _LEAST_WORDS and not asks and not _NO_PROSE.match(sentence):
            return sentence
    return ""


def _type(question: str) -> Type:
    """The type that a question's words suggest."""
    found = (name for name, words in _TYPES if re.search(words, question, re.IGNORECASE))
    return next(found, "fact")
