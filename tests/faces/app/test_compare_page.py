"""*Compare* without a browser: the words and numbers of the command, what can be chosen, files, and downloads."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from govsim.app.compare.arms import THREE, checked_arms, choices, setting_table, setting_toml, with_file
from govsim.app.compare.downloads import routes
from govsim.app.compare.further import QUESTIONS, answered, pair_of
from govsim.app.compare.request import (
    KEYS,
    WORLDS_OF_LARGE,
    ComparisonRequest,
    ComparisonResult,
    compared,
    comparison_request,
)
from govsim.app.compare.upload import LARGEST, Uploaded, uploaded_file
from govsim.app.compare.words import listed_asks
from govsim.app.session import Session, opened, with_country, with_lever, with_move
from govsim.comparison.export import comparison_document
from govsim.documents.json import json_text
from govsim.errors import InputError
from govsim.scenario.load import load_scenario
from govsim.world.saved_places import save_places
from govsim.world.synthetic_places import synthetic_places
from tests import program
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.faces.small_comparisons import invoked, small_arms

OWN = {name: key.default for name, key in KEYS.items()}
SMALL = 'extends = "classroom_small"\nabout = "Money is pooled."\n[levers]\npooled_funding = 0.4\n'


def asked(
    arms: str = THREE, session: Session | None = None, file: Uploaded | None = None, **own: str
) -> ComparisonRequest:
    return comparison_request((session or opened()).now, {**OWN, "arms": arms, **own}, file)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A comparison of small arms as the page makes it, and their files."""
    files = small_arms(tmp_path_factory.mktemp("arms"))
    for file in map(Path, files):
        file.write_text(f"horizon = 8\nwarm_up = 4\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    return ComparisonRequest(scenarios=tuple(map(load_scenario, files)), words=tuple(files)), files


@pytest.fixture(scope="module")
def made(small: Any) -> ComparisonResult:
    """What comes of it."""
    return compared(small[0], worlds=6)


def test_page_report_and_numbers_are_those_of_the_command(
    small: Any, made: ComparisonResult, tmp_path: Path
) -> None:
    page, files = made, small[1]
    report, numbers = tmp_path / "report.html", tmp_path / "numbers.json"
    invoked(*files, "-n", "6", "--report", str(report), "--json", str(numbers))
    assert page.report == report.read_text(encoding="utf-8")
    assert json.loads(page.numbers) == json.loads(numbers.read_text(encoding="utf-8"))
    assert page.command == json.loads(page.numbers)["command"]
    for sentence in page.answer:
        assert sentence in report.read_text(encoding="utf-8").replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"split": True}, ["--split"]),
        ({"held": "volume"}, ["--equal-volume"]),
        ({"held": "both", "alike": True}, ["--equal-volume", "--equal-overhead", "--worlds", "alike"]),
        ({"weight": 0.8}, ["--weight", "0.8"]),
    ],
)
def test_each_choice_is_the_option_of_the_command(
    changes: dict[str, Any], options: list[str], small: Any, tmp_path: Path
) -> None:
    one, numbers = replace(small[0], **changes), tmp_path / "numbers.json"
    invoked(*small[1], "-n", "2", *options, "--json", str(numbers))
    here = json_text(comparison_document(one.compared(2), one.command(2)))
    assert json.loads(here) == json.loads(numbers.read_text(encoding="utf-8"))


@pytest.mark.parametrize("arms", ["siloed", "siloed,nobody", ",".join(["siloed"] * 5), ""])
def test_two_to_four_known_scenarios_can_be_compared(arms: str) -> None:
    with pytest.raises(ValueError, match="^" + arms):
        checked_arms(arms)
    assert checked_arms("siloed,now,file,layered") == "siloed,now,file,layered"


def test_the_command_says_what_differs_from_its_defaults() -> None:
    assert asked().command(200) == "govsim compare siloed layered mission_led -n 200 --seed 0"
    session = with_move(with_move(opened(), "worlds", "alike"), "progress_weight", 0.7)
    held = asked("mission_led,siloed", session, held="both")
    options = "-n 32 --seed 0 --worlds alike --weight 0.7 --equal-volume --equal-overhead"
    assert held.command(32) == f"govsim compare mission_led siloed {options}"
    assert {scenario.values.progress_weight for scenario in held.changed} == {0.7}
    assert asked(split="1").command(32).endswith("--split")
    assert not asked(split="1", held="volume").split


