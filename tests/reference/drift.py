"""The drift of places: what makes need grow wanders from year to year, alike in councils that are near (§6, 12)."""

import math

from tests.reference.arithmetic import weighted_mean


def drift(model):
    """Let the growth of need in every community wander by a year's step, two at the start of the run."""
    nearness = _nearness(model)
    steps = 2 if model.quarter == 0 else 1
    for outcome in model.country.outcomes:
        of_councils = _council_steps(model, nearness, outcome)
        for key, council in model.councils.items():
            luck = {
                community: _luck(model, "near_drift", community.key, outcome)
                for community in council.communities
            }
            usual = council.mean_of_people(lambda community, luck=luck: luck[community])
            for community, own in luck.items():
                near = model.constants.community_drift * (own - usual)
                community.drift[outcome] += steps * (of_councils[key] + near)


def _luck(model, stream, place, outcome):
    """What befalls a place in an outcome: in part the same in all outcomes, the rest in this one alone."""
    common = model.constants.drift_common
    shared = model.normal(f"{stream}_all", place)
    alone = model.normal(stream, place, outcome)
    return math.sqrt(common) * shared + math.sqrt(1 - common) * alone


def _council_steps(model, nearness, outcome):
    """The step of each council, less the mean over people, so that the nation does not drift."""
    councils = model.councils
    luck = {key: _luck(model, "drift", key, outcome) for key in councils}
    steps = {
        key: model.constants.council_drift * sum(weight * luck[other] for other, weight in weights.items())
        for key, weights in nearness.items()
    }
    usual = weighted_mean(steps.values(), [council.population for council in councils.values()])
    return {key: step - usual for key, step in steps.items()}


def _nearness(model):
    """The weight that each council's step gives to every council's luck: neighbours, and theirs."""
    part = model.constants.drift_neighbours
    once = {}
    for key, council in model.councils.items():
        once[key] = dict.fromkeys(model.councils, 0.0)
        once[key][key] += 1 - part
        around = [neighbour.key for neighbour in council.neighbours] or [key]
        for neighbour in around:
            once[key][neighbour] += part / len(around)
    nearness = {}
    for key, first in once.items():
        twice = {
            other: sum(weight * once[between][other] for between, weight in first.items() if weight)
            for other in once
        }
        length = math.sqrt(sum(weight**2 for weight in twice.values()))
        nearness[key] = {other: weight / length for other, weight in twice.items() if weight}
    return nearness
