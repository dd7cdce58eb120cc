"""Words and phrases that a reader should not meet, each with the plain one to use."""

from __future__ import annotations

import re
from typing import Final

_RETIRED: Final = {
    r"(come|comes|coming|came) to nothing": "fail, failed",
    r"(tells?|told) of": "say, report, describe",
    r"(tells?|told|telling) (apart|from)": "distinguish",
    r"(is|are|was|were|be) told": "is reported; gets a message",
    r"who(so)?ever": "name the person or the part: the caller, a worker, any actor",
    r"whence": "from which",
    r"(go|goes|going|gone|went) on (with|after)": "resume, continue",
    r"laid out": "presented, arranged",
    r"made with": "provenance; produced by",
    r"kept in": "saved in, stored in",
    r"let off": "retried once",
    r"looked at alone": "retried alone",
    r"(hang|hangs|hanging) (up)?on": "depend on",
    r"anew": "again; rewritten",
    r"(bear|bears|borne|bore) out": "support, agree with",
    r"(hold|holds|held) (it |them )?against": "compare with",
    r"(come|comes|came) out even": "break even",
    r"practically equal": "no difference that matters",
    r"(is|are|be|remains?) unclear": "is not known",
    r"worlds would decide": "more worlds would settle it",
    r"found again": "reappears, recurs",
    r"found out": "detected",
    r"in hand": "in flight, in progress",
    r"said to be": "marked as, called",
    r"that there are": "all, existing",
    r"siblings?": "another folder of the same output",
    r"what nothing looks like": "what chance alone gives",
    r"strikes?": "crash, retry",
    r"thereof|therein|wherein|whereby|hereby|hereafter": "a plain relative clause",
    r"to (one|the) last bit": "bit for bit",
}
RETIRED: Final = {
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE): better for words, better in _RETIRED.items()
}


def retired_words(text: str) -> list[str]:
    """Each retired word of a text with its line and the better word."""
    return [
        f"line {number}: '{found[0]}', better: {better}"
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern, better in RETIRED.items()
        for found in pattern.finditer(line)
    ]
