"""Pages of one file each, by Jinja2: whatever a template shows is escaped, by the template."""

from collections.abc import Mapping
from importlib import resources
from typing import Any


def page(template: str, view: Mapping[str, Any]) -> str:
    """A page with its style, script and plots inside.

    Args:
        template: a file beside this module.
        view: what the template shows; all of it is escaped but ``plots``, which are our own SVG.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("evals.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = {
        "style": Markup(_text("report.css")),  # noqa: S704
        "script": Markup(_text("report.js")),  # noqa: S704
        "plots": {name: Markup(svg) for name, svg in view["plots"].items()},  # noqa: S704
    }
    return environment.get_template(template).render({**view, **own})


def _text(name: str) -> str:
    return (resources.files("evals.report") / name).read_text(encoding="utf-8")
