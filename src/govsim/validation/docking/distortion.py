"""How strong should an incentive be that is paid on the wrong measure? Baker's answer beside govsim's two kernels.

An agent divides effort among activities. The principal cares for `value`, pays for `measure`; the angle between
the two is distortion, noise in the measure is risk. The published model stands here by itself.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from govsim.arrays import Floats
from govsim.consequences.local_mix import diligence, indicator
from govsim.validation.docking.isolation import alone, surroundings
from govsim.validation.finding import Check, Figure, Plan, Reading

EXACT: Final = 1e-12
ANGLES: Final = 91  # councils, one a degree from 0 to 90
BREADTHS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
HIDDEN: Final = (0.0, 0.5, 1.0, 2.0)  # size of what no indicator counts, against 1 for what one could
PRESSURE: Final = 0.6
BELIEVED: Final = (
    0.6,
    0.4,
)  # parts of the lead and of another in the outcome, which a broad indicator counts


# --- the published model --------------------------------------------------------------------------------------


class Contract(NamedTuple):
    """The best contract for a value and a measure."""

    strength: float  # pay for each unit of the measure
    attained: float  # of what the principal cares for
    surplus: float  # less the cost of effort and of the agent's risk


def surplus(strength: float, value: Floats, measure: Floats, risk: float, variance: float) -> float:
    """What is left of the value when effort costs half its square, and risk half risk · strength² · variance.

    The agent's effort is strength · measure, its best answer. Source: baker_2002.
    """
    effort = strength * measure
    return float(value @ effort - effort @ effort / 2 - risk * strength**2 * variance / 2)


def best_contract(value: Floats, measure: Floats, risk: float, variance: float) -> Contract:
    """The strength with the greatest surplus is value·measure/(|measure|² + risk·variance).

    For a value and a measure of length 1 the surplus is cos²/(2(1 + risk·variance)). Source: baker_2002.
    """
    strength = float(value @ measure / (measure @ measure + risk * variance))
    return Contract(
        strength, strength * float(value @ measure), surplus(strength, value, measure, risk, variance)
    )


def with_hidden(vector: Floats, hidden: float) -> Floats:
    """A vector of length 1 with a further activity at right angles to the rest, scaled to length 1 again."""
    longer = np.append(vector, hidden)
    return longer / float(np.sqrt(longer @ longer))


def baker(breadth: float, hidden: float, noise: float, angle: float, risk: float) -> tuple[float, ...]:
    """Cosine, strength, value attained and surplus for what govsim's councils need and are counted by."""
    value = with_hidden(np.array([np.cos(angle), np.sin(angle)]), hidden)
    counted = (1 - breadth) * np.array([1.0, 0.0]) + breadth * np.array(BELIEVED)
    measure = with_hidden(counted / float(np.sqrt(counted @ counted)), 0.0)
    return float(value @ measure), *best_contract(value, measure, risk, noise**2)


# --- govsim's kernels -----------------------------------------------------------------------------------------


class Kernels(NamedTuple):
    """What govsim makes of every angle (council), in every world, for the first outcome."""

    alignment_cw: Floats
    distortion_cw: Floats
    incentive_cw: Floats


def pairs_of_edges(names: dict[str, Any]) -> tuple[int, int]:
    """The lead's edge of the first outcome, and another edge of it."""
    indices = names["indices"]
    lead = int(indices.lead_edge_j[0])
    others = np.flatnonzero((indices.edge_outcome_e == 0) & ~indices.edge_leads_e)
    return lead, int(others[0])


