"""What is observed of a quarter: every measure of docs/measures.md, by the formulas of docs/model.md §8."""

import math

from tests.reference.arithmetic import clip, mean, weighted_mean


class Start:
    """What quarter 0 began with, against which progress is measured."""

    def __init__(self, model):
        communities = model.communities.values()
        self.reported = {community: dict(community.reported_by_outcome()) for community in communities}


def measures(model):
    """Every measure of the last quarter by name: a number, or a list along the measure's axis."""
    return _of_the_whole(model) | _along_axes(model)


# --- need and reports ---


def mean_need(community):
    """A community's need, all outcomes alike."""
    return mean(community.need.values())


def mean_start_need(community):
    """Its need on the map, with which the run began."""
    return mean(community.start_need.values())


def of_residents(communities, value):
    """The mean over the residents of some communities."""
    communities = list(communities)
    return weighted_mean(map(value, communities), [community.population for community in communities])


def progress_of(communities):
    """By how much the mean need of some communities has fallen since the start."""
    return of_residents(communities, lambda k: mean_start_need(k) - mean_need(k))


def _progress_by_outcome(model):
    communities = list(model.communities.values())
    return {
        outcome: of_residents(communities, lambda k, j=outcome: k.start_need[j] - k.need[j])
        for outcome in model.country.outcomes
    }


def _reported_progress_by_outcome(model):
    communities = list(model.communities.values())
    return {
        outcome: of_residents(
            communities, lambda k, j=outcome: model.start.reported[k][j] - k.reported_by_outcome()[j]
        )
        for outcome in model.country.outcomes
    }


def _reported_success(model):
    """The share of communities whose reported need has fallen by the threshold or more."""
    fallen = [
        mean(model.start.reported[community].values()) - community.reported_need()
        for community in model.communities.values()
    ]
    return mean(fall >= model.constants.success_threshold for fall in fallen)


def _adoption(model):
    """The share of councils whose belief is nearer to what works there than to what works on average."""

    def distance(council, recipe):
        return sum(abs(council.belief[edge] - recipe[edge]) for edge in model.country.edges)

    return mean(
        distance(council, council.local_recipe) < distance(council, model.recipe)
        for council in model.councils.values()
    )


# --- money ---


def _outcome_money(model):
    """The budget's share that is spent on outcomes."""
    return sum(department.money_for_outcomes() for department in model.departments.values())


def _effectiveness(model):
    effective = sum(sum(council.effective.values()) for council in model.councils.values())
    spent = _outcome_money(model)
    return effective / spent if spent > 0 else 0.0


def _mirroring(model):
    """How nearly each outcome's money is divided as its recipe is; an outcome without money counts 0."""
    likeness = []
    for outcome in model.country.outcomes:
        money = {
            edge: model.departments[edge[0]].edge_money[outcome] for edge in model.country.edges_to(outcome)
        }
        total = sum(money.values())
        apart = sum(abs(money[edge] / total - model.recipe[edge]) for edge in money) if total > 0 else 2.0
        likeness.append(1 - apart / 2)
    return mean(likeness)


# --- complexity ---


def _principals(model):
    """How many masters a department or a council answers to, on average over all of them."""
    of_departments = [
        (1 if department.has_line else 0)
        + sum(board.member(department.key) for board in model.boards.values())
        for department in model.departments.values()
    ]
    apart = 1 - model.effective.consolidation
    of_councils = [
        1 + (len(council.funders) - 1) * apart if council.funders else 0.0
        for council in model.councils.values()
    ]
    return mean(of_departments + of_councils)


def _conflicting_asks(model):
    """The mean angle in degrees between what the line and what boards ask, as far as a department has a seat."""
    boards = model.boards.values()
    return mean(
        max(board.member(department.key) for board in boards)
        * math.degrees(math.acos(clip(department.agreement, -1.0, 1.0)))
        for department in model.departments.values()
    )


def _approval_delay(model):
    """The mean wait in quarters: none without a queue, one where the queue is endless."""
    approvals = model.centre.approvals
    return approvals / (approvals + model.assumed.centre_bandwidth)


# --- fairness ---


def _worst_decile(model):
    """Need today of the tenth of communities that was worst off at the start, with all that tie with its last."""
    communities = list(model.communities.values())
    start = sorted(map(mean_start_need, communities), reverse=True)
    least = start[math.ceil(len(communities) / 10) - 1]
    return of_residents([k for k in communities if mean_start_need(k) >= least], mean_need)


