"""Answers over the curriculum: cited to the character, honest about what is missing."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.choose import choose
from assistant.citing import quoted as cited
from assistant.decide import Decision, Evidence, evidence, shipped_decision
from assistant.definitions import defines, is_headed, term_asked_for, term_explained
from assistant.join import joined
from assistant.naming import is_named, is_written
from assistant.pronouns import antecedent
from assistant.references import references, without_marks
from assistant.relevance import Relevant
from assistant.render import as_json, markdown, statement_blocks
from assistant.sides import compared
from assistant.specifics import asks_for_name, asks_for_number
from assistant.split import split_questions
from assistant.types import Answer, Citation, Mode, Nearest, Statement, Turn
from assistant.units import Unit, units
from evals.abstain import SIGNALS
from evals.cases import Report, cases
from evals.types import RetrievalCase, Split
from index.analyse import terms
from index.encoder import BUNDLED_SHA256, Encoder
from index.home import Home
from index.search import Searcher
from index.types import Filters
from index.update import update, write_index
from ingest.chunking.chunk import chunk_document
from ingest.types import Kind
from tests.conftest import REPOSITORY, note
from tests.desks import small_home
from tests.fakes import HashEncoder

QUESTIONS = [
    "Why are attention scores divided by the square root of the key dimension?",
    "When should I prefer PR-AUC over ROC-AUC?",
    "What is the bias-variance trade-off?",
    "How does LoRA reduce the number of trainable parameters?",
    "What does DPO optimise?",
    "What is the size of the KV cache?",
    "How does byte pair encoding build its vocabulary?",
    "Derive the gradient of softmax cross-entropy",
    "XGBoost or random forest?",
    "How do I choose the chunk size for RAG?",
    "decoder-only versus encoder-only",
    "Why does logistic regression use log loss?",
    "What is data leakage?",
    "How does batch normalisation behave at inference?",
    "Explain the STAR method",
    "What is value at risk?",
    "How do I design a recommendation system?",
    "When should a team not use AI?",
    "What is a feature store for?",
    "Write softmax in numpy",
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over two notes, with the encoder that counts words."""
    home = small_home(tmp_path_factory.mktemp("small"))
    return Assistant(Searcher(home, HashEncoder()), Decision())


