"""What is asked and watched for, on slides, sheets and in the guide alike."""

from __future__ import annotations

from typing import Final

from govsim.teaching.wording import TITLES

TO_WATCH: Final = (  # for the observer
    "Who talked to whom, and who waited for others?",
    "Who gave something up for another seat, and what was said?",
    "Who kept a figure to themselves?",
    "What changed between people after the vote?",
)
TO_ASK: Final = (  # in the order of the debrief's screens
    (
        "Observer: what happened between people that no figure shows?",
        "Each seat in one sentence: what did you want, and what did you get?",
        "When did you act for your own seat, and when for the country?",
    ),
    (
        "Who forecast more than happened, and why?",
        "Where did reported progress and true progress part, and who knew?",
        "Would you have voted as you did had you seen the true figures?",
    ),
    (
        "Which lever added most, and which cost core services most?",
        "Of the two decisions that changed most: who took them, and what was that seat rewarded for?",
        "What did the arrangement make easy, and what did it make hard?",
    ),
    (
        "How much was you? Say it with the number and with its range in other worlds.",
        "What would a minister have claimed credit for?",
        "What does the model leave out that mattered in this room?",
    ),
)
assert len(TO_ASK) == len(TITLES)
