"""Sentences and tables of one world, as HTML; names from files are escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import urlencode

from govsim.app.arrangements import name_of
from govsim.app.offered import SHIPPED
from govsim.app.one_world.drawing import grouped_pound, is_percent, ten_years_table, when
from govsim.app.one_world.records import DecisionRecord, WorldRecord
from govsim.app.session import Setting
from govsim.documents.bibliography import references
from govsim.documents.charts import POUND
from govsim.documents.html import table_html
from govsim.documents.table import Column, Table
from govsim.measures.catalogue import MEASURES
from govsim.replay.chronicle import TOPICS, Line, QuarterEvents
from govsim.replay.replay import Course, Option
from govsim.replay.shifted import WHAT, WORDS
from govsim.replay.wording import IN_BRIEF, ONE_WORLD, Passage, difference_words, label_of
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR, quarter_words
from govsim.words.names import capitalised, uncapitalised
from govsim.words.numbers import decimal, pence
from govsim.words.plurals import joined

MASTHEAD: Final = (
    '<p class="kicker">govsim · one world</p><h1>What happened in one country, and who decided it</h1>'
    '<p class="standfirst">Many worlds say what to expect. One world shows how it comes about. Step through ten years, '
    "open anybody who decided something, and ask what would have followed from another choice.</p>"
)
WAITING: Final = "Running this world …"
NEED: Final = (
    "Need is how far people are from well-being, from 0 to 1; 0.01 need points is a hundredth of that scale."
)
DECISIONS: Final = {  # what is decided, as a choice of the page, by the method that decides
    "give_attention": "the Prime Minister’s attention",
    "set_budgets": "budgets of departments",
    "place_grants": "grants to councils",
    "allocate": "its own money",
    "steer": "the mission’s pool",
    "commission": "free money between services",
    "report": "effort that goes into figures",
    "take_part": "taking part in services",
}
KINDS: Final = {
    "department": "Department",
    "mission": "Mission board",
    "council": "Council",
    "community": "Community",
}
MOST_ROWS: Final = 12  # of a table that is not folded
SURELY: Final = 0.10  # share of worlds at either end that is called lucky or unlucky


def rank_sentence(run: Run | None, world: int) -> str:
    """Where this world lies among others of the same arrangement; empty until there are enough."""
    if run is None or len(run.replicates) < 2 or world not in run.replicates:
        return "<p>Its place among other worlds of this arrangement follows …</p>"
    falls = run.at_end("progress")
    own = float(falls[run.replicates.index(world)])
    others = len(falls) - 1
    beaten = int((falls < own).sum())
    share = beaten / others
    luck = (
        "A lucky world"
        if share >= 1 - SURELY
        else "An unlucky world"
        if share <= SURELY
        else "Neither lucky nor unlucky"
    )
    way = "fell" if own >= 0 else "rose"
    compared = f"that is a better course than in {beaten} of {others} other worlds of this arrangement"
    return (
        f"<p><b>{luck}.</b> Need {way} by {decimal(abs(own), 3)} over the whole run; {compared}. "
        "Arrangement and country are the same there; chance and assumptions differ.</p>"
    )


def luck_buttons(run: Run | None) -> str:
    """Ways to other worlds: the luckiest, one in the middle, the unluckiest."""
    if run is None or len(run.replicates) < 3:
        return ""
    order = run.at_end("progress").argsort()
    picked = {"Unluckiest": order[0], "Middle": order[len(order) // 2], "Luckiest": order[-1]}
    buttons = " ".join(
        f'<button type="button" class="plain" data-choose="world={run.replicates[row]}">{name} world</button>'
        for name, row in picked.items()
    )
    return f'<p class="luck">{buttons}</p>'


def ten_years_heading(record: WorldRecord) -> str:
    """Title and first sentence of the drawing."""
    struck = sum(len(one.crises) for one in record.quarters)
    change = record.need[-1] - record.need[0]
    way = "falls" if change < 0 else "rises"
    return (
        f"<h2>Ten years of world {record.world}</h2><p>Need {way} from {decimal(record.need[0], 3)} to "
        f"{decimal(record.need[-1], 3)}; {_struck(struck)} the country. "
        "Press a quarter to open it.</p>"
    )


def _struck(crises: int) -> str:
    return "no crisis hits" if not crises else "1 crisis hits" if crises == 1 else f"{crises} crises hit"


TEN_YEARS_KEY: Final = (
    '<figcaption class="key">Triangles: a crisis hits. The band below shows where each pound of the '
    f"quarter’s budget ended. {NEED}</figcaption>"
)


def ten_years_as_table(record: WorldRecord) -> str:
    """The table of the drawing."""
    columns = ["Quarter", "Need", "Crises", *(f"{label}, p" for label in grouped_pound(record.pound))]
    return table_html(
        Table(
            "Need, crises, and where each pound of the quarter ended, in pence",
            tuple(Column(heading, number=row not in (0, 2)) for row, heading in enumerate(columns)),
            ten_years_table(record),
        )
    )


def chronicle(record: WorldRecord) -> str:
    """Years that fold out to their quarters, one line each."""
    groups = grouped_pound(record.pound)
    effective = groups[POUND[-1][0]]
    parts = []
    for start in range(0, len(record.quarters), QUARTERS_IN_YEAR):
        quarters = record.quarters[start : start + QUARTERS_IN_YEAR]
        struck = [name for one in quarters for name in one.crises]
        text = f"crisis: {joined(struck)}" if struck else "no crisis"
        spent = sum(effective[start : start + QUARTERS_IN_YEAR]) / len(quarters)
        change = record.need[start + len(quarters)] - record.need[start]
        lines = "".join(_quarter_line(one) for one in quarters)
        parts.append(
            f'<details data-unfolds><summary>Year {start // QUARTERS_IN_YEAR + 1}<span class="sum"> need '
            f"{decimal(record.need[start + len(quarters)], 3)} ({decimal(change, 3, sign=True)}), {pence(spent)}p of a "
            f"pound effective, {escape(text)}</span></summary><ol>{lines}</ol></details>"
        )
    return f'<h2>The chronicle</h2><div class="years">{"".join(parts)}</div>'


def _quarter_line(one: QuarterEvents) -> str:
    number = one.quarter % QUARTERS_IN_YEAR + 1
    return (
        f'<li><button type="button" class="line" data-choose="quarter={one.quarter}"><b>Q{number}</b> '
        f"{escape(one.headline.words)}</button></li>"
    )


def quarter_events(record: WorldRecord, quarter: int, query: str) -> str:
    """All lines of a quarter by topic, with the need and the pound of that quarter. `query` is that of the setting."""
    year = quarter // QUARTERS_IN_YEAR + 1
    to = escape(f"./money?{query}&one=1&world={record.world}&year={year}", quote=True)
    link = f'<a href="{to}">Follow the money of year {year}</a>'
    one = record.quarters[quarter]
    change = record.need[quarter + 1] - record.need[quarter]
    groups = grouped_pound(record.pound)
    money = "; ".join(
        f"{pence(shares[quarter])}p {escape(uncapitalised(label))}" for label, shares in groups.items()
    )
    topics = []
    for topic in TOPICS:
        lines = [line for line in one.lines if line.topic == topic]
        if lines:
            topics.append(f"<div><h3>{topic}</h3><ul>{''.join(map(_line, lines))}</ul></div>")
    return (
        f"<h2>{when(quarter)}</h2><p>Need {decimal(record.need[quarter + 1], 4)}, {difference_words(change)} in the "
        f"quarter. Of each pound: {money}. {link}</p><div class='topics'>{''.join(topics)}</div>"
    )


def _line(line: Line) -> str:
    if not line.actor:
        return f"<li>{escape(line.words)}</li>"
    wanted = escape(urlencode({"actor": line.actor, "decision": line.decision}), quote=True)
    return (
        f'<li>{escape(line.words)} <button type="button" class="plain" data-choose="{wanted}">Open'
        f'<span class="unseen"> who decided: {escape(line.actor)}</span></button></li>'
    )


def spoken(record: WorldRecord, quarter: int, decided: DecisionRecord | None) -> str:
    """The same for screen readers, announced as the visitor steps and asks."""
    text = [f"{when(quarter)}: {record.quarters[quarter].headline.words}"]
    if decided is not None and decided.futures:
        text += [f"What if {decided.instead}: {'. '.join(_changes(decided))}."]
    return escape(" ".join(text))


def steps(quarter: int, quarters: int) -> str:
    """Buttons to step and jump."""
    jumps = (("« A year back", -4), ("‹ Back", -1), ("Next quarter ›", 1), ("A year on »", 4))
    buttons = []
    for words, by in jumps:
        off = " disabled" if min(max(0, quarter + by), quarters - 1) == quarter else ""
        buttons.append(
            f'<button type="button" class="plain" data-step="quarter={by}" data-most="{quarters - 1}"{off}>'
            f"{words}</button>"
        )
    return f'<div class="jumps" role="group" aria-label="Step">{"".join(buttons)}</div>'


def unknown_note(actor: str) -> str:
    """Note for a link to an actor that the country does not have."""
    return f"This country has no <code>{escape(actor)}</code>, so the centre is open. Choose somebody else below."


def opened_words(name: str, quarter: int) -> str:
    """The selected actor, with a link to its decision, which stands far down the page."""
    return (
        f'<p class="opened"><b>{escape(name)}.</b> '
        f'<a href="#who-decided">What was decided in {quarter_words(quarter)}, and why</a></p>'
    )


def decision_heading(record: DecisionRecord) -> str:
    """Heading of a decision: actor, question, quarter, the brief, the rule and its source."""
    label = record.label[:1].upper() + record.label[1:]
    return (
        f'<h2>{escape(label)}</h2><p class="what">{escape(record.question)}</p>'
        f"<p>{when(record.quarter)} of world {record.world}.</p>{_brief(record)}{_rule_words(record.chosen)}"
    )


def _brief(record: DecisionRecord) -> str:
    text = [one for passage in record.passages if passage.heading == IN_BRIEF for one in passage.content]
    return "".join(f'<p class="brief">{escape(str(one))}</p>' for one in text)


def _rule_words(chosen: Option) -> str:
    words = f"By the rule <code>{escape(chosen.name)}</code>: {escape(chosen.sentence)}"
    return f"<p>{words}</p>{source_html(chosen)}"


def source_html(option: Option) -> str:
    """Full reference of a rule's source with its address; `own` rules give their reason."""
    if not option.source:
        return ""
    known = references()
    if option.source not in known:
        return f'<p class="source">Source: {escape(option.source)}.</p>'
    source = known[option.source]
    where = f" {escape(source.where)}." if source.where else ""
    named = f"{escape(source.who_and_when)}: {escape(source.title)}.{where}"
    if source.address:
        named = f'<a href="{escape(source.address, quote=True)}" rel="noreferrer">{named}</a>'
    seen = (
        f"<details><summary>What was seen of the source</summary><p>{escape(source.how_known)}.</p></details>"
    )
    return f'<div class="source"><p>Source: {named}</p>{seen}</div>'