def test_a_fixed_assumption_is_fixed_for_all_and_in_the_command() -> None:
    session = with_move(with_lever(opened(), "pooled_funding", 0.35), "fixed.local_capacity", 0.3)
    ((_, value),) = session.now.fixed
    found = asked("siloed,now", session)
    assert found.command(32).endswith(f"--fix local_capacity={value:g}")
    assert [scenario.uncertainties.stated for scenario in found.changed] == [{"local_capacity": value}] * 2


def test_the_visitors_setting_is_the_scenario_of_its_download() -> None:
    session = with_lever(opened(), "pooled_funding", 0.35)
    own = asked("siloed,now", session)
    assert own.words == ("siloed", "your_setting.toml")
    assert own.scenarios[1].levers == session.now.levers
    assert own.scenarios[1].name == "your_setting"
    assert 'extends = "siloed"' in setting_toml(session.now)
    assert asked("layered,now").words == ("layered", "siloed")


def test_in_another_country_arrangements_are_those_of_that_country() -> None:
    session = with_country(opened(), "scotland")
    there = asked("siloed,mission_led", session)
    assert there.words == ("scotland/siloed", "scotland/mission_led")
    moved = with_lever(session, "pooled_funding", 0.35)
    assert load_scenario(setting_table(moved.now)).places == there.scenarios[0].places


