"""What kinds of characters there are, as far as it matters which may stand side by side.

letters   a A ASCII, l L accented Latin, r Latin of phonetics and of few languages, g G Greek,
          c C Cyrillic, w East Asian, o O of other scripts, followed by the script's name
numbers   0 ASCII digits, 9 other digits, followed by the script's name, ² raised or lowered,
          ½ fractions and the like
marks     m combining with any letter, M of one script, followed by its name, j joiners and
          variation selectors
points    . - ( , ) of which , opens a quotation where no closing one can be meant
symbols   ° beside a number or a name, $ currency, + mathematics, √, f the florin sign,
          ¨ accents without their letter, # box drawing, * pictures
blanks    a space, _ one that does not break
damage    ! controls, unassigned and private characters, and spaces that nobody types
"""

import unicodedata

LETTERS = frozenset("aAlLrgGcCwoO")
"""The kinds of letters."""

LATIN = frozenset("lLr")
"""The kinds of Latin letters beyond ASCII."""

_LISTED = {
    ".": "…·•′″、。，．：；？！",
    "-": "–—‐‑‒―",
    "(": "“‘«([{",
    ",": "„‚‹¿¡",
    ")": "”’»›)]}",
    "°": "™®©°§¶†‡‰ªº№℃",
    "+": "µΩ∆¬±×÷",
    "√": "√",
    "f": "ƒ",
    "¨": "¨¯´¸ˆ˜¤¦˘˙˛˝ˇ΅΄‗⌐₧ˉ",
    "j": "\ufe0e\ufe0f\u20e3",
    "l": "ơưșțǎǐǒǔəǧǫ",
    "L": "ƠƯȘȚǍǏƏǦǪ",
    "_": "\xa0",
    " ": " \t\n\r\v\f",
    "!": "\ufffd\u2000\u2001\u2004\u2005\u2006\u2007\u2008\u200a",
}
_BY_CHAR = {char: kind for kind, chars in _LISTED.items() for char in chars}
_BY_CATEGORY = {
    "Nd": "9", "Nl": "½", "No": "½", "Sc": "$", "Sm": "+", "So": "*", "Sk": "¨", "Lm": "¨",
    "Cf": "j", "Zs": " ", "Zl": " ", "Zp": " ", "Mn": "M", "Mc": "M", "Me": "M",
    "Pc": ".", "Pd": ".", "Ps": ".", "Pe": ".", "Pi": ".", "Pf": ".", "Po": ".",
}  # fmt: skip
_BY_RANGE = (
    (range(0x2190, 0x2200), "."),  # arrows, which stand between words
    (range(0x2200, 0x2400), "+"),
    (range(0x2500, 0x25A0), "#"),
    (range(0x2800, 0x2900), "o"),  # Braille
)
_OF_ONE_SCRIPT = range(0x0590, 0x2000)
"""Punctuation in this range belongs to its script as letters do."""

_BY_NAME = (("SUPERSCRIPT", "²"), ("SUBSCRIPT", "²"))
_EAST_ASIAN = (
    "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC",
    "FULLWIDTH", "HALFWIDTH",
)  # fmt: skip
_BY_SCRIPT = {"GREEK": "gG", "CYRILLIC": "cC"} | dict.fromkeys(_EAST_ASIAN, "ww")
_LATIN_OF_LANGUAGES = (range(0x180), range(0x1E00, 0x1F00))
"""Latin beyond these is for phonetics and few languages, but for what is listed."""

_PICTURES = range(0x1F000, 0x1FB00)

_FAMILIAR = set(
    "‐‑–—‘’‚“”„†•…‰′″‹›€№™←→↑↓↔⇒⇐⇔∀∂∃∅∆∇∈∉∏∑−∗√∝∞∠∧∨∩∪∫∼≅≈≠≡≤≥⊂⊃⊆⊇⊕⊗⊥⋅⌈⌉⌊⌋ℓℕℝℤℂ"
    "①②③④⑤⑥⑦⑧⑨⑩─│┌┐└┘├┤┬┴┼═║╔╗╚╝█░▒▓■□▪▫▲△▶►▼▽◆◇○●◦★☆☐☑☒☺♥⌘⏰⚠⚡✅✓✔✗✘✨❌❓❗➜➡⭐ﬁﬂ\u200b\ufe0f\ufeff"
)
_COMMON_LETTERS = set(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžčćđěřůňťďľĺŕąęłńóśźżőűăâîșțşţğıāēīūģķļņčėįų"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽČĆĐĚŘŮŇŤĎĽĄĘŁŃŚŹŻŐŰĂȘȚŞŢĞİĀĒĪŪĢĶĻŅĖĮŲ"
)


class _Kinds(dict[str, str]):
    """The kind of each character, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        self[char] = kind = _BY_CHAR.get(char) or (_ascii if char.isascii() else _other)(char)
        return kind


KINDS = _Kinds()
"""The kind of each character: one letter, and the name of its script where that matters."""


def _ascii(char: str) -> str:
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return "0" if char.isdigit() else "." if char.isprintable() else "!"


def _other(char: str) -> str:
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    script = name.partition(" ")[0]
    if category.startswith("L") and script != "MODIFIER":
        return _letter(char, script, upper=category in {"Lu", "Lt"})
    kinds = [kind for part, kind in _BY_NAME if part in name]
    kinds += [kind for codes, kind in _BY_RANGE if ord(char) in codes]
    kind = next(iter(kinds), _BY_CATEGORY.get(category, "!"))
    if kind == "M" and script in {"COMBINING", "VARIATION"}:
        return "m"
    if kind == "." and ord(char) in _OF_ONE_SCRIPT:
        kind = "M"
    return kind + script if kind in "9Mo" else kind


def _letter(char: str, script: str, *, upper: bool) -> str:
    if script == "LATIN":
        return "lL"[upper] if any(ord(char) in codes for codes in _LATIN_OF_LANGUAGES) else "r"
    return _BY_SCRIPT[script][upper] if script in _BY_SCRIPT else "oO"[upper] + script


def familiar(char: str) -> bool:
    """Whether `char` is a symbol that notes are full of: a quotation mark, an arrow, an emoji."""
    return char in _FAMILIAR or (ord(char) in _PICTURES and unicodedata.category(char) != "Cn")


def uncommon(text: str) -> int:
    """How many accented Latin letters in `text` only few languages use."""
    return sum(KINDS[char] in LATIN and char not in _COMMON_LETTERS for char in text)
