"""Names of a sentence that its passages do not mention, abbreviated or written out."""

from assistant.naming import stands_for
from assistant.support.align import Text


def unknown_names(sentence: Text, passage: Text) -> list[str]:
    """Names in the sentence that stand in the passage in no form."""
    initials = "".join(
        word.lower[0].upper() if word.content else word.lower[0] for word in passage.all_words
    )
    return [
        word.text
        for word in sentence.words
        if word.name and word.stem not in passage.known and not stands_for(word.text, initials)
    ]
