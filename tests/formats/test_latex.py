import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.latex import read_latex
from ingest.types import Kind
from tests.formats.containers import mutants
from tests.formats.readings import blocks, only_content_or_reasons, reason, where


def text(body: str) -> str:
    return read_latex(body.encode()).text


PAPER = r"""\documentclass[11pt]{article}
\usepackage{amsmath} % a preamble
\newcommand{\R}{\mathbb{R}}
\newcommand{\norm}[1]{\lVert #1\rVert}
\newtheorem{thm}{Theorem}[section]
\title[Short]{Attention \emph{is} All\\ You Need\thanks{Equal work.}}
\author{Ada~Lovelace\thanks{x} \and \'Eva Horn}
\begin{document}
\maketitle
\begin{abstract}
We propose the \textbf{Transformer} \cite{a}.
\end{abstract}

\section{Introduction}\label{sec:intro}
Recurrent models~\cite{rnn,lstm} are slow on % a comment
long sequences (see Section~\ref{sec:x}).
They cost $O(n^2)$ -- ``quadratic'' --- for $x \in \R^d$.
% \section{Hidden}
The loss
\begin{equation}\label{eq:l}
  L = \norm{x - y}^2
\end{equation}
is convex.

\subsection{Why self-attention?}
\begin{itemize}
  \item First \verb|x_1|
    \begin{enumerate}
      \item one
    \end{enumerate}
  \item Second
\end{itemize}

\begin{thm}[Bayes]\label{t}
  $P(A|B)$ is known.
\end{thm}
\end{document}
Not part of it.
"""


def test_a_paper_is_its_sections_placed_by_lines() -> None:
    content = read_latex(PAPER.encode())
    assert content.text == (
        "# Abstract\n\nWe propose the Transformer.\n\n"
        "# Introduction\n\n"
        "Recurrent models are slow on long sequences (see Section). They cost $O(n^2)$ – "
        "“quadratic” — for $x \\in \\mathbb{R}^d$. The loss\n\n"
        "$$L = \\lVert x - y\\rVert^2$$\n\n"
        "is convex.\n\n"
        "## Why self-attention?\n\n"
        "- First `x_1`\n  1. one\n- Second\n\n"
        "Theorem (Bayes). $P(A|B)$ is known."
    )
    assert content.title == "Attention is All You Need"
    assert content.metadata == {"author": "Ada Lovelace, Éva Horn"}
    assert content.remarks == ()
    assert where(content, "Transformer") == "line 11"
    assert where(content, "# Introduction") == "line 14"
    assert where(content, "quadratic") == where(content, "is convex") == "lines 15-23"
    assert where(content, "Second") == "lines 26-32"
    assert where(content, "Bayes") == "lines 34-35"
    path = ("Introduction", "Why self-attention?")
    assert [(kind, path) for kind, path, _ in blocks(content)][-2:] == [
        (Kind.LIST, path), (Kind.PROSE, path),
    ]  # fmt: skip


def test_lines_are_counted_whatever_ends_them() -> None:
    content = read_latex(PAPER.replace("\n", "\r\n").encode())
    assert where(content, "Second") == "lines 26-32"
    assert content.text == text(PAPER)


def test_old_encodings_are_read_and_said() -> None:
    content = read_latex("\\section{Über}\nNaïve Größe – déjà vu".encode("cp1252"))
    assert content.text == "# Über\n\nNaïve Größe – déjà vu"
    assert content.remarks == ("not UTF-8; read as cp1252",)