def passages_html(passages: Sequence[Passage]) -> str:
    """View, choice and result of a decision in the words of the terminal; long tables folded."""
    parts = []
    for passage in passages:
        if passage.heading == IN_BRIEF:  # it stands beside the heading
            continue
        text = "".join(
            f"<p>{escape(one)}</p>" if isinstance(one, str) else _table(one, passage.heading)
            for one in passage.content
        )
        parts.append(f"<section><h3>{escape(passage.heading)}</h3>{text}</section>")
    return f'<div class="passages">{"".join(parts)}</div>'


def _table(table: Table, heading: str) -> str:
    """A table, which needs a caption here, because others stand beside it."""
    numbers = ", ".join(uncapitalised(column.heading) for column in table.columns if column.number)
    caption = table.caption or f"{table.columns[0].heading or heading}: {numbers}"
    html = table_html(replace(table, caption=caption))
    if len(table.rows) <= MOST_ROWS:
        return html
    return f"<details><summary>{escape(caption)}: {len(table.rows):,} rows</summary>{html}</details>"


def otherwise_choices(record: DecisionRecord) -> list[tuple[str, str]]:
    """What could be chosen otherwise, as a key and words."""
    return [
        ("", "As it chose"),
        *((way, f"{capitalised(words)} {WHAT[record.method]}") for way, words in WORDS.items()),
        *((option.name, f"By the rival rule {option.name}") for option in record.rivals),
    ]


