"""Conversations, feedback, users: kept and found again, on SQLite and PostgreSQL."""

import importlib.util
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, insert, update

from assistant.store import conversations as kept
from assistant.store import users as users_module
from assistant.store.anchor import anchor
from assistant.store.answers import from_json, to_json
from assistant.store.database import open_store
from assistant.store.errors import StudyError
from assistant.store.feedback import feedback_given, give_feedback
from assistant.store.tables import ConversationRow, SessionRow, Table, TurnRow, now
from assistant.store.types import Feedback, Opinion, Passage, Request
from assistant.store.users import (
    add_user,
    has_users,
    remove_user,
    sign_in,
    sign_out,
    signed_in,
    users,
)
from assistant.types import Answer, Citation, Nearest, Statement, Verdict
from index.generation import open_generation
from index.home import Home
from index.local import LocalGeneration
from index.types import Filters
from ingest.errors import SettingsError
from tests import postgres
from tests.desks import small_home

PROGRAMS = postgres.binaries()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    assert PROGRAMS is not None
    with postgres.server(PROGRAMS) as url:
        yield url


@pytest.fixture(params=["sqlite", *(["postgresql"] if PROGRAMS else [])])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    is_server = request.param == "postgresql"
    opened = open_store(
        Home(tmp_path), request.getfixturevalue("postgresql") if is_server else None
    )
    with opened.begin() as connection:
        for table in reversed(Table.metadata.sorted_tables):
            connection.execute(delete(table))
    yield opened
    opened.dispose()


CITATION = Citation(
    1, "chunk", "doc", 3, 9, "quote", "Title", "a.md", ("A", "B"), "line 2", ("Work",), "2026-05"
)
ANSWER = Answer(
    "q", "i", (Statement("s", (CITATION,), 0.5, Verdict.UNSUPPORTED, "why", "\n- "),), (CITATION,),
    missing=("m",), uncovered=("u",), nearest=(Nearest("d", "t", ("h",)),), follow_ups=("f",),
    confidence=0.25, mode="generated", notice="n", timings={"search": 1.5},
)  # fmt: skip


def test_the_tables_are_what_the_migrations_make(store: Engine) -> None:
    with store.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Table.metadata) == []


def test_an_answer_is_kept_whole() -> None:
    assert from_json(to_json(ANSWER)) == ANSWER


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_answer_is_kept_whole(text: str, asked: list[str]) -> None:
    answer = replace(ANSWER, question=text, follow_ups=tuple(asked), statements=())
    assert from_json(to_json(answer)) == answer


def test_an_answer_of_another_version_is_shown_as_far_as_it_is_known() -> None:
    values = to_json(ANSWER)
    del values["notice"], values["statements"][0]["lead"]
    values["mood"] = values["citations"][0]["colour"] = "blue"
    read = from_json(values)
    assert read == replace(ANSWER, notice="", statements=(replace(ANSWER.statements[0], lead=""),))


def test_a_conversation_grows_turn_by_turn(store: Engine) -> None:
    filters = Filters(track="t", level="basic")
    first = kept.begin_turn(store, None, Request("What is\n dropout?", filters))
    key = kept.conversation_of(store, first.turn_id)
    assert key is not None
    assert kept.turns_of(store, key) == [first]
    kept.save_answer(store, first.turn_id, ANSWER)
    second = kept.begin_turn(store, key, Request("why?", llm=True))
    turns = kept.turns_of(store, key)
    assert turns == [replace(first, answer=ANSWER), second]
    assert kept.turn(store, first.turn_id) == turns[0]
    assert [each.question for each in kept.history(turns)] == ["What is\n dropout?", "why?"]
    (listed,) = kept.conversations(store)
    assert (listed.conversation_id, listed.title) == (key, "What is dropout?")
    assert abs(listed.changed - now()) < timedelta(minutes=1)


