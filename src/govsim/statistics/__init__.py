"""Statistics of many runs: intervals, ranking, stopping, robustness, attribution, sensitivity, discovery.

Pure functions of arrays, with no notion of government. An array's name ends in its axes: `a` arm, `p` pair of arms, `n`
point of a design, `f` factor, `s` subset of factors, `t` trajectory, `b` resample, `w` world (last). All randomness
comes from a seed, so the same values give the same interval.
"""