def test_what_500_questions_are_told_equals_the_characters_cited(assistant: Assistant) -> None:
    report = Report()
    asked = [case.question for split in Split for case in cases(RetrievalCase, split, report)]
    documents = assistant.searcher.generation.documents
    quoted = 0
    for question in asked:
        for statement in assistant.ask(question).statements:
            (citation,) = statement.citations
            stored = documents[citation.doc_id].text[citation.start : citation.end]
            own = re.sub(r"\A\[[^\[\]]+\] ", "", statement.text)
            assert own == without_marks(stored), question
            assert citation.quote == stored
            quoted += 1
    assert len(asked) >= 500
    assert quoted > 3 * len(asked)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_equals_its_source(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.abstained
    documents = assistant.searcher.generation.documents
    markers = [citation.marker for citation in answer.citations]
    assert sorted(set(markers)) == list(range(1, max(markers) + 1))
    first = list(dict.fromkeys(markers))
    assert first == sorted(first), "markers are numbered in order of first use"
    for statement in answer.statements:
        assert statement.support == 1
        (citation,) = statement.citations
        stored = documents[citation.doc_id]
        assert citation.quote == stored.text[citation.start : citation.end]
        assert statement.text == without_marks(citation.quote)
        file = REPOSITORY / citation.source
        assert citation.quote == file.read_bytes().decode()[citation.start : citation.end]
        first_line = int(re.findall(r"\d+", citation.place)[0])
        assert citation.quote.splitlines()[0] in file.read_text().splitlines()[first_line - 1]


def test_the_scaling_question_is_answered_rightly(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[0])
    text = markdown(answer).lower()
    assert "variance" in text
    assert "softmax" in text
    assert answer.citations[0].doc_id == "02-deep-learning/attention"
    assert answer.confidence > 0.5


@pytest.mark.parametrize(
    "question",
    ["What is the capital of Australia?", "How do I bake sourdough bread?", "Who won the match?"],
)
def test_what_the_sources_do_not_hold_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained
    assert answer.statements == answer.citations == ()
    assert 1 <= len(answer.nearest) <= 3
    assert answer.confidence < shipped_decision(BUNDLED_SHA256).threshold


def test_an_abstention_names_the_words_nobody_knows(assistant: Assistant) -> None:
    answer = assistant.ask("What is the capital of Australia?")
    assert "Australia" in answer.missing
    assert "is" not in answer.missing
    assert "No passage mentions: Australia." in markdown(answer)


def test_an_answer_names_the_names_it_says_nothing_of(assistant: Assistant) -> None:
    lenient = Assistant(assistant.searcher, replace(assistant.decision, threshold=0.1))
    answer = lenient.ask("How does Keras compute the attention output from Q, K and V?")
    assert answer.missing == ("Keras",)
    assert markdown(answer).endswith("The passages found do not mention: Keras.")
    assert lenient.ask("How does LoRA update a weight matrix?").missing == ()
    both = lenient.ask(f"{answer.question} What is the capital of Australia?")
    assert (both.missing, both.uncovered) == (("Keras",), ("What is the capital of Australia?",))


def test_references_of_the_curriculum_are_shown_beside_the_quote(assistant: Assistant) -> None:
    documents = assistant.searcher.generation.documents
    attention = documents["02-deep-learning/attention"]
    start = attention.text.index("[@vaswani2017]")
    assert (
        "Attention is all you need"
        in references(attention.text[start : start + 14], attention.metadata)[0]
    )
    assert references("[@nobody; @vaswani2017]", attention.metadata) == references(
        "[@vaswani2017]", attention.metadata
    )
    work = {"title": "Dropout", "venue": "JMLR", "year": 2014}
    for author, shown in (("Srivastava, N. et al.", "Srivastava, N. et al."), ("Ho, J.", "Ho, J")):
        known = {"references": {"x": {"author": author, **work}}}
        assert references("[@x]", known) == (f"{shown}: Dropout. JMLR, 2014",)
    assert without_marks("Halved [@a; @b]. Next [1].") == "Halved. Next [1]."


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    first, second = assistant.ask(QUESTIONS[1]), assistant.ask(QUESTIONS[1])
    assert (first.statements, first.follow_ups) == (second.statements, second.follow_ups)


def test_follow_ups_are_questions_of_the_corpus_not_yet_answered(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[1])
    asked = {
        chunk.headings[-1]
        for chunk in assistant.searcher.generation.chunks
        if chunk.kind is Kind.QA
    }
    assert answer.follow_ups
    assert set(answer.follow_ups) <= asked
    assert not set(answer.follow_ups) & {citation.headings[-1] for citation in answer.citations}


def test_json_has_the_names_of_the_contract(assistant: Assistant) -> None:
    shown = as_json(assistant.ask(QUESTIONS[0]))
    assert set(shown) == {
        "question", "interpreted_as", "answer", "statements", "abstained", "missing", "uncovered",
        "nearest", "follow_ups", "confidence", "mode", "notice", "reason", "timings_ms",
    }  # fmt: skip
    citation = shown["statements"][0]["citations"][0]
    assert set(citation) >= {
        "marker", "chunk_id", "doc_id", "title", "source", "headings", "place", "start", "end",
        "quote", "references",
    }  # fmt: skip
    assert set(shown["timings_ms"]) == {"encode", "search", "compose", "choose"}


def test_confidence_is_its_formula() -> None:
    decision = Decision(bias=-1.0, weights={"cosine": 2.0, "gap": 1.0}, threshold=0.5)
    level = Evidence({"cosine": 0.4, "gap": 0.2, "unused": 9.0})
    assert decision.confidence(level) == pytest.approx(1 / (1 + 1))
    assert decision.answers(level)
    assert decision.confidence(Evidence({"cosine": 0.9, "gap": 0.2})) > 0.5
    assert not decision.answers(Evidence({"cosine": 0.39, "gap": 0.2}))
    assert decision.confidence(Evidence({}, found=False)) == 0
    assert not decision.answers(Evidence({}, found=False))


def test_coefficients_belong_to_the_encoder_they_were_fitted_with() -> None:
    fitted = shipped_decision(BUNDLED_SHA256)
    assert 0 < fitted.threshold < 1
    assert fitted.weights["cosine"] > 0
    other = shipped_decision("0" * 64)
    assert (other.weights, other.threshold) == ({}, 0)


def test_evidence_names_unknown_words_as_they_were_written(assistant: Assistant) -> None:
    found = assistant.find("Is a Flugelhorn, (zither) scaled?").evidence
    assert found.missing == ("Flugelhorn", "zither")
    assert set(found.signals) == set(SIGNALS)
    assert 0.5 < found.signals["unknown"] < 1
    assert found.signals["absent"] == 1, "a word that begins the question need not be a name"
    assert assistant.find("Is a gradient scaled?").evidence.signals["unknown"] == 0
    nothing = assistant.searcher.encoder.encode_query("x")
    assert not evidence("x", nothing, [], assistant.searcher.generation).found


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is dropout: Give me the recipe of Zorblax.", ("Zorblax",)),
        ("I have an exam soon. Explain what Zorblax does", ("Zorblax",)),
        ('(Summarise dropout.) "Sketch it!" Recite Zorblax; Recall it\n- Draw it', ("Zorblax",)),
        ("1. Sketch dropout, e.g. Zorblax vs. Quibbler", ("Zorblax", "Quibbler")),
        ("Is it off? QLoRA and T-Nets", ("QLoRA", "T-Nets")),
        ("I meant Zorblax, not a Quibbler, but not in Vrumm", ("Zorblax",)),
        ("Why not Zorblax?", ("Zorblax",)),
        ('Was Zorblax (Quibbler) or "Vrumm" first? Zorblax!', ("Zorblax", "Quibbler", "Vrumm")),
    ],
)
def test_a_capital_that_begins_a_sentence_makes_no_name(
    small: Assistant, question: str, names: tuple[str, ...]
) -> None:
    found = small.find("dropout")
    encoded = small.searcher.encoder.encode_query(question)
    assert evidence(question, encoded, found.hits, found.generation).absent == names


