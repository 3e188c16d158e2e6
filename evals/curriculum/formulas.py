r"""Whether the formulas of a Markdown text parse, as the page's renderer (KaTeX) will want it."""

import re
from collections.abc import Iterator

_CODE = re.compile(r"`[^`\n]*`")
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+)\$", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_PAIRS = (("left", "right"), ("begin", "end"))

# What the curriculum uses, all known to KaTeX; another one is added after a look at the page.
COMMANDS = frozenset(
    """
    Big Delta Lambda Leftrightarrow Longleftrightarrow Longrightarrow Omega Phi Pr Psi
    Rightarrow Sigma Theta Vert alpha approx arg ast bar begin beta big bigg bigl bigoplus bigr
    bigsqcup binom bowtie cap cdot cdots chi circ cos cup delta dfrac dots ell end epsilon equiv
    eta exists exp forall frac gamma ge geq gg hat hline iff in inf infty int kappa lVert lambda
    langle lceil ldots le left leftarrow leq lfloor lim ll ln log longrightarrow lvert mapsto
    mathbb mathbf mathcal mathrm max mid min models mu nabla ne neq notin nu odot omega
    operatorname overline partial perp phi pi pm pmod prime prod propto psi qquad quad rVert
    rangle rceil rfloor rho right rightarrow rvert setminus sigma sim sin sqrt sqsubseteq star
    subset subseteq succ sum sup tanh tau text tfrac theta tilde times to top underbrace
    varepsilon varnothing varphi wedge widehat xi xrightarrow zeta
    """.split()  # noqa: SIM905
)


def formula_problems(text: str) -> Iterator[str]:
    """What is wrong with the formulas of a text, fenced code left out of it beforehand."""
    plain = _CODE.sub("", text)
    if plain.count("$$") % 2:
        yield "an odd number of $$"
    for match in _FORMULA.finditer(plain):
        formula = match[1] or match[2]
        problem = _problem(formula)
        if problem:
            yield f"formula {formula.strip()[:60]!r}: {problem}"


def _problem(formula: str) -> str:
    from latex2mathml.converter import convert

    unknown = sorted(set(_COMMAND.findall(formula)) - COMMANDS)
    if unknown:
        return f"unknown command \\{unknown[0]}"
    if not _braces_match(formula):
        return "braces do not match"
    for opening, closing in _PAIRS:
        commands = _COMMAND.findall(formula)
        if commands.count(opening) != commands.count(closing):
            return f"\\{opening} and \\{closing} do not match"
    try:
        convert(formula)
    except Exception as error:
        return type(error).__name__
    return ""


def _braces_match(formula: str) -> bool:
    depth = 0
    for character in re.sub(r"\\[{}\\]", "", formula):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0
