"""What can be compared: scenarios that ship, scenarios of one's own, the visitor's setting and an uploaded file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from govsim.app.downloads import scenario_toml
from govsim.app.offered import Offered, offered
from govsim.app.session import Setting
from govsim.catalogue.scenarios import UNGROUPED
from govsim.scenario.layers import shipped_countries
from govsim.scenario.load import scenario_names
from govsim.scenario.schema import Scenario
from govsim.scenario.toml_writing import toml_text
from govsim.words.names import arrangement_words, capitalised

FEWEST, MOST = 2, 4
THREE: Final = "siloed,layered,mission_led"
NOW, FILE = "now", "file"  # keys of the present setting and of the uploaded file
SETTING_NAME: Final = "your_setting"
SETTING_FILE: Final = f"{SETTING_NAME}.toml"
UPLOADED_FILE: Final = "uploaded.toml"  # in the address of its download; it is saved under its own name
YOURS: Final = "Yours"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A scenario that can be compared: its key in addresses, its title and heading in a list, its name in commands."""

    key: str
    title: str
    group: str
    word: str
    scenario: Scenario


def choices() -> Mapping[str, Choice]:
    """The scenarios that the server offers, by key."""
    return _choices_of(offered())


@lru_cache(maxsize=8)
def _choices_of(source: Offered) -> Mapping[str, Choice]:
    shipped = set(scenario_names())
    result: dict[str, Choice] = {}
    for name, scenario in source.scenarios.items():
        country, _, _ = name.rpartition("/")
        is_own = name not in shipped
        word = PurePath(name).name if is_own else name  # the folder of a file is nobody else's business
        title = capitalised(arrangement_words(scenario.name))
        group = scenario.group or (YOURS if is_own else UNGROUPED)
        if is_own and word in result:
            continue
        result[word] = Choice(
            key=word,
            title=title if is_own or not country else f"{title} ({country.title()})",
            group=group,
            word=word,
            scenario=scenario,
        )
    return result


def keys_of(arms: str) -> tuple[str, ...]:
    """The keys in the text of an address."""
    return tuple(arms.split(","))


def checked_arms(arms: str) -> str:
    """The text of two to four arms. Raises ValueError for others."""
    keys = keys_of(arms)
    if not FEWEST <= len(keys) <= MOST or not all(key in (NOW, FILE) or key in choices() for key in keys):
        raise ValueError(arms)
    return arms


def in_country(key: str, country: str) -> str:
    """The key of the same arrangement in a shipped country, if it has one: country, slash, arrangement."""
    there = f"{country}/{key}"
    return there if there in choices() else key


def setting_table(setting: Setting) -> dict[str, Any]:
    """The visitor's setting as the table of a scenario file: what it extends and what differs."""
    table = {**tomllib.loads(scenario_toml(setting)), "name": SETTING_NAME}
    if setting.country in shipped_countries():
        table |= {"extends": setting.country, "levers": setting.levers.model_dump()}
    return table


def setting_toml(setting: Setting) -> str:
    """The same as the text of a file."""
    return toml_text(setting_table(setting))


def with_file(arms: Sequence[str]) -> str:
    """The arms with the uploaded file among them; it takes the last place where there are enough."""
    others = [key for key in arms if key != FILE]
    return ",".join([*others[: MOST - 1], FILE])
