"""Texts of this page, as HTML; text from visitors and files is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from govsim.app.address import from_nearest
from govsim.app.arrangements import name_of, title_of
from govsim.app.compare.arms import FILE, NOW, SETTING_FILE, UPLOADED_FILE, YOURS, Choice, choices
from govsim.app.compare.further import QUESTIONS, Answered, Question
from govsim.app.compare.request import ComparisonRequest, ComparisonResult
from govsim.app.compare.upload import Uploaded
from govsim.app.session import Session, Setting
from govsim.app.wording import WHAT_IT_IS, printed_head
from govsim.errors import Problem
from govsim.words.plurals import counted

QUESTION: Final = "Which way of governing does better, for whom, and how sure is it?"
STANDFIRST: Final = (
    "Choose two to four ways of governing. All run in the same simulated worlds, "
    "so what differs is the government."
)
WAITING: Final = "Simulating the first {} worlds of each …"
SPLIT: Final = "By money for outcomes, staff time lost and the rest: three more runs of each."
ASK: Final = (
    "<h2>Ask further</h2><p>Each question takes runs of its own. The answer stays in the address.</p>"
)
ASKING: Final = "The first runs are on their way …"
HELD_MEANING: Final = (
    "Give all the baseline’s share of money for outcomes, or its lost staff time, to see what else differs"
)


def masthead() -> str:
    """The title of the page, and what to do on it."""
    return f'<p class="kicker">govsim · compare</p><h1>{QUESTION}</h1><p class="standfirst">{STANDFIRST}</p>'


def setting_words(setting: Setting) -> str:
    """A setting of the pages in a few words: `Mission-led, with 2 levers moved`."""
    near, changes = from_nearest(setting.levers)
    return title_of(near) + (f", with {counted(len(changes), 'lever')} moved" if changes else "")


def listed_choices(setting: Setting, uploaded: Uploaded | None) -> list[dict[str, Any]]:
    """Everything that can be chosen, under headings; what is the visitor's own comes first."""
    own = [{"key": NOW, "title": f"Your setting: {setting_words(setting)}", "about": "As set on Explore."}]
    if uploaded is not None:
        about = uploaded.scenario.about or "The file that you chose."
        own.append({"key": FILE, "title": f"Your file: {uploaded.name}", "about": about})
    groups: dict[str, list[dict[str, Any]]] = {YOURS: own}
    for choice in choices().values():
        groups.setdefault(choice.group, []).append(_entry(choice))
    return [{"title": title, "choices": inside} for title, inside in groups.items()]


def _entry(choice: Choice) -> dict[str, Any]:
    return {"key": choice.key, "title": choice.title, "about": choice.scenario.about}


def setting_to_add(session: Session, arms: Sequence[str]) -> str:
    """The visitor's setting, if it is of its own and not among the arms; else nothing."""
    is_own = name_of(session.now.levers) is None
    return setting_words(session.now) if is_own and NOW not in arms else ""


def problem_list(problems: Sequence[Problem]) -> str:
    """Problems of a file in the words of the terminal."""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return (
        f'<div class="note" role="alert">This file cannot be compared; all else stays.<ul>{items}</ul></div>'
    )


def so_far(result: ComparisonResult, request: ComparisonRequest) -> str:
    """Number of worlds in the result, and whether more will come."""
    complete = request.ladder[-1]
    if result.worlds == complete:
        return f"All {counted(complete, 'world')}."
    return f"{result.worlds} of {counted(complete, 'world')} so far; more are on their way."


def listed_asks(request: ComparisonRequest, large: bool) -> list[dict[str, str]]:
    """The further questions, and why some cannot be asked here."""
    barred = "It takes too long in this country: ask it in the terminal." if large else ""
    further = [
        {"key": one.key, "title": one.title, "about": one.about, "barred": barred}
        for one in QUESTIONS.values()
    ]
    held = "What is held alike already cannot be split." if request.held else ""
    split = {"key": "split", "title": "Split the difference in public value", "about": SPLIT, "barred": held}
    return [split, *further]


def answered_so_far(question: Question, answer: Answered) -> str:
    """Number of runs behind an answer, and the command that repeats it."""
    complete = question.ladder[-1]
    text = (
        f"All {complete} {question.counted}."
        if answer.count == complete
        else f"{answer.count} of {complete} {question.counted} so far; more are on their way."
    )
    return f'<p class="count">{text}</p><pre><code>{escape(answer.command)}</code></pre>'


def spoken(result: ComparisonResult) -> str:
    """The answer for screen readers, announced when it comes."""
    return escape(" ".join([f"Compared in {counted(result.worlds, 'world')}.", *result.answer]))


def file_note(uploaded: Uploaded | None, own: Sequence[str]) -> str:
    """A note that the address does not hold the visitor's file, with the file to send along; else empty."""
    if uploaded is None or FILE not in own:
        return ""
    file = f"./download/{UPLOADED_FILE}?{urlencode({'file': uploaded.digest})}"
    name = f'<a href="{escape(file, quote=True)}" download>{escape(uploaded.name)}</a>'
    return (
        f'<p class="note">The address of this page does not hold your file. Send {name} along with it; the receiver '
        "chooses it below, under <i>a file of your own</i>.</p>"
    )


def downloads(
    request: ComparisonRequest,
    result: ComparisonResult,
    query: str,
    uploaded: Uploaded | None,
    own: Sequence[str],
) -> str:
    """The report and the tables, the command that repeats them, and the link."""
    if FILE in own and uploaded is not None:
        query += "&" + urlencode({"file": uploaded.digest})
    address = escape(query, quote=True)

    def link(name: str, words: str) -> str:
        return f'<a href="./download/{name}?{address}" download>{words}</a>'

    files = [
        link("comparison.html", "The report as a page (HTML)"),
        link("comparison.json", "All numbers (JSON)"),
        link("comparison.zip", "Tables for a spreadsheet (CSV)"),
    ]
    beside = []
    if SETTING_FILE in request.words:
        beside.append(f"It needs {link(SETTING_FILE, SETTING_FILE)}, which is your setting.")
    text = "The address of this page leads back to this comparison."
    if FILE in own:
        text = (
            "The address of this page leads back here without your file: send the file along with the link."
        )
    return (
        f'<h2>Take it with you</h2><p class="report">{" · ".join(files)}</p>'
        f"<p>This command repeats it:</p><pre><code>{escape(result.command)}</code></pre>"
        f"<p>{' '.join([*beside, text])}</p><p>{WHAT_IT_IS}</p>"
    )


def printed(request: ComparisonRequest, own: Mapping[str, str]) -> str:
    """The command of the comparison, for paper; the controls are not printed."""
    return printed_head("Command", request.command(request.ladder[-1]))
