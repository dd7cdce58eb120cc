"""Template of a new lesson: it checks as it stands, and comments say what else a lesson may have."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

from govsim.catalogue.new_files import new_toml_file, write_text
from govsim.errors import LessonError
from govsim.lessons.load import lesson_names
from govsim.scenario.toml_writing import toml_text

_TEXT: Final = """\
# {name}: a lesson of your own. Run first, write then: change settings and statements, look at what comes out, and
# write the texts last.
#   govsim lesson check {file} --worlds 1000 --seed 0
#   govsim lesson check {file}
#   govsim lesson show {file}
#   govsim lesson page {file} -o {name}.html

title = "Less control"
minutes = 10
for_whom = "Anyone from seventeen on."
question = "Do places do better if the capital asks for fewer approvals?"
aims = ["say what control brings and what it takes"]

# --- Settings: a scenario by name, or a table that extends one, and what the class calls it.

[settings.silos]
label = "departments as they are"
scenario = "siloed"

[settings.loose]
label = "less control"
scenario = {{extends = "siloed", levers = {{central_control = 0.2}}}}

# --- Statements: what the lesson rests on. Kinds:
#   difference  the verdict on a mean difference: better, worse, higher, lower, negligible, equal, leaning or unknown
#   share       higher or lower in at least 90% of worlds (at_least = 0.95 for more)
#   depends     higher in some worlds and lower in others: an open question
#   first       one of several settings (against, others) has most or least
#   gap         a difference against another one (name, other_setting, other_against, other_name)
# year = 2 looks at the end of the second year; given = "in Wales" is a condition that its sentence begins with.

[statements.time]
kind = "share"
setting = "loose"
against = "silos"
measure = "local_staff_time"
way = "lower"

# --- Steps: what is said, a guess, what is drawn, and what is said after. Kinds of guess: sign, worlds, end, choice.
# Texts may quote a statement: {{time}} is its sentence, {{time.lower}} "398 of 400 worlds", {{time.size}} its size.

[[steps]]
key = "time"
title = "What does control take?"
minutes = 10
say = ["Councils ask the capital before they act. Every approval takes time."]
after = ["{{time}}"]
discuss = ["What did the approvals do that nobody does now?"]

[steps.guess]
kind = "worlds"
question = "In how many of 100 worlds do councils lose less staff time?"
statement = "time"
way = "lower"

[steps.show]
view = "course"
settings = ["loose", "silos"]
measure = "local_staff_time"
"""


def write_lesson(name: str, output: Path | None = None) -> Path:
    """Write a lesson that checks as it stands. Raises LessonError if the name is invalid or the file exists."""
    file = new_toml_file(name, output, "a lesson", lesson_names(), LessonError)
    text = _TEXT.format(name=name, file=shlex.quote(str(file)))
    if file.stem != name:
        text = text.replace("\ntitle = ", f"\n{toml_text({'name': name})}title = ", 1)
    return write_text(file, text, LessonError)
