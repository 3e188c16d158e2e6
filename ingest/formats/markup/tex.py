"""The TeX that formulas of every source come down to."""

import re
import unicodedata
from collections.abc import Iterable

_SYMBOLS = {
    "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim",
    "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "±": r"\pm", "∓": r"\mp", "×": r"\times",
    "÷": r"\div", "⋅": r"\cdot", "·": r"\cdot", "∘": r"\circ", "∗": "*", "−": "-", "⊕": r"\oplus",
    "⊗": r"\otimes", "⊙": r"\odot", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset",
    "⊆": r"\subseteq", "∪": r"\cup", "∩": r"\cap", "∅": r"\emptyset", "∀": r"\forall",
    "∃": r"\exists", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "→": r"\to", "←": r"\leftarrow",
    "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "∞": r"\infty",
    "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint",
    "∮": r"\oint", "⋃": r"\bigcup", "⋂": r"\bigcap", "√": r"\surd", "…": r"\dots", "⋯": r"\cdots",
    "⋮": r"\vdots", "⋱": r"\ddots", "‖": r"\Vert", "∥": r"\parallel", "∣": r"\mid",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "ℵ": r"\aleph",
    "ⅆ": "d", "ⅇ": "e", "ⅈ": "i", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil",
    "⌉": r"\rceil", "′": "'", "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "𝔼": r"\mathbb{E}",
    "ϵ": r"\epsilon", "ϕ": r"\phi", "ϑ": r"\vartheta", "⊤": r"\top", "⊥": r"\perp",
    "\\": r"\backslash", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$",
    "\u00a0": " ", "\u200b": "", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "",
}  # fmt: skip
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)")
_LATIN = {
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X", "Υ": "Y", "ο": "o",
}  # fmt: skip
"""Greek letters that TeX has no command for, since they look like Latin ones."""

_ACCENTS = {
    "̂": "hat", "^": "hat", "ˆ": "hat", "̃": "tilde", "~": "tilde", "˜": "tilde", "̅": "bar",
    "̄": "bar", "¯": "bar", "‾": "overline", "_": "underline", "̇": "dot", "˙": "dot",
    "̈": "ddot", "¨": "ddot", "⃗": "vec", "→": "vec", "̌": "check", "ˇ": "check", "̆": "breve",
    "˘": "breve", "́": "acute", "´": "acute", "̀": "grave", "`": "grave", "⏞": "overbrace",
    "⏟": "underbrace", "←": "overleftarrow", "⃖": "overleftarrow", "̲": "underline",
}  # fmt: skip
_FUNCTIONS = re.compile(
    "arccos|arcsin|arctan|arg|cos|cosh|cot|coth|csc|deg|det|dim|exp|gcd|hom|inf|ker|lg|lim|liminf|"
    "limsup|ln|log|max|min|Pr|sec|sin|sinh|sup|tan|tanh"
)
_TALL = re.compile(r"\\(?:d?frac|sum|prod|i*int|binom|begin|under|over|sqrt)")
_LIMITS = re.compile(r"\\(?:lim|max|min|sup|inf|liminf|limsup|sum|prod|bigcup|bigcap)")

_ATOM = re.compile(r"(?s).?|\\[A-Za-z]+(?:\{[^{}]*\})?|\([^()]*\)|\\left.*\\right\S+|\{.*\}")
_COMMAND_END = re.compile(r"\\[A-Za-z]+\Z")
_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
_LABEL = re.compile(r"\\label\{[^{}]*\}")


def symbols(text: str) -> str:
    r"""Characters as TeX: ``α ≤ β`` becomes ``\alpha \le \beta``, what has no command stays."""
    return join(map(_symbol, unicodedata.normalize("NFC", text)))


def _symbol(character: str) -> str:
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character in _LATIN:
        return _LATIN[character]
    name = unicodedata.name(character, "")
    if name.startswith("MATHEMATICAL"):
        plain = unicodedata.normalize("NFKC", character)
        if "DOUBLE-STRUCK" in name:
            return rf"\mathbb{{{plain}}}"
        return _symbol(plain) if len(plain) == 1 and plain != character else character
    greek = _GREEK.fullmatch(name)
    if not greek:
        return character
    letter = "lambda" if greek[2] == "LAMDA" else greek[2].lower()
    return f"\\{letter.capitalize() if greek[1] == 'CAPITAL' else letter}"


def join(pieces: Iterable[str]) -> str:
    """Formulas one after the other; a command is kept apart from the letter after it."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and piece[0].isalpha() and _COMMAND_END.search(joined[-1]):
            joined.append(" ")
        joined.append(piece)
    return "".join(joined)


def name(word: str) -> str:
    r"""A word in a formula: ``\log``, ``\mathrm{softmax}``, or a single letter as it is."""
    if _FUNCTIONS.fullmatch(word):
        return f"\\{word}"
    plain = len(word) > 1 and word.isascii() and word.isalpha()
    return rf"\mathrm{{{word}}}" if plain else symbols(word)


def group(tex: str) -> str:
    """A formula as one argument: in braces unless it is one character."""
    return tex if len(tex) == 1 else f"{{{tex}}}"


def fraction(above: str, below: str) -> str:
    """One formula over another."""
    return rf"\frac{{{above}}}{{{below}}}"


def root(of: str, degree: str = "") -> str:
    """A root; a square root without a degree."""
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{of}}}"


def scripts(base: str, below: str = "", above: str = "") -> str:
    """A base with what stands below and above it; a base of several characters is grouped."""
    if not below and not above:
        return base
    lower, upper = (f"_{group(below)}" if below else ""), (f"^{group(above)}" if above else "")
    return f"{base if _ATOM.fullmatch(base) else group(base)}{lower}{upper}"


def stacked(base: str, below: str = "", above: str = "") -> str:
    """A base with formulas right under and over it, as limits have them."""
    if _LIMITS.fullmatch(base):
        return scripts(base, below, above)
    for mark, command in ((above, "overset"), (below, "underset")):
        if mark:
            base = rf"\{command}{{{mark}}}{{{base}}}"
    return base


def accented(mark: str, base: str) -> str | None:
    """A base with an accent, bar or brace; None if the mark is none of these."""
    command = _ACCENTS.get(mark)
    return rf"\{command}{{{base}}}" if command else None


def fenced(opening: str, content: str, closing: str) -> str:
    """A formula between delimiters; they grow with what is tall, and an empty one is invisible."""
    left, right = symbols(opening), symbols(closing)
    if left and right and not _TALL.search(content):
        return join((left, content, right))
    return rf"\left{left or '.'} {content} \right{right or '.'}"


def array(rows: Iterable[Iterable[str]], environment: str = "matrix") -> str:
    """Rows of formulas in an environment such as ``matrix`` or ``aligned``."""
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{{environment}}} {body} \end{{{environment}}}"


def tidy(tex: str) -> str:
    """TeX in one line, without comments, labels and a style switch for the whole of it."""
    tex = " ".join(_LABEL.sub("", _COMMENT.sub("", tex)).split())
    for switch in (r"\displaystyle", r"\textstyle"):
        if tex.startswith(f"{{{switch}") and _closes_at_end(tex):
            tex = tex[1:-1]
        tex = tex.removeprefix(switch).strip()
    return tex


def _closes_at_end(tex: str) -> bool:
    """Whether the brace that opens `tex` is closed by its last character."""
    level = 0
    for position, character in enumerate(tex):
        level += (character == "{") - (character == "}")
        if level == 0:
            return position == len(tex) - 1
    return False