@pytest.mark.parametrize(
    ("question", "number", "name"),
    [
        ("How many heads does BERT have?", True, False),
        ("Which learning rate was used for the router?", True, False),
        ("Which company first asked it?", False, True),
        ("Why does attention scale?", False, False),
        ("How does Adam work?", False, False),
    ],
)
def test_questions_for_one_fact_are_told(question: str, number: bool, name: bool) -> None:
    assert (asks_for_number(question), asks_for_name(question)) == (number, name)


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("What is LoRA? How does QLoRA differ?", ["What is LoRA?", "How does QLoRA differ?"]),
        ("What is leakage? Give examples.", ["What is leakage? Give examples."]),
        ("What is a GRU? What is PCA?", ["What is a GRU?", "What is PCA?"]),
        (
            "What is a GRU and how does it work? What is PCA and why does it fail?",
            ["What is a GRU and how does it work?", "What is PCA and why does it fail?"],
        ),
        ("What is a GRU? What are the drawbacks?", ["What is a GRU? What are the drawbacks?"]),
        ("Is it convex? Why?", ["Is it convex? Why?"]),
        ("One question", ["One question"]),
        ("a?b", ["a?b"]),
    ],
)
def test_several_questions_are_told_apart(message: str, parts: list[str]) -> None:
    assert split_questions(message) == parts


def test_several_questions_are_answered_one_by_one(assistant: Assistant) -> None:
    first, second = QUESTIONS[1], "What is the capital of Australia?"
    answer = assistant.ask(f"{first} {second}")
    assert answer.question == f"{first} {second}"
    assert answer.statements == assistant.ask(first).statements
    assert answer.uncovered == (second,)
    assert second in markdown(answer)
    both = assistant.ask(f"{first} {QUESTIONS[5]}")
    texts = [
        statement.text
        for part in (first, QUESTIONS[5])
        for statement in assistant.ask(part).statements
    ]
    assert [statement.text for statement in both.statements] == list(dict.fromkeys(texts))
    markers = [citation.marker for citation in both.citations]
    assert list(dict.fromkeys(markers)) == list(range(1, max(markers) + 1))
    assert joined("x", [assistant.ask(first)]).question == "x"


def part(*said: tuple[str, str], **changed: Any) -> Answer:
    """An answer of one question that quotes ``(text, document)``, numbered as it would be."""
    numbers: dict[str, int] = {}
    statements = tuple(
        Statement(
            text,
            (
                Citation(
                    numbers.setdefault(doc, len(numbers) + 1),
                    f"{doc}#0", doc, 0, len(text), text, doc, doc, (f"What is {doc}?",), "line 1",
                ),
            ),
        )
        for text, doc in said
    )  # fmt: skip
    cited = tuple(citation for statement in statements for citation in statement.citations)
    return Answer("q", "q", statements, cited, abstained=not said, **changed)


def test_what_is_said_twice_leaves_no_gap_in_the_markers() -> None:
    first, second = part(("A.", "a")), part(("A.", "b"), ("C.", "c"), ("D.", "a"))
    answer = joined("q", [first, second])
    assert [(s.text, s.citations[0].marker) for s in answer.statements] == [
        ("A.", 1),
        ("C.", 2),
        ("D.", 1),
    ]
    assert [citation.doc_id for citation in answer.citations] == ["a", "c", "a"]


def test_a_reason_is_given_that_is_the_same_for_all() -> None:
    one, other = replace(part(), reason="Ask in English."), part()
    assert joined("q", [one, one]).reason == "Ask in English."
    assert joined("q", [one, other]).reason == ""
    assert joined("q", [one, part(("A.", "a"))]).reason == ""


