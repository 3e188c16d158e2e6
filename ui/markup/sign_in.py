"""The page on which one signs in: plain HTML, no script."""

from ui.markup.html import Html, element


def sign_in_html(problem: str = "") -> str:
    """The whole page.

    Args:
        problem: why signing in failed, if it did.
    """
    body = element(
        "form",
        element("h1", "Viva"),
        element("p", problem, class_="v-notice", role="alert") if problem else None,
        _field("Name", "name", "text", "username"),
        _field("Password", "password", "password", "current-password"),
        element("button", "Sign in", type="submit"),
        method="post",
        class_="v-sign-in",
    )
    head = element(
        "head",
        element("title", "Viva"),
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<link rel="stylesheet" href="/viva/desk.css">'),
    )
    return Html("<!doctype html>") + element("html", head, element("body", body), lang="en")


def _field(label: str, name: str, kind: str, autocomplete: str) -> Html:
    field = element("input", name=name, type=kind, autocomplete=autocomplete, required=True)
    return element("label", label, field)
