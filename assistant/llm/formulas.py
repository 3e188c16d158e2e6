r"""Formulas in a reply: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]``.

They are told from prices as Pandoc does it (``tex_math_dollars``): no blank stands inside a single
dollar, and no digit behind the one that closes. No formula holds a blank line.
"""

import re

OPENING = re.compile(r"(?<![\\$])\${1,2}(?!\$)|\\[(\[]")
"""What a formula may begin with."""

_LINE, _LINES = 300, 1000
"""Most characters, or commands, of a formula in a line and of one over several."""

_END = r"\n(?![ \t]*\n)"
_KINDS = (
    (r"\$(?![\s$])", r"[^$\\\n`]|\\[^\n]", r"(?<!\s)\$(?![\d$])", _LINE),
    (r"\$\$(?!\$)", rf"[^$\\\n]|{_END}|\\[^\n]", r"\$\$(?!\$)", _LINES),
    (r"\\\(", r"[^\\\n]|\\[^()\n]", r"\\\)", _LINE),
    (r"\\\[", rf"[^\\\n]|{_END}|\\[^\[\]\n]", r"\\\]", _LINES),
)

FORMULA = re.compile(
    "|".join(f"{opens}(?:{held}){{1,{most}}}+{closes}" for opens, held, closes, most in _KINDS)
)
"""A whole formula; what holds it is read once (possessively), so that the cost stays linear."""

BEGUN = re.compile(
    "|".join(rf"{opens}(?:{held}){{0,{most}}}+[\\$]?\Z" for opens, held, _, most in _KINDS)
)
"""The end of a text that may yet become a formula."""
