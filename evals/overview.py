"""What cases there are, and which of them today's corpus has broken."""

from collections import Counter
from collections.abc import Mapping

from evals.cases import FILES, Report, cases
from evals.gold import broken_cases
from evals.measure.curriculum import curriculum_documents
from evals.types import Split

_FIELDS = ("split", "section", "type", "style", "difficulty", "kind", "label")


def count_cases() -> dict[str, dict[str, Mapping[str, int]]]:
    """Kind of case to field to value to number of cases."""
    report = Report()
    counted: dict[str, dict[str, Mapping[str, int]]] = {}
    for kind, file in FILES.items():
        rows = [case for split in Split for case in cases(kind, split, report)]
        fields = {
            field: Counter(str(getattr(row, field)) for row in rows)
            for field in _FIELDS
            if hasattr(rows[0], field)
        }
        counted[file.removesuffix(".jsonl")] = {
            "all": {"cases": len(rows)},
            **{field: dict(sorted(values.items())) for field, values in fields.items()},
        }
    return counted


def broken_today() -> list[str]:
    """What today's curriculum has broken, a line each; no index is needed for it."""
    return broken_cases({document.doc_id: document for document in curriculum_documents()})
