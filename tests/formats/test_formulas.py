"""Formulas of pages and documents, as TeX."""

import pytest

from ingest.formats.html import read_html
from ingest.formats.markup.omml import equation_tex
from ingest.formats.markup.tex import symbols, tidy
from ingest.formats.safe_xml import parse_xml
from ingest.structure.markdown import markdown_blocks
from ingest.types import Kind


def body(page: str) -> str:
    return read_html(f"<h1>T</h1>{page}".encode()).text.removeprefix("# T").lstrip("\n")


KATEX = (
    "<span class='katex'><span class='katex-mathml'><math><semantics><mrow><msup><mi>x</mi>"
    "<mn>2</mn></msup></mrow><annotation encoding='application/x-tex'>x^2</annotation></semantics>"
    "</math></span><span class='katex-html' aria-hidden='true'><span>x</span>2</span></span>"
)
WIKI = (
    "<span class='mwe-math-element'><span style='display: none;'><math alttext='a'>"
    "<semantics><mi>a</mi><annotation encoding='application/x-tex'>{\\displaystyle a_{b}}"
    "</annotation></semantics></math></span><img class='mwe-math-fallback-image-inline' "
    "aria-hidden='true' alt='{\\displaystyle a_{b}}'></span>"
)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<p>So {KATEX} it is.", "So $x^2$ it is."),
        (f"<p>So <span class=katex-display>{KATEX}</span> it is.", "So\n\n$$x^2$$\n\nit is."),
        (f"<p>So {WIKI} it is.", "So $a_{b}$ it is."),
        ("<p>So <span class=MathJax_Preview>x</span><span class=MathJax>x2</span>"
         "<script type='math/tex'>x^2</script> it is.", "So $x^2$ it is."),
        ("<p>So <script type='math/tex; mode=display'>\\begin{aligned}a &= b % why\n\\\\ c &= d"
         "\\end{aligned}</script>", "So\n\n$$\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}$$"),
        ("<p>So <mjx-container display=true><mjx-math data-latex='x^2'>x</mjx-math>",
         "So\n\n$$x^2$$"),
        ("<p>So <mjx-container><mjx-math aria-hidden=true>z</mjx-math><mjx-assistive-mml><math>"
         "<mfrac><mi>a</mi><mi>b</mi></mfrac></math></mjx-assistive-mml></mjx-container>",
         "So $\\frac{a}{b}$"),
        ("<p>So <span class='math inline'>\\(x^2\\)</span> is.", "So $x^2$ is."),
        ("<p>So <span class='math inline'>x^2</span> is.", "So $x^2$ is."),
        ("<p>So <span class='math display'>\\[x^2\\]</span> is.", "So\n\n$$x^2$$\n\nis."),
        ("<div class='math notranslate'>\\[x^2\\]</div>", "$$x^2$$"),
        ("<p>So \\(a \\le b\\), \\[c\\] and $$d$$ here.",
         "So $a \\le b$,\n\n$$c$$\n\nand\n\n$$d$$\n\nhere."),
        ("<p>So <img class=tex alt='x^2'> is.", "So $x^2$ is."),
        ("<p>So <img src='https://latex.codecogs.com/svg.image?x%5E2'> is.", "So $x^2$ is."),
        ("<p><math alttext='\\displaystyle x^{2}' display=inline><mi>x</mi></math>,", "$$x^{2},$$"),
        ("<p>So <m:math><m:mi>x</m:mi></m:math> is.", "So $x$ is."),
        ("<p>It costs $5 and $6.", "It costs $5 and $6."),
        ("<p>So <span class=math>not TeX</span>", "So not TeX"),
        ("<h2>The <span class='math inline'>\\(k\\)</span> means</h2>", "## The $k$ means"),
        ("<p><code>\\(x\\)</code> is code", "`\\(x\\)` is code"),
        ("<div class=katex><h1>Page</h1><p>All of it.</div>", "# Page\n\nAll of it."),
    ],
)  # fmt: skip
def test_formulas_of_pages(page: str, expected: str) -> None:
    assert body(page) == expected


def test_a_displayed_formula_is_a_block_of_its_own() -> None:
    blocks = markdown_blocks(body("<p>So \\[x^2\\] is.<div class=math>\\[y\\]</div>"))
    assert [block.kind for block in blocks] == [Kind.PROSE, Kind.MATH, Kind.PROSE, Kind.MATH]


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<mi>α</mi><mo>≤</mo><mi>x</mi>", "\\alpha\\le x"),
        ("<mi>softmax</mi><mo>(</mo><mi>x</mi><mo>)</mo>", "\\mathrm{softmax}(x)"),
        ("<mi>log</mi><mi>x</mi>", "\\log x"),
        ("<mfrac><mn>1</mn><msqrt><mi>n</mi></msqrt></mfrac>", "\\frac{1}{\\sqrt{n}}"),
        ("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>", "\\binom{n}{k}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        ("<msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>10</mn></msup>", "{ab}^{10}"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>x</mi>", "\\sum_i^nx"),
        ("<munder><mi>lim</mi><mi>x</mi></munder>", "\\lim_x"),
        ("<munder><mi>argmax</mi><mi>x</mi></munder>", "\\underset{x}{\\mathrm{argmax}}"),
        ("<mover><mi>y</mi><mo>^</mo></mover>", "\\hat{y}"),
        ("<mover><mi>y</mi><mo>def</mo></mover>", "\\overset{\\mathrm{def}}{y}"),
        ("<mfenced open='[' close=''><mi>a</mi><mi>b</mi></mfenced>", "\\left[ a,b \\right."),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>"
         "<mtd><mn>1</mn></mtd></mtr></mtable>", "\\begin{matrix} 1 & 0 \\\\ 0 & 1 \\end{matrix}"),
        ("<mmultiscripts><mi>x</mi><mi>a</mi><none/><mprescripts/><mi>b</mi><none/></mmultiscripts>",
         "{}_bx_a"),
        ("<mtext>if </mtext><mi>x</mi><mphantom><mi>y</mi></mphantom>", "\\text{if}x"),
        ("<msup><mi>x</mi></msup><mfrac></mfrac>", "x\\frac{}{}"),
    ],
)  # fmt: skip
def test_mathml(mathml: str, expected: str) -> None:
    assert body(f"<p>So <math>{mathml}</math> is.") == f"So ${expected}$ is."


