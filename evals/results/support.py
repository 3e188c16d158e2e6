"""How well a check of support tells faithful sentences from altered ones."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from evals.measure.answers import CARRIED
from evals.measure.outcome import Pair


def support(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Accuracy and, of each kind of sentence, the share judged rightly; empty without pairs."""
    if not pairs:
        return {}
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind].append((pair.degree >= CARRIED) == pair.faithful)
    right = [value for of in kinds.values() for value in of]
    return {
        "pairs": len(pairs),
        "accuracy": sum(right) / len(right),
        "right by kind": {kind: sum(of) / len(of) for kind, of in sorted(kinds.items())},
    }