def test_what_one_question_cites_is_not_offered_by_another() -> None:
    def near(*places: str) -> tuple[Nearest, ...]:
        return tuple(Nearest(place[0], place[0], (place,)) for place in places)

    first = part(("A.", "a"), nearest=near("b", "c1"), follow_ups=("What is b?", "Why c?"))
    second = part(("B.", "b"), nearest=near("c2", "a", "d"), follow_ups=("Why c?", "What is a?"))
    answer = joined("q", [first, second])
    assert answer.nearest == near("c1", "d")
    assert answer.follow_ups == ("Why c?",)


@pytest.mark.parametrize("modes", [("extractive", "generated"), ("generated", "extractive")])
def test_an_answer_is_generated_if_a_part_of_it_is(modes: tuple[Mode, Mode]) -> None:
    parts = [part(("A.", "a"), mode=mode) for mode in modes]
    assert joined("q", parts).mode == "generated"
    assert joined("q", [parts[modes.index("extractive")]] * 2).mode == "extractive"


def test_a_pair_that_asks_the_same_question_gives_its_whole_answer(assistant: Assistant) -> None:
    generation = assistant.searcher.generation
    doc_id = "00-foundations/evaluation-metrics"
    question = "When is PR-AUC preferable to ROC-AUC?"
    (pair,) = (c for c in generation.chunks if c.doc_id == doc_id and c.headings[-1] == question)
    own = [unit.text for unit in units(pair, generation.documents[doc_id]) if not unit.label]
    said = [statement.text for statement in assistant.ask(question).statements]
    assert len(own) >= 2
    assert said[: len(own)] == [without_marks(text) for text in own]


def test_misspelt_words_are_mended_and_shown(assistant: Assistant) -> None:
    answer = assistant.ask("Why does dropuot help generalizaton?")
    assert answer.interpreted_as == "Why does dropout help generalisation?"
    assert answer.citations[0].doc_id == "02-deep-learning/regularisation"


def test_a_roles_paragraphs_come_first_and_only_for_that_role(assistant: Assistant) -> None:
    question = "Why is data leakage dangerous?"
    generation = assistant.searcher.generation

    def labels(role: str | None) -> list[str]:
        found = assistant.ask(question, filters=Filters(role=role)).citations
        chunks = {chunk.chunk_id: chunk for chunk in generation.chunks}
        by_start = {
            (unit.start, citation.doc_id): unit.label
            for citation in found
            for unit in units(chunks[citation.chunk_id], generation.documents[citation.doc_id])
        }
        return [by_start[citation.start, citation.doc_id] for citation in found]

    assert labels("pm")[0] == "PM"
    assert labels("scientist")[0] == "Scientist"


def unit_texts(text: str) -> list[tuple[str, Kind]]:
    document = note(text)
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    return [(unit.text, unit.kind) for unit in units(chunk, document)]


def test_units_are_sentences_and_whole_blocks() -> None:
    text = (
        "# H\n\nFirst one. Second one?\n\nThe loss is:\n\n$$\nL\n$$\n\nwhere $L$ is it.\n\n"
        "Steps:\n\n- one\n- two\n\n| a |\n|---|\n| 1 |\n"
    )
    assert unit_texts(text) == [
        ("First one.", Kind.PROSE),
        ("The loss is:\n\n$$\nL\n$$\n\nwhere $L$ is it.", Kind.MATH),
        ("Steps:\n\n- one\n- two", Kind.LIST),
        ("| a |\n|---|\n| 1 |", Kind.TABLE),
    ]


def test_a_heading_keeps_apart_what_it_parts() -> None:
    text = (
        "# H\n\nTraining keeps one copy\n\n## Metrics\n\n- AUC\n- F1\n\n"
        "$$\nL\n$$\n\n## Where to start\n\nWhere to start is a matter of taste.\n"
    )
    assert unit_texts(text) == [
        ("Training keeps one copy", Kind.PROSE),
        ("- AUC\n- F1", Kind.LIST),
        ("$$\nL\n$$", Kind.MATH),
        ("Where to start is a matter of taste.", Kind.PROSE),
    ]


def test_an_item_without_a_full_stop_announces_nothing() -> None:
    item = "Gradient descent keeps only a single copy of all the weights"
    assert unit_texts(f"- {item}\n\n| a |\n|---|\n| 1 |\n") == [
        (item, Kind.PROSE),
        ("| a |\n|---|\n| 1 |", Kind.TABLE),
    ]
    assert unit_texts(f"- {item}:\n\n| a |\n|---|\n| 1 |\n")[0][1] is Kind.TABLE


