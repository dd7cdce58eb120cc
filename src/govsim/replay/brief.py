"""Any decision in a few sentences, before all tables: what was chosen, why, and what the rival rule would choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from govsim.replay.labelled_arrays import LabelledArray
from govsim.replay.replay import Option, Replay
from govsim.units import QUARTERS_IN_YEAR, billion_a_quarter
from govsim.words.numbers import decimal

ALIKE: Final = 0.0005  # shares that differ by less are told as equal
NO_PAY: Final = "nothing: no department that sits on the board contributes to its goal"


@dataclass(frozen=True, eq=False)
class _Decision:
    """A replayed decision, with what was seen and what one option chooses by the names of its arrays."""

    result: Replay
    option: Option

    def seen(self, name: str) -> LabelledArray:
        return next(array for array in self.result.seen if array.name == name)

    def number(self, name: str) -> float:
        """What was seen as one number."""
        return self.seen(name).values[0]

    def chosen(self, name: str) -> LabelledArray:
        return next(array for array in self.option.choice if array.name == name)

    def millions(self, share: float) -> str:
        """A share of the quarter's budget in pounds."""
        amount = 1000 * billion_a_quarter(share, self.result.scenario.annual_budget)
        return f"£{decimal(amount, 0 if amount >= 100 else 1)}m"


def in_brief(result: Replay) -> str:
    """What was decided and why, and what a rival rule would have decided, in words."""
    verb, done, what = _WHAT[result.method]
    own = _Decision(result, result.chosen)
    chosen = what(own)
    sentences = [_BEFORE[result.method](own)] if result.method in _BEFORE else []
    sentences += [f"It {verb} {chosen}.", _WHY[result.chosen.name](own)]
    for rival in result.rivals:
        other = what(_Decision(result, rival))
        same = "done the same" if other == chosen else f"{done} {other}"
        sentences.append(f"By the rival rule '{rival.name}' it would have {same}.")
    return " ".join(one for one in sentences if one)


def _row(array: LabelledArray, at: int) -> str:
    """The name of a row: `Health`, or for a contribution `services of the Home Office for Safety`."""
    names = array.rows[at]
    return f"services of {names[0]} for {names[1]}" if array.axes.startswith("e") else " in ".join(names)


def _greatest(values: Sequence[float]) -> int:
    return max(range(len(values)), key=lambda at: values[at])


def _least(values: Sequence[float]) -> int:
    return min(range(len(values)), key=lambda at: values[at])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# The centre


def _attention(decision: _Decision) -> str:
    given = decision.chosen("attention_mw")
    if not any(given.values):
        return "missions no attention, because it gives them no time"
    most, least = _greatest(given.values), _least(given.values)
    return (
        f"most attention to ‘{_row(given, most)}’, {given.values[most]:.0%} of what a mission can get, and least to "
        f"‘{_row(given, least)}’, {given.values[least]:.0%}"
    )


def _most_urgent(decision: _Decision) -> str:
    given, urgency = decision.chosen("attention_mw"), decision.seen("urgency_mw").values
    if not any(given.values):
        return ""
    most, least = _greatest(given.values), _least(given.values)
    return (
        f"The first looked more urgent, {decimal(urgency[most], 2)} against {decimal(urgency[least], 2)}, "
        "and attention goes to the most urgent out of proportion."
    )


def _budget_changes(decision: _Decision) -> tuple[LabelledArray, list[float]]:
    """The new budgets, and by how much each differs from the old."""
    before, after = decision.seen("baseline_dw"), decision.chosen("baseline_dw")
    return after, [new - old for new, old in zip(after.values, before.values, strict=True)]


def _budgets(decision: _Decision) -> str:
    after, changes = _budget_changes(decision)
    if max(map(abs, changes)) < ALIKE / 10:
        return "every department nearly the budget of last year"
    most, least = _greatest(changes), _least(changes)

    def yearly(share: float) -> str:
        billion = QUARTERS_IN_YEAR * billion_a_quarter(share, decision.result.scenario.annual_budget)
        return f"£{decimal(billion, 1)}bn a year"

    return f"{_row(after, most)} {yearly(changes[most])} more and {_row(after, least)} {yearly(-changes[least])} less"


def _pressures(decision: _Decision) -> str:
    """The pressure on the budgets that rise and fall most."""
    after, changes = _budget_changes(decision)
    up, down = (
        f"{_row(after, at)} ({decimal(decision.seen('pressure_dw').values[at], 2, sign=True)})"
        for at in (_greatest(changes), _least(changes))
    )
    return (
        f"Pressure for more builds up from poor services, urgent outcomes and much else: {up} against {down}"
    )


def _friction(decision: _Decision) -> str:
    pressure, needed = decision.seen("pressure_dw").values, decision.number("budget_friction_w")
    moved = sum(abs(value) > needed for value in pressure)
    return (
        f"{_pressures(decision)}. A budget moves only under a pressure beyond {decimal(needed, 2)}: "
        f"{moved} of {len(pressure)} did."
    )


