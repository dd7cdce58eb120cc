"""A document as readers see it: sources by author and year, no sentence twice, methods once at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from govsim.documents.bibliography import KEY, Reference, references
from govsim.documents.document import Document, Part
from govsim.words.plurals import joined

MOST_AUTHORS = 3  # named in the text


@dataclass(frozen=True)
class Read:
    """A document whose parts repeat nothing from the answer or an earlier part."""

    document: Document
    methods: tuple[tuple[str, str], ...]  # kind of part, and its method
    sources: tuple[tuple[str, str], ...]  # as cited, and in full


def as_read(document: Document) -> Read:
    """Replace keys of sources by author and year, drop repeated sentences, and gather the notes of all parts."""
    earlier = set(document.answer)
    parts: list[Part] = []
    methods: dict[str, list[str]] = {}
    for part in document.parts:
        parts.append(_without(part, earlier))
        earlier.update(part.sentences)
        for note in part.notes:
            same = methods.setdefault(_kind(part), [])
            same += [cited(note)] * (cited(note) not in same)
    plain = replace(
        document,
        answer=_cited(document.answer),
        how_sure=_cited(document.how_sure),
        parts=tuple(parts),
    )
    return Read(
        plain,
        tuple((kind, " ".join(notes)) for kind, notes in methods.items()),
        tuple(sources_of(document)),
    )


def cited(text: str) -> str:
    """A text with author and year in place of keys of the bibliography.

    >>> cited("Student’s, of paired differences (student_1908, hoad_robinson_davies_2010).")
    'Student’s, of paired differences (Student 1908, Hoad, Robinson and Davies 2010).'
    """
    known = references() if KEY.search(text) else {}
    return KEY.sub(lambda key: author_and_year(known[key[0]]) if key[0] in known else key[0], text)


def author_and_year(source: Reference) -> str:
    """`Bevan and Hood 2006`."""
    names = [name.partition(",")[0] for name in source.fields["author"].split("; ")]
    who = joined(names) if len(names) <= MOST_AUTHORS else f"{names[0]} and others"
    return f"{who} {source.fields['year']}"


def _cited(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(cited(text) for text in texts)


def _without(part: Part, earlier: set[str]) -> Part:
    """A part without notes and without the `earlier` sentences."""
    return replace(
        part,
        sentences=_cited(sentence for sentence in part.sentences if sentence not in earlier),
        caption=cited(part.caption),
        tables=tuple(replace(table, caption=cited(table.caption)) for table in part.tables),
        notes=(),
    )


def _kind(part: Part) -> str:
    """`Gains and losses`; the number behind the key of a further part of the same kind is left out."""
    return part.key.rstrip("-0123456789").replace("-", " ").capitalize()


def sources_of(document: Document) -> Iterator[tuple[str, str]]:
    """The sources named in the text, by author and year, in full."""
    texts = [text for part in document.parts for text in (*part.notes, part.caption, *part.sentences)]
    texts += [table.caption for part in document.parts for table in part.tables] + [*document.how_sure]
    keys = {key for text in texts for key in KEY.findall(text)}
    known = references() if keys else {}
    for source in sorted((known[key] for key in keys & known.keys()), key=author_and_year):
        yield author_and_year(source), f"{source.who_and_when}. {source.title}. {source.where}."