def test_headings_take_the_levels_that_there_are() -> None:
    book = r"\part{P}\chapter{C}a\section*{S}b\subsection[s]{SS}c\paragraph{Run in.} d"
    assert text(book) == "# P\n\n## C\n\na\n\n### S\n\nb\n\n#### SS\n\nc\n\n##### Run in\n\nd"
    assert text(r"\subsubsection{A}x") == "# A\n\nx"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\'el\`eve, \v{s}, \"{u}ber, na{\"\i}ve", "élève, š, über, naïve"),
        (r"{\ss}, \O, \aa, \c{c}", "ß, Ø, å, ç"),
        (r"\$5, 50\%, A\&B, x\_y, \#1", "$5, 50%, A&B, x_y, #1"),
        (r"\S 3, \copyright, \ldots", "§3, ©, …"),
        ("1--2 --- ``a'' `b' don't", "1–2 — “a” ‘b’ don't"),
        (r"a~b, 10\,\%", "a b, 10 %"),
        (r"\textbf{bold} \emph{\textit{both}} {\bf old} \textsc{Caps}", "bold both old Caps"),
        (r"\texttt{a\_b} and \verb+$x%+ and \lstinline!y{!", "`a_b` and `$x%` and `y{`"),
        (r"word\footnote{A \emph{note} on $x$.} goes on", "word (A note on $x$.) goes on"),
        (r"\textcolor{red}{red} \href{http://a%20b}{link} \url{http://x_y/%z}",
         "red link http://x_y/%z"),
        (r"H\textsubscript{2}O, 2\textsuperscript{nd}, x\textsuperscript{i+1}",
         "H_2O, 2nd, x^(i+1)"),
        (r"\SI{10}{ms}, \enquote{said}", "10 ms, “said”"),
        (r"\SI{200}{\micro F} or \qty{47}{\micro\farad}", "200 µF or 47 µF"),
        (r"\qty{5}{\kilo\ohm}, \SI{650}{\nano m}, \qty{3}{\um}", "5 kΩ, 650 nm, 3 µm"),
        (r"\SIrange{1}{5}{\mega\hertz} at \SI{25}{\degreeCelsius}", "1 to 5 MHz at 25 °C"),
        (r"\SI[per-mode=symbol]{4.18}{\joule\per\gram\per\kelvin}", "4.18 J/(g·K)"),
        (r"\SI{9.81}{\metre\per\second\squared}, \unit{\per\cubic\metre}", "9.81 m/s², 1/m³"),
        (r"\SI{3}{m.s^{-1}} or \SI{4}{km/h^2}", "3 m·s^-1 or 4 km/h^2"),
        (r"\num{6.02e23}, \SI{1.6e-19}{C}, \ang{45;30;}", "6.02 × 10^23, 1.6 × 10^-19 C, 45°30′"),
        (r"\SIlist{1;2;3}{\kg\tothe{4}} of \qty{8}{\furlong}", "1, 2, 3 kg^4 of 8 furlong"),
        (r"\unknown{kept}\vspace{2mm}\pagestyle{empty}\noindent \color{red}", "kept"),
        (r"\parbox[t]{3cm}{in a box} \resizebox{1in}{!}{sized}", "in a box sized"),
        ("line\\\\\nbreak", "line\nbreak"),
        ("# no heading", "\\# no heading"),
        ("soft\nwrapped\nlines", "soft wrapped lines"),
        ("word % comment\nnext", "word next"),
        ("word%\nend", "wordend"),
        ("one\n% alone\ntwo", "one two"),
        ("one % c\n\ntwo", "one\n\ntwo"),
        ("a\\par b", "a\n\nb"),
    ],
)  # fmt: skip
def test_text_is_what_is_printed(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"As in \cite{a}.", "As in."),
        (r"As in~\cite[p.~3]{a}, \citet{b} and so on", "As in and so on"),
        (r"Known (see \cite{a}, \cite{b}) well", "Known (see) well"),
        (r"Known (\cite{a}; \citep{b}) well [\ref{x}].", "Known well."),
        (r"Figure~\ref{f} shows\label{l} it", "Figure shows it"),
        (r"by \eqref{e}: yes", "by: yes"),
        (r"\autoref{a} is", "is"),
    ],
)
def test_references_close_up(source: str, expected: str) -> None:
    assert text(source).strip() == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"$a<b$ and \(c\)", "$a<b$ and $c$"),
        (r"\[ a\\b \]", r"$$a\\b$$"),
        ("$$\n x\n $$", "$$x$$"),
        (r"\begin{equation*} x \nonumber\end{equation*}", "$$x$$"),
        ("\\begin{align}\n a &= b \\\\ % no\n c &= d \\label{x}\n\\end{align}",
         r"$$\begin{align} a &= b \\ c &= d \end{align}$$"),
        (r"\begin{gather*}a\end{gather*}", r"$$\begin{gather*}a\end{gather*}$$"),
        (r"\begin{multline}a\\b\end{multline}", r"$$\begin{gather}a\\b\end{gather}$$"),
        (r"\begin{eqnarray}a&=&b\end{eqnarray}", r"$$\begin{array}{rcl}a&=&b\end{array}$$"),
        (r"\begin{equation}\begin{split}a&=b\end{split}\end{equation}",
         r"$$\begin{split}a&=b\end{split}$$"),
        (r"\begin{math}x\end{math} \ensuremath{y}", "$x$ $y$"),
    ],
)  # fmt: skip
def test_formulas_stay_as_they_are(source: str, expected: str) -> None:
    assert text(source) == expected


