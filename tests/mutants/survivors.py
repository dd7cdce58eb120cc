"""Faults that no test finds, with the reason: the program does the same with them, but for a chance of one in 2**53."""

SURVIVORS = {
    "consequences/events.py crises: chance_jw > at_most_w -> (chance_jw >= at_most_w)": (
        "a draw would have to equal a sum of Poisson chances in all its 53 bits"
    ),
    "consequences/learning.py pull_of_better_neighbours:"
    " performance_c[neighbour] > segments.spread(performance_c + flat)"
    " -> (performance_c[neighbour] >= segments.spread(performance_c + flat))": (
        "two results would have to differ by exactly what rounding is allowed to"
    ),
    "consequences/staff_time.py central_time: overhead_target_dw is not None and delivery_target_dw is not None"
    " -> (overhead_target_dw is not None or delivery_target_dw is not None)": (
        "the two targets come from one arrangement, so both are there or neither"
    ),
    "decisions/choosing/choices.py check_stance: spent_w <= 1 + TOLERANCE -> (spent_w < 1 + TOLERANCE)": (
        "a sum would have to differ from 1 by exactly what rounding is allowed to"
    ),
}
