"""Nuggets judged by a language model, beside the judgement of strings (`evals.nuggets`)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from statistics import fmean

from evals.measure.outcome import Fact, Outcome, Run
from index.progress import Progress, silent

Complete = Callable[[str], str]
"""What a language model says to a prompt."""

_YES, _NO = re.compile(r"\W*yes\b", re.IGNORECASE), re.compile(r"\W*no\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact of one answer, judged twice.

    Attributes:
        by_model: None where the model said neither yes nor no.
    """

    case: str
    fact: str
    vital: bool
    by_strings: bool
    by_model: bool | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the two judgements agree, on the facts that the model judged.

    Attributes:
        kappa: Cohen's (1960): agreement beyond what chance gives; None if both judges say the same
            of everything, where it is not defined.
        recall_by_strings, recall_by_model: share of the facts held, by each judge.
        unjudged: facts of which the model said neither yes nor no.
    """

    judged: int
    unjudged: int
    agreement: float | None
    kappa: float | None
    recall_by_strings: float | None
    recall_by_model: float | None


def judge_nuggets(run: Run, complete: Complete, progress: Progress = silent) -> list[Judged]:
    """Every fact of every answer case of a run, judged by a model.

    Args:
        run: whose answers are judged as they were given.
        complete: the model; whatever it raises is raised.
        progress: told how many facts are judged.
    """
    prompt = (resources.files("evals.judge") / "nugget.txt").read_text(encoding="utf-8")
    facts = [(outcome, fact) for outcome in run.outcomes for fact in outcome.facts]
    found = []
    for number, (outcome, fact) in enumerate(facts, 1):
        found.append(_judged(outcome, fact, complete, prompt))
        progress("judging", number, len(facts))
    return found


def agreement(judged: Sequence[Judged]) -> Agreement:
    """The agreement of the two judges."""
    pairs = [(each.by_strings, each.by_model) for each in judged if each.by_model is not None]
    if not pairs:
        return Agreement(0, len(judged), None, None, None, None)
    same = fmean(first == second for first, second in pairs)
    strings, model = (fmean(side) for side in zip(*pairs, strict=True))
    chance = strings * model + (1 - strings) * (1 - model)
    kappa = (same - chance) / (1 - chance) if chance < 1 else None
    return Agreement(len(pairs), len(judged) - len(pairs), same, kappa, strings, model)


def _judged(outcome: Outcome, fact: Fact, complete: Complete, prompt: str) -> Judged:
    """An abstention holds nothing, and needs no model to say so."""
    verdict: bool | None = False
    if outcome.statements:
        answer = "\n".join(said.text for said in outcome.statements)
        filled = {"question": outcome.question, "fact": fact.fact, "answer": answer}
        said = complete(prompt.format(**filled))
        verdict = True if _YES.match(said) else False if _NO.match(said) else None
    return Judged(outcome.case, fact.fact, fact.vital, fact.held, verdict)