def test_what_explains_a_formula_comes_with_it_from_the_next_passage() -> None:
    document = note("# H\n\nThe loss is:\n\n$$\nL = a b\n$$\n\nwhere $a$ is one and $b$ two.\n")
    chunks = chunk_document(document, lambda words: len(words.split()), 10)
    assert len(chunks) > 1
    whole = "The loss is:\n\n$$\nL = a b\n$$\n\nwhere $a$ is one and $b$ two."
    for chunk in chunks:
        assert whole in [unit.text for unit in units(chunk, document)]


def test_links_to_other_notes_are_quoted_where_more_is_said() -> None:
    linked = "Dropout, as [regularisation](regularisation.md) shows, thins a network at random."
    only = "See [regularisation](regularisation.md).\n\n- [Trees](trees.md) have no such layers."
    assert unit_texts(f"{linked}\n\n{only}") == [(linked, Kind.PROSE)]


def test_what_says_nothing_to_a_reader_is_not_quoted() -> None:
    text = (
        "#compost #garden/soil\n\nHot compost needs air.\n\n%% to do: ask Ann %%\n\n"
        "Related: [[Cold compost]], [[Worms]]\n\n<details>\n\nIt may be turned, see [[Forks]].\n"
    )
    assert [said for said, _ in unit_texts(text)] == [
        "Hot compost needs air.",
        "It may be turned, see [[Forks]].",
    ]


def test_long_items_are_statements_of_their_own() -> None:
    items = [
        "It is wrong that a is b, because c holds.",
        "Treating d as e is a mistake in most cases.",
    ]
    assert unit_texts("\n".join(f"- {item}" for item in items)) == [(i, Kind.PROSE) for i in items]


@pytest.mark.parametrize("mark", ["•", "–", "→", "✅", "(a)"])
@pytest.mark.parametrize("kind", ["plain", "markdown"])
def test_items_of_any_mark_are_statements(mark: str, kind: str) -> None:
    items = [
        "The encoder turns every passage into one vector of fixed length.",
        "The decoder writes one token after the other and attends to all before.",
    ]
    document = note("\n".join(f"{mark} {item}" for item in items), kind=kind)
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    found = [unit.text.strip() for unit in units(chunk, document)]
    assert all(any(item in text for text in found) for item in items)
    if kind == "plain":
        assert found == items


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("Layer normalisation is fast.", "It has two parameters.", ("Layer normalisation", 3)),
        ("The KV cache can grow.", "It holds keys.", ("The KV cache", 3)),
        ("LoRA is small.", "It trains two matrices.", ("LoRA", 3)),
        ("Decision trees are greedy.", "They split once.", ("Decision trees", 5)),
        ("Decision trees are greedy.", "It splits once.", ("", 0)),
        ("The KV cache size is large.", "It grows.", ("", 0)),  # of the size, not the cache
        ("Weights of LoRA are small.", "They are two.", ("", 0)),
        ("LoRA is small.", "It is known that rank matters.", ("", 0)),
        ("Nothing is here.", "It runs.", ("", 0)),
        ("Layer  normalisation is fast.", "It is old.", ("Layer  normalisation", 3)),
        ("The KV\u00a0cache can grow.", "It holds keys.", ("The KV\u00a0cache", 3)),
        ("", "It runs.", ("", 0)),
    ],
)
def test_a_pronoun_is_resolved_only_where_that_is_certain(
    before: str, sentence: str, expected: tuple[str, int]
) -> None:
    headings = ["Layer normalisation", "What is the KV cache?", "LoRA", "Decision trees"]
    assert antecedent(sentence, before, headings) == expected


def test_a_pronoun_means_nothing_under_another_heading() -> None:
    document = note("# LoRA and BatchNorm\n\nLoRA is small.\n\n## Speed\n\nIt runs.\n\nIt is fast.")
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    assert [unit.subject for unit in units(chunk, document)] == ["", "", ""]


def test_a_resolved_pronoun_stands_in_brackets_and_is_not_cited(tmp_path: Path) -> None:
    home = Home(tmp_path)
    text = "# The KV cache\n\nThe KV cache is kept on the accelerator. It grows with every token.\n"
    encoder = HashEncoder()
    write_index(home, encoder, [note(text)])
    assistant = Assistant(Searcher(home, encoder), Decision())
    (chunk,) = assistant.searcher.generation.chunks
    first, second = units(chunk, assistant.searcher.generation.documents["note"])
    relevant = [
        Relevant(hit, unit, 1.0, np.ones(4, np.float32))
        for hit in assistant.searcher.search("cache")
        for unit in (second,)
    ]
    (statement,) = cited(relevant, assistant.searcher.generation)
    assert statement.text == "[The KV cache] grows with every token."
    assert statement.citations[0].quote == "grows with every token."
    both = [replace(relevant[0], unit=first), *relevant]
    assert cited(both, assistant.searcher.generation)[1].text == "It grows with every token."