def test_asking_reads_no_earlier_answer(store: Engine) -> None:
    first = kept.begin_turn(store, None, Request("q"))
    kept.save_answer(store, first.turn_id, ANSWER)
    key = kept.conversation_of(store, first.turn_id)
    statements: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *given: statements.append(given[2]))
    kept.begin_turn(store, key, Request("and?"))
    assert any("INTO turns" in each for each in statements)
    assert not any("FROM turns" in each for each in statements)


def test_a_list_holds_the_last_and_a_search_finds_the_others(store: Engine) -> None:
    begun = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [
        {"conversation_id": str(n), "title": f"c{n}.", "changed": begun + timedelta(days=n)}
        for n in range(kept.LISTED + 1)
    ]
    with store.begin() as connection:
        connection.execute(insert(ConversationRow), rows)
    listed = kept.conversations(store)
    assert [each.title for each in listed] == [f"c{n}." for n in range(kept.LISTED, 0, -1)]
    assert [each.title for each in kept.conversations(store, "c0.")] == ["c0."]


def test_the_last_asked_comes_first_and_search_looks_at_titles_and_questions(store: Engine) -> None:
    keys = [
        kept.conversation_of(store, kept.begin_turn(store, None, Request(question)).turn_id)
        for question in ("About trees", "About 100% of nets", "On Öl banks")
    ]
    kept.begin_turn(store, keys[0], Request("and Forests?"))
    assert [each.conversation_id for each in kept.conversations(store)] == [
        keys[0], keys[2], keys[1],
    ]  # fmt: skip
    found = {
        sought: [each.conversation_id for each in kept.conversations(store, sought)]
        for sought in ("ABOUT", "forest", "100%", "%", "_", "nothing", "öl")
    }
    assert found == {
        "ABOUT": [keys[0], keys[1]], "forest": [keys[0]], "100%": [keys[1]], "%": [keys[1]],
        "_": [], "nothing": [], "öl": [keys[2]],
    }  # fmt: skip


def test_renaming_and_deleting(store: Engine) -> None:
    turn = kept.begin_turn(store, None, Request("q"))
    key = kept.conversation_of(store, turn.turn_id)
    assert key is not None
    give_feedback(store, Feedback(turn.turn_id, Opinion.HELPFUL))
    kept.rename(store, key, "  Another\nname " + "x" * 200)
    found = kept.conversation(store, key)
    assert found is not None
    assert found.title == "Another name …"
    kept.rename(store, key, "  ")
    assert kept.conversation(store, key) == found
    kept.delete_conversation(store, key)
    assert kept.conversations(store) == []
    assert kept.turn(store, turn.turn_id) is None
    assert feedback_given(store) == []
    kept.save_answer(store, turn.turn_id, ANSWER)
    again = kept.begin_turn(store, key, Request("q"))
    assert kept.conversation_of(store, again.turn_id) != key


def test_words_that_no_database_takes_are_mended(store: Engine) -> None:
    turn = kept.begin_turn(store, None, Request("a\0b \ud800 😀"))
    saved = kept.turn(store, turn.turn_id)
    assert saved is not None
    assert saved.request.question == "ab ? 😀"
    give_feedback(store, Feedback(turn.turn_id, Opinion.UNHELPFUL, "\0\udfff"))
    assert [each.reason for each in feedback_given(store)] == ["?"]
    assert len(kept.conversations(store, "b \0\ud800")) == 1


def test_feedback_is_kept_and_the_last_opinion_shows(store: Engine) -> None:
    turn = kept.begin_turn(store, None, Request("q"))
    given = [
        Feedback(turn.turn_id, Opinion.HELPFUL),
        Feedback(turn.turn_id, Opinion.UNHELPFUL, "too long"),
        Feedback(turn.turn_id, Opinion.WRONG_SOURCE, "", Passage("doc", 3, 9, "quote")),
    ]
    assert all(give_feedback(store, each) for each in given)
    assert feedback_given(store) == given
    saved = kept.turn(store, turn.turn_id)
    assert saved is not None
    assert saved.opinion is Opinion.UNHELPFUL
    assert not give_feedback(store, Feedback(turn.turn_id + 1, Opinion.HELPFUL))


