"""Requests to a language model over real HTTP: deadlines, retries, cancel, the circuit breaker."""

import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import pytest

from assistant.llm.breaker import Breaker
from assistant.llm.endpoint import THOUGHTS, Endpoint, Message
from assistant.llm.errors import ModelError
from assistant.llm.request import Done, ModelRequest
from index.settings import Llm
from tests.llm_fakes import Behaviour, FakeEndpoint, Talk

ASKED = [Message("system", "Be brief."), Message("user", "Hello?")]
QUICK = Llm(
    model="fake",
    connect_seconds=2,
    first_word_seconds=1,
    total_seconds=2,
    retries=2,
    max_tokens=50,
)


def endpoint(fake: FakeEndpoint, **settings: object) -> Endpoint:
    chosen = replace(QUICK, base_url=fake.url, **settings)
    return Endpoint(chosen, "secret", back_off=0.01)


def reply(behave: Behaviour, **settings: object) -> tuple[str, FakeEndpoint]:
    with FakeEndpoint(behave) as fake:
        return "".join(endpoint(fake, **settings).stream(ASKED)), fake


def ended(behave: Behaviour, **settings: object) -> str:
    """Why a reply is not complete."""
    with FakeEndpoint(behave) as fake:
        stream = endpoint(fake, **settings).stream(ASKED)
        while True:
            try:
                next(stream)
            except StopIteration as end:
                return end.value


def failure(behave: Behaviour, **settings: object) -> tuple[str, FakeEndpoint]:
    with FakeEndpoint(behave) as fake, pytest.raises(ModelError) as caught:
        list(endpoint(fake, **settings).stream(ASKED))
    return str(caught.value), fake


def hello(talk: Talk) -> None:
    talk.say("Hel", "lo", " you").end()


def test_a_reply_is_streamed_in_pieces() -> None:
    with FakeEndpoint(hello) as fake:
        assert list(endpoint(fake).stream(ASKED)) == ["Hel", "lo", " you"]
        (talk,) = fake.talks
    assert talk.body["stream"] is True
    assert talk.body["model"] == "fake"
    assert talk.body["max_tokens"] == 50
    assert talk.body["authorization"] == "Bearer secret"
    assert [(m["role"], m["content"]) for m in talk.body["messages"]] == [
        ("system", "Be brief."),
        ("user", "Hello?"),
    ]


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (lambda talk: talk.status(429, retry_after="0"), "is overloaded"),
        (lambda talk: talk.status(500), "failed (HTTP 500)"),
        (lambda talk: talk.drop(), "gave no answer that could be read"),
        (lambda talk: talk.end(), "answered nothing"),
        (lambda talk: talk.raw(b"<html>Bad gateway</html>"), "answered nothing"),
        (lambda talk: talk.raw(b"data: {garbage\n\n"), "gave no answer that could be read"),
    ],
)
def test_what_may_pass_is_tried_again(first: Behaviour, said: str) -> None:
    def at_the_third(talk: Talk) -> None:
        first(talk) if talk.turn < 2 else hello(talk)

    text, fake = reply(at_the_third)
    assert text == "Hello you"
    assert len(fake.talks) == 3
    message, fake = failure(first)
    assert message == said
    assert len(fake.talks) == 3


@pytest.mark.parametrize(
    ("code", "said"),
    [(401, "refused the key"), (404, "check llm.base_url"), (400, "refused the request")],
)
def test_what_will_not_pass_is_not_tried_again(code: int, said: str) -> None:
    message, fake = failure(lambda talk: talk.status(code))
    assert said in message
    assert len(fake.talks) == 1


def test_nothing_listens() -> None:
    with FakeEndpoint(hello) as fake:
        gone = endpoint(fake, retries=0)
    with pytest.raises(ModelError, match="cannot be reached"):
        list(gone.stream(ASKED))


def test_silence_before_the_first_word_ends_in_time() -> None:
    message, fake = failure(lambda talk: talk.hang(), first_word_seconds=0.3)
    assert message == "did not answer in time"
    assert fake.talks[0].hung_up.wait(5), "the connection is closed"
    assert len(fake.talks) == 1, "the time is used up"


def test_comments_are_no_first_word() -> None:
    def keep_alive(talk: Talk) -> None:
        while True:
            talk.raw(b": still here\n\n")
            time.sleep(0.02)

    message, fake = failure(keep_alive, first_word_seconds=0.3)
    assert message == "did not answer in time"
    assert fake.talks[0].hung_up.wait(5)


def test_silence_in_the_middle_ends_in_time() -> None:
    def stop(talk: Talk) -> None:
        talk.say("One. ").hang()

    message, fake = failure(stop, total_seconds=0.4, first_word_seconds=0.3)
    assert message == "broke off: it took too long"
    assert fake.talks[0].hung_up.wait(5)
    assert len(fake.talks) == 1, "nothing that was shown is asked for again"


def test_a_connection_dropped_in_the_middle() -> None:
    def drop(talk: Talk) -> None:
        talk.say("One. ").raw(b"data: {").drop()

    message, fake = failure(drop)
    assert message == "broke off in the middle"
    assert len(fake.talks) == 1