def test_a_small_library_is_not_quoted_beside_the_point(tmp_path: Path, encoder: Encoder) -> None:
    home = Home(tmp_path)
    written = [
        note("# Zorbl\n\nA zorbl is a matrix with positive trace.\n", "zorbl"),
        note("# Cats\n\nCats sleep for most of the day.\n", "cats"),
    ]
    write_index(home, encoder, written)
    answer = Assistant(Searcher(home, encoder), Decision()).ask("What is a zorbl?")
    assert [statement.text for statement in answer.statements] == [
        "A zorbl is a matrix with positive trace."
    ]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("What is the difference between bagging and boosting?", [{"bag"}, {"boost"}]),
        ("Compare LoRA with full fine-tuning", [{"lora"}, {"full", "fine", "tune"}]),
        ("batch normalisation or layer normalisation in RNNs?", [{"batch"}, {"layer"}]),
        ("precision vs recall for spam", [{"precis"}, {"recal"}]),
        ("How does GRU differ from LSTM?", [{"gru"}, {"lstm"}]),
        ("When should I prefer PR-AUC over ROC-AUC?", [{"pr"}, {"roc"}]),
        ("What is dropout?", []),
        ("What is attention and why is it scaled?", []),
    ],
)
def test_the_sides_of_a_comparison(question: str, sides: list[set[str]]) -> None:
    assert list(map(set, compared(question))) == sides


def test_a_comparison_speaks_of_both_sides(assistant: Assistant) -> None:
    for question in (
        "What is the difference between bagging and boosting?",
        "How does a GRU differ from an LSTM?",
        "Random forest or gradient boosting?",
    ):
        answer = assistant.ask(question)
        said = set(terms(" ".join(f"{c.headings[-1]} {c.quote}" for c in answer.citations)))
        for side in compared(question):
            assert side <= said, (question, side)


def relevant(of: Assistant, *texts: str, pairs: int = 0) -> list[Relevant]:
    """Units that say these texts, the best first; the first few answer the question asked."""
    (hit,) = of.searcher.search("dropout", 1)
    return [
        Relevant(
            hit,
            Unit(at, at + 1, text, Kind.PROSE, order=at, leans=text.startswith("It ")),
            score=2 - at / 1000,
            vector=np.eye(64, dtype=np.float32)[at],
            answers=at < pairs,
        )
        for at, text in enumerate(texts)
    ]


GIVEN = tuple(f"Plain fact {at}." for at in range(14))
SIDES = (frozenset({"alpaca"}), frozenset({"bison"}))


@pytest.mark.parametrize(
    ("pairs", "texts", "kept"),
    [
        (0, GIVEN, GIVEN[:8]),
        (7, GIVEN, GIVEN[:8]),
        (8, GIVEN, GIVEN[:8]),
        (9, GIVEN, GIVEN[:9]),
        (9, (*GIVEN, "The alpaca hums."), (*GIVEN[:9], "The alpaca hums.")),
        (0, (*GIVEN, "It sees the alpaca."), GIVEN[:8]),
        (0, (*GIVEN, "The bison runs."), (*GIVEN[:7], "The bison runs.")),
        (
            0,
            (*GIVEN, "The bison runs.", "The alpaca hums.", "A bison too."),
            (*GIVEN[:6], "The bison runs.", "The alpaca hums."),
        ),
        (0, (*GIVEN, "Bison meet the alpaca."), (*GIVEN[:7], "Bison meet the alpaca.")),
        (
            0,
            (*GIVEN[:7], "The bison runs.", *GIVEN[7:], "The alpaca hums."),
            (*GIVEN[:6], "The bison runs.", "The alpaca hums."),
        ),
    ],
)
def test_there_is_room_for_both_sides_and_for_no_more_than_eight(
    small: Assistant, pairs: int, texts: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    found = relevant(small, *texts, pairs=pairs)
    assert tuple(item.unit.text for item in choose(found, sides=SIDES)) == kept


def test_paragraphs_for_a_role_are_labelled() -> None:
    document = note("### Why?\n\nBecause.\n\n**PM:** Cost falls. Risk too.\n")
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    assert [unit.label for unit in units(chunk, document)] == ["", "PM", "PM"]


def test_a_code_unit_is_the_whole_block_even_beyond_its_passage() -> None:
    code = "```python\n" + "\n".join(f"x{i} = {i}" for i in range(40)) + "\n```"
    document = note(f"Text.\n\n{code}\n")
    chunks = chunk_document(document, lambda words: len(words.split()), 30)
    assert len(chunks) > 3
    assert [unit.text for unit in units(chunks[2], document)] == [code]


def test_markers_stand_after_text_and_below_blocks(assistant: Assistant) -> None:
    for question in QUESTIONS:
        for block in statement_blocks(assistant.ask(question)):
            assert re.search(r"\[\d+\]$", block)
            assert not re.search(r"(?:\$\$|```|\|) \[\d+\]$", block)


def test_the_api_works_from_a_home_that_was_never_used(tmp_path: Path) -> None:
    from assistant import open_assistant
    from index.errors import IndexMissing

    unbuilt = open_assistant(str(tmp_path), build=False)
    with pytest.raises(IndexMissing):
        unbuilt.ask("x")


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is a B-tree index?", "B-tree index"),
        ("whats dropout", "dropout"),
        ("Define XGBoost's objective.", "XGBoost objective"),
        ("What is the purpose of dropout?", ""),
        ("Explain bagging vs boosting", ""),
        ("What is the difference between bagging and boosting?", ""),
        ("How does dropout work?", ""),
    ],
)
def test_a_definition_asks_for_a_term(question: str, term: str) -> None:
    assert term_asked_for(question) == term


