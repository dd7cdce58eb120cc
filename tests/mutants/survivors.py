"""Faults that no test finds, with the reason: the same is done, but for one draw in 2**53, or a moment later."""

SURVIVORS = {
    "consequences/events.py crises: chance_jw > at_most_w -> (chance_jw >= at_most_w)": (
        "a draw would have to equal a sum of Poisson chances in all its 53 bits"
    ),
    "consequences/staff_time.py central_time: overhead_target_dw is not None and delivery_target_dw is not None"
    " -> (overhead_target_dw is not None or delivery_target_dw is not None)": (
        "the two targets come from one arrangement, so both are there or neither"
    ),
    "experiments/store/lock.py module: 1.0 -> (2.0)": (
        "a driver waits two seconds and not one for a status query to let go of the lock; no result depends on it"
    ),
}