def kernels(names: dict[str, Any], angles: Floats, breadth_w: Floats, hidden_w: Floats) -> Kernels:
    """Indicator and diligence alone: what is needed lies at an angle to the lead's part, which a narrow one counts.

    There is no control, partner or motivation, so diligence is motive/(motive + half) of the incentive alone, and
    gives it back. `hidden_w` is what remains hidden at each breadth.
    """
    indices, worlds = names["indices"], breadth_w.size
    lead, other = pairs_of_edges(names)
    believed_ew = np.repeat(indices.edge_leads_e[:, None].astype(np.float64), worlds, axis=1)
    needed_cew = np.repeat(believed_ew[None], indices.councils, axis=0)
    believed_ew[lead], believed_ew[other] = BELIEVED
    needed_cew[:, lead], needed_cew[:, other] = np.cos(angles)[:, None], np.sin(angles)[:, None]
    unmeasured_w = np.where(breadth_w < 1, hidden_w / np.where(breadth_w < 1, 1 - breadth_w, 1.0), 0.0)
    looked_at = alone(
        indicator,
        names,
        department_belief_ew=believed_ew,
        council_belief_cew=needed_cew,
        effective_breadth_w=breadth_w,
        unmeasured_w=unmeasured_w,
    )
    worked = alone(
        diligence,
        names,
        alignment_cjw=looked_at.alignment_cjw,
        local_tie_csw=np.zeros((indices.councils, indices.services, worlds)),
        effective_pressure_w=np.full(worlds, PRESSURE),
        effective_control_w=np.zeros(worlds),
        effective_breadth_w=breadth_w,
        public_service_motivation_w=np.zeros(worlds),
    )
    diligence_cw = worked.diligence_cjw[:, 0]
    motive_cw = names["diligence_half"] * diligence_cw / (1 - diligence_cw)
    return Kernels(
        looked_at.alignment_cjw[:, 0],
        looked_at.distortion_cjw[:, 0],
        motive_cw / names["diligence_incentive"],
    )


# --- the two beside each other --------------------------------------------------------------------------------


def examine(plan: Plan) -> Reading:
    """Both models at every angle, noise and hidden part."""
    pairs = [(breadth, hidden) for breadth in BREADTHS for hidden in HIDDEN if breadth < 1 or hidden == 0]
    breadth_w, hidden_w = np.array(pairs).T
    angles = np.radians(np.linspace(0, 90, ANGLES))
    names = surroundings(breadth_w.size, plan.seed, councils=ANGLES)
    ours = kernels(names, angles, breadth_w, hidden_w)
    risk = float(names["incentive_risk"])
    noise_w = names["indicator_noise"] + names["breadth_noise"] * breadth_w

    theirs = np.array(
        [
            [
                baker(*dials, risk)
                for dials in zip(breadth_w, hidden_w, noise_w, np.full_like(noise_w, angle), strict=True)
            ]
            for angle in angles
        ]
    )
    cosine_cw, strength_cw, attained_cw, surplus_cw = np.moveaxis(theirs, 2, 0)
    differences = {
        "alignment less the cosine of value and measure": ours.alignment_cw - cosine_cw,
        "distortion² less 1 − cos²": ours.distortion_cw**2 - (1 - cosine_cw**2),
        "incentive of a unit of pressure less Baker's best strength": ours.incentive_cw / PRESSURE
        - strength_cw,
        "incentive · alignment less value attained": ours.incentive_cw * ours.alignment_cw / PRESSURE
        - attained_cw,
        "half of that less Baker's surplus": ours.incentive_cw * ours.alignment_cw / PRESSURE / 2
        - surplus_cw,
    }
    figures = [
        Figure(f"{words}, greatest", float(np.abs(difference).max()))
        for words, difference in differences.items()
    ]
    # nan must not pass for agreement
    agrees = all(figure.value <= EXACT for figure in figures)
    series = {"angle": np.linspace(0, 90, ANGLES).tolist()}
    for place in (0, breadth_w.size - 1):
        series[f"published, noise {noise_w[place]:.2g}"] = strength_cw[:, place].tolist()
        series[f"govsim, noise {noise_w[place]:.2g}"] = (ours.incentive_cw[:, place] / PRESSURE).tolist()
    return Reading(tuple(figures), agrees, notes=WHY, series=series, along="angle")


WHY: Final = (
    "Exact by construction of the kernels, so it guards the program and says little about government. Baker's "
    "principal chooses the strength; in govsim pressure is a lever, and this is how much of a given pressure works. "
    "How incentive becomes diligence, and distortion gaming, is govsim's own"
)

CHECK: Final = Check(
    key="distortion",
    kind="docking",
    title="Distortion and risk in incentives: Baker's contract",
    source="baker_2002",
    observed=(
        "the best strength of an incentive is value·measure/(|measure|² + risk·variance), and what it is worth falls "
        "with the square of the cosine of the angle between the two. Written from the model's assumptions, since the "
        "abstract alone was seen; govsim: alignment, distortion and incentive at 91 angles, five noises and four "
        "sizes of what no indicator counts"
    ),
    refuted_by="any of alignment, distortion, incentive, value attained or surplus differs by more than 1e-12",
    examine=examine,
)
