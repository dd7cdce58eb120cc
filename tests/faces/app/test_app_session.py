"""What a visitor has set: pure values, moved, undone and passed on in an address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from govsim.app.address import query_of, restored
from govsim.app.arrangements import (
    READABLE,
    arrangement_levers,
    contrast,
    style_of,
)
from govsim.app.controls import (
    STEP,
    assumption_group,
    before_control,
    lever_groups,
    standing_before,
    values_of,
    world_group,
)
from govsim.app.keys import Key, keys, whole
from govsim.app.session import (
    STEPS_KEPT,
    Session,
    opened,
    redone,
    undone,
    with_arrangement,
    with_lever,
    with_measure,
    with_move,
    with_numbered_move,
    with_own,
    with_weight,
    with_worlds,
)
from govsim.app.shown_measures import CHOSEN
from govsim.app.shown_runs import compared_with
from govsim.palette import ARRANGEMENTS
from govsim.scenario.levers import LEVER_NAMES, NUMBER_LEVERS, Levers


def test_it_opens_in_silos_with_nothing_to_compare() -> None:
    session = opened()
    assert style_of(session.now.levers).title == "Siloed"
    assert compared_with(session) is None
    assert undone(session) is session
    assert redone(session) is session


def test_a_move_leaves_the_levers_before_it_as_a_ghost() -> None:
    session = with_lever(with_arrangement(opened(), "layered"), "pooled_funding", 0.4)
    assert session.now.levers.pooled_funding == 0.4
    assert session.ghost == arrangement_levers("layered")
    assert compared_with(session) == arrangement_levers("layered")


def test_any_arrangement_can_be_what_the_setting_is_compared_with_and_the_choice_is_no_step_to_undo() -> None:
    session = with_arrangement(with_arrangement(opened(), "layered"), "mission_led")
    chosen = with_move(session, "before", "siloed")
    assert compared_with(chosen) == arrangement_levers("siloed")
    assert (chosen.now, chosen.past) == (session.now, session.past)
    assert compared_with(restored(query_of(chosen)).session) == arrangement_levers("siloed")
    control = before_control(chosen, compared_with(chosen))
    assert standing_before(chosen) in [option.value for option in control.options]


def test_what_a_visitor_chose_to_compare_with_stays_until_the_visitor_changes_it() -> None:
    chosen = with_move(with_arrangement(opened(), "layered"), "before", "siloed")
    moved = with_lever(with_arrangement(chosen, "mission_led"), "pooled_funding", 0.2)
    assert compared_with(moved) == compared_with(undone(moved)) == arrangement_levers("siloed")
    assert standing_before(moved) == "siloed"
    at_home = with_arrangement(moved, "siloed")  # nothing to compare with; the choice stays
    assert compared_with(at_home) is None
    again = with_arrangement(restored(query_of(at_home)).session, "layered")
    assert compared_with(again) == arrangement_levers("siloed")
    follows = with_arrangement(with_move(again, "before", ""), "mission_led")
    assert compared_with(follows) == arrangement_levers("layered")
    assert "before_stays" not in query_of(follows)
    assert before_control(follows, compared_with(follows)).options[0].label == "the setting before: Layered"


def test_a_link_can_keep_any_setting_to_compare_with() -> None:
    linked = restored("arrangement=layered&before=siloed&before.pooled_funding=0.3&before_stays=1").session
    control = before_control(linked, compared_with(linked))
    assert standing_before(linked) == control.options[-1].value
    assert restored(query_of(linked)).session == linked
    assert restored("before_stays=2").left_out == ("before_stays=2",)


def test_moves_of_one_hand_are_undone_together() -> None:
    session = with_arrangement(opened(), "layered")
    for value in (0.05, 0.1, 0.15):
        session = with_lever(session, "pooled_funding", value, continuing=value > 0.05)
    assert session.ghost == arrangement_levers("layered")
    back = undone(session)
    assert back.now.levers == arrangement_levers("layered")
    assert back.ghost == session.now.levers
    assert redone(back).now == session.now


def test_a_move_to_where_a_lever_stands_is_no_move() -> None:
    session = opened()
    assert with_arrangement(session, "siloed") is session
    assert with_lever(session, "pooled_funding", 0) is session


def test_another_world_or_weight_keeps_the_ghost_and_can_be_undone() -> None:
    session = with_arrangement(opened(), "mission_led")
    changed = with_weight(with_worlds(session, "alike"), 0.8)
    assert changed.ghost == session.ghost
    assert undone(undone(changed)).now == session.now
    assert with_measure(changed, "trust").past == changed.past


def test_a_new_move_forgets_what_was_undone() -> None:
    session = with_lever(undone(with_arrangement(opened(), "layered")), "pooled_funding", 0.1)
    assert session.future == ()


def test_only_so_many_steps_are_kept() -> None:
    session = opened()
    for step in range(STEPS_KEPT + 20):
        session = with_lever(session, "pooled_funding", (step % 2 + 1) / 10)
    assert len(session.past) == STEPS_KEPT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pooled_funding", 1.5),
        ("pooled_funding", float("nan")),
        ("board_membership", "some"),
        ("worlds", "both"),
        ("progress_weight", 2),
        ("no_lever", 0.5),
        ("before", "nobody"),
    ],
)
def test_what_a_control_cannot_be_is_refused(name: str, value: float | str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        with_move(opened(), name, value)


def test_an_address_holds_no_value_that_a_slider_cannot_show() -> None:
    assert restored("pooled_funding=1e-300").session.now.levers.pooled_funding == 0
    assert restored("pooled_funding=0.333333").session.now.levers.pooled_funding == 0.33


def test_each_move_is_answered_by_its_number_and_one_that_cannot_be_made_changes_nothing_else() -> None:
    session = with_numbered_move(opened(), 4, name="pooled_funding", value=0.4, continuing=False)
    assert (session.answered, session.now.levers.pooled_funding) == (4, 0.4)
    refused = with_numbered_move(session, 5, name="pooled_funding", value=3, continuing=False)
    assert (refused.answered, refused.now, refused.past) == (5, session.now, session.past)


YEAR = Key(name="year", default="1", check=whole(1, 10))


def test_what_a_page_keeps_of_its_own_is_in_its_address_alone_and_is_no_step_to_undo() -> None:
    own = keys(YEAR)
    session = with_numbered_move(opened(), 3, keys=own, name="year", value=6, continuing=False)
    assert (session.own, session.past, session.answered) == ({"year": "6"}, (), 3)
    assert query_of(session, own) == "arrangement=siloed&year=6"
    assert query_of(session) == "arrangement=siloed"
    assert restored("year=6", own).session.own == session.own
    assert restored("year=11", own).left_out == ("year=11",)
    assert restored("year=6").left_out == ("year=6",)
    assert with_own(session, own, "year", "1").own == {}


def test_another_country_can_be_chosen_undone_and_passed_on() -> None:
    session = with_move(opened(), "country", "wales")
    assert undone(session).now == opened().now
    assert restored(query_of(session)).session.now.country == "wales"
    assert restored("country=atlantis").left_out == ("country=atlantis",)


shares = st.integers(0, 20).map(lambda step: step / 20)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    session = with_arrangement(opened(), draw(st.sampled_from(ARRANGEMENTS)))
    for name in draw(st.lists(st.sampled_from(NUMBER_LEVERS), max_size=4)):
        session = with_lever(session, name, draw(shares))
    session = with_lever(session, "board_membership", draw(st.sampled_from(["none", "all"])))
    session = with_worlds(session, draw(st.sampled_from(["differ", "alike"])))
    return with_measure(with_weight(session, draw(shares)), draw(st.sampled_from(CHOSEN)))


@settings(max_examples=50, deadline=None)
@given(sessions())
def test_an_address_leads_back_to_the_setting(session: Session) -> None:
    found = restored(query_of(session))
    assert found.left_out == ()
    assert found.session.now == session.now
    assert found.session.measure == session.measure
    assert compared_with(found.session) == compared_with(session)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_address_opens_the_page(query: str) -> None:
    assert restored(query).session.now.levers is not None


def test_every_lever_has_one_control_with_the_words_of_the_schema() -> None:
    controls = [control for group in lever_groups() for control in (*group.first, *group.rest)]
    assert sorted(control.name for control in controls) == sorted(LEVER_NAMES)
    for control in controls:
        described = Levers.model_fields[control.name]
        assert control.label == described.title
        assert control.meaning == described.description
        assert control.benefit
        assert control.cost
    known = {control.name for control in (*controls, *world_group().first, *assumption_group("differ").first)}
    assert known == set(values_of(opened().now))


def test_arrangements_stand_where_a_slider_can_stand() -> None:
    for name in ARRANGEMENTS:
        for lever in NUMBER_LEVERS:
            value = getattr(arrangement_levers(name), lever)
            assert value / STEP == pytest.approx(round(value / STEP))


def test_words_in_an_arrangements_colour_can_be_read_on_every_background() -> None:
    own = with_lever(opened(), "pooled_funding", 0.3).now.levers
    styles = [style_of(levers) for levers in (*map(arrangement_levers, ARRANGEMENTS), own)]
    assert all(contrast(style.ink) >= READABLE for style in styles)
    assert len({style.colour for style in styles}) == len({style.dash for style in styles}) == 4
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
