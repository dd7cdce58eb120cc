"""A document as one page of HTML."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.document import Document, Part
from govsim.documents.markup import Html, element, figure, joined_html, listed, section, term_list
from govsim.documents.page import embedded, whole_page
from govsim.documents.reading import Read, as_read
from govsim.documents.table import Column, Table
from govsim.words.names import held_together, uncapitalised


def html_of(report: Document) -> str:
    """The page as text. Needs the extra `plot`."""
    return whole_page(f"govsim: {report.name}", *header_and_sections(report))


def embedded_html(report: Document) -> Html:
    """The same page as a piece of another one. Drawings need the extra `plot`."""
    return embedded(*header_and_sections(report))


def header_and_sections(report: Document) -> tuple[list[Html], list[Html]]:
    """The head above the links to all sections, and the sections: the answer first, provenance last."""
    read = as_read(report)
    return _header(read.document), _sections(read)


def _header(report: Document) -> list[Html]:
    about = [element("p", report.about, class_="about")] if report.about else []
    return [element("h1", report.question), *about]


def _sections(read: Read) -> list[Html]:
    return [
        _answer(read.document),
        *(_part(part) for part in read.document.parts),
        _appendix(read.document.parts),
        _methods(read),
        _provenance(read.document),
    ]


def _answer(report: Document) -> Html:
    return section(
        "answer",
        "The answer",
        element("div", *(element("p", sentence) for sentence in report.answer), class_="answer"),
        *([element("h3", "Measures and units"), term_list(report.units)] if report.units else []),
        element("h3", "How sure is it?"),
        listed(report.how_sure),
        element("h3", "What it does not say"),
        listed(report.does_not_say),
    )


def _part(part: Part) -> Html:
    drawing = [figure(part.drawing(), part.caption)] if part.drawing is not None else []
    here = [table_html(one) for one in part.tables if one.rows and not one.is_long]
    paragraphs = [element("p", sentence) for sentence in part.sentences]
    return section(part.key, part.heading, *paragraphs, *drawing, *here, *_pointers(part))


def _pointers(part: Part) -> list[Html]:
    """Links to the tables at the end."""
    links = [
        element("a", uncapitalised(one.caption), href=f"#{_id(part, place)}")
        for place, one in enumerate(part.tables)
        if one.is_long
    ]
    return (
        [element("p", "Tables at the end: ", joined_html(links, "; "), ".", class_="pointer note")]
        if links
        else []
    )


def _id(part: Part, place: int) -> str:
    return f"table-{part.key}-{place + 1}"


def table_html(one: Table) -> Html:
    """A table with a caption and row headings, in a box that scrolls if too wide."""
    head = element(
        "tr", *(element("th", column.heading, scope="col", **_style(column)) for column in one.columns)
    )
    body = [
        element(
            "tr",
            element("th", row[0] if isinstance(row[0], Html) else held_together(row[0]), scope="row"),
            *(
                element("td", cell, data_label=column.heading, **_style(column))
                for column, cell in zip(one.columns[1:], row[1:], strict=True)
            ),
        )
        for row in one.rows
    ]
    whole = element(
        "table",
        *([element("caption", one.caption)] if one.caption else []),
        element("thead", head),
        element("tbody", *body),
        **({"class_": "stack"} if len(one.columns) > 4 else {}),
    )
    return element("div", whole, class_="wide", tabindex="0", role="region", aria_label=one.caption)


def _style(column: Column) -> dict[str, str]:
    return {"class_": "number"} if column.number else {}


def _appendix(parts: Sequence[Part]) -> Html:
    inside = [piece for part in parts for piece in _of_the_end(part)]
    about = (
        "Open a table to read it. Folded tables are not printed; the report as Markdown or JSON has them too."
    )
    return (
        section("tables", "Tables in full", element("p", about, class_="note"), *inside)
        if inside
        else Html("")
    )


def _of_the_end(part: Part) -> list[Html]:
    """The long tables of a part, each folded, under its heading."""
    tables = [
        element("div", _folded(one), id=_id(part, place))
        for place, one in enumerate(part.tables)
        if one.is_long
    ]
    return [element("h3", part.heading), *tables] if tables else []


def _folded(one: Table) -> Html:
    return element("details", element("summary", f"{one.caption}: {len(one.rows):,} rows"), table_html(one))


def _provenance(report: Document) -> Html:
    failed = [
        element("h3", "Runs that failed"),
        element(
            "ul",
            *(
                element("li", f"Run {one.run:,} ({one.status}): {one.error} ", element("code", one.replay))
                for one in report.failures
            ),
        ),
    ]
    again = element("pre", element("code", report.command))
    return section(
        "provenance",
        "Where this comes from",
        term_list(report.provenance),
        *(failed if report.failures else []),
        *([element("p", "To make it again:"), again] if report.command else []),
    )


def _methods(read: Read) -> Html:
    """Methods, and their sources in full; each once."""
    if not read.methods and not read.sources:
        return Html("")
    inside = [element("h3", "Sources"), term_list(read.sources)] if read.sources else []
    return section("methods", "Methods", term_list(read.methods), *inside)
