"""How the leaves of a parsed Markdown text are drawn: text, code, formulas, links, HTML."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from assistant.references import MARK, keys_of
from ui.markup.code import code, diagram
from ui.markup.html import NOTHING, Html, element, formula, text, together

ON, OFF = "\u2000", "\u2001"
"""Rare blanks between which everything is marked."""

INSERT = ("\ue010", "\ue011")
"""Around the number of an insert."""

QUOTED = "v-quoted"
"""Class of what is marked as a whole."""

Tokens = Sequence[Token]
Env = MutableMapping[str, Any]

_SPECIAL = re.compile(rf"({ON}|{OFF}|{INSERT[0]}\d+{INSERT[1]}|{MARK.pattern})")
_PLACE = re.compile(rf"{INSERT[0]}(\d+){INSERT[1]}", re.ASCII)
TAG = re.compile(
    r"</?(?:a|b|big|blockquote|br|center|cite|dd|del|details|div|dl|dt|em|figcaption|figure|font|"
    r"h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|picture|q|s|section|small|source|span|strong|sub|"
    r"summary|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s+(?:open|[\w:-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s<>\"'=`]+)))*\s*/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
"""Tags that only lay text out; what is left of them is their content. Their attributes have values:
``<b and c>`` is none, but part of ``a<b and c>d``."""

_WEB = re.compile(r"https?://", re.IGNORECASE)


class Leaves(RendererHTML):
    """Draws tokens; whatever is text passes through `text`, `element`, `code` or `formula`."""

    def text(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """Text, with its marks, inserts and reference marks."""
        return together(self._part(part, env) for part in _SPECIAL.split(tokens[at].content))

    def _part(self, part: str, env: Env) -> Html:
        if part in (ON, OFF):
            env["on"] = part == ON
            return NOTHING
        if place := _PLACE.fullmatch(part):
            inserts, number = env["inserts"], int(place[1])
            return inserts[number] if number < len(inserts) else NOTHING
        if MARK.fullmatch(part):
            return _works(part, env["works"])
        return self._leaf(text(part), env) if part else NOTHING

    def _leaf(self, drawn: Html, env: Env) -> Html:
        return element("mark", drawn) if env.get("on") else drawn

    def _whole(self, content: str, env: Env, draw: Callable[[str], Html]) -> Html:
        """A leaf that is marked as a whole where any of it is quoted."""
        env["on"] = env.get("on") or ON in content
        drawn = self._leaf(draw(content.replace(ON, "").replace(OFF, "")), env)
        if OFF in content:
            env["on"] = False
        return drawn

    def renderInline(self, tokens: Tokens, options: OptionsDict, env: Env) -> str:  # noqa: N802
        """A line or paragraph; marks end with it."""
        env["on"] = False
        return super().renderInline(tokens, options, env)

    def code_inline(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """Code within a line."""
        return self._whole(tokens[at].content, env, lambda content: element("code", content))

    def formula(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """A formula, within a line or on lines of its own."""
        token = tokens[at]
        drawn = self._whole(
            token.content, env, lambda latex: formula(latex, display=token.type != "math_inline")
        )
        if token.type.startswith("math_block"):
            return element("div", drawn, class_=_classes("v-formula", token))
        return drawn

    def fence(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """A fenced block: a diagram or code."""
        token = tokens[at]
        language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
        if language == "mermaid":
            return diagram(token.content, _classes("", token))
        return code(token.content, language, _classes("", token))

    def code_block(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """An indented block of code."""
        return code(tokens[at].content, class_=_classes("", tokens[at]))

    def image(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:
        """The description of an image; the image itself may lie anywhere and is not fetched."""
        return self._whole(self.renderInlineAsText(tokens[at].children, options, env), env, text)

    def link_open(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """A link into the web, opened beside the page; links to anywhere else lead nowhere."""
        target = str(tokens[at].attrGet("href") or "")
        if not _WEB.match(target):
            return "<span>"
        shown = element("a", href=target, target="_blank", rel="noopener noreferrer nofollow")
        return shown.removesuffix("</a>")

    def link_close(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """The end of a link."""
        opened = next(x for x in reversed(tokens[:at]) if x.type == "link_open")
        return "</a>" if _WEB.match(str(opened.attrGet("href") or "")) else "</span>"

    def html_inline(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """A tag: left out if it only lays text out, shown as text otherwise."""
        tag = tokens[at].content
        if tag.lower().startswith("<br"):
            return element("br")
        return self._whole(TAG.sub("", tag), env, text)

    def html_block(self, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:  # noqa: ARG002
        """The text of an HTML block."""
        shown = TAG.sub("", tokens[at].content).strip()
        return element("p", shown, class_=_classes("v-lines", tokens[at])) if shown else ""


def _works(mark: str, works: Any) -> Html:  # noqa: ANN401
    """A reference mark as author and year, in full when pointed at; nothing if it is not known."""
    known = [works[key] for key in keys_of(mark) if isinstance(works, dict) and key in works]
    return together(
        element(
            "span",
            f"{str(work.get('author', '')).split(',')[0]} {work.get('year', '')}".strip(),
            class_="v-work",
            title=f"{work.get('author', '')}: {work.get('title', '')}. {work.get('venue', '')}",
        )
        for work in known
    )


def _classes(own: str, token: Token) -> str:
    return f"{own} {token.attrGet('class') or ''}".strip()


FORMULAS = dict.fromkeys(
    ("math_inline", "math_inline_double", "math_block", "math_block_label"), Leaves.formula
)
"""The plug-in for formulas brings drawings of its own, which these replace."""