def equation(inner: str) -> str:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    return equation_tex(parse_xml(f'<m:oMath xmlns:m="{namespace}">{inner}</m:oMath>'.encode()))


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


X, Y, Z = run("x"), run("y"), run("z")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("α≤x&amp;y"), "\\alpha\\le x\\&y"),
        (f"<m:f><m:num>{X}</m:num><m:den>{Y}</m:den></m:f>", "\\frac{x}{y}"),
        (f"<m:f><m:fPr><m:type m:val='lin'/></m:fPr><m:num>{X}</m:num><m:den>{Y}</m:den></m:f>",
         "x/y"),
        (f"<m:d><m:e><m:f><m:fPr><m:type m:val='noBar'/></m:fPr><m:num>{X}</m:num>"
         f"<m:den>{Y}</m:den></m:f></m:e></m:d>", "\\binom{x}{y}"),
        (f"<m:sSub><m:e>{X}</m:e><m:sub>{run('ij')}</m:sub></m:sSub>", "x_{ij}"),
        (f"<m:sSubSup><m:e>{X}</m:e><m:sub>{Y}</m:sub><m:sup>{Z}</m:sup></m:sSubSup>", "x_y^z"),
        (f"<m:sPre><m:sub>{X}</m:sub><m:sup>{Y}</m:sup><m:e>{Z}</m:e></m:sPre>", "{}_x^yz"),
        (f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/><m:e>{X}</m:e></m:rad>",
         "\\sqrt{x}"),
        (f"<m:rad><m:deg>{Y}</m:deg><m:e>{X}</m:e></m:rad>", "\\sqrt[y]{x}"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{X}</m:sub><m:sup>{Y}</m:sup>"
         f"<m:e>{Z}</m:e></m:nary>", "\\sum_x^y z"),
        (f"<m:nary><m:naryPr><m:supHide/></m:naryPr><m:sub>{X}</m:sub><m:sup/><m:e>{Z}</m:e>"
         "</m:nary>", "\\int_x z"),
        (f"<m:d><m:e>{X}</m:e><m:e>{Y}</m:e></m:d>", "(x|y)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr><m:e>{X}</m:e></m:d>",
         "\\left[ x \\right."),
        (f"<m:m><m:mr><m:e>{X}</m:e><m:e>{Y}</m:e></m:mr><m:mr><m:e>{Y}</m:e><m:e>{X}</m:e></m:mr>"
         "</m:m>", "\\begin{matrix} x & y \\\\ y & x \\end{matrix}"),
        (f"<m:eqArr><m:e>{run('x&amp;=1')}</m:e><m:e>{run('y&amp;=2')}</m:e></m:eqArr>",
         "\\begin{aligned} x&=1 \\\\ y&=2 \\end{aligned}"),
        ("<m:func><m:fName><m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>log</m:t></m:r></m:fName>"
         f"<m:e>{X}</m:e></m:func>", "\\log x"),
        (f"<m:acc><m:e>{X}</m:e></m:acc>", "\\hat{x}"),
        (f"<m:acc><m:accPr><m:chr m:val='̃'/></m:accPr><m:e>{X}</m:e></m:acc>", "\\tilde{x}"),
        (f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr><m:e>{X}</m:e></m:bar>", "\\overline{x}"),
        (f"<m:limLow><m:e><m:groupChr><m:e>{X}</m:e></m:groupChr></m:e><m:lim>{Y}</m:lim></m:limLow>",
         "\\underset{y}{\\underbrace{x}}"),
        ("<m:limLow><m:e><m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>max</m:t></m:r></m:e>"
         f"<m:lim>{Y}</m:lim></m:limLow>", "\\max_y"),
        (f"<m:borderBox><m:e>{X}</m:e></m:borderBox>", "\\boxed{x}"),
        ("<m:r><m:rPr><m:nor/></m:rPr><m:t>if so</m:t></m:r>", "\\text{if so}"),
        (f"<m:unheardOf><m:e>{X}</m:e></m:unheardOf>", "x"),
        ("", ""),
    ],
)  # fmt: skip
def test_office_equations(inner: str, expected: str) -> None:
    assert equation(inner) == expected


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("λΣα", "\\lambda\\Sigma\\alpha"),
        ("𝑥𝐖𝔼ℝ", "xW\\mathbb{E}\\mathbb{R}"),
        ("Αx", "Ax"),
        ("∑x", "\\sum x"),
        ("{a}%", "\\{a\\}\\%"),
        ("模型", "模型"),
    ],
)
def test_symbols(text: str, tex: str) -> None:
    assert symbols(text) == tex


@pytest.mark.parametrize(
    ("tex", "tidied"),
    [
        ("{\\displaystyle a}", "a"),
        ("{\\displaystyle a}+{b}", "{\\displaystyle a}+{b}"),
        ("\\textstyle a", "a"),
        ("a % note\n b\\% c", "a b\\% c"),
        ("a\\label{eq:1}\n\n b", "a b"),
    ],
)
def test_tidy(tex: str, tidied: str) -> None:
    assert tidy(tex) == tidied