@pytest.mark.parametrize(
    "question",
    ["What is quantum annealing?", "What is a torque converter?", "🤔", "What is 2+2?", "Why?"],
)
def test_no_passage_that_names_it_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        "What is regularization?",
        "What is batch normalization?",
        "What is the bias variance tradeoff?",
        "What is self attention mechanism?",
        "What is multihead attention?",
        "What is flash attention?",
        "What is finetuning?",
        "What is kmeans?",
        "What is backprop?",
        "What is crossentropy?",
        "Explain hyper-parameter tuning",
    ],
)
def test_a_term_is_named_however_it_is_written(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).abstained


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("tradeoff", "a trade-off of bias", True),
        ("trade-off", "the tradeoffs", True),
        ("flash attention", "FlashAttention tiles", True),
        ("backprop", "by backpropagation", True),
        ("R2", "its R2 is low", True),
        ("GAN", "an organ, a ganache", False),
        ("Scala", "a scalar, scalable", False),
        ("beam search", "search for a beam", True),
        ("beam search", "a search", False),
        ("a" * 10_000, "a" * 10_001, False),
        ("RNNs", "a recurrent neural network", True),
        ("AUC", "the area under the curve", True),
        ("NMS", "by non-maximum suppression", True),
        ("CI/CD", "continuous integration and continuous delivery", True),
        ("TSNE", "by t-SNE", True),
        ("SAT", "such as the others", False),
        ("OFA", "the price of a flat", False),
    ],
)
def test_names_are_written_in_many_ways(name: str, text: str, held: bool) -> None:
    assert is_written(name, text) is held


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is dropout and why does it help?", "dropout"),
        ("what's RAG in simple words", "RAG"),
        ("Can you please explain the kernel trick to me?", "kernel trick"),
        ("What does KL divergence mean?", "KL divergence"),
        ("F1 score", "F1 score"),
        ("Why?", ""),
        ("My model overfits although I stop it early, what else is there?", ""),
    ],
)
def test_a_question_may_be_after_what_a_term_means(question: str, term: str) -> None:
    assert term_explained(question) == term


@pytest.mark.parametrize(
    ("sentence", "term", "says"),
    [
        ("Retrieval-augmented generation (RAG) is the technique of …", "RAG", 2),
        ("A support vector machine (SVM) is a classifier that …", "support vector machines", 2),
        ("F1 is the harmonic mean of precision and recall.", "F1 score", 2),
        ("Fine-tuning is continued training of a model.", "finetuning", 2),
        ("Calibration means that …", "calibration", 2),
        ("**Dropout**: zeroes random units.", "dropout", 2),
        ("KV cache – keys and values kept.", "the KV cache", 2),
        ("The residual of a principal component analysis (PCA) is the rest.", "PCA", 0),
        ("Principal component analysis (PCA) finds the directions.", "PCA", 1),
        ("Recall (true positive rate) is the share found.", "true positive rate", 2),
        ("Note: dropout is off at inference.", "dropout", 0),
        ("Precision is a share, and recall is the share of actual positives.", "recall", 2),
        ("QLoRA keeps the frozen weights in four bits.", "QLoRA", 1),
        ("The ROC curve plots recall.", "roc curve", 1),
        ("Fine-tuning is a poor replacement for RAG.", "fine-tuning", 0),
        ("Overfitting is caused by capacity.", "overfitting", 0),
        ("RLHF is needed because people compare.", "RLHF", 0),
        ("Optimisation is the search for a minimum.", "optimizer", 0),
        ("An optimiser is the rule for updates.", "optimizers", 2),
        ("Macro-F1 is the mean of the F1 scores.", "F1", 0),
        ("Naive Bayes is naive because it assumes …", "naive Bayes", 0),
        ("Dropout is the best.", "", 0),
        ("It is a cheap form of ensembling.", "Why", 0),
        ("Attention heads can be pruned.", "attention", 0),
        ("Silhouette scores suit convex clusters.", "silhouette", 0),
        ("A gated recurrent unit (GRU) network is a recurrent network.", "GRU", 2),
        ("A gated recurrent unit (GRU) reset is a step.", "GRU", 0),
        ("A Banzhaf value is the mean contribution of a player.", "Banzhaf", 2),
        ("Static pruning waits, and dynamic pruning fits streams.", "dynamic pruning", 0),
    ],
)
def test_a_sentence_says_what_a_term_is(sentence: str, term: str, says: int) -> None:
    assert defines(sentence, term) == says


