"""Talk around a question, which is left out, and messages that are nothing else."""

import time

import pytest

from assistant.assistant import Assistant
from assistant.language import IN_ENGLISH, seems_foreign
from assistant.render import NOTHING_FOUND, as_json, markdown
from assistant.talk import NOTHING_ASKED, is_only_talk, without_talk
from assistant.types import Answer, Turn
from ui.markup.answer import answer_html


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("hi there! what is pooling? many thanks", "what is pooling?"),
        ("define pooling pls", "define pooling"),
        ("whats pooling again, mate?", "whats pooling?"),
        ("What does pooling actually do?", "What does pooling do?"),
        ("what even is pooling", "what is pooling"),
        ("So how exactly does pooling just work, really?", "So how does pooling work?"),
        ("eli5: pooling", "pooling"),
        ("Explain like I'm 5: pooling", "pooling"),
        ("explain pooling like I'm five years old please!", "explain pooling"),
        ("Thanks. And how does pooling work in simple terms?", "And how does pooling work?"),
        ("T/F pooling shrinks an image", "pooling shrinks an image"),
        ("Pooling shrinks an image, right?", "Pooling shrinks an image?"),
        ("quiz me on the chain rule", "chain rule"),
        ("Summarise pooling.", "pooling"),
        ("i was just wondering, what is pooling", "what is pooling"),
        ("thanks a lot lol", "thanks a lot lol"),
    ],
)
def test_talk_around_a_question_is_left_out(message: str, question: str) -> None:
    assert without_talk(message) == question


@pytest.mark.parametrize(
    "question",
    [
        "Hello world in Python",
        "Thank you notes after an interview",
        "How do I write a thank-you?",
        "Well-calibrated probabilities",
        "Right join or left join, which way is right",
        "True or false positives, which matter more?",
        "an even split or a random one",
        "What does exactly-once delivery mean?",
        "Why does the loss go up again?",
        "is it not really linear",
        "Yes/no questions for an annotator",
        "summarise what our customers wrote with a model",
        "  What\nis pooling? ",
        "no, I meant pooling",
        "",
    ],
)
def test_words_that_mean_something_stay(question: str) -> None:
    assert without_talk(question) == question


@pytest.mark.parametrize(
    ("message", "is_talk"),
    [
        *(
            (x, True)
            for x in ("Thanks!", "ok", "LOL 😂", "bye", "great answer", "👍", "hi?", "got it")
        ),
        *(
            (x, True)
            for x in ("that's very helpful, thank you", "what can you do?", "many thanks", "")
        ),
        *((x, False) for x in ("why?", "is that right", "was it good?", "that one please", "more")),
        *((x, False) for x in ("ok and recall?", "no, the first one", "recall", "and this", "α?")),
    ],
)
def test_a_message_may_be_talk_alone(message: str, is_talk: bool) -> None:
    assert is_only_talk(message) is is_talk


@pytest.mark.parametrize("part", ["lol ", "please, ", "recap a ", " \n", "is really ", "again "])
def test_talk_is_left_out_in_time_that_grows_with_the_message(part: str) -> None:
    started = time.perf_counter()
    without_talk(part * 2_000)
    is_only_talk(part * 2_000)
    assert time.perf_counter() - started < 2


def test_a_question_is_answered_as_if_nobody_had_talked(assistant: Assistant) -> None:
    plain, chatty = (assistant.ask(x) for x in ("What is dropout", "hi, what is dropout pls lol"))
    assert chatty.question == "hi, what is dropout pls lol"
    assert chatty.interpreted_as == "what is dropout"
    assert [x.text for x in chatty.statements] == [x.text for x in plain.statements] != []


def test_talk_before_a_follow_up_is_no_part_of_what_it_leans_on(assistant: Assistant) -> None:
    found = assistant.find("why does it help tho", [Turn("define dropout pls")])
    assert found.interpreted == "define dropout: why does it help"


def test_talk_alone_is_told_what_to_do(assistant: Assistant) -> None:
    answer = assistant.ask("great answer, thanks!", [Turn("What is dropout?")])
    assert answer == Answer(answer.question, answer.question, abstained=True, reason=NOTHING_ASKED)
    assert markdown(answer) == as_json(answer)["answer"] == NOTHING_ASKED
    assert as_json(answer)["reason"] == NOTHING_ASKED
    page = "".join(answer_html(answer, 1))
    assert NOTHING_ASKED in page
    assert NOTHING_FOUND not in page
    assert assistant.ask("hi? What is dropout?").statements


@pytest.mark.parametrize(
    ("question", "missing", "foreign"),
    [
        ("¿Qué es el abandono?", ("abandono",), True),
        ("Was ist Rauschen?", ("ist", "Rauschen"), True),
        ("Pourquoi le bruit est mauvais", ("Pourquoi",), True),
        ("что такое шум", (), True),
        ("过拟合是什么?", (), True),
        ("What is the zorblax of the quibbler?", ("zorblax", "quibbler"), False),
        ("a de facto zorblax", ("zorblax",), False),
        ("Möbius", ("Möbius",), False),
        ("θ?", (), False),
        ("", (), False),
    ],
)
def test_another_language_is_told_where_it_is_clear(
    question: str, missing: tuple[str, ...], foreign: bool
) -> None:
    assert seems_foreign(question, missing) is foreign


def test_a_question_in_another_language_is_asked_for_in_english(assistant: Assistant) -> None:
    answer = assistant.ask("¿Cómo funciona la regularización?")
    assert (answer.abstained, answer.reason, answer.missing) == (True, IN_ENGLISH, ())
    twice = assistant.ask("Was ist der Rauschabstand? Warum ist die Regularisierung wichtig?")
    assert (twice.abstained, twice.reason) == (True, IN_ENGLISH)


@pytest.mark.parametrize("term", ["attention?", "f1", "rope"])
def test_a_term_alone_is_answered_by_what_it_is(assistant: Assistant, term: str) -> None:
    assert assistant.ask(term).statements
