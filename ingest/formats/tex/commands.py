r"""Commands and environments of LaTeX by what becomes of them.

Each set is a mapping from arguments, ``{`` mandatory and ``[`` optional ones, to names.
"""

from ingest.formats.markup.tree import names

UNWRAPPED = {
    "{": "emph textbf textit textrm textsf textsl textmd textup textsc text textnormal mbox uline "
    "underline fbox centerline structure MakeUppercase uppercase subtitle makecell shortstack "
    "framesubtitle acknowledgments keywords",
    "[{": "hyperref alert gls Gls glspl Glspl acrshort acrlong acrfull footnotetext",
    "{{": "href foreignlanguage texorpdfstring",
    "[{{": "textcolor colorbox",
    "*{{{": "resizebox",
    "{[{": "scalebox",
    "{[[{": "raisebox",
    "[[{": "makebox framebox",
    "[[[{{": "parbox",
    "{{{": "multicolumn",
    "[{[{[{": "multirow",
}
"""Commands whose last argument is text."""

REFERENCES = {
    "{": "label ref eqref pageref autoref Autoref cref Cref vref Vref nameref",
    "*[[{": "cite citet citep citealt citealp citeauthor citeyear citeyearpar Citet Citep "
    "parencite Parencite textcite Textcite autocite Autocite footcite smartcite supercite nocite",
}
"""Commands that point elsewhere; the words around them close up."""

DROPPED = {
    "": "maketitle tableofcontents listoffigures listoftables",
    "{": "input include index vspace* pagestyle thispagestyle pagenumbering bibliographystyle "
    "bibliography graphicspath tikzset lstset usetikzlibrary geometry theoremstyle phantom "
    "vphantom hphantom title author date institute thanks addbibresource markright "
    "hypersetup",
    "*{": "vspace hspace",
    "[{": "rowcolor cellcolor columncolor usetheme usepackage documentclass RequirePackage color "
    "captionsetup todo titlerunning authorrunning bibitem pagecolor column marginpar",
    "*[{": "includegraphics",
    "{{": "setcounter addtocounter setlength addtolength markboth newcounter numberwithin "
    "setbeamertemplate setbeamercolor",
    "[{{": "rule",
    "{{{": "addcontentsline definecolor",
    "[[{": "includesvg",
}
"""Commands that say nothing of the subject."""

OTHERS = {
    "{": "vivacode textsuperscript textsubscript enquote texttt ensuremath frametitle",
    "*[{": "caption part chapter section subsection subsubsection paragraph subparagraph",
    "{[{": "captionof",
    "[{{": "SI qty SIlist qtylist",
    "[{{{": "SIrange qtyrange",
    "[{": "footnote si unit num numlist ang",
    "[": "item",
}

ENVIRONMENTS = {
    "{": "multicols block exampleblock alertblock thebibliography IEEEeqnarray IEEEeqnarray* "
    "supertabular",
    "[": "frame columns figure table figure* table* itemize enumerate description algorithmic "
    "algorithm tikzpicture",
    "[{": "tabular longtable column subfigure subtable",
    "[[[{": "minipage",
    "{[{": "tabular* tabularx tabulary",
    "[{[{": "wrapfigure wraptable",
}

MATH = names(
    "equation align gather multline flalign alignat eqnarray displaymath math dmath IEEEeqnarray "
    "equation* align* gather* multline* flalign* alignat* eqnarray* dmath* IEEEeqnarray*"
)

UNREAD = names("tikzpicture pgfpicture picture thebibliography filecontents CCSXML axis forest")

THEOREMS = {
    "theorem": "Theorem", "thm": "Theorem", "lemma": "Lemma", "lem": "Lemma",
    "proposition": "Proposition", "prop": "Proposition", "corollary": "Corollary",
    "cor": "Corollary", "definition": "Definition", "defn": "Definition", "dfn": "Definition",
    "remark": "Remark", "rem": "Remark", "example": "Example", "exercise": "Exercise",
    "problem": "Problem", "solution": "Solution", "claim": "Claim", "conjecture": "Conjecture",
    "assumption": "Assumption", "axiom": "Axiom", "fact": "Fact", "note": "Note",
    "proof": "Proof", "property": "Property", "notation": "Notation", "observation": "Observation",
}  # fmt: skip
"""What environments for theorems are called where the file does not say."""


def all_names(commands: dict[str, str]) -> frozenset[str]:
    """The names of a set, without arguments."""
    return frozenset(name for listed in commands.values() for name in listed.split())
