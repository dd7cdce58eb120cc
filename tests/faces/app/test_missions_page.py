"""*Your missions* without a browser: what is written, the file that is saved, and the words of the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.app.compare.request import ComparisonRequest, compared
from govsim.app.missions.downloads import routes
from govsim.app.missions.request import EMPTY, KEYS, comparison_request, levers_of, mine, start_of, text_in
from govsim.app.missions.wording import board_sentences, nobodys
from govsim.app.missions.written import FILE, LONGEST, MOST, missions_in, text_of, toml_of
from govsim.app.offered import offered
from govsim.app.session import opened, with_country, with_move
from govsim.errors import InputError
from govsim.scenario.load import load_scenario
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.faces.small_comparisons import invoked

OWN = {name: key.default for name, key in KEYS.items()}
ENGLAND = start_of(offered().countries["england"])
TWO = "education~skills-2.health-1~Every child has a good start~~housing~homes-1~Homes for all~"


def test_missions_of_the_address_come_back_as_they_were_written() -> None:
    for text in (*ENGLAND.examples.values(), TWO, EMPTY):
        assert text_of(missions_in(text)) == text


@pytest.mark.parametrize("text", ["a", "a~b~c~d", "~skills-x~~", "~" * (4 * MOST + 3), f"~~{'y' * LONGEST}~"])
def test_what_is_no_text_of_missions_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        missions_in(text)


@pytest.mark.parametrize("name", ["five_missions", "levelling_up_12", "your_missions"])
def test_an_example_has_the_missions_of_its_scenario(name: str) -> None:
    shipped = load_scenario(name)
    texts = [text for title, text in ENGLAND.examples.items() if title.startswith(name[:4].capitalize())]
    scenario = mine({**OWN, "missions": texts[0]}, ENGLAND)
    assert [(one.key, one.label, one.lead, one.levers) for one in scenario.missions] == [
        (one.key, one.label, one.lead, one.levers) for one in shipped.missions
    ]
    for own, theirs in zip(scenario.missions, shipped.missions, strict=True):
        assert own.goal_shares() == pytest.approx(theirs.goal_shares())


def test_the_file_gives_the_command_the_numbers_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {**OWN, "missions": TWO, "seats": "all"}
    page = compared(comparison_request(opened().now, own), worlds=4)
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_text(toml_of(missions_in(TWO), ENGLAND.beside[0], levers_of(own)), encoding="utf-8")
    assert page.command == f"govsim compare five_missions levelling_up_12 {FILE} -n 4 --seed 0"
    invoked(*page.command.split()[2:], "--json", "numbers.json")
    own_numbers, numbers = (
        json.loads(page.numbers),
        json.loads(Path("numbers.json").read_text(encoding="utf-8")),
    )
    assert own_numbers.pop("command").endswith(numbers.pop("command"))
    assert own_numbers == numbers


def test_every_problem_is_said_in_the_words_of_the_reader_of_scenarios() -> None:
    with pytest.raises(InputError) as error:
        mine({**OWN, "missions": "nobody~skills-1~One~~health~~Two~"}, ENGLAND)
    told = str(error.value)
    assert "Your missions, missions.one.lead: expected the key of a department, found 'nobody'" in told
    assert (
        "Your missions, missions.two.goal: expected a weight above 0 on at least one outcome, found none"
        in told
    )
    with pytest.raises(InputError, match="expected 2 to 12 missions, found 1"):
        mine({**OWN, "missions": "health~health-1~Alone~"}, ENGLAND)


def test_each_mission_is_told_with_its_measure_and_who_sits_on_its_board() -> None:
    scenario = mine({**OWN, "missions": TWO, "seats": "lead_only"}, ENGLAND)
    assert (
        board_sentences(scenario)[0]
        == "Its measure: need in Skills 67% and Health 33%. Only its lead sits on its board."
    )
    everybody = mine({**OWN, "missions": TWO, "seats": "all"}, ENGLAND)
    others = [one.label for one in everybody.departments if one.key != "housing"]
    assert all(label in board_sentences(everybody)[1] for label in others)
    assert "Living standards, Work, Safety and Environment" in nobodys(scenario)


def test_another_country_has_missions_of_its_own_to_begin_with() -> None:
    session = with_move(with_country(opened(), "wales"), "worlds", "alike")
    asked = comparison_request(session.now, OWN)
    assert asked.words == ("wales/mission_led", FILE)
    assert asked.command(32).endswith("--worlds alike")
    wales = start_of(offered().countries["wales"])
    assert text_in(OWN, wales) == wales.examples["Mission-led (7)"]


def test_the_page_shows_the_answer_and_what_is_wrong_with_a_mission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ComparisonRequest, "task", property(lambda asked: asked_for_two(asked)))
    page = Drawn(OneAtOnce(), monkeypatch, path="/missions")
    wait_for(lambda: "Take it with you" in page.html())
    assert "five missions, levelling up 12 and my missions" in page.html().lower()
    page.move("examples", name="missions", value=EMPTY, number=1)
    wait_for(lambda: "These missions cannot be run yet" in page.html())
    page.rendered.close()


def asked_for_two(asked: ComparisonRequest) -> Any:
    from govsim.app.work import Task

    return Task(function=compared, arguments=(asked,), worlds=(2,))


def test_the_download_is_where_the_page_says() -> None:
    assert [route.path for route in routes()] == [f"/download/{FILE}"]
