"""The text of a CSV file, plain or compressed; other kinds of files are refused by name."""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from pathlib import Path
from typing import Final

from govsim.errors import PlacesError, Problem
from govsim.files import readable

LARGEST_FILE: Final = 200_000_000  # bytes

# Control characters and marks that reverse the direction of text; NUL betrays another encoding.
_UNSEEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_SAVE: Final = "Open it in a spreadsheet and save the sheet as 'CSV UTF-8'."
_UNPACK: Final = "Unpack it and import the CSV file in it."
_KINDS: Final = (  # first bytes, kind of file, remedy
    (b"PAR1", "a Parquet file", "Saved places need no import: use the file as it is."),
    (b"PK", "a spreadsheet or zip file", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)", _SAVE),
    (b"%PDF", "a PDF file", "Look for the same table as CSV, or as a spreadsheet, at its publisher."),
    (b"<", "a web page or XML", _SAVE),
    (b"{", "JSON", "A CSV has a line of column names, then a line for each place."),
    (b"BZh", "a compressed file", _UNPACK),
    (b"\xfd7zXZ", "a compressed file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file", _UNPACK),
    (b"7z\xbc\xaf", "a compressed file", _UNPACK),
)


def csv_text(path: Path, content: str) -> tuple[str, list[str]]:
    """The text of a file in UTF-8, plain or in gzip, and notes. `content` names a line in messages."""
    wanted = f"a CSV file with a line for each {content}"

    def refused(
        found: str, remedy: str = "", *, expected: str = wanted, line: int | None = None
    ) -> PlacesError:
        return PlacesError(Problem(str(path), expected, found, line=line, remedy=remedy))

    notes: list[str] = []
    with readable(path, refused) as file:
        given = file.read(LARGEST_FILE + 1)
        if given.startswith(b"\x1f\x8b"):
            file.seek(0)
            try:
                given = gzip.GzipFile(fileobj=file).read(LARGEST_FILE + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise refused("a compressed file that is damaged", _UNPACK) from error
            notes.append(f"{path.name} is compressed and was unpacked.")
    if len(given) > LARGEST_FILE:
        raise refused("a larger file", expected="a CSV file of at most 200 MB")
    start = given[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    for first, found, remedy in _KINDS:
        if start.startswith(first):
            raise refused(found, remedy)
    if not given.strip():
        raise refused("an empty file")
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        remedy = "Save the file as 'CSV UTF-8' from a spreadsheet."
        found = f"the byte {given[error.start]:#04x}"
        raise refused(found, remedy, expected="text in UTF-8", line=line) from error
    unseen = _UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        raise refused(f"one (U+{ord(unseen[0]):04X})", expected="text without control characters", line=line)
    return unicodedata.normalize("NFC", text), notes  # an accent may be a letter of its own
