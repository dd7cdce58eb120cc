"""An arrangement has one colour wherever it is drawn: on the page, in reports and in the terminal."""

from __future__ import annotations

from govsim.app.arrangements import arrangement_levers, style_of
from govsim.documents.drawing import in_turn
from govsim.palette import ARRANGEMENTS, COLOURS, turns


def test_an_arrangement_has_its_colour_whoever_stands_beside_it() -> None:
    for name in ARRANGEMENTS:
        own = style_of(arrangement_levers(name)).colour
        assert in_turn(COLOURS, ["north", name])[1] == own
        assert in_turn(COLOURS, [name.replace("_", "-").capitalize()]) == [own]
        assert in_turn(COLOURS, [name], first=1) == [own]


def test_no_two_names_share_a_turn_as_long_as_there_are_colours() -> None:
    for names in (["wales/siloed", "siloed"], ["layered", "north", "south"], ["a", "b", "mission_led"]):
        assert len(set(turns(names))) == len(names)
