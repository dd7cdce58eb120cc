"""The border to other programs: all state as arrays, named and ordered as in the table of §2."""

import numpy as np


def cells(model):
    """Where each number of the state is kept: nested lists of (owner, attribute, key or None)."""
    country = model.country
    councils, communities = model.councils.values(), model.communities.values()
    centre, departments = model.centre, model.departments

    def by_outcome(owner, attribute):
        return [(owner, attribute, outcome) for outcome in country.outcomes]

    def by_edge(owner, attribute):
        return [(owner, attribute, edge) for edge in country.edges]

    def of_departments(attribute):
        return [(departments[department], attribute, outcome) for department, outcome in country.edges]

    def each(owners, attribute):
        return [(owner, attribute, None) for owner in owners]

    return {
        "need_kj": [by_outcome(community, "need") for community in communities],
        "own_growth_kj": [by_outcome(community, "own_growth") for community in communities],
        "drift_kj": [by_outcome(community, "drift") for community in communities],
        "held_fall_kj": [by_outcome(community, "held_fall") for community in communities],
        "held_shortfall": (model, "held_shortfall", None),
        "engagement_k": each(communities, "engagement"),
        "social_capital_k": each(communities, "social_capital"),
        "trust_k": each(communities, "trust"),
        "crisis_j": by_outcome(centre, "crisis"),
        "relapse_state": (centre, "relapse_state", None),
        "baseline_d": each(departments.values(), "baseline"),
        "pressure_d": each(departments.values(), "pressure"),
        "core_d": each(departments.values(), "core"),
        "lagged_need_j": by_outcome(model, "lagged_need"),
        "stance_e": of_departments("stance"),
        "aspiration_d": each(departments.values(), "aspiration"),
        "tie_p": [(model.ties, "strength", pair) for pair in model.ties.strength],
        "local_tie_cs": [each(council.services.values(), "tie") for council in councils],
        "capacity_c": each(councils, "capacity"),
        "gaming_cj": [by_outcome(council, "gaming") for council in councils],
        "absorption_c": each(councils, "absorption"),
        "council_belief_ce": [by_edge(council, "belief") for council in councils],
        "department_belief_e": of_departments("belief"),
        "board_belief_me": [by_edge(board, "belief") for board in model.boards.values()],
        "first_engines_gc": [[(council, "first_engines", g) for council in councils] for g in range(3)],
        "reported_cj": [by_outcome(council, "reported") for council in councils],
        "reported_progress_j": by_outcome(centre, "reported_progress"),
        "reported_effect_cj": [by_outcome(council, "reported_effect") for council in councils],
        "reference_need_k": each(communities, "reference_need"),
        "year_reported_council_cj": [by_outcome(council, "year_reported") for council in councils],
    }


def read_state(model):
    """All state as arrays of floats."""
    return {name: np.array(_read(nested), dtype=float) for name, nested in cells(model).items()}


def write_state(model, state):
    """Overwrite all state that is given; a name or a shape that the model does not know is an error."""
    places = cells(model)
    for name, array in state.items():
        if np.shape(array) != np.shape(_read(places[name])):
            raise ValueError(f"{name} has shape {np.shape(array)}, not {np.shape(_read(places[name]))}")
        _write(places[name], np.asarray(array, dtype=float).tolist())


def _read(nested):
    if isinstance(nested, list):
        return [_read(inner) for inner in nested]
    owner, attribute, key = nested
    held = getattr(owner, attribute)
    return held if key is None else held[key]


def _write(nested, values):
    if isinstance(nested, list):
        for inner, value in zip(nested, values, strict=True):
            _write(inner, value)
        return
    owner, attribute, key = nested
    if key is None:
        setattr(owner, attribute, values)
    else:
        getattr(owner, attribute)[key] = values