DEFINITIONS = r"""
\newcommand{\ie}{i.e.\xspace}
\newcommand\vect[1]{\mathbf{#1}}
\newcommand{\pair}[2][a]{(#1, #2)}
\renewcommand*{\vec}[1]{\vect{#1}}
\providecommand{\be}{\begin{equation}} \def\ee{\end{equation}}
\def\twice#1#2{#1#1#2}
\DeclareMathOperator*{\argmax}{arg\,max}
\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}
\NewDocumentCommand{\loud}{m}{#1!}
\newenvironment{fancy}[1]{\begin{center}}{\end{center}}
\newcommandx{\unif}[1][1={a,b}]{Unif(#1)}
\newcommand{\prn}[1]{\ensuremath{\left(#1\right)}}
\newcommand{\E}[1]{\ensuremath{\mathbb{E}\left[#1\right]}}
\let\eps\epsilon
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\ie it", "i.e. it"),
        (r"Is $\vec{x} + \vect y$", r"Is $\mathbf{x} + \mathbf{y}$"),
        (r"\pair{b} \pair[c]{d}", "(a, b) (c, d)"),
        (r"\be x \ee", "$$x$$"),
        (r"\twice{a}b", "aab"),
        (r"Is $\argmax_x \abs*{x}y$", r"Is $\operatorname*{arg\,max}_x \lvert x \rvert y$"),
        (r"\loud{Hey}", "Hey!"),
        (r"\begin{fancy}{x}in\end{fancy}", "xin"),
        (r"Of \prn{\E{X}}", r"Of $\left({\mathbb{E}\left[X\right]}\right)$"),
        (r"\verb|\ie| \% \ie", "`\\ie` % i.e."),
    ],
)
def test_own_commands_are_what_they_stand_for(source: str, expected: str) -> None:
    assert text(rf"\documentclass{{a}}{DEFINITIONS}\begin{{document}}{source}") == expected


def test_theorems_and_their_kin() -> None:
    source = r"""\newtheorem*{beob}{Beobachtung}
\begin{definition}[Norm] A map. \end{definition}
\begin{beob} It holds. \[ x \] Indeed. \end{beob}
\begin{proof}[Proof of it] Clear. \end{proof}
\begin{proof} Clearer. \end{proof}"""
    assert text(source) == (
        "Definition (Norm). A map.\n\nBeobachtung. It holds.\n\n$$x$$\n\nIndeed.\n\n"
        "Proof of it. Clear.\n\nProof. Clearer."
    )


def test_lists_within_lists_and_descriptions() -> None:
    source = r"""\begin{description}
\item[Bias] error of the mean
\item[Variance:] spread
\end{description}
\begin{enumerate}[label=(\alph*)]
\item What is $x$?