def test_a_file_is_compared_and_takes_the_last_place(small: Any) -> None:
    file = uploaded_file("my plan.toml", SMALL, (200, 16))
    assert (file.name, file.scenario.name, file.scenario.levers.pooled_funding) == (
        "my_plan.toml",
        "my_plan",
        0.4,
    )
    assert asked("siloed,file", file=file).words == ("siloed", "my_plan.toml")
    assert with_file(["siloed", "layered"]) == "siloed,layered,file"
    assert with_file(["siloed", "layered", "mission_led", "now"]) == "siloed,layered,mission_led,file"
    with pytest.raises(InputError, match="a link cannot carry it"):
        asked("siloed,file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levers = 3\n", r"mine\.toml"),
        ('extends = "siloed"\n[levers]\npooled_funding = 2\n', r"mine\.toml, line 3, levers\.pooled_funding:"),
        ('extends = "../../etc/passwd"\n', r"mine\.toml, line 1, extends: expected"),
        ('extends = "/etc/passwd"\n', "extends: expected"),
        ('extends = "mission_lead"\n', "Did you mean 'mission_led'"),
        ('extends = "siloed"\nplaces = "/etc/passwd"\n', "places: expected a table of places, found a path"),
        ('extends = "siloed"\nequal_volume = "/etc/passwd"\n', "equal_volume: expected"),
        ('extends = "siloed"\nactors = {x = "a.py:B"}\n', "actors"),
        ('extends = "siloed"\n[places]\ncouncils = 2000\ncommunities_per_council = 100\n', "20,000,000"),
        ('extends = "siloed"\nhorizon = 400\nwarm_up = 400\n', "quarters of at most 20,000,000"),
        ("#" * (LARGEST + 1), "at most 1 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_compared_is_told_as_in_the_terminal(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as raised:
        uploaded_file("mine.toml", text, (200, 16))
    assert "/tmp" not in str(raised.value)


def test_scenarios_of_ones_own_can_be_chosen_by_their_files_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.app import offered

    (tmp_path / "mine.toml").write_text(SMALL)
    monkeypatch.setattr(offered, "_offered", offered.Offered(scenario_folders=(tmp_path,)))
    assert choices()["mine.toml"].scenario.levers.pooled_funding == 0.4
    assert asked("siloed,mine.toml").words == ("siloed", "mine.toml")


class Prepared(OneAtOnce):
    """Answers each comparison with one that was made before."""

    def __init__(self, result: Any) -> None:
        self.result = result
        self.asked: list[ComparisonRequest] = []

    def follow(self, owner: object, works: Any, cancelled: object = None) -> Any:
        self.asked += [work.arguments[0] for work in works]
        yield tuple(self.result for _ in works)


def test_the_page_shows_the_document_and_a_choice_asks_for_another(
    made: ComparisonResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Prepared(made)
    page = Drawn(source, monkeypatch, path="/compare")
    wait_for(lambda: "Who gains and who loses" in page.html())
    assert made.answer[0] in page.html()
    assert "6 of 200 worlds so far" in page.html()
    assert page.html().count("data-picture") == made.html.count("<figure>") > 2
    assert "<h1>" not in page.html().partition("</h1>")[2]
    page.move("groups", name="arms", value="layered,siloed", number=1)
    wait_for(lambda: source.asked[-1].words == ("layered", "siloed"))
    page.rendered.close()


def test_a_file_that_is_chosen_joins_and_one_that_is_wrong_is_told(
    made: ComparisonResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Prepared(made)
    page = Drawn(source, monkeypatch, path="/compare")
    file = next(
        widget
        for widget in page.rendered.find(page.template).widgets
        if set(getattr(widget, "_event_callbacks", ())) == {"chosen"}
    )
    file._event_callbacks["chosen"]({"name": "mine.toml", "text": "levers = 3", "too_large": False})
    wait_for(lambda: "This file cannot be compared" in page.html())
    file._event_callbacks["chosen"]({"name": "mine.toml", "text": SMALL, "too_large": False})
    wait_for(lambda: source.asked[-1].words[-1] == "mine.toml")
    assert "leads back here without your file" in page.html()
    address = re.search(r'href="\.(/download/uploaded\.toml\?file=\w+)"', page.html())
    assert address is not None
    scope = {"type": "http", "query_string": address[1].partition("?")[2].encode()}
    endpoint = next(route.endpoint for route in routes() if route.path == "/download/uploaded.toml")
    with ThreadPoolExecutor(1) as alone:  # a browser of other tests may have a loop of its own here
        answer = alone.submit(asyncio.run, endpoint(Request(scope))).result()
    assert (answer.body.decode(), answer.headers["content-disposition"]) == (
        SMALL,
        'attachment; filename="mine.toml"',
    )
    page.rendered.close()


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("why", "explain {} {} -n 2 --seed 0"),
        ("levers", "attribute {} {} -n 2 --permutations 16 --outcome public_value --seed 0"),
        ("hangs", "sensitivity {} {} --method morris --points 2 -n 4 --outcome public_value --seed 0"),
    ],
)
def test_a_further_question_is_answered_as_by_its_command(
    key: str, command: str, small: Any, tmp_path: Path
) -> None:
    pair = pair_of(small[0], "1")
    page, report = answered(key, pair, worlds=2), tmp_path / "report.html"
    said = f"govsim {command.format(*pair.words)}"
    assert page.command == said
    done = program.invoked(*said.split()[1:], "--quiet", "--report", report)
    assert done.exit_code == 0, done.output
    told = re.findall(r"<p>(.*?)</p>", report.read_text(encoding="utf-8").partition('class="answer"')[2])
    assert told
    for sentence in told:
        assert sentence in page.html
    assert QUESTIONS[key].ladder[0] < QUESTIONS[key].ladder[1]


def test_further_questions_are_about_the_last_scenario_or_the_one_chosen() -> None:
    assert pair_of(asked(), "").words == ("siloed", "mission_led")
    assert pair_of(asked(held="both"), "1").words == ("siloed", "layered")
    assert pair_of(asked("siloed,layered"), "3").words == ("siloed", "layered")
    assert pair_of(asked(held="both"), "").held == ""


def test_on_a_large_country_of_ones_own_few_worlds_are_run_and_long_questions_are_left_to_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.app import offered

    file = tmp_path / "large.parquet"
    save_places(synthetic_places("england", 60, 10), file)
    monkeypatch.setattr(offered, "_offered", offered.Offered(places=(file,)))
    there = asked("siloed,layered", with_country(opened(), "large"))
    assert there.ladder == WORLDS_OF_LARGE
    assert there.command(16) == "govsim compare siloed layered -n 16 --seed 0 --places large.parquet"
    assert there.land is not None
    assert len(there.land.community_keys) == 600
    barred = {one["key"]: one["barred"] for one in listed_asks(there, large=True)}
    assert "terminal" in barred["hangs"]
    assert barred["split"] == ""