def test_many_ask_at_once(store: Engine) -> None:
    errors: list[Exception] = []

    def asks(name: str) -> None:
        try:
            key = None
            for number in range(5):
                turn = kept.begin_turn(store, key, Request(f"{name} {number}"))
                key = kept.conversation_of(store, turn.turn_id)
                kept.save_answer(store, turn.turn_id, replace(ANSWER, question=f"{name} {number}"))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=asks, args=(f"reader {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for each in kept.conversations(store):
        turns = kept.turns_of(store, each.conversation_id)
        name = turns[0].request.question.removesuffix(" 0")
        assert [turn.request.question for turn in turns] == [f"{name} {n}" for n in range(5)]
        assert all(turn.answer and turn.answer.question == turn.request.question for turn in turns)


def test_who_may_sign_in(store: Engine) -> None:
    assert not has_users(store)
    add_user(store, "ann", "correct horse battery")
    assert (has_users(store), users(store)) == (True, ["ann"])
    assert sign_in(store, "ann", "wrong", 1) is None
    assert sign_in(store, "bob", "correct horse battery", 1) is None
    token = sign_in(store, "ann", "correct horse battery", 1)
    assert token is not None
    assert signed_in(store, token) == "ann"
    assert signed_in(store, token + "x") is None
    with store.begin() as connection:
        connection.execute(update(SessionRow).values(expires=now() - timedelta(seconds=1)))
    assert signed_in(store, token) is None, "sessions expire"
    token = sign_in(store, "ann", "correct horse battery", 1) or ""
    sign_out(store, token)
    assert signed_in(store, token) is None
    token = sign_in(store, "ann", "correct horse battery", 1) or ""
    add_user(store, "ann", "another long password")
    assert signed_in(store, token) is None, "a new password ends all sessions"
    assert remove_user(store, "ann")
    assert not remove_user(store, "ann")


@pytest.mark.parametrize("name, password", [("", "x" * 12), ("a b", "x" * 12), ("ann", "short")])
def test_unfit_names_and_passwords_are_refused(store: Engine, name: str, password: str) -> None:
    with pytest.raises(SettingsError):
        add_user(store, name, password)


@pytest.mark.parametrize("length", [11, 1025])
def test_a_refused_password_is_told_how_long_it_may_be(store: Engine, length: int) -> None:
    with pytest.raises(SettingsError, match="12 to 1024 characters"):
        add_user(store, "ann", "x" * length)


def test_no_password_is_hashed_before_somebody_signs_in() -> None:
    again = importlib.util.module_from_spec(users_module.__spec__)
    called: set[str] = set()
    sys.setprofile(lambda frame, *_: called.add(frame.f_code.co_qualname))
    try:
        users_module.__spec__.loader.exec_module(again)
    finally:
        sys.setprofile(None)
    assert "PasswordHasher.__init__" in called
    assert "PasswordHasher.hash" not in called


def test_nothing_that_opens_a_door_is_kept_in_the_clear(tmp_path: Path) -> None:
    store = open_store(Home(tmp_path))
    add_user(store, "ann", "correct horse battery")
    token = sign_in(store, "ann", "correct horse battery", 1) or ""
    store.dispose()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"correct horse" not in held
    assert token.encode() not in held
    assert b"$argon2id$" in held


def test_the_database_is_opened_again_with_what_it_held(tmp_path: Path) -> None:
    turn = kept.begin_turn(open_store(Home(tmp_path)), None, Request("q"))
    assert kept.turn(open_store(Home(tmp_path)), turn.turn_id) == turn
    mode = sqlite3.connect(tmp_path / "study.db").execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal",)
    if os.name == "posix":
        assert (tmp_path / "study.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["what?x=1", "a#b%20", "50%"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    store = open_store(Home(tmp_path / name))
    kept.begin_turn(store, None, Request("q"))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "study.db").stat().st_size
    store.dispose()


def test_a_database_beyond_use_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "study.db").write_bytes(b"this is no database at all, not in the least" * 50)
    with pytest.raises(StudyError, match="cannot be used: file is not a database"):
        open_store(Home(tmp_path))
    with pytest.raises(StudyError, match="VIVA_DATABASE_URL cannot be used"):
        open_store(Home(tmp_path), "postgresql://nobody@127.0.0.1:9/none?connect_timeout=2")
    with pytest.raises(StudyError, match="VIVA_DATABASE_URL cannot be used"):
        open_store(Home(tmp_path), "postgresql://nobody@127.0.0.1:port/none")


