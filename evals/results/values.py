"""One metric's value for each case of a run: what every figure and every test starts from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from evals.measure.outcome import Outcome, Run
from evals.measure.questions import Kind
from evals.results.abstaining import placements


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
    Headline("AUROC", (Kind.UNANSWERABLE,), AUROC, "confidence tells the two apart"),
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


def headline_values(run: Run, section: str | None = None) -> dict[str, dict[str, float]]:
    """Headline to case to value, of all cases or of those of one section."""
    ranked = placements(run.outcomes)
    found = {}
    for headline in HEADLINES:
        outcomes = [
            outcome
            for outcome in run.outcomes
            if outcome.kind in headline.kinds
            and (section is None or outcome.groups.get("section") == section)
        ]
        if headline.metric == AUROC:
            found[headline.name] = {o.id: ranked[o.id] for o in outcomes if o.id in ranked}
        else:
            found[headline.name] = values(outcomes, headline.metric)
    return {name: of for name, of in found.items() if of}


def sections(run: Run) -> list[str]:
    """The sections that any case belongs to, in order."""
    return sorted({o.groups["section"] for o in run.outcomes if "section" in o.groups})


def by_group(outcomes: Iterable[Outcome], group: str) -> Mapping[str, list[Outcome]]:
    """Outcomes by their value of a group, in order; those without one are left out."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if group in outcome.groups:
            found[outcome.groups[group]].append(outcome)
    return dict(sorted(found.items()))
