"""LaTeX source to nodes, by pylatexenc."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

from ingest.errors import SourceError
from ingest.formats.tex import commands

_RUN = re.compile(r"(?:[^\s\\%{}\[\]$&~`'!?^_#-]+(?:[ \n](?=[^\s\\%]))?)+")
"""Text without a character that means anything to TeX, and without a blank line."""

Node: TypeAlias = Any
"""One of pylatexenc's, which has no types."""


def parsed(source: str) -> list[Node]:
    """The nodes of a LaTeX text; what is not closed ends with the text.

    Raises:
        SourceError: if groups or environments are nested too deeply.
    """
    from pylatexenc.latexwalker import LatexToken, LatexWalker

    walker = LatexWalker(source, latex_context=_context(), tolerant_parsing=True)
    walker.get_token = _by_runs(walker, LatexToken)
    try:
        nodes: list[Node] = walker.get_latex_nodes()[0]
    except RecursionError as error:
        raise SourceError("groups nested too deeply") from error
    except Exception as error:  # it is lenient, and has no one kind of error where it cannot be
        raise SourceError("LaTeX that is damaged or cut off") from error
    return nodes


def _by_runs(walker: Any, token: Any) -> Callable[..., Any]:  # noqa: ANN401
    """A quicker way to the next token: plain text comes in runs, not letter by letter.

    Where a command looks for an argument, pylatexenc leaves environments out; there a letter is
    a token of its own.
    """
    letter_by_letter: Callable[..., Any] = walker.get_token

    def next_token(pos: int, *given: Any, environments: bool = True, **options: Any) -> Any:  # noqa: ANN401
        run = _RUN.match(walker.s, pos) if environments else None
        if run is None:
            return letter_by_letter(pos, *given, environments=environments, **options)
        return token(tok="char", arg=run[0], pos=pos, len=len(run[0]), pre_space="")

    return next_token


@cache
def _context() -> Any:  # noqa: ANN401 - pylatexenc has no types
    """What pylatexenc knows, and the commands of this package with their arguments."""
    from pylatexenc import macrospec
    from pylatexenc.latexwalker import get_default_latex_context_db

    kinds = (commands.UNWRAPPED, commands.REFERENCES, commands.DROPPED, commands.OTHERS)
    macros = [
        macrospec.MacroSpec(
            name, macrospec.MacroStandardArgsParser(arguments, optional_arg_no_space=name == "item")
        )
        for kind in kinds
        for arguments, listed in kind.items()
        for name in listed.split()
    ]
    environments = {
        name: macrospec.std_environment(name, arguments, is_math_mode=name in commands.MATH)
        for arguments, listed in commands.ENVIRONMENTS.items()
        for name in listed.split()
    }
    for name in commands.MATH - environments.keys():
        environments[name] = macrospec.std_environment(name, None, is_math_mode=True)
    known = get_default_latex_context_db()
    context = known.filter_context(exclude_categories=["latex-ethuebung", "verbatim", "theorems"])
    context.add_context_category(
        "study", macros=macros, environments=list(environments.values()), prepend=True
    )
    # An environment that nobody knows may have a title or options in brackets.
    context.set_unknown_environment_spec(
        macrospec.EnvironmentSpec("", macrospec.MacroStandardArgsParser("["))
    )
    return context


def text_of_symbol(node: Node) -> str:
    r"""What a command for a letter or sign prints: ``é`` of ``\'e``; empty if it prints none."""
    try:
        text: str = _printer().node_to_text(node)
    except (AttributeError, LookupError, TypeError, ValueError):  # an argument is missing
        return ""
    return text


@cache
def _printer() -> Any:  # noqa: ANN401
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", keep_comments=False)


def kind(node: Node) -> str:
    """``Chars``, ``Group``, ``Macro``, ``Environment``, ``Math``, ``Specials`` or ``Comment``."""
    return re.sub(r"Latex(\w+)Node", r"\1", type(node).__name__)


def arguments(node: Node) -> list[Node | None]:
    """The arguments of a command or environment, None where an optional one is missing."""
    found: list[Node | None] = list(getattr(node.nodeargd, "argnlist", None) or [])
    return found
