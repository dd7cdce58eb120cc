"""*Learn* without a browser: guesses in the address, steps in any order, and the saved numbers of the check."""

from __future__ import annotations

import pytest

from govsim.app.keys import Key
from govsim.app.learn.choices import KEYS, lesson_view, shipped, text_of
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for

OWN = {name: key.default for name, key in KEYS.items()}
LAYER = shipped("one_more_layer")


def key(name: str) -> Key:
    return KEYS[name]


def test_guesses_of_the_address_come_back() -> None:
    view = lesson_view(LAYER, {**OWN, "guesses": "progress:more~core:40", "step": "2", "shown": "progress"})
    assert view.guesses == {"progress": "more", "core": 40.0}
    assert text_of(view.guesses) == "core:40~progress:more"
    assert (view.step.key, view.guess, view.is_shown) == ("progress", "more", True)
    assert key("guesses").check(view.with_guess("less")) == "core:40~progress:less"


def test_what_a_lesson_does_not_know_is_left_out() -> None:
    view = lesson_view(LAYER, {**OWN, "guesses": "progress:perhaps~core:400~free:same~none:1", "step": "99"})
    assert view.guesses == {"free": "same"}
    assert view.row == len(LAYER.steps) - 1
    assert lesson_view(LAYER, OWN).with_shown() == "countries"


@pytest.mark.parametrize(
    ("name", "value"), [("guesses", "<b>"), ("guesses", "a" * 2000), ("step", "0"), ("shown", "A"), ("lesson", "none")]
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError):
        key(name).check(value)


def test_an_arrow_shows_the_result_before_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/learn?lesson=one_more_layer&step=3")
    page.press("on", "back")
    wait_for(lambda: "What came out: 99 of 100 worlds." in page.html())
    page.press("on", "back")
    wait_for(lambda: "4. What if it took no time?" in page.html())
    page.press("back", "on")
    wait_for(lambda: "What came out: 99 of 100 worlds." in page.html())  # it stays revealed


def test_a_lesson_that_was_not_checked_says_how_to_check_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.app.learn import page as learn

    monkeypatch.setattr(learn, "saved_results", lambda lesson: None)
    page = Drawn(OneAtOnce(), monkeypatch, path="/learn?lesson=one_more_layer")
    wait_for(lambda: "govsim lesson check --keep" in page.html())


def test_a_step_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/learn?lesson=one_more_layer&step=3&guesses=core:40")
    wait_for(lambda: "In how many of 100 worlds" in page.html())
    assert "395 of 400 worlds" not in page.html()  # not before it is asked for
    page.move("values", name="shown", value="core", number=1)
    wait_for(lambda: "You guessed: 40 of 100 worlds." in page.html())
    assert (
        "Core services ended lower under a layer of boards than under silos in 395 of 400 worlds."
        in page.html()
    )
    assert "What came out: 99 of 100 worlds." in page.html()


def test_all_lessons_stand_on_the_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/learn")
    wait_for(lambda: "Guess first, then look" in page.html())
    assert page.html().count("card lesson") == 8
