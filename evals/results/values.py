"""One metric's value for each case of a run: what every figure and every test starts from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from evals.measure.outcome import Outcome
from evals.measure.questions import Kind
from evals.results.abstaining import pseudo_values


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that Viva is judged by; more is better.

    Attributes:
        name: as it is shown and stored.
        kinds: of questions, over which it is taken.
        metric: its name among the scores of an outcome.
        says: what it means, in a sentence.
    """

    name: str
    kinds: tuple[Kind, ...]
    metric: str
    says: str


AUROC = "auroc"
_RANKED, _TALKED = (Kind.RETRIEVAL,), (Kind.CONVERSATION,)
_CITING = (Kind.RETRIEVAL, Kind.CONVERSATION)

HEADLINES = (
    Headline("nDCG@10", _RANKED, "nDCG@10", "how well the first ten passages are ordered"),
    Headline("R@5", _RANKED, "R@5", "share of the gold passages among the first five"),
    Headline("Success@5", _RANKED, "Success@5", "a gold passage is among the first five"),
    Headline("nDCG@10, conversations", _TALKED, "nDCG@10", "the same, over three turns"),
    Headline("vital nuggets", (Kind.ANSWER,), "vital nuggets", "share of vital facts answered"),
    Headline("nuggets", (Kind.ANSWER,), "nuggets", "share of all facts answered"),
    Headline(
        "citation precision", _CITING, "citation precision", "share of citations of gold passages"
    ),
    Headline("citation recall", _CITING, "citation recall", "share of gold passages cited"),
    Headline("gold quoted", _CITING, "gold quoted", "the answer quotes a gold sentence"),
    Headline(
        "exact citations", tuple(Kind), "exact citations", "the quote stands where it is said to"
    ),
    Headline("supported", tuple(Kind), "supported", "statements that their citations carry"),
    Headline(
        "answered", (Kind.RETRIEVAL, Kind.CONVERSATION, Kind.ANSWER), "answered",
        "questions with an answer that are answered",
    ),
    Headline("refused", (Kind.UNANSWERABLE,), "refused", "questions without one that are refused"),
    Headline(
        "AUROC", (Kind.RETRIEVAL, Kind.UNANSWERABLE), AUROC, "confidence tells the two apart"
    ),
)  # fmt: skip


def values(outcomes: Iterable[Outcome], metric: str) -> dict[str, float]:
    """Each case's value of a metric, the mean over its turns; cases it does not apply to are left.

    Turns of one conversation hang together, so that a case, not a turn, is the unit of statistics.
    """
    found: defaultdict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        if metric in outcome.scores:
            found[outcome.case].append(outcome.scores[metric])
    return {case: fmean(of) for case, of in found.items()}


def headline_values(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Headline to case to value; headlines that no case bears on are left out.

    The mean of the values is the headline; each lies in [0, 1] but those of the AUROC.
    """
    found = {}
    for headline in HEADLINES:
        of = [outcome for outcome in outcomes if outcome.kind in headline.kinds]
        metric = headline.metric
        found[headline.name] = pseudo_values(of) if metric == AUROC else values(of, metric)
    return {name: of for name, of in found.items() if of}


def by_group(outcomes: Iterable[Outcome], group: str) -> Mapping[str, list[Outcome]]:
    """Outcomes by their value of a group, in order; those without one are left out."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if group in outcome.groups:
            found[outcome.groups[group]].append(outcome)
    return dict(sorted(found.items()))
