"""What many runs say: intervals, the best of several, when to stop, robustness, attribution, sensitivity, discovery.

Pure functions of arrays, with no notion of government. An array's name ends in its axes: `a` arm, `p` pair of arms,
`n` point of a design, `f` factor, `s` subset of factors, `t` trajectory, `b` resample, `w` world (last).
What is drawn at random is drawn from a seed, so the same values give the same interval.
"""