A paragraph, \[ a = b \]
\item[(z)] last
\end{enumerate}"""
    assert text(source) == (
        "- Bias: error of the mean\n- Variance: spread\n\n"
        "1. What is $x$?\n\n   A paragraph,\n\n   $$a = b$$\n\n2. (z) last"
    )


def test_code_is_fenced_as_it_stands() -> None:
    source = (
        "\\begin{lstlisting}[language=Python, caption={A}]\ndef f(x):  # 100%\n"
        '    return x["$"]\n\\end{lstlisting}\n\\begin{minted}[linenos]{c++}\nint x;\n'
        "\\end{minted}\n\\begin{verbatim}\n\\section{no} ``\n\\end{verbatim}"
    )
    assert text(source) == (
        '```python\ndef f(x):  # 100%\n    return x["$"]\n```\n\n'
        "```c++\nint x;\n```\n\n```\n\\section{no} ``\n```"
    )


def test_tables_with_rules_and_cells_that_span() -> None:
    source = r"""\begin{table}[t]\centering
\begin{tabular}{l|cc}
\toprule
 & \multicolumn{2}{c}{BLEU} \\ \cmidrule(lr){2-3}
Model & DE & FR \\ \midrule
\multirow{2}{*}{Big} & 27.3 & $|x|$ \\
 & \textbf{28.4} & \\
 & 1 & \\ \bottomrule
\end{tabular}
\caption{Results on \textsc{wmt}.}\label{x}
\end{table}"""
    assert text(source) == (
        "Table: Results on wmt.\n\n"
        "| Model | BLEU DE | BLEU FR |\n| --- | --- | --- |\n"
        "| Big | 27.3 | $\\vert x\\vert $ |\n| Big | 28.4 |  |\n|  | 1 |  |"
    )


def test_tables_that_go_over_pages_have_one_header() -> None:
    source = r"""\begin{longtable}{ll}
\hline A & B \\ \hline \endfirsthead
A & B \\ \hline \endhead
\multicolumn{2}{r}{Continued} \\ \endfoot
\hline \endlastfoot
1 & 2 \\
3 & 4
\end{longtable}"""
    assert text(source) == "| A | B |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"


def test_figures_are_their_captions() -> None:
    source = r"""Before.
\begin{figure}\includegraphics[width=3in]{a.png} loose words
\caption[short]{The \emph{whole} model.}\end{figure}
\begin{tikzpicture}\draw (0,0);\end{tikzpicture} After."""
    assert text(source) == "Before.\n\nFigure: The whole model.\n\nAfter."


def test_floats_within_floats_keep_their_names() -> None:
    inner = r"\begin{algorithm}\caption{SGD}\end{algorithm}"
    assert text(rf"\begin{{figure}}{inner}\end{{figure}}") == "Algorithm: SGD"


def test_algorithms_are_their_steps() -> None:
    source = r"""\begin{algorithm}\caption{SGD}\begin{algorithmic}[1]
\Require $\eta > 0$
\For{$t = 1..T$} \State $w \gets w - \eta g$ \Comment{step}
\EndFor
\State \Return $w$
\end{algorithmic}\end{algorithm}"""
    assert text(source) == (
        "Algorithm: SGD\n\nRequire: $\\eta > 0$\nfor $t = 1..T$\n"
        "$w \\gets w - \\eta g$ ▷ step\nend for\nreturn $w$"
    )


def test_slides_have_their_titles() -> None:
    source = r"""\documentclass{beamer}\begin{document}
\section{Basics}
\begin{frame}<1->[fragile]{What is \alert<2>{dropout}?}
\begin{itemize}[<+->]
\item<1-> Zeroes units \pause
\end{itemize}
\begin{block}{Note}<2->
Scale it.
\end{block}
\end{frame}
\begin{frame}\frametitle{Code} x \end{frame}
\end{document}"""
    assert text(source) == (
        "# Basics\n\n## What is dropout?\n\n- Zeroes units\n\nNote. Scale it.\n\n## Code\n\nx"
    )


def test_what_is_not_read_is_said() -> None:
    source = r"""\documentclass{article}\begin{document}Text.
\input{intro}
  \include{parts/two}
