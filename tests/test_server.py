"""Who may come in, what is handed out, and what every response says to the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant.store.users import add_user, has_users
from index.errors import StoreError
from index.home import Home
from index.settings import Server
from index.shelf import fit_name, keep
from index.update import update
from ingest.errors import SettingsError
from tests.conftest import Viva
from tests.desks import desk_of, small_home
from ui.cli import app
from ui.commands.serve import check_host
from ui.desk import Desk
from ui.server.access import is_loopback
from ui.server.app import build_app
from ui.server.limits import Bucket

LOCAL = "http://127.0.0.1:7860"
NEAR, FAR = ("127.0.0.1", 50_000), ("203.0.113.5", 50_000)
PASSWORD = "correct horse battery"  # noqa: S105


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(small_home(tmp_path_factory.mktemp("served")))


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    built = build_app(desk, Server(upload_megabytes=1))
    with TestClient(built, base_url=LOCAL, client=NEAR, raise_server_exceptions=False) as client:
        yield client


def test_a_page_allows_nothing_foreign_and_nothing_inline_without_a_nonce(
    client: TestClient,
) -> None:
    for path in ("/", "/library"):
        first, second = client.get(path), client.get(path)
        policy = first.headers["content-security-policy"]
        nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)
        assert nonce
        assert nonce[1] not in second.text
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert not re.search(r"script-src[^;]*unsafe", policy)
        scripts = re.findall(r"<script[^>]*>", first.text)
        assert len(scripts) > 2
        assert all(f'<script nonce="{nonce[1]}"' in script for script in scripts)
        assert int(first.headers["content-length"]) == len(first.content)


def test_every_response_says_how_it_is_to_be_read(client: TestClient) -> None:
    for path in ("/", "/viva/desk.js", "/viva/desk.css", "/nowhere", "/viva/file/x", "/config"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_files_are_handed_out_by_document_alone(client: TestClient, desk: Desk) -> None:
    documents = desk.assistant.searcher.generation.documents
    (doc_id,) = (key for key in documents if key.startswith("dropout"))
    got = client.get(f"/viva/file/{doc_id}")
    assert got.text.startswith("---\ntitle: Dropout")
    assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in got.headers["content-security-policy"]


def test_a_text_is_handed_out_in_whatever_encoding_it_lies(tmp_path: Path) -> None:
    text = "# Entropie\n\nDie Unordnung wächst, über die Zeit größer werdend.\n"
    note = tmp_path / "entropie.md"
    note.write_bytes(text.encode("cp1252"))
    desk = desk_of(small_home(tmp_path / "home"))
    update(desk.home, desk.assistant.searcher.encoder, [note])
    (doc_id,) = (
        x for x in desk.assistant.searcher.generation.documents if x.startswith("entropie")
    )
    with TestClient(build_app(desk, Server()), base_url=LOCAL, client=NEAR) as client:
        assert client.get(f"/viva/file/{doc_id}").text == text


def traversals(desk: Desk) -> list[str]:
    secret = str(desk.home.study)
    up = "../" * 12 + secret.lstrip("/")
    encoded = up.replace("/", "%2f").replace(".", "%2e")
    current = f"{desk.home.root}/index/current"
    handed_out = (secret, up, encoded, f"x/{up}", "%00", "..%5c..%5cx")
    return [
        *(f"/viva/file/{path}" for path in handed_out),
        *(f"/gradio_api/file={path}" for path in (secret, up, encoded, current)),
        *(f"/static/{up}", f"/assets/{encoded}", f"/viva/export/{up}"),
        f"/gradio_api/file/{secret}",
    ]


def test_no_path_leads_out(client: TestClient, desk: Desk) -> None:
    for path in traversals(desk):
        got = client.get(path)
        assert got.status_code in (400, 403, 404, 405), path
        assert b"SQLite" not in got.content, path
        assert b"passage" not in got.content, path


def test_failures_tell_nothing_of_the_inside(client: TestClient) -> None:
    for method, path, body in (
        ("POST", "/gradio_api/run/predict", b'{"fn_index": 0, "data": [1, 2, 3, 4, 5, 6, 7]}'),
        ("POST", "/gradio_api/run/predict", b"not json"),
        ("POST", "/gradio_api/queue/join", b'{"fn_index": 999, "data": []}'),
        ("GET", "/viva/file/nothing", b""),
    ):
        got = client.request(
            method, path, content=body, headers={"content-type": "application/json"}
        )
        assert got.status_code >= 400
        assert "Traceback" not in got.text
        assert ".py" not in got.text


def test_an_oversized_upload_is_refused(client: TestClient) -> None:
    upload = {"files": ("big.txt", b"x" * 1_200_000)}
    assert client.post("/gradio_api/upload", files=upload).status_code == 413
    upload = {"files": ("small.txt", b"x" * 1_000)}
    assert client.post("/gradio_api/upload", files=upload).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example"])
def test_without_users_no_other_host_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403
    assert client.get("/", headers={"host": "localhost:7860"}).status_code == 200


def test_without_users_no_other_machine_is_answered(desk: Desk) -> None:
    with TestClient(build_app(desk, Server()), base_url=LOCAL, client=FAR) as client:
        assert client.get("/").status_code == 403


def test_other_sites_cannot_ask(client: TestClient) -> None:
    body = b'{"fn_index": 0, "data": []}'
    headers = {"origin": "http://evil.example", "content-type": "text/plain"}
    for path in ("/gradio_api/run/predict", "/gradio_api/queue/join", "/gradio_api/upload"):
        assert client.post(path, content=body, headers=headers).status_code == 403


def test_with_users_one_has_to_sign_in(tmp_path: Path) -> None:
    desk = desk_of(small_home(tmp_path, {"a.md": "# A\n\nSome words.\n"}))
    add_user(desk.store, "ann", PASSWORD)
    page = {"accept": "text/html"}
    built = build_app(desk, Server(session_hours=2))
    with TestClient(built, base_url="http://desk.example", follow_redirects=False) as client:
        sent = client.get("/", headers=page)
        assert (sent.status_code, sent.headers["location"]) == (303, "/viva/sign-in")
        for path in ("/config", "/viva/file/x", "/gradio_api/info", "/viva/export/x", "/library"):
            assert client.get(path).status_code == 401
        form = client.get("/viva/sign-in")
        assert form.text.startswith("<!doctype html><html")
        assert "<form" in form.text
        assert "<script" not in form.text
        wrong = client.post("/viva/sign-in", data={"name": "ann", "password": "<b>"})
        assert (wrong.status_code, "do not fit" in wrong.text) == (401, True)
        right = client.post("/viva/sign-in", data={"name": "ann", "password": PASSWORD})
        cookie = right.headers["set-cookie"]
        for part in ("HttpOnly", "SameSite=strict", "Max-Age=7200"):
            assert part in cookie
        assert client.get("/", headers=page).status_code == 200
        assert client.get("/viva/sign-out").headers["location"] == "/viva/sign-in"
        client.cookies.set("viva_session", re.findall(r"viva_session=([^;]+)", cookie)[0])
        assert client.get("/", headers=page).status_code == 303, "the session is over"


def test_guessing_passwords_is_slowed_down(tmp_path: Path) -> None:
    desk = desk_of(small_home(tmp_path, {"a.md": "# A\n\nSome words.\n"}))
    add_user(desk.store, "ann", PASSWORD)
    with TestClient(build_app(desk, Server()), base_url=LOCAL, client=NEAR) as client:
        tries = [
            client.post("/viva/sign-in", data={"name": "ann", "password": str(n)}).status_code
            for n in range(12)
        ]
    assert tries == [401] * 10 + [429] * 2


def test_too_many_requests_are_refused(tmp_path: Path) -> None:
    desk = desk_of(small_home(tmp_path, {"a.md": "# A\n\nSome words.\n"}))
    built = build_app(desk, Server(requests_per_minute=3))
    with TestClient(built, base_url=LOCAL, client=NEAR) as client:
        got = [client.post("/gradio_api/queue/join", json={}).status_code for _ in range(5)]
        assert got[3:] == [429, 429]
        assert 429 not in got[:3]
        assert client.get("/").status_code == 200


def test_a_bucket_refills_evenly() -> None:
    time = [0.0]
    bucket = Bucket(60, lambda: time[0])
    assert [bucket.takes("a") for _ in range(61)] == [True] * 60 + [False]
    assert bucket.takes("b")
    time[0] = 1.5
    assert [bucket.takes("a") for _ in range(2)] == [True, False]


def test_what_can_be_reached_from_elsewhere_needs_users(tmp_path: Path, viva: Viva) -> None:
    desk = desk_of(small_home(tmp_path, {"a.md": "# A\n\nSome words.\n"}))
    for host in ("127.0.0.1", "localhost", "::1"):
        check_host(host, desk.store)
    for host in ("0.0.0.0", "::", "192.168.1.5", "desk.example"):  # noqa: S104
        with pytest.raises(SettingsError, match="viva user add"):
            check_host(host, desk.store)
    run = viva("ui", "--host", "0.0.0.0", "--no-open", home=tmp_path / "other")  # noqa: S104
    assert run.returncode == 1
    assert "viva user add NAME" in run.stderr
    assert "Traceback" not in run.stderr
    home = ["--home", str(desk.home.root)]
    added = CliRunner().invoke(app, ["user", "add", "ann", *home], input=PASSWORD + "\n")
    assert added.exit_code == 0, added.output
    check_host("0.0.0.0", desk.store)  # noqa: S104
    assert CliRunner().invoke(app, ["user", "list", *home]).stdout == "ann\n"
    assert CliRunner().invoke(app, ["user", "remove", "bob", *home]).exit_code == 1
    assert CliRunner().invoke(app, ["user", "remove", "ann", *home]).exit_code == 0
    assert not has_users(desk.store)


def test_loopback_is_told_from_the_rest() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "[::1]", "LOCALHOST")))
    assert not any(map(is_loopback, ("0.0.0.0", "", "localhost.evil", "10.0.0.1")))  # noqa: S104


@pytest.mark.parametrize(
    "name, fit",
    [
        ("notes.md", "notes.md"), ("../../etc/passwd", "passwd"), ("C:\\a\\b.txt", "b.txt"),
        (".hidden.md", "hidden.md"), ("~$doc.docx", "doc.docx"), ("", "file"), ("...", "file"),
        ("a<b>:c|d?.md", "a_b__c_d_.md"), ("gpj.\u202exe", "gpj._xe"), ("é.md", "é.md"),
    ],
)  # fmt: skip
def test_names_are_made_fit(name: str, fit: str) -> None:
    assert fit_name(name) == fit


def test_long_names_keep_their_ending() -> None:
    assert len(fit_name("x" * 500 + ".md")) <= 120
    assert fit_name("x" * 500 + ".md").endswith("x.md")
    for name in ("学" * 500 + ".md", "\U0001f600" * 120 + ".md", "x" * 90 + "." + "é" * 400):
        assert len(fit_name(name).encode()) <= 255 - len("..part (99)")
        assert fit_name(name).startswith(name[:40])
    assert fit_name("学" * 500 + ".md").endswith("学.md")


def test_names_in_any_script_are_kept(tmp_path: Path) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "given"
    for content in ("one", "two"):
        file.write_text(content)
        kept, is_new = keep(home, file, "学" * 120 + "\ud83d.md")
        assert (is_new, kept.read_text()) == (True, content)


def test_files_of_one_name_are_kept_side_by_side(tmp_path: Path) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "given"
    kept = []
    for content in ("one", "two", "one", "two", "three"):
        file.write_text(content)
        path, is_new = keep(home, file, "../notes.md")
        kept.append((path.name, is_new, path.read_text()))
    assert kept == [
        ("notes.md", True, "one"), ("notes (2).md", True, "two"), ("notes.md", False, "one"),
        ("notes (2).md", False, "two"), ("notes (3).md", True, "three"),
    ]  # fmt: skip
    assert {path.parent for path in home.library.iterdir()} == {home.library}
    with pytest.raises(StoreError, match="cannot be kept"):
        keep(home, tmp_path / "gone", "a.md")