def test_a_step_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "study.db") as connection:
        connection.execute("CREATE TABLE turns (a)")
    with pytest.raises(StudyError, match="table turns already exists"):
        open_store(Home(tmp_path))
    with sqlite3.connect(tmp_path / "study.db") as connection:
        made = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert made == [("turns",)]
        connection.execute("DROP TABLE turns")
    store = open_store(Home(tmp_path))
    kept.begin_turn(store, None, Request("q"))


def test_filters_of_another_version_are_kept_as_far_as_they_are_known(store: Engine) -> None:
    turn = kept.begin_turn(store, None, Request("q", Filters(track="x")))
    with store.begin() as connection:
        wanted = update(TurnRow).where(TurnRow.turn_id == turn.turn_id)
        connection.execute(wanted.values(filters={"track": "x", "mood": "y"}))
    found = kept.turn(store, turn.turn_id)
    assert found is not None
    assert found.request.filters == Filters(track="x")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_store(Home(tmp_path)).dispose()
    with sqlite3.connect(tmp_path / "study.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StudyError, match="newer version"):
        open_store(Home(tmp_path))


TEXT = "# Note\n\nAlpha comes first. The quoted sentence stands here, in the middle. Omega ends.\n"
QUOTE = "The quoted sentence stands here, in the middle."


def generation_of(tmp_path: Path, name: str, **notes: str) -> LocalGeneration:
    home = small_home(tmp_path / name, {f"{key}.md": text for key, text in notes.items()})
    return open_generation(home.index, None)


def test_passages_are_found_again(tmp_path: Path) -> None:
    before = generation_of(tmp_path, "before", note=TEXT)
    (document,) = before.documents.values()
    start = document.text.index(QUOTE)
    passage = Passage(document.doc_id, start, start + len(QUOTE), QUOTE)
    found = anchor(passage, before)
    assert found is not None
    assert (found.start, found.end, found.edited) == (passage.start, passage.end, False)
    assert found.chunk
    assert QUOTE in found.chunk.text

    def again(text: str) -> tuple[str, bool] | None:
        other = replace(document, text=text)
        chunks = [replace(before.chunks[0], start=0, end=len(text), text=text)]
        moved = replace(before, documents={document.doc_id: other}, chunks=chunks)
        found = anchor(passage, moved)
        return (other.text[found.start : found.end], found.edited) if found else None

    assert again("New first line.\n\n" + TEXT) == (QUOTE, False)
    edited = again(TEXT.replace("stands here", "stands there"))
    assert edited is not None
    assert edited[1]
    assert "quoted sentence stands there" in edited[0]
    assert again("# Note\n\nEverything is different now, in each and every way.\n") is None
    elsewhere = replace(before, documents={"other": replace(document, doc_id="other")})
    moved = anchor(passage, elsewhere)
    assert moved is not None
    assert moved.document.doc_id == "other"


def test_of_several_places_the_nearest_counts(tmp_path: Path) -> None:
    generation = generation_of(tmp_path, "many", note=f"# N\n\n{'Same words here. ' * 9}\n")
    (document,) = generation.documents.values()
    third = document.text.index("Same", document.text.index("Same") + 20)
    found = anchor(Passage(document.doc_id, third + 3, third + 19, "Same words here."), generation)
    assert found is not None
    assert found.start == third