def _incremental(decision: _Decision) -> str:
    return f"{_pressures(decision)}. Every budget follows its pressure by a small step."


def _grants(decision: _Decision) -> str:
    weight, wins = decision.chosen("placing_cjw"), decision.chosen("wins_cjw")
    heads = dict(zip(decision.seen("population_c").rows, decision.seen("population_c").values, strict=True))
    a_head = [
        value / heads[(row[0],)] if heads[(row[0],)] else 0.0
        for row, value in zip(weight.rows, weight.values, strict=True)
    ]
    count: dict[str, float] = {}
    for row, win in zip(wins.rows, wins.values, strict=True):
        count[row[0]] = count.get(row[0], 0.0) + win
    first, outcomes = max(count, key=lambda name: count[name]), len(wins.rows) // len(count)
    won = f"; {first} wins most competitions, those for {count[first]:.0f} of {outcomes} outcomes"
    most, mean = _greatest(a_head), _mean(a_head)
    if max(a_head) - min(a_head) < ALIKE * mean:
        return f"the same formula grant a head to all councils{won}"
    return f"most by formula to {_row(weight, most)}, {decimal(a_head[most] / mean, 1)} times the mean a head{won}"


def _shrunk(decision: _Decision) -> str:
    signal, noise = decision.seen("signal_cjw"), decision.number("noise_w")
    return (
        "The formula follows need as it looks from the centre, "
        f"from {decimal(min(signal.values), 2)} to {decimal(max(signal.values), 2)}. The noise in it is "
        f"{decimal(noise, 2)}: the greater the noise, the more alike it treats places."
    )


def _by_population(decision: _Decision) -> str:
    return "The formula counts residents and nothing else."


# Departments and boards


def _allocation(decision: _Decision) -> str:
    before, after = decision.seen("stance_ew").values, decision.chosen("stance_ew")
    if not after.rows:
        return "no money into outcomes, because it contributes to none"
    changes = [new - old for new, old in zip(after.values, before, strict=True)]
    most = _greatest([abs(change) for change in changes])
    moved = (
        f"; it moved {after.rows[most][1]} most, from {before[most]:.1%} to {after.values[most]:.1%}"
        if abs(changes[most]) >= ALIKE
        else ""
    )
    return (
        f"{sum(after.values):.1%} of its own money into outcomes, after {sum(before):.1%}, and the rest into core "
        f"services{moved}"
    )


def _stakes(decision: _Decision) -> str:
    seen = _seen_stakes(decision)
    return f"{seen} It moves a part of the way to shares in proportion to these." if seen else ""


def _seen_stakes(decision: _Decision) -> str:
    """What a department weighs against each other: an urgent outcome, power, credit and core services."""
    urgency = decision.seen("urgency_ew")
    if not urgency.rows:
        return ""
    most = _greatest(urgency.values)
    power, credit = (decision.seen(name).values[most] for name in ("edge_power_ew", "credit_ew"))
    return (
        f"What looks most urgent to it is {urgency.rows[most][1]} ({decimal(urgency.values[most], 2)}), where boards "
        f"have {power:.0%} of the say and its own line credits {credit:.0%} of what it does; core services ask "
        f"{decimal(decision.number('core_ask_dw'), 2)}."
    )


def _aspiration(decision: _Decision) -> str:
    result, hoped = decision.number("result_dw"), decision.number("aspiration_dw")
    words = "is content, so it hardly moves" if result >= hoped else "is not content, so it searches"
    return (
        f"It sees a progress of {decimal(result, 3)} reported and aspires to {decimal(hoped, 3)}: it {words}. "
        + _seen_stakes(decision)
    )


def _pool(decision: _Decision) -> str:
    shares = decision.chosen("board_share_mew")
    if not sum(shares.values):
        return NO_PAY
    most = _greatest(shares.values)
    return f"most of its pool, {shares.values[most]:.0%}, to {_row(shares, most)}"


def _by_recipe(decision: _Decision) -> str:
    shares = decision.chosen("board_share_mew")
    if not sum(shares.values):
        return ""
    most, members = _greatest(shares.values), decision.seen("member_me")
    outcome = shares.rows[most][1]
    names = {row[0] for row, member in zip(members.rows, members.values, strict=True) if member}
    return (
        f"{outcome} weighs {decision.seen('goal_me').values[most]:.0%} in its goal, and the board believes that "
        f"{decision.seen('belief_mew').values[most]:.0%} of all money for {outcome} belongs there. "
        f"The pool is shared among {len(names)} departments that sit on the board."
    )


# Councils and communities


def _free(decision: _Decision) -> dict[str, float]:
    free = decision.seen("free_cjw")
    return {row[0]: value for row, value in zip(free.rows, free.values, strict=True)}


