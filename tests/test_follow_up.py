"""Follow-ups: what they lean on, how they are read, and that what stands alone is left alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.decide import BY_WORDS, Decision, Evidence, mean, shipped_leaning
from assistant.follow_up import Thread, corrects, goes_on, is_aspect, leaned_on, opens, returns
from assistant.leaning import seems_to_lean
from assistant.sides import compared
from assistant.split import split_questions
from assistant.subject import interpreted, named, sides_in_full, subject
from assistant.types import Turn
from index.encoder import BUNDLED_SHA256
from index.home import Home
from index.query import CONTEXT_WEIGHT, Context
from index.search import Searcher
from index.types import Filters
from index.update import write_index
from tests.conftest import note
from tests.fakes import HashEncoder

CONVERSATIONS = [
    (["What does L1 do to weights?"], "and L2?", "What does L1 do to weights: and L2?"),
    (["Does Adam need warm-up?"], "why?", "Does Adam need warm-up: why?"),
    (
        ["What is gradient clipping?"],
        "give me the formula",
        "What is gradient clipping: give me the formula",
    ),
    (
        ["What is the KV cache?", "how large does it get?"],
        "can it be shrunk?",
        "What is the KV cache: can it be shrunk?",
    ),
    (
        ["how does dropout work", "sorry, I meant layer dropping"],
        "does that help?",
        "how does dropout work: sorry, I meant layer dropping: does that help?",
    ),
    (
        ["What is label smoothing?", "Something else: how are decision trees pruned?"],
        "back to the labels, when does it hurt?",
        "What is label smoothing: back to the labels, when does it hurt?",
    ),
    (
        ["What is label smoothing?", "Something else: how are decision trees pruned?"],
        "and when is it done?",
        "Something else: how are decision trees pruned: and when is it done?",
    ),
    (
        ["hey there", "what is gradient boosting", "cool, thank you"],
        "and random forests?",
        "what is gradient boosting: and random forests?",
    ),
    (["what is label smoothing"], "drawbacks?", "what is label smoothing: drawbacks?"),
    (["what is batch norm"], "what about in GANs", "what is batch norm: what about in GANs"),
    (["what's quantisation"], "why not just prune", "what's quantisation: why not just prune"),
    (
        ["what is bagging", "what is boosting"],
        "does it still reduce variance",
        "what is boosting: does it still reduce variance",
    ),
    (
        ["what is bagging", "ok and boosting?"],
        "how do they differ?",
        "bagging or boosting: how do they differ?",
    ),
    (
        ["GRU", "LSTM", "how many gates does it have"],
        "which one is faster",
        "GRU or LSTM: which one is faster",
    ),
]
"""Earlier questions, the latest, and how it is read."""

STANDING = [
    "How does LoRA reduce the memory that fine-tuning needs?",
    "What is self-attention, and what role does it play in a Transformer?",
    "Do both bagging and boosting reduce variance?",
    "What is the formula for cross-entropy?",
    "kv cache size",
    "Why is it a mistake to scale before splitting?",
    "New topic: how does beam search work?",
    "Why not report accuracy on a test set where one class in a hundred is fraud?",
    "What about learning rate warm-up for transformers?",
    "so my test is 99 % sensitive and a positive result probably wrong, how does that add up",
]


@pytest.mark.parametrize(("before", "question", "expected"), CONVERSATIONS)
def test_a_follow_up_is_read_behind_what_it_leans_on(
    assistant: Assistant, before: list[str], question: str, expected: str
) -> None:
    history = [Turn(text) for text in before]
    found = [assistant.find(question, history) for _ in range(2)]
    assert [each.interpreted for each in found] == [expected, expected]


@pytest.mark.parametrize("question", STANDING)
def test_a_question_with_a_subject_of_its_own_stands_alone(
    assistant: Assistant, question: str
) -> None:
    alone, later = (
        assistant.find(question, history)
        for history in ((), [Turn("How do I answer a question on my greatest weakness?")])
    )
    assert later.interpreted == alone.interpreted == question
    assert later.hits == alone.hits
    assert later.evidence == alone.evidence


def test_a_follow_up_is_answered_from_its_subject(assistant: Assistant) -> None:
    history = [Turn("What is layer normalisation?")]
    answer = assistant.ask("and is it different at inference?", history)
    assert not answer.abstained
    assert "normalis" in answer.citations[0].quote.lower()
    assert assistant.ask("and who won the cup final in 1970?", history).abstained


def test_a_comparison_is_answered_as_if_both_sides_were_named(assistant: Assistant) -> None:
    history = [Turn("what is batch norm"), Turn("and layer norm?")]
    later = assistant.find("what's the difference", history)
    alone = assistant.find("batch norm or layer norm: what's the difference")
    assert (later.interpreted, later.hits, later.evidence) == (
        alone.interpreted,
        alone.hits,
        alone.evidence,
    )
    assert [set(side) for side in compared(later.interpreted)] == [{"batch"}, {"layer"}]


@pytest.mark.parametrize(
    ("thread", "question", "sides"),
    [
        (("PCA", "and t-SNE?", "what about UMAP"), "which is better?", "t-SNE or UMAP"),
        (("what is bagging", "how many trees?", "boosting"), "both?", "bagging or boosting"),
        (("PCA", "and t-SNE?"), "how does it differ from UMAP?", ""),
        (("PCA", "and t-SNE?"), "which value should I use?", ""),
        (("PCA", "any drawbacks?"), "how do they show?", ""),
        (("PCA", "and pca?"), "how do they differ?", ""),
        ((), "which is better?", ""),
    ],
)
def test_a_question_compares_what_was_named_last(thread: Thread, question: str, sides: str) -> None:
    assert sides_in_full(question, thread) == sides


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what is DPO", "DPO"),
        ("explain attention in transformers", "attention"),
        ("ok, and random forests?", "random forests"),
        ("how about Adam?", "Adam"),
        ("hi! what is PCA", "PCA"),
        ("downsides?", ""),
        ("advantages over trees", ""),
        ("what's the formula", ""),
        ("how long", ""),
        ("does dropout run at test time?", ""),
        ("difference?", ""),
        ("", ""),
    ],
)
def test_the_term_that_a_turn_names(question: str, term: str) -> None:
    assert named(question) == term


def test_a_thread_is_about_what_was_named_last() -> None:
    thread = ("how does PCA work?", "and t-SNE?", "how slow?", "on what data?", "and why?")
    assert interpreted("and in 3d?", thread) == "how does PCA work: and t-SNE: and in 3d?"
    assert subject(thread).startswith("how does PCA work: and t-SNE: how slow")
    replaced = (*thread, "what is UMAP?", "how slow?")
    assert interpreted("and in 3d?", replaced) == "what is UMAP: and in 3d?"
    kept = (*thread, "what is the perplexity?")
    assert interpreted("too high?", kept) == "how does PCA work: and t-SNE: too high?"


def test_talk_belongs_to_no_thread() -> None:
    said = ["hi", "what is a GRU", "thanks!", "why two gates"]
    assert leaned_on(said, lambda *_: True, lambda *_: 0.0) == ("what is a GRU",)
    assert leaned_on(said[:3], lambda *_: True, lambda *_: 0.0) == ()
    assert leaned_on(said[:2], lambda *_: True, lambda *_: 0.0) == ()


def test_threads_are_braided() -> None:
    """A question goes on with the latest thread, or the earlier one that it goes back to."""

    def likeness(question: str, thread: Thread) -> float:
        said = {word for turn in thread for word in turn.lower().split()}
        return len(set(question.lower().split()) & said) / 10

    said = ["trees a b", "and c", "another topic: nets d e", "so f"]
    assert leaned_on([*said[:2]], lambda *_: True, likeness) == ("trees a b",)
    assert leaned_on(said, lambda *_: True, likeness) == ("another topic: nets d e",)
    again = [*said, "back to trees a"]
    assert leaned_on(again, lambda *_: True, likeness) == ("trees a b", "and c")
    near = [*said, "trees a b x"]
    assert leaned_on(near, lambda *_: True, likeness) == ("trees a b", "and c")
    assert leaned_on(near, lambda *_: False, likeness) == ()
    for bare in ("and why?", "any drawbacks?"):
        latest = leaned_on(
            [*said, bare], lambda *_: True, lambda asked, thread: "?" in asked and "and c" in thread
        )
        assert latest == ("another topic: nets d e", "so f")
    corrected = ["trees a b", "no, I meant nets"]
    assert leaned_on(corrected, lambda *_: False, likeness) == ("trees a b",)
    assert leaned_on([], lambda *_: True, likeness) == ()


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("no, the other kind", corrects),
        ("hmm sorry, wrong one", corrects),
        ("I was asking about cosine decay", corrects),
        ("ok thanks. different question: what is a p-value", opens),
        ("Unrelated, but how do trees split?", opens),
        ("by the way, what is a DAG?", opens),
        ("coming back to the trees, are they deep?", returns),
        ("the trees again: are they deep?", returns),
        ("thanks, and in practice?", goes_on),
        ("even with noise?", goes_on),
        ("ok, how about without labels", goes_on),
        ("why not both", goes_on),
        ("pros and cons?", is_aspect),
        ("what are the drawbacks", is_aspect),
    ],
)
def test_what_a_question_says_of_its_place_is_understood(question: str, what: object) -> None:
    said = [each for each in (corrects, opens, returns, goes_on, is_aspect) if each(question)]
    assert said == [what]


@pytest.mark.parametrize(
    "question",
    [
        "What do I mean by a prior?",
        "What does the mean of a Gaussian tell me?",
        "Why does training again with another seed change the result?",
        "How does the other one work?",
        "And the next one?",
        "No free lunch theorem",
        "No-regret learning",
        "Sorry state of evaluation in RL",
    ],
)
def test_words_alone_do_not_take_a_question_elsewhere(question: str) -> None:
    assert not (opens(question) or returns(question))
    assert not corrects(question.replace("do I mean by", "is"))


@given(st.lists(st.text(), min_size=1, max_size=12), st.booleans())
def test_what_is_leaned_on_was_said_before_and_stays_short(said: list[str], leans: bool) -> None:
    thread = leaned_on(said, lambda *_: leans, lambda *_: 0.0)
    assert set(thread) <= set(said[:-1])
    assert len(subject(thread)) <= 7 * 202
    assert interpreted(said[-1], ()) == said[-1].strip()


@pytest.mark.parametrize(
    ("absurd", "leans"),
    [
        ("a" * 200_000, True),
        ("and " * 50_000, True),
        ("?!" * 100_000, True),
        ("tree " * 40_000, False),
    ],
)
def test_absurd_questions_are_read_as_any_other(absurd: str, leans: bool) -> None:
    thread = leaned_on([absurd, absurd], lambda *_: True, lambda *_: 0.0)
    assert len(subject(thread)) <= 200
    assert seems_to_lean(absurd) == leans


def test_parts_of_a_message_that_lean_stay_with_the_one_before() -> None:
    assert split_questions("What is dropout? Why does it help?") == [
        "What is dropout? Why does it help?"
    ]
    assert len(split_questions("What is dropout? How does beam search work?")) == 2


@pytest.fixture
def searcher(tmp_path) -> Searcher:
    encoder = HashEncoder()
    texts = {
        "cats": "# Cats\n\nCats sleep and hunt mice.\n\n## Food\n\nThey eat fish and meat.\n",
        "dogs": "# Dogs\n\nDogs bark at night.\n\n## Food\n\nThey eat bones and meat.\n",
        "birds": "# Birds\n\nBirds sing in the morning.\n\n## Food\n\nThey eat seeds.\n",
    }
    home = Home(tmp_path)
    write_index(home, encoder, [note(text, name) for name, text in texts.items()])
    return Searcher(home, encoder)


def test_a_query_within_a_conversation_is_the_weighted_mean(searcher: Searcher) -> None:
    generation = searcher.generation
    alone, before = (searcher.query(text, generation) for text in ("what do they eat", "cats"))
    both = searcher.query("what do they eat", generation, Context("cats", ("cats",)))
    mixed = (1 - CONTEXT_WEIGHT) * alone.vector + CONTEXT_WEIGHT * before.vector
    np.testing.assert_allclose(both.vector, mixed, rtol=1e-6)
    assert both.weights.sum() == pytest.approx(1)
    assert both.weights[: len(alone.weights)].sum() == pytest.approx(1 - CONTEXT_WEIGHT)
    assert (both.terms, both.says, both.documents) == (alone.terms, alone.says, ("cats",))


def test_passages_of_the_conversation_gain_and_filters_hold(searcher: Searcher) -> None:
    asked = "what do they eat"
    for name in ("cats", "dogs", "birds"):
        context = Context(name, (name,))
        assert searcher.search(asked, 1, context=context)[0].chunk.doc_id == name
        kept = searcher.search(asked, 9, Filters(doc="dogs"), context=context)
        assert {hit.chunk.doc_id for hit in kept} == {"dogs"}
    everything = searcher.search(asked, 99)
    assert {hit.chunk.chunk_id for hit in searcher.search(asked, 99, context=context)} == {
        hit.chunk.chunk_id for hit in everything
    }


def test_a_follow_up_under_a_filter_that_nothing_passes_finds_nothing(searcher: Searcher) -> None:
    asked, context = "what is its formula?", Context("cats", ("cats",))
    assert searcher.search(asked, 9, Filters(kind="math"), context=context) == []
    assistant = Assistant(searcher, Decision(), leaning=BY_WORDS)
    history = [Turn("How do cats hunt?")]
    found = assistant.find("and what is its formula?", history)
    assert found.interpreted == "How do cats hunt: and what is its formula?"
    assert assistant.find(asked, history, Filters(section="99")).hits == []


def test_without_coefficients_words_decide(searcher: Searcher) -> None:
    assistant = Assistant(searcher, Decision(), leaning=BY_WORDS)
    history = [Turn("How do cats hunt?")]
    assert assistant.find("and when?", history).interpreted == "How do cats hunt: and when?"
    standing = "Which birds sing in the early morning?"
    assert assistant.find(standing, history).interpreted == standing
    filtered = assistant.find("and when?", history, Filters(doc="dogs"))
    assert {hit.chunk.doc_id for hit in filtered.hits} == {"dogs"}


def test_evidence_of_several_readings_is_their_mean() -> None:
    one, other = Evidence({"late": 0.2}, ("x",)), Evidence({"late": 0.6})
    assert mean([one, other]) == Evidence({"late": 0.4}, ("x",))
    nothing = replace(one, found=False)
    assert mean([nothing, other]).signals == other.signals
    assert not mean([nothing, nothing]).found


def test_coefficients_of_leaning_belong_to_the_encoder() -> None:
    assert 0 < shipped_leaning(BUNDLED_SHA256).threshold < 1
    assert shipped_leaning("0" * 64) == Decision("0" * 64)