@pytest.mark.parametrize(
    ("heading", "term", "asks"),
    [
        ("What is a GRU (gated recurrent unit) network?", "gru", True),
        ("What is a GRU (gated recurrent unit) network?", "gated recurrent unit", True),
        ("What is k-medoids clustering, and what are its limits?", "k-medoids", True),
        ("Momentum", "momentum", True),
        ("How does a mixture differ from k-medoids?", "k-medoids", False),
        ("What is Nesterov momentum?", "momentum", False),
    ],
)
def test_a_heading_may_ask_what_a_term_is(heading: str, term: str, asks: bool) -> None:
    assert is_headed(heading, term) is asks


@pytest.mark.parametrize(
    ("question", "opens"),
    [
        ("what is k-means?", "K-means clustering is an algorithm that divides"),
        ("lstm", "A long short-term memory (LSTM) network is"),
        ("What is GraphRAG?", "GraphRAG is retrieval-augmented generation over"),
        ("What is fine tuning?", "Fine-tuning is continued training"),
        ("What is RLHF and why is it used?", "Reinforcement learning from human feedback"),
        ("what is f1 score", "F1 is the harmonic mean"),
    ],
)
def test_what_a_term_is_comes_first(assistant: Assistant, question: str, opens: str) -> None:
    assert assistant.ask(question).statements[0].text.startswith(opens)


def test_nor_behind_a_conversation(assistant: Assistant) -> None:
    for before in ("What is dropout?", "How do I answer a question on my greatest weakness?"):
        answer = assistant.ask("What is quantum annealing?", [Turn(before)])
        assert (answer.abstained, answer.missing) == (True, ("quantum annealing",))
    assert not assistant.ask("what is the formula?", [Turn("What is dropout?")]).abstained


def test_sizes_are_no_names(assistant: Assistant) -> None:
    answer = assistant.ask("How many tokens should a 7B model be trained on?")
    assert (answer.abstained, answer.missing) == (False, ())


def test_shouting_makes_no_names(assistant: Assistant) -> None:
    assert assistant.find("HOW DOES DROPUOT HELP?").evidence.absent == ()


def test_an_acronym_is_named_by_the_words_it_stands_for(assistant: Assistant) -> None:
    hits = assistant.find("What is the Model Context Protocol?").hits
    assert is_named("MCP", hits)
    assert not is_named("MCQ", hits)


def test_what_leads_the_choice_is_something_that_can_be_quoted(assistant: Assistant) -> None:
    assert assistant.ask("Design a chatbot").statements


def test_one_program_is_enough(assistant: Assistant) -> None:
    found = assistant.ask("Show me code for k-means").statements
    assert sum("```" in statement.text for statement in found) == 1


def test_a_bare_answer_of_another_question_comes_with_it(tmp_path: Path, encoder: Encoder) -> None:
    notes = tmp_path / "cards.md"
    cards = {"What is the capital of Burkina Faso?": "Ouagadougou.", "Who wrote Emma?": "Austen."}
    notes.write_text("\n\n".join(f"## {card}\n\n{said}" for card, said in cards.items()))
    home = Home(tmp_path / "home")
    update(home, encoder, [notes], corpus=False)
    answer = Assistant(Searcher(home, encoder), Decision()).ask("Burkina Faso and its largest town")
    assert answer.statements[0].text == "[What is the capital of Burkina Faso?] Ouagadougou."


def test_talk_around_a_question_does_not_count_against_it(assistant: Assistant) -> None:
    plain = assistant.find("how does dropout regularise a network?").evidence
    asked = "hey folks, I've kinda gotta know: how does dropout regularise a network? thx lol"
    chatty = assistant.find(asked).evidence
    assert (chatty.missing, chatty.signals["unknown"]) == ((), plain.signals["unknown"])
    assert assistant.ask("hey, thanks guys").abstained