def _gini(model):
    """Half the mean difference of need between any two residents, as a share of mean need."""
    people = [community.population for community in model.communities.values()]
    need = [mean_need(community) for community in model.communities.values()]
    middle = weighted_mean(need, people)
    if middle == 0:
        return 0.0
    apart = [weighted_mean([abs(own - other) for other in need], people) for own in need]
    return weighted_mean(apart, people) / (2 * middle)


def _between_councils(model):
    councils = list(model.councils.values())
    people = [council.population for council in councils]
    need = [of_residents(council.communities, mean_need) for council in councils]
    middle = weighted_mean(need, people)
    return math.sqrt(weighted_mean([(own - middle) ** 2 for own in need], people))


def _regional_gap(model):
    """Need where regions were needier than the nation at the start, less need elsewhere."""
    nation = of_residents(model.communities.values(), mean_start_need)
    needy, others = [], []
    for communities in model.regions.values():
        if communities:
            side = needy if of_residents(communities, mean_start_need) > nation else others
            side.extend(communities)
    if not needy or not others:
        return 0.0
    return of_residents(needy, mean_need) - of_residents(others, mean_need)


# --- all of them ---


def _of_the_whole(model):
    constants = model.constants
    communities, councils = list(model.communities.values()), list(model.councils.values())
    departments = list(model.departments.values())
    budgets = [department.baseline for department in departments]
    start_budgets = [department.start_baseline for department in departments]

    def of_councils(value):
        return weighted_mean(map(value, councils), [council.population for council in councils])

    progress = progress_of(communities)
    core_services = weighted_mean([department.core for department in departments], start_budgets)
    weight = model.governance.values.progress_weight
    need = of_residents(communities, mean_need)
    reported_need = of_residents(communities, lambda k: k.reported_need())
    reported_progress = mean(_reported_progress_by_outcome(model).values())
    ties = model.ties.strength.values()
    return {
        "public_value": weight * progress / constants.progress_unit
        + (1 - weight) * (core_services - 1) / model.assumed.core_unit,
        "progress": progress,
        "core_services": core_services,
        "need": need,
        "reported_progress": reported_progress,
        "goodhart_gap": reported_progress - progress,
        "understatement": 1 - reported_need / need if need > 0 else 0.0,
        "reported_success": _reported_success(model),
        "adoption": _adoption(model),
        "effectiveness": _effectiveness(model),
        "outcome_money": _outcome_money(model),
        "mirroring": _mirroring(model),
        "principals": _principals(model),
        "conflicting_asks": _conflicting_asks(model),
        "approvals": model.centre.approvals,
        "approval_delay": _approval_delay(model),
        "central_staff_time": weighted_mean([department.overhead for department in departments], budgets),
        "local_staff_time": model.centre.local_overhead,
        "worst_decile": _worst_decile(model),
        "gini": _gini(model),
        "between_councils": _between_councils(model),
        "regional_gap": _regional_gap(model),
        "board_power": weighted_mean([department.mean_power for department in departments], budgets),
        "trust": of_residents(communities, lambda k: k.trust),
        "engagement": of_residents(communities, lambda k: k.engagement),
        "capacity": of_councils(lambda c: c.capacity),
        "absorption": of_councils(lambda c: c.absorption),
        "diligence": mean(council.diligence for council in councils),
        "free_share": of_councils(lambda c: c.free_share),
        "department_ties": mean(ties) if ties else 0.0,
        "local_ties": mean(council.worked_with for council in councils),
        "relapse": model.centre.relapse_state,
    }


def _along_axes(model):
    communities, councils = list(model.communities.values()), list(model.councils.values())
    departments, boards = list(model.departments.values()), list(model.boards.values())
    by_outcome = _progress_by_outcome(model)
    return {
        "need_by_outcome": list(model.nation_need().values()),
        "progress_by_outcome": list(by_outcome.values()),
        "reported_progress_by_outcome": list(_reported_progress_by_outcome(model).values()),
        "progress_by_mission": [
            sum(weight * by_outcome[outcome] for outcome, weight in board.goal.items()) for board in boards
        ],
        "core_by_department": [department.core for department in departments],
        "progress_by_region": [progress_of(those) if those else 0.0 for those in model.regions.values()],
        "progress_by_council": [progress_of(council.communities) for council in councils],
        "progress_by_community": [progress_of([community]) for community in communities],
        "attention_by_mission": [board.attention for board in boards],
        "power_by_mission": [board.power for board in boards],
        "budget_by_department": [department.baseline for department in departments],
    }
