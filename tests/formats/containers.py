"""Zip containers, and files damaged in reproducible ways."""

import io
import random
import zipfile
from collections.abc import Iterator, Mapping


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A container of these members, in order."""
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in members.items():
            parcel.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return container.getvalue()


def mutants(data: bytes, count: int = 150, seed: int = 7) -> Iterator[bytes]:
    """The file cut off at every fiftieth, then with some of its bytes changed."""
    for cut in range(50):
        yield data[: len(data) * cut // 50]
    chance = random.Random(seed)  # noqa: S311 - for tests
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)


def member_mutants(
    members: Mapping[str, str], names: tuple[str, ...], count: int = 40, seed: int = 3
) -> Iterator[bytes]:
    """Sound containers in which the text of one member was cut, repeated or changed."""
    chance = random.Random(seed)  # noqa: S311 - for tests
    for name in names:
        text = members[name]
        for _ in range(count):
            start = chance.randrange(len(text))
            end = min(len(text), start + chance.randint(1, 60))
            piece = chance.choice(("", text[start:end] * 2, "<", "9" * 12, "&x;", "\x00", '"'))
            yield zipped({**members, name: text[:start] + piece + text[end:]})