def shown_courses(record: DecisionRecord) -> tuple[Course, ...]:
    """The futures to draw: the actor's first figure, if it has one of its own, and the nation's public value."""
    nation = [course for course in record.futures if course.figure.measure == "public_value"]
    own = [course for course in record.futures if not course.figure.measure][:1]
    return (*own, *nation)


def _changes(record: DecisionRecord) -> list[str]:
    """What differed at the end, and whether it matters."""
    text = []
    for course in shown_courses(record):
        scale = 100.0 if is_percent(course.figure) else 1.0
        change = scale * (course.instead[-1] - course.was[-1])
        name, unit = label_of(course.figure).rsplit(", ", 1)
        way = (
            f"{difference_words(abs(change)).removeprefix('+')} {unit} {'higher' if change > 0 else 'lower'}"
        )
        words = f"{name} would have ended {way if change else 'the same'}"
        measure = MEASURES.get(course.figure.measure)
        if measure is not None and change:
            effect = f"a difference matters from {measure.smallest_effect:g} {unit}"
            words += f"; {'too little to matter' if abs(change) < measure.smallest_effect else 'it matters'} ({effect})"
        text.append(words)
    return text


def futures_sentences(record: DecisionRecord) -> str:
    """What differed at the end, and how little one world proves."""
    adds = " Each time it chooses, the change is made again, so it can add up." if record.from_then_on else ""
    when_words = "from then on" if record.from_then_on else "in that quarter only"
    return (
        f"<h2>What if it had chosen {escape(record.instead)}, {when_words}?</h2>"
        f"<p>{escape('. '.join(_changes(record)))}.{adds}</p>"
        f'<p class="model">{escape(ONE_WORLD)}</p>'
    )


