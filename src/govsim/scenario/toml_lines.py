"""Find the line of each key in a TOML text, so that errors can point at it.

The standard library reads TOML without line numbers. This parses only enough to locate keys, in text that is known to
be valid.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from govsim.scenario.findings import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)
_ESCAPED_KEY = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def line_numbers(text: str) -> dict[Path, int]:
    """The line, counted from 1, of every key and list entry in a valid TOML text.

    >>> line_numbers('about = "x"\\n[[missions]]\\ngoal = {work = 1}')[("missions", 0, "goal", "work")]
    3
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [place for place, letter in enumerate(text) if letter == "\n"]
        self.lines: dict[Path, int] = {}
        self.tables_in: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        prefix: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
            self._skip(_BLANK)
        return self.lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"not valid TOML on line {self._line()}")
        self.at = match.end()
        return match.group()

    def _line(self) -> int:
        return bisect_right(self.newlines, self.at - 1) + 1

    def _note(self, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)

    def _header(self) -> Path:
        line = self._line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        keys = list(self._keys())
        self.at += brackets
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            self._note(path, line)
            if brackets == 2 and place == len(keys) - 1:
                self.tables_in[path] = self.tables_in.get(path, 0) + 1
            if path in self.tables_in:
                path = (*path, self.tables_in[path] - 1)
                self._note(path, line)
        return path

    def _keys(self) -> Iterator[str]:
        while True:
            self._skip(_SPACE)
            if self.text[self.at] in "\"'":
                yield _unquoted(self._string())
            else:
                yield self._skip(_BARE_KEY)
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return
            self.at += 1

    def _string(self) -> str:
        for pattern in _STRINGS:
            match = pattern.match(self.text, self.at)
            if match is not None:
                self.at = match.end()
                return match.group()
        raise ValueError(f"not valid TOML on line {self._line()}")

    def _pair(self, prefix: Path) -> None:
        line = self._line()
        path = prefix
        for key in self._keys():
            path = (*path, key)
            self._note(path, line)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first in "[{":
            self._entries(path, closing="]" if first == "[" else "}")
        else:
            self._skip(_BARE_VALUE)

    def _entries(self, path: Path, closing: str) -> None:
        self.at += 1
        place = 0
        self._skip(_BLANK)
        while self.text[self.at] != closing:
            if closing == "}":
                self._pair(path)
            else:
                self._note((*path, place), self._line())
                self._value((*path, place))
            place += 1
            self._skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_BLANK)
        self.at += 1


def _unquoted(quoted: str) -> str:
    if quoted[0] == "'":
        return quoted[1:-1]

    def letter(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])

    return _ESCAPED_KEY.sub(letter, quoted[1:-1])
