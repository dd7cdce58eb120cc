"""What a validation comes to, in a few sentences, each counted from what was found and none of them left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from govsim.validation.arrangements import Contrast
from govsim.validation.finding import Finding
from govsim.validation.levers import FREE_LUNCH, LeverEffect
from govsim.validation.robustness import MEASURES_SHOWN, RobustnessResult
from govsim.validation.validate import KINDS, SECTIONS, Validation
from govsim.validation.wording import lever_words, number, value_words
from govsim.words.names import arrangement_words
from govsim.words.plurals import counted, joined

VERDICTS: Final = {  # of patterns, of published models, and of mechanisms
    "holds": ("Patterns that hold", "Published models it agrees with", "Mechanisms that pass"),
    "not diagnostic": (
        "Patterns that are not diagnostic",
        "Published models that say nothing",
        "Mechanisms of which nothing can be said",
    ),
    "undecided": (
        "Patterns that are undecided",
        "Published models left undecided",
        "Mechanisms left undecided",
    ),
    "refuted": (
        "Patterns that are refuted",
        "Published models it does not agree with",
        "Mechanisms that do not pass",
    ),
}
NEARLY_CERTAIN: Final = 0.99
_OPPOSITE: Final = {"better": "worse", "worse": "better", "higher": "lower", "lower": "higher"}


@dataclass(frozen=True)
class Sentence:
    """One thing that was found, under what it is about."""

    about: str
    text: str


def summary(found: Validation) -> list[Sentence]:
    """What there is to say, in the order of the sections; what was not run is said last."""
    said = []
    for about, kind in (("Laws", "law"), ("Limits", "limit")):
        said += _must_hold(about, [one for one in found.findings if one.check.kind == kind])
    for place, kind in enumerate(("pattern", "docking", "mechanism")):
        said += _by_verdict(place, [one for one in found.findings if one.check.kind == kind])
    for about, kind in (("Dead weight", "dead weight"), ("Corners", "corner")):
        said += _by_notes(about, [one for one in found.findings if one.check.kind == kind])
    said += _levers(found.levers)
    said += _arrangements(found.arrangements)
    said += _robustness(found.robustness)
    said += _predictions(found)
    return said + _not_run(found)


def _must_hold(about: str, findings: Sequence[Finding]) -> list[Sentence]:
    if not findings:
        return []
    failed = [one for one in findings if one.is_failure]
    if failed:
        return [
            Sentence(
                about,
                f"{len(failed)} of {len(findings)} fail: {_named(failed)}. That is a fault of the program: nothing "
                "else on this page should be relied on until it is mended.",
            )
        ]
    return [
        Sentence(about, f"All {len(findings)} hold." if len(findings) > 1 else "The one that was run holds.")
    ]


def _by_verdict(place: int, findings: Sequence[Finding]) -> list[Sentence]:
    """Which hold, which say nothing, which are open and which are refuted; none of them is passed over."""
    said = []
    for verdict, abouts in VERDICTS.items():
        those = [one for one in findings if one.verdict == verdict]
        if not those:
            continue
        text = f"{len(those)} of {len(findings)}: {_named(those)}."
        open_ones = [one.check.key for one in those if one.verdict == "undecided" and one.reading.agrees]
        if open_ones:
            text += f" For {joined(open_ones)} it is open whether a null model shows it too."
        said.append(Sentence(abouts[place], text))
    used = [one.check.key for one in findings if one.check.use == "calibrated"]
    if used:
        text = f"{joined(used)}, with which constants were set; no constant was set with the others in view."
        said.append(Sentence("Patterns used to calibrate", text))
    return said


def _by_notes(about: str, findings: Sequence[Finding]) -> list[Sentence]:
    """How many find nothing, and the first note of each that finds something."""
    if not findings:
        return []
    failed = [one for one in findings if one.verdict != "holds"]
    text = f"{len(failed)} of {len(findings)} find something." if failed else "Nothing was found."
    return [
        Sentence(about, " ".join([text, *(f"{one.check.key}: {one.reading.headline}" for one in failed)]))
    ]


def _named(findings: Sequence[Finding]) -> str:
    return joined([f"{one.check.key} ({one.check.title})" for one in findings])


def _levers(effects: Sequence[LeverEffect]) -> list[Sentence]:
    moves = [one for one in effects if one.lever != "placebo"]
    if not moves:
        return []
    worlds, line = moves[0].worlds, f"{FREE_LUNCH:.0%}"
    faults = [one for one in moves if one.fault]
    text = f"Of {counted(len(moves), 'move')} of one lever alone, in {counted(worlds, 'world')} each, "
    if faults:
        text += f"{joined([_fault_words(one) for one in faults])}. There a cost or a benefit is missing from the model."
    else:
        text += f"none gains and none harms in more than {line} of worlds: no free lunch and no dead weight."
    near = [one for one in moves if not one.fault and is_near(one)]
    if near:
        text += (
            f" For {counted(len(near), 'other', 'others')} the interval of a share reaches over the {line} line, "
            "so these worlds cannot rule it out; more can (--only levers --worlds 2000)."
        )
    moved = [one for one in effects if one.lever == "placebo" and (one.gains.value or one.harms.value)]
    if any(one.lever == "placebo" for one in effects):
        text += (
            f" The placebo moved public value from {joined([one.base for one in moved])}: the program is at fault."
            if moved
            else " The placebo, a lever that touches nothing, changed nothing in any world."
        )
    return [Sentence("Levers", text)]


def _fault_words(effect: LeverEffect) -> str:
    """A lever at fault with its share, and whether the interval of that leaves a doubt."""
    verb, share = (
        ("gains", effect.gains) if effect.gains.value > effect.harms.value else ("harms", effect.harms)
    )
    doubt = "; the interval reaches below the line" if share.low <= FREE_LUNCH else ""
    return f"{move_words(effect)}, {verb} in {value_words(share)}: a {effect.fault}{doubt}"


def is_near(effect: LeverEffect) -> bool:
    """Whether a share that is under the line has an interval that reaches over it."""
    return max(effect.gains.high, effect.harms.high) > FREE_LUNCH


def move_words(effect: LeverEffect) -> str:
    """`Local discretion, 0.15 to 0.6 from siloed`."""
    moved = f"{lever_words(effect.lever)}, {effect.before} to {effect.after}"
    return f"{moved}, from {arrangement_words(effect.base)}"


def _arrangements(contrasts: Sequence[Contrast]) -> list[Sentence]:
    told = []
    for one in contrasts:
        if one.arrangement != contrasts[0].arrangement and one.treatment == contrasts[0].treatment:
            shares = [f"{number(better.value, better.unit)}%" for _, _, better in one.at_weights]
            told.append(f"{arrangement_words(one.arrangement)} {joined(shares)}")
    if not told:
        return []
    weights = joined([f"{weight:g}" for weight, _, _ in contrasts[0].at_weights])
    text = f"Share of worlds with more public value than siloed, at weights of progress of {weights}: "
    return [Sentence("Arrangements", f"{text}{'; '.join(told)}.")]


def turned(first: RobustnessResult, other: RobustnessResult, row: int) -> bool:
    """Whether a verdict became its opposite, or a difference turned its sign with both intervals beyond zero."""
    if _OPPOSITE.get(first.verdicts[row]) == other.verdicts[row]:
        return True
    before, after = first.figures[row], other.figures[row]
    return before.high < 0 < after.low or after.high < 0 < before.low


def results_as_built(outcomes: Sequence[RobustnessResult]) -> dict[str, RobustnessResult]:
    """What the model as it is says of each arrangement."""
    name = outcomes[0].variant.name
    return {one.arrangement: one for one in outcomes if one.variant.name == name}


def _robustness(outcomes: Sequence[RobustnessResult]) -> list[Sentence]:
    if not outcomes:
        return []
    first = results_as_built(outcomes)
    others = [one for one in outcomes if one.variant.name != outcomes[0].variant.name]
    kinds = {one.variant.name: f"{one.variant.kind}: {one.variant.name}" for one in others}
    names = list(kinds)
    apart = {one.variant.name for one in others if one.verdicts != first[one.arrangement].verdicts}
    opposite = {
        one.variant.name
        for one in others
        for row in range(len(MEASURES_SHOWN))
        if turned(first[one.arrangement], one, row)
    }
    text = (
        f"The model was built in {counted(len(names), 'other way', 'other ways')}. Under {len(apart)} of them at "
        f"least one of the {len(first) * len(MEASURES_SHOWN)} verdicts on layered and mission-led against siloed "
        "government changes"
    )
    if opposite:
        turned_names = joined([kinds[name] for name in names if name in opposite])
        text += f"; under {len(opposite)} a difference turns round ({turned_names})."
    else:
        text += "; under none does a difference turn round."
    return [Sentence("Robustness", text)]


def _predictions(found: Validation) -> list[Sentence]:
    told = found.predictions
    if not told:
        return []
    right = sum(one.is_right for one in told)
    chance = sum(one.confidence for one in told) / len(told)
    text = (
        f"The authors were right in {right} of {counted(len(told), 'prediction')} that they had written down before "
        f"they looked ({right / len(told):.0%}); they had given themselves a chance of {chance:.0%} on average."
    )
    sure = sum(one.confidence >= NEARLY_CERTAIN for one in told)
    if sure:
        text += f" {sure} of them were nearly certain and say little."
    return [Sentence("Predictions", text)]


def _not_run(found: Validation) -> list[Sentence]:
    missing = [name for name in SECTIONS if name not in sections_with(found)]
    if not missing:
        return []
    text = f"Not in this report: {joined(missing)}. What is not here was not tested in this run."
    return [Sentence("Not run", text)]


def sections_with(found: Validation) -> tuple[str, ...]:
    """The sections in which something was found."""
    kinds = {one.check.kind for one in found.findings}
    there = {
        **{name: kind in kinds for name, kind in KINDS.items()},
        "levers": bool(found.levers),
        "arrangements": bool(found.arrangements),
        "robustness": bool(found.robustness),
        "predictions": bool(found.predictions),
    }
    return tuple(name for name in SECTIONS if there[name])