def futures_table(courses: Sequence[Course], first: int) -> str:
    """The futures as a table, at the end of each year."""
    columns = [Column("Quarter")]
    for course in courses:
        columns += [
            Column(f"{label_of(course.figure)}, {one}", number=True) for one in ("as it was", "instead")
        ]
    rows = []
    for row in range(len(courses[0].was)):
        quarter = first + row
        if row and quarter % QUARTERS_IN_YEAR != QUARTERS_IN_YEAR - 1:
            continue
        cells = []
        for course in courses:
            scale = 100.0 if is_percent(course.figure) else 1.0
            cells += [decimal(scale * values[row], 5) for values in (course.was, course.instead)]
        rows.append((when(quarter), *cells))
    return table_html(Table("Both futures, at the end of each year", tuple(columns), tuple(rows)))


def in_a_terminal(record: DecisionRecord, setting: Setting) -> str:
    """The command that says the same in a terminal, where one can be named."""
    name = name_of(setting.levers)
    if name is None or setting.country != SHIPPED or setting.worlds != "differ" or setting.fixed:
        return ""
    rival = record.otherwise in [option.name for option in record.rivals]
    if record.otherwise and not rival:
        return ""
    more = f" --instead-rule {record.otherwise}" if rival else ""
    more += " --from-then-on" if rival and record.from_then_on else ""
    command = (
        f"govsim replay {name} --actor {record.actor} --quarter {record.quarter} --world {record.world} "
        f"--decision {record.method}{more}"
    )
    return f"<p>The same in a terminal: <code>{escape(command)}</code></p>"