def _free_words(decision: _Decision) -> str:
    free = _free(decision)
    total, outcome = sum(free.values()), max(free, key=lambda name: free[name])
    if total <= 0:
        return "It had no free money, so it could move nothing between services."
    return (
        f"It had {decision.millions(total)} of free money, which it may move between services. "
        f"Most of it, {decision.millions(free[outcome])}, is for {outcome}."
    )


def _most_money(decision: _Decision) -> tuple[LabelledArray, int, float]:
    """The shares of free money, and the row that gets most of it, with the amount."""
    shares, free = decision.chosen("commission_cew"), _free(decision)
    money = [share * free.get(row[1], 0.0) for row, share in zip(shares.rows, shares.values, strict=True)]
    most = _greatest(money)
    return shares, most, money[most]


def _commission(decision: _Decision) -> str:
    shares, most, amount = _most_money(decision)
    if amount <= 0:
        return "no service anything"
    return f"most, {decision.millions(amount)}, to {_row(shares, most)}"


def _towards(recipe: str, believer: str) -> Callable[[_Decision], str]:
    """Why free money goes where it goes: all money for an outcome shall come near to a recipe."""

    def why(decision: _Decision) -> str:
        shares, most, amount = _most_money(decision)
        if amount <= 0:
            return ""
        outcome = shares.rows[most][1]
        bound = decision.seen("bound_cew")
        whole = _free(decision)[outcome] + sum(
            value for row, value in zip(bound.rows, bound.values, strict=True) if row[1] == outcome
        )
        believed = decision.seen(recipe).values[most]
        return (
            f"{believer} believes that {believed:.0%} of all money for {outcome} belongs there, which is "
            f"{decision.millions(believed * whole)}; {decision.millions(bound.values[most])} is bound there already."
        )

    return why


def _reporting(decision: _Decision) -> str:
    gaming = decision.chosen("gaming_cjw")
    most = _greatest(gaming.values)
    return (
        f"{_mean(gaming.values):.1%} of its effort into figures instead of need, most for {_row(gaming, most)}: "
        f"{gaming.values[most]:.1%}"
    )


def _tempted(decision: _Decision) -> str:
    distortion, gaming = decision.seen("distortion_cjw").values, decision.chosen("gaming_cjw")
    most = _greatest(gaming.values)
    pressure, motivation, ties, control = (
        f"{decision.number(name):.0%}"
        for name in ("pressure_w", "motivation_w", "partnership_cw", "control_w")
    )
    return (
        f"There the indicator points away from need by {distortion[most]:.0%}, against "
        f"{_mean(distortion):.0%} on average. The pressure of targets ({pressure}) tempts it. What holds it back is "
        f"motivation to serve the public ({motivation}), ties with local services ({ties}) and central "
        f"control ({control})."
    )


def _as_neighbours(decision: _Decision) -> str:
    around = _mean(decision.seen("neighbours_gaming_cjw").values)
    return f"Its neighbours put {around:.1%} into theirs. {_tempted(decision)}"


def _participation(decision: _Decision) -> str:
    before, after = decision.number("engagement_kw"), decision.chosen("engagement_kw").values[0]
    return f"its engagement {'rise' if after >= before else 'fall'} from {before:.1%} to {after:.1%}"


def _voice(decision: _Decision) -> str:
    return (
        f"It has a voice of {decision.number('community_voice'):.0%} and trusts by {decision.number('trust_kw'):.0%}; "
        f"those with whom it has bonds take part by {decision.number('around_kw'):.0%}: these draw people in. "
        f"Targets crowd out {decision.number('crowding_kw'):.0%}, a voice without trust tires, and no more than "
        f"{decision.number('social_capital_kw'):.0%} would ever take part."
    )


_BEFORE: Final = {"commission": _free_words}
_WHAT: Final[dict[str, tuple[str, str, Callable[[_Decision], str]]]] = {
    "give_attention": ("gave", "given", _attention),
    "set_budgets": ("gave", "given", _budgets),
    "place_grants": ("gave", "given", _grants),
    "allocate": ("put", "put", _allocation),
    "steer": ("gave", "given", _pool),
    "commission": ("gave", "given", _commission),
    "report": ("put", "put", _reporting),
    "take_part": ("let", "let", _participation),
}
_WHY: Final[dict[str, Callable[[_Decision], str]]] = {  # by rule
    "most_urgent": _most_urgent,
    "friction": _friction,
    "incremental": _incremental,
    "shrunk_estimate": _shrunk,
    "by_population": _by_population,
    "stakes": _stakes,
    "aspiration": _aspiration,
    "by_recipe": _by_recipe,
    "believed_recipe": _towards("belief_cew", "It"),
    "copy_best_neighbour": _towards("best_neighbour_belief_cew", "Its best-reporting neighbour"),
    "choice": _tempted,
    "culture": _as_neighbours,
    "take_part": _voice,
}