\input three.tex
\begin{comment} \section{no} $ \end{comment}
\iffalse hidden \ifx a b\fi \else shown \fi
\begin{thebibliography}{9}\bibitem{a} A. B. \end{thebibliography}
\end{document}"""
    content = read_latex(source.encode())
    assert content.text == "Text. shown"
    assert content.remarks == (
        "files that it includes not followed: intro, parts/two, three.tex",
        "list of references left out",
    )


def test_quotations_and_what_nobody_knows() -> None:
    source = r"\begin{quote}To be.\end{quote}\begin{mybox}[title=A]{x} In. \end{mybox}"
    assert text(source) == "> To be.\n\nx In."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (rb"\documentclass{a}\begin{document}\end{document}", "no text in it"),
        (rb"\begin{document}\input{a}\end{document}",
         "no text of its own: it only includes other files"),
        (b"{" * 50_000, "groups nested too deeply"),
        (rb"\def\a{\b\b}\def\b{\a\a}\a", "its commands stand for more and more text"),
        (rb"\def\a#1{#1#1#1}" + rb"\a{" * 30 + b"x" * 99 + b"}" * 30,
         "its commands stand for more and more text"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_latex, data) == said


def test_commands_without_their_arguments_do_no_harm() -> None:
    from pylatexenc.latex2text import get_default_latex_context_db

    names = [spec.macroname for spec in get_default_latex_context_db().iter_macro_specs()]
    assert len(names) > 200
    for name in (*names, "href", "multicolumn", "SI", "footnote", "caption", "vivacode{7}"):
        assert text(rf"A \{name}").startswith("A")
        assert text(rf"A {{\{name}}} B").startswith("A")


def test_commands_that_stand_for_themselves_end() -> None:
    assert text(r"\def\a{\a} x \a y").split() == ["x", "y"]


def test_damaged_files_raise_nothing_else() -> None:
    assert "" in only_content_or_reasons(read_latex, mutants(PAPER.encode(), 200))


@pytest.mark.parametrize(
    "piece",
    [
        r"\begin{lstlisting}", r"\begin{comment}", r"\iffalse\ifx", r"\verb|", r"\cite{a} ", "`",
        "$", r"\item[", r"\newcommand{\a}{", r"\section{x}", "% \n", r"\begin{a}", "[", r"\title{",
    ],
)  # fmt: skip
def test_hostile_repetitions_are_read_in_time(piece: str) -> None:
    start = time.perf_counter()
    only_content_or_reasons(read_latex, [f"\\begin{{document}}{piece * 1500}".encode()])
    assert time.perf_counter() - start < 8


def test_many_formulas_in_a_paragraph_are_read_in_time() -> None:
    start = time.process_time()
    assert text(f"\\begin{{document}}{'$x$ ' * 40_000}\\end{{document}}").count("x") == 40_000
    assert time.process_time() - start < 15


@pytest.mark.parametrize("blank", [" ", "\t", "\n\t\t", "\f"])
def test_long_gaps_are_read_in_time(blank: str) -> None:
    gap = blank * (100_000 // len(blank))
    start = time.process_time()
    assert text(f"\\begin{{document}}a{gap}b{gap}\\cite{{c}}{gap}d\\end{{document}}")[0] == "a"
    assert time.process_time() - start < 8


def test_long_texts_are_read_in_time() -> None:
    source = "\\begin{document}" + "A sentence with $x$ and \\emph{words} in it.\n" * 4000
    start = time.perf_counter()
    assert len(text(source)) > 130_000
    assert time.perf_counter() - start < 15


PIECES = st.lists(
    st.sampled_from(
        ["text ", "\n\n", r"\section{A} ", r"\item ", r"\begin{itemize}", r"\end{itemize}", "$x$",
         "$", "{", "}", r"\begin{tabular}{l}", r"\end{tabular}", "&", r"\\", "% c\n", r"\cite{a}",
         r"\verb|x|", r"\[", r"\]", "``", r"\footnote{n}", r"\newcommand{\q}{z}", r"\q ", "[", "#"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_any_source_keeps_the_laws(source: str) -> None:
    reasons = only_content_or_reasons(read_latex, [source.encode()])
    assert reasons <= {"", "no text in it", "empty"}
