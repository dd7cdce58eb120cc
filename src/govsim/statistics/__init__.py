"""Statistics of many runs: intervals, ranking, stopping, robustness, attribution, sensitivity, discovery.

Pure functions of arrays that know nothing of government. An array's name ends in its axes: `a` arm, `p` pair of arms,
`n` point of a design, `f` factor, `s` subset of factors, `t` trajectory, `b` resample, `w` world (last). All randomness
is seeded, so the same values give the same interval.
"""