def test_an_endless_reply_is_cut_off() -> None:
    def endless(talk: Talk) -> None:
        while True:
            talk.say("again and " * 10)

    text, fake = reply(endless, max_tokens=50)
    assert len(text) == 50 * 12
    assert fake.talks[0].hung_up.wait(5)


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (hello, ""),
        (lambda talk: talk.say("One. Tw").end("length"), "was cut off at llm.max_tokens"),
        (
            lambda talk: talk.say("One.").end("content_filter"),
            "was cut off by a filter of its provider",
        ),
        (lambda talk: talk.say("x" * 9999).end(), "went on too long and was stopped"),
    ],
)
def test_it_is_said_why_a_reply_is_not_complete(behave: Behaviour, why: str) -> None:
    assert ended(behave) == why


def test_thoughts_alone_are_no_answer() -> None:
    message, fake = failure(lambda talk: talk.think("Hm. ", "Well.").end("length"))
    assert message == THOUGHTS
    assert len(fake.talks) == 1, "it would think again"
    text, _ = reply(lambda talk: talk.think("Hm.").say("Yes.").end())
    assert text == "Yes."


def test_one_huge_piece_is_cut_off() -> None:
    text, _ = reply(lambda talk: talk.say("x" * 3_000_000).end())
    assert text == "x" * (50 * 12)


def test_closing_the_generator_closes_the_connection() -> None:
    with FakeEndpoint(lambda talk: talk.say("One. ").hang()) as fake:
        stream = endpoint(fake, total_seconds=30).stream(ASKED)
        assert next(stream) == "One. "
        stream.close()
        assert fake.talks[0].hung_up.wait(5)


def test_a_request_that_is_ended_while_libraries_are_loaded_is_never_made() -> None:
    loads, gate = threading.Event(), threading.Event()

    def slowly() -> None:
        loads.set()
        gate.wait(60)

    with FakeEndpoint(hello) as fake:
        request = ModelRequest(partial(endpoint(fake).reply, ASKED, 5.0), slowly)
        request.start()
        assert loads.wait(60)
        started = time.monotonic()
        request.cancel()
        assert time.monotonic() - started < 1, "whoever stops does not wait for libraries"
        gate.set()
        assert request.events.get(timeout=60) == Done()
        assert fake.talks == []


def test_an_unforeseen_error_ends_the_request(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    failed = Future[list[str]]()

    def ask() -> None:
        try:
            failed.set_result(list(Endpoint(QUICK).stream(ASKED)))
        except ModelError as error:
            failed.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    with pytest.raises(ModelError, match="the log says why"):
        failed.result(timeout=60)
    assert "openai_like" in caplog.text


def test_a_request_can_have_less_time() -> None:
    with FakeEndpoint(lambda talk: talk.hang()) as fake, pytest.raises(ModelError, match="in time"):
        list(endpoint(fake).stream(ASKED, seconds=0.2))


def test_an_endpoint_that_keeps_failing_is_left_alone() -> None:
    with FakeEndpoint(lambda talk: talk.status(500)) as fake:
        failing = endpoint(fake, retries=0)
        for _ in range(4):
            with pytest.raises(ModelError):
                list(failing.stream(ASKED))
        assert len(fake.talks) == 3
        with pytest.raises(ModelError, match="left alone"):
            list(failing.stream(ASKED))


def test_a_reply_that_is_not_read_to_its_end_was_a_success() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, cooling=10, clock=lambda: now[0])

    def at_first_fails(talk: Talk) -> None:
        talk.say("One. ").hang() if talk.turn else talk.status(500)

    with FakeEndpoint(at_first_fails) as fake:
        asked = replace(endpoint(fake, retries=0, total_seconds=30), breaker=breaker)
        with pytest.raises(ModelError, match="500"):
            list(asked.stream(ASKED))
        now[0] = 10.0
        stream = asked.stream(ASKED)
        assert next(stream) == "One. "
        stream.close()
        stream = asked.stream(ASKED)
        assert next(stream) == "One. ", "no longer half open"
        stream.close()


def test_a_reply_that_breaks_off_is_a_failure_nonetheless() -> None:
    with FakeEndpoint(lambda talk: talk.say("One. ").drop()) as fake:
        breaking = endpoint(fake)
        for _ in range(3):
            with pytest.raises(ModelError, match="broke off"):
                list(breaking.stream(ASKED))
        with pytest.raises(ModelError, match="left alone"):
            list(breaking.stream(ASKED))


def test_the_breaker_opens_cools_and_tries_once() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, cooling=10, clock=lambda: now[0])
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.admits(), "failures count in a row"
    breaker.failed()
    assert not breaker.admits()
    now[0] = 9.9
    assert not breaker.admits()
    now[0] = 10.0
    assert breaker.admits()
    assert not breaker.admits(), "half open, one request may try"
    breaker.failed()
    now[0] = 19.9
    assert not breaker.admits()
    now[0] = 20.0
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()
