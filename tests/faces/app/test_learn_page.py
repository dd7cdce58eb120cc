"""*Learn* without a browser: guesses in the address, steps in any order, and the numbers of the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.app.keys import Key
from govsim.app.learn import lots
from govsim.app.learn.asked import KEYS, playing, text_of
from govsim.app.learn.lots import LADDER, LessonWork, shipped
from govsim.app.work import Work
from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, Found, check_lessons
from govsim.lessons.kept import kept
from govsim.lessons.load import load_lesson
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.tiny_lessons import TINY

OWN = {name: key.default for name, key in KEYS.items()}
LAYER = shipped("one_more_layer")


class Kept(OneAtOnce):
    """Answers with the kept numbers."""

    def follow(self, owner, works, cancelled=None):  # type: ignore[no-untyped-def]
        yield tuple(kept(shipped(work.name)) for work in works)


def key(name: str) -> Key:
    return KEYS[name]


def test_guesses_of_the_address_come_back() -> None:
    play = playing(LAYER, {**OWN, "guesses": "progress:more~core:40", "step": "2", "shown": "progress"})
    assert play.guesses == {"progress": "more", "core": 40.0}
    assert text_of(play.guesses) == "core:40~progress:more"
    assert (play.step.key, play.guess, play.is_shown) == ("progress", "more", True)
    assert key("guesses").check(play.with_guess("less")) == "core:40~progress:less"


def test_what_a_lesson_does_not_know_is_left_out() -> None:
    play = playing(LAYER, {**OWN, "guesses": "progress:perhaps~core:400~free:same~none:1", "step": "99"})
    assert play.guesses == {"free": "same"}
    assert play.row == len(LAYER.steps) - 1
    assert playing(LAYER, OWN).with_shown() == "countries"


@pytest.mark.parametrize(
    ("name", "value"), [("guesses", "<b>"), ("guesses", "a" * 2000), ("step", "0"), ("shown", "A"), ("lesson", "none")]
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError):
        key(name).check(value)


def test_the_worlds_are_those_of_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [world for rung in LADDER for part in rung for world in part]  # type: ignore[attr-defined]
    assert worlds == list(range(CHECK_WORLDS))
    file = tmp_path / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    tiny = load_lesson(file)
    monkeypatch.setattr(lots, "shipped", lambda name: tiny)
    work: Work = LessonWork(name="tiny")
    found: Found = work.joined([work.part(range(2)), work.part(range(2, 4))])
    assert found.quotes == check_lessons([tiny], worlds=4, seed=CHECK_SEED)["tiny"].quotes


def test_a_step_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(Kept(), monkeypatch, path="/learn?lesson=one_more_layer&step=3&guesses=core:40")
    wait_for(lambda: "In how many of 100 worlds" in page.html())
    assert "lower in 395 of 400 worlds" not in page.html()  # not before it is asked for
    page.move("values", name="shown", value="core", number=1)
    wait_for(lambda: "You guessed: 40 of 100 worlds." in page.html())
    assert "Core services, a layer of boards against silos: lower in 395 of 400 worlds." in page.html()
    assert "What came out: 99 of 100 worlds." in page.html()


def test_all_lessons_stand_on_the_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(Kept(), monkeypatch, path="/learn")
    wait_for(lambda: "Guess first, then look" in page.html())
    assert page.html().count("card lesson") == 8
