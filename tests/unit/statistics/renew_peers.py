"""Write `peers.json`: what SALib and the EMA Workbench make of the same numbers, for the tests beside it.

python -m pip install SALib "ema_workbench<3"    (in an environment of its own: both bring pandas and matplotlib)
PYTHONPATH=src python tests/unit/statistics/renew_peers.py
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import ema_workbench
import numpy as np
import pandas as pd
from ema_workbench.analysis import prim as ema_prim
from SALib.analyze import morris as salib_morris
from SALib.analyze import pawn as salib_pawn
from SALib.analyze import sobol as salib_sobol

from govsim.statistics.designs import latin_hypercube, sobol_points
from govsim.statistics.morris import morris_design
from govsim.statistics.resampling import generator
from govsim.statistics.sobol import saltelli_design


def problem(factors: int) -> dict[str, object]:
    return {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0, 1]] * factors}


def ishigami(unit: np.ndarray) -> np.ndarray:
    first, second, third = np.moveaxis(np.pi * (2 * unit - 1), -1, 0)
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


def of_morris() -> dict[str, object]:
    design = morris_design(4, 8, seed=1)
    outcomes = 3 * design[..., 0] - 2 * design[..., 1] ** 2 + 5 * design[..., 0] * design[..., 2]
    flat = design.reshape(-1, 4)
    found = salib_morris.analyze(problem(4), flat, outcomes.ravel(), num_levels=4, seed=1)
    return {
        "design": design.tolist(),
        "outcomes": outcomes.tolist(),
        **{name: np.asarray(found[name]).tolist() for name in ("mu", "mu_star", "sigma")},
    }


def of_sobol() -> dict[str, object]:
    blocks = ishigami(saltelli_design(3, 128, seed=1))
    in_their_order = np.concatenate([blocks[:1], blocks[2:], blocks[1:2]]).T.ravel()  # A, AB…, B by point
    found = salib_sobol.analyze(problem(3), in_their_order, calc_second_order=False, seed=1)
    return {"outcomes": blocks.tolist(), "first": found["S1"].tolist(), "total": found["ST"].tolist()}


def of_pawn() -> dict[str, object]:
    points = latin_hypercube(400, 3, seed=1)
    outcomes = ishigami(points)
    found = salib_pawn.analyze(problem(3), points, outcomes, S=8, seed=1)
    return {
        "points": points.tolist(),
        "outcomes": outcomes.tolist(),
        **{name: np.asarray(found[name]).tolist() for name in ("median", "mean")},
    }


def of_prim(seed: int, points: int, digits: int, peel: float) -> dict[str, object]:
    """A table with numbers that tie, a count and a yes or no, of which some points are labelled wrongly."""
    table = np.round(sobol_points(points, 4, seed), digits)
    table[:, 1] = np.round(table[:, 1], 1)
    table[:, 3] = np.round(table[:, 3])
    likely = (table[:, 0] > 0.6) & (table[:, 1] < 0.65) & (table[:, 3] == 1)
    interest = likely ^ (generator(seed).random(points) < 0.06)
    names = [f"x{i}" for i in range(4)]
    algorithm = ema_prim.Prim(
        pd.DataFrame(table, columns=names), interest.astype(int), threshold=0.3, peel_alpha=peel
    )
    box = algorithm.find_box()
    path = box.peeling_trajectory[["coverage", "density", "mass", "res_dim"]]
    limits = [one[names].to_numpy(dtype=float).tolist() for one in box.box_lims]
    quasi = [{name: list(map(float, pair)) for name, pair in one.items()} for one in box.qp]
    return {
        "peel": peel,
        "points": table.tolist(),
        "interest": interest.astype(int).tolist(),
        "path": path.to_numpy(dtype=float).tolist(),
        "limits": limits,
        "quasi_p_values": quasi[-1],
    }


PRIM_CASES = ((3, 256, 3, 0.05), (4, 128, 1, 0.05), (5, 128, 1, 0.1), (6, 128, 2, 0.2), (7, 64, 1, 0.05))


if __name__ == "__main__":
    made_with = {name: version(name) for name in ("SALib", "numpy", "scipy")}
    made_with["ema_workbench"] = ema_workbench.__version__
    peers = {"made_with": made_with, "morris": of_morris(), "sobol": of_sobol(), "pawn": of_pawn()}
    text = json.dumps({**peers, "prim": [of_prim(*case) for case in PRIM_CASES]})
    Path(__file__).with_name("peers.json").write_text(text + "\n", encoding="utf-8")
