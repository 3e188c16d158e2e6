import random
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding.decode import Decoded, decode
from ingest.errors import SourceError

MANY = "Café — “naïve” déjà vu\r\nПривет, мир\rשלום עולם ✅ 🧠 模型 ไทย\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "text", [MANY, "a", "Hi there\n", "Привет, мир\n", "你好，世界。\n一二三\n"]
)
def test_unicode_is_told_with_and_without_a_mark(text: str, mark: str, encoding: str) -> None:
    assert decode((mark + text).encode(encoding)) == Decoded(text, encoding)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1))
def test_utf8_comes_out_character_for_character(text: str) -> None:
    blank = not text.strip().strip("\ufeff\u200b")
    marked = text.startswith("\ufeff")
    if not blank and not marked:
        assert decode(text.encode()) == Decoded(text, "utf-8")


def test_line_ends_and_inner_marks_stay() -> None:
    text = "a\r\nb\rc\n\ufeffd\u2028e\x0cf"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "café"),
        ("cp1252", "It’s naïve – “quoted” … €5"),
        ("cp1252", "Die Straße, für Müller, schön"),
        ("cp1252", "¿Qué pasó? ¡Mañana! El niño"),
        ("cp1252", "À la carte, déjà vu, où est-ce ? Ça va"),
        ("cp1252", "São Paulo, ação, você, não"),
        ("cp1252", "blåbær på norsk, smörgås"),
        ("cp1252", "20 °C ± 5, x² × ½ © 2024"),
        ("mac_roman", "“Voilà”, l’été à la française, où ça ?"),
        ("cp1250", "Zażółć gęślą jaźń, proszę bardzo"),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
        ("cp1251", "Привет, как дела?"),
        ("cp1251", "Обучение с учителем и переобучение модели"),
        ("koi8_r", "Обучение с учителем и переобучение модели"),
        ("cp866", "Обучение с учителем и переобучение модели"),
        ("cp1253", "Η μηχανική μάθηση είναι κλάδος της πληροφορικής"),
        ("cp1254", "Makine öğrenmesi, yapay zekânın bir dalıdır. Eğitim şarttır"),
        ("cp1255", "למידת מכונה היא תחום של מדעי המחשב העוסק באלגוריתמים"),
        ("cp1256", "التعلم الآلي فرع من فروع الذكاء الاصطناعي يهتم بالبيانات"),
        ("cp874", "การเรียนรู้ของเครื่องเป็นสาขาหนึ่งของปัญญาประดิษฐ์"),
        ("cp932", "機械学習は、データから規則を学ぶ人工知能の一分野です。"),
        ("euc_jp", "機械学習は、データから規則を学ぶ人工知能の一分野です。"),
        ("gb18030", "机器学习是人工智能的一个分支，研究如何从数据中学习。"),
        ("big5", "機器學習是人工智慧的一個分支，研究如何從資料中學習。"),
        ("cp949", "기계 학습은 인공지능의 한 분야로 데이터에서 규칙을 배운다."),
        ("iso2022_jp", "機械学習"),
    ],
)
def test_old_encodings(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_guess_is_remarked_on() -> None:
    decoded = decode(b"caf\xe9\r\n")
    assert decoded == Decoded("café\r\n", "cp1252", ("not UTF-8; read as cp1252",))


def test_a_long_note_in_latin_1() -> None:
    text = "Der Gradient weist bergauf; für das Training läuft man zurück.\n" * 2_000
    assert decode(text.encode("latin-1")).text == text


def test_long_lines_beside_others_in_latin_1_take_no_longer() -> None:
    text = "a " * 60_000 + "\nDer Gradient weist bergauf; für das Training läuft man zurück.\n"
    started = time.process_time()
    assert decode(text.encode("latin-1")).text == text
    assert time.process_time() - started < 4


def test_utf8_with_a_few_foreign_bytes_is_still_utf8() -> None:
    decoded = decode("déjà vu → ".encode() + b"caf\xe9 \x93x\x94\n" + "où ✅".encode())
    assert decoded.text == "déjà vu → café “x”\noù ✅"
    assert decoded.remarks == ("bytes that are not UTF-8 were read as cp1252 (3)",)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le"])
def test_memory_is_a_small_multiple_of_the_file(encoding: str) -> None:
    data = ("word " * 400_000).encode(encoding)
    tracemalloc.start()
    decode(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(data)


def test_halves_of_emoji_are_joined() -> None:
    assert decode(b"idea \xed\xa0\xbd\xed\xb2\xa1!") == Decoded("idea 💡!", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_character_that_is_cut_off_is_left_out(encoding: str) -> None:
    decoded = decode("Text → “x”".encode(encoding)[:-1])
    assert decoded.text == "Text → “x"
    assert decoded.remarks == ("the last character is cut off",)


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 - the same in every run


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        b"ab\0c",
        b"hello\0world\0" * 50,
        b"\x89PNG\r\n\x1a\n" + noise(0, 200),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + noise(1, 500),
        b"PK\x03\x04" + noise(2, 500),
        b"\xff\xfe" + noise(3, 500),
        noise(4, 5_000),
    ],
)
def test_binary_data_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^binary data, not text$"):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        assert decode(data).text
    except SourceError as error:
        assert str(error) in {"empty", "binary data, not text"}
