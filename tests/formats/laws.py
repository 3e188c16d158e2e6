"""What holds of the text and the places of every file that is read."""

from ingest.content import Content


def check_locations(content: Content) -> None:
    """Locations are in order, do not overlap, and leave out nothing but blanks; lines are tidy."""
    end = 0
    for location in content.locations:
        assert location.start >= end
        assert location.label
        assert not content.text[end : location.start].strip()
        end = location.end
    assert not content.text[end:].strip()
    assert all(line == line.rstrip() for line in content.text.split("\n"))
    assert "\n\n\n" not in content.text
