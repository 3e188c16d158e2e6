import io
import struct
import zipfile
from itertools import pairwise

import pytest

from ingest.errors import SourceError
from ingest.formats.archive import checked, member
from ingest.formats.safe_xml import parse_xml
from ingest.limits import MAX_EXPANDED, MAX_MEMBERS
from tests.formats.containers import mutants, zipped


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        checked(data)
    return str(raised.value)


def test_a_sound_container_is_opened() -> None:
    container = checked(zipped({"a/b.xml": "text", "empty": ""}))
    assert container.namelist() == ["a/b.xml", "empty"]
    assert member(container, "a/b.xml") == b"text"
    assert member(container, "missing") is None


@pytest.mark.parametrize("name", ["/etc/passwd", "../up", "a/../../up", "..\\up", "C:\\a", "C:/a"])
def test_a_member_outside_the_container_is_refused(name: str) -> None:
    assert (
        reason(zipped({"a": "", name: "x"}))
        == "unsafe: it holds a file that would be written outside its folder"
    )


def test_dots_within_a_name_are_no_way_out() -> None:
    assert checked(zipped({"a..b/c...d": "x"}))


def test_one_member_that_expands_like_a_bomb_is_refused() -> None:
    assert (
        reason(zipped({"a": bytes(5_000_000)})) == "unsafe: it expands as only an archive bomb does"
    )


def test_small_blank_members_may_pack_well() -> None:
    assert checked(zipped({"a": bytes(900_000)}))


def test_many_members_together_expand_too_far() -> None:
    # 40 times less than a bomb's ratio each, too much together.
    piece = bytes(range(256)) * 40 + bytes(240_000)
    data = zipped({f"m{n}": piece for n in range(MAX_EXPANDED // 250_000 + 1)})
    assert reason(data) == "expands to more than 200 MB"


def test_a_lying_size_does_not_help() -> None:
    """The sizes in the directory are made small; what is unpacked is what counts."""
    data = bytearray(zipped({"a": bytes(5_000_000)}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 10)
    assert reason(bytes(data)) == "a damaged or cut-off container file"


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    data = zipped({"a": ""}) + b"PK\x01\x02" * MAX_MEMBERS
    assert reason(data) == "10,001 files in the container, more than the 10,000 that are read"


def test_an_encrypted_member_is_named_as_such() -> None:
    data = bytearray(zipped({"a": "secret"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert reason(bytes(data)) == "protected by a password; save it without one"


def test_other_packing_is_refused() -> None:
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w", zipfile.ZIP_LZMA) as parcel:
        parcel.writestr("a", "text")
    assert reason(container.getvalue()) == "a container packed by a method that is not read here"


def test_a_container_in_a_container_stays_closed() -> None:
    bomb = zipped({"a": bytes(5_000_000)})
    assert member(checked(zipped({"inner.zip": bomb})), "inner.zip") == bomb


def test_a_member_with_a_wrong_checksum_is_damage() -> None:
    data = bytearray(zipped({"a": b"some text that is stored"}))
    data[data.rindex(b"PK\x01\x02") + 16] ^= 0xFF
    assert reason(bytes(data)) == "a damaged or cut-off container file"


def test_damaged_containers_raise_nothing_else() -> None:
    data = zipped({"a.xml": "text " * 200, "b/c.xml": "more", "d": bytes(range(256))})
    opened = 0
    for mutant in mutants(data, count=300):
        try:
            opened += len(checked(mutant).namelist())
        except SourceError as error:
            assert str(error)
    assert opened


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">%s]><a %s>%s</a>"""
LEVELS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghij")
)
"""Billion laughs: each entity is ten of the one before."""


@pytest.mark.parametrize(
    "xml",
    [
        BOMB % (LEVELS, "", "&j;"),
        BOMB % (LEVELS, 'x="&j;"', ""),
        BOMB % ('<!ENTITY b SYSTEM "file:///etc/passwd">', "", "&b;"),
        BOMB % ('<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;', "", ""),
        BOMB % ('<!ENTITY b SYSTEM "http://127.0.0.1:9/">', "", "&b;"),
    ],
    ids=["laughs", "laughs in an attribute", "file", "parameter", "address"],
)
def test_entities_are_refused(xml: str) -> None:
    with pytest.raises(SourceError, match=r"declares entities|damaged XML"):
        parse_xml(xml.encode())


def test_a_document_type_alone_is_not_followed() -> None:
    root = parse_xml(b'<!DOCTYPE a PUBLIC "-//X//Y" "http://127.0.0.1:9/a.dtd"><a><!-- c -->t</a>')
    assert root.text == "t"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<a><b></a>", "damaged XML"),
        ("", "damaged XML"),
        ("<a>" * 101 + "</a>" * 101, "101 levels of elements in XML, more than the 100"),
        ("<a>" * 100_000, "elements in XML nested too deeply"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "damaged XML"),
    ],
)
def test_damaged_and_deep_xml_is_named(xml: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        parse_xml(xml.encode())
