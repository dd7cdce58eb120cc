"""Questions about names: several that may be one, and names that stand beside the wrong codes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from govsim.words.plurals import counted, joined
from govsim.world.places_csv import in_lines

_SHOWN: Final = 3
_LOOK_ALIKE: Final = str.maketrans(
    "łŁøØđĐðıħŧаеорсухіјѕАВЕКМНОРСТХІЈЅαορνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "lLoOdDdihtaeopcyxijsABEKMHOPCTXIJSaopvABEZHIKMNOPTYX",
)  # letters that Unicode does not decompose into a letter and an accent, and look-alikes of other alphabets
_DIGITS: Final = str.maketrans("oil", "011")
FOOTNOTE: Final = re.compile(r"\s*(\(\d{1,2}\)|\[\w{1,2}\]|[*†‡#]+|[⁰¹²³⁴-⁹]+)$")
_WORD: Final = 6  # letters of a word that may have a slip
_SHORTEST: Final = 8  # letters of a name that may have a slip
_MOSTLY: Final = 0.6  # of councils, in a table in which regions may have moved by a line
_KEPT: Final = 0.75  # of communities, in a file whose codes begin alike in a council


def folded(text: str) -> str:
    """A name or code without capitals, accents, spaces, zeros in front and .0 behind."""
    text = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE)).casefold()
    text = "".join(letter for letter in text if letter.isalnum() or letter == ".").removesuffix(".0")
    text = text.replace(".", "")
    if 2 * sum(letter.isdigit() for letter in text) > len(text):
        text = text.translate(_DIGITS)  # O76 may be 076
    return text.lstrip("0") or text


def alike_names(names: Sequence[str]) -> list[list[str]]:
    """Groups of different names that are one when folded, in the order of the names.

    Ignores a footnote mark if the name also occurs without it: 'North (1)' and 'North (2)' are two.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    known = {folded(name) for name in names}
    for name in dict.fromkeys(names):
        bare = folded(FOOTNOTE.sub("", name))
        alike[bare if bare in known else folded(name)].append(name)
    return [same for same in alike.values() if len(same) > 1]


def questions_of_names(
    keys: Sequence[str], councils: Sequence[str], column: str, lines: Sequence[int]
) -> Iterator[str]:
    """Questions about councils split by a misspelling, or whose rows are shifted, in a file with codes by council."""
    length = _shared_beginning(keys, councils)
    if not length:
        return
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for key, council in zip(keys, councils, strict=True):
        inside[key[:length]][council] += 1
    first = {council: row for row, council in reversed(list(enumerate(councils)))}
    for prefix, counts in inside.items():
        one, *others = sorted(counts, key=lambda name: -counts[name])
        if len(others) == 1 and _one_slip(one, others[0]):
            shown = joined([f"'{name}' (line {lines[first[name]]:,})" for name in (one, others[0])])
            yield (
                f"Councils {shown} in {column} differ little, and the codes of their communities all begin '{prefix}': "
                "they may be one. Write one name for one council, or add --sure."
            )
            return
    usual = {prefix: counts.most_common(1)[0][0] for prefix, counts in inside.items()}
    stray = [row for row, key in enumerate(keys) if usual[key[:length]] != councils[row]]
    if set(councils) == set(inside):  # the code of a council begins those of its communities
        stray = [row for row, key in enumerate(keys) if key[:length] != councils[row]]
    if stray:
        row, where = stray[0], in_lines([lines[one] for one in stray], len(lines))
        yield (
            f"{column} has '{councils[row]}' beside '{keys[row]}', and so on, {where}: the "
            f"codes of {counted(len(stray), 'community', 'communities')} begin like those of another council. The "
            "column may have been sorted or moved alone. Put it right, or add --sure."
        )


def strays(codes: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Codes with the beginning of another group, where beginnings identify most groups."""
    length = _shared_beginning(codes, groups, _MOSTLY)
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for code, group in zip(codes, groups, strict=True):
        inside[code[:length]][group] += 1
    usual = {prefix: counts.most_common(1)[0][0] for prefix, counts in inside.items()}
    if not length or len(usual) != len(set(groups)):
        return []
    return [code for code, group in zip(codes, groups, strict=True) if usual[code[:length]] != group]


def _shared_beginning(keys: Sequence[str], councils: Sequence[str], share: float = _KEPT) -> int:
    """The number of letters at the start of codes that identify councils; 0 without any.

    Codes have one length. There are as many beginnings as councils, or one fewer for each slip, and each council
    has its own; or the beginnings are the very codes of the councils.
    """
    known, length = set(councils), len(keys[0])
    if any(len(key) != length for key in keys) or len(known) < 3 or len(keys) < 3 * len(known):
        return 0
    beginnings = {letters: {key[:letters] for key in keys} for letters in range(1, length)}
    for letters, starts in beginnings.items():
        if starts == known:
            return letters
    for count in (len(known), len(known) - 1):
        for letters, starts in beginnings.items():
            if len(starts) == count and _is_own(letters, keys, councils, share):
                return letters
    return 0


def _is_own(letters: int, keys: Sequence[str], councils: Sequence[str], share: float) -> bool:
    """Whether each beginning of this length has a council of its own, but for few communities."""
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for key, council in zip(keys, councils, strict=True):
        inside[key[:letters]][council] += 1
    most = [counts.most_common(1)[0] for counts in inside.values()]
    return sum(count for _, count in most) >= share * len(keys) and len({name for name, _ in most}) == len(
        inside
    )


def _one_slip(one: str, other: str) -> bool:
    """Whether two names differ by a letter, or one has the other's words, shortened or left out."""
    if one.isdigit() or other.isdigit():
        return False
    short, long = sorted((folded(one), folded(other)), key=len)
    if len(long) >= _SHORTEST and _differ_by_a_letter(short, long):
        return True
    few, many = sorted(
        ([folded(word) for word in re.split(r"[\s.\-]+", name) if word] for name in (one, other)),
        key=lambda words: (len(words), sum(map(len, words))),
    )
    return bool(few) and all(any(word.startswith(start) for word in many) for start in few)


def _differ_by_a_letter(short: str, long: str) -> bool:
    if any(letter.isdigit() for letter in short + long):
        return False
    at = next((k for k, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) == len(long):
        return short[at + 1 :] == long[at + 1 :] or (
            short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
        )
    return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]


def nearly_alike(names: Sequence[str]) -> list[list[str]]:
    """Pairs of names of several letters that differ by one, or by a word that most other names end or begin with."""
    known = list(dict.fromkeys(names))
    words_of = {name: [folded(word) for word in re.split(r"[\s,.\-]+", name) if word] for name in known}
    usual = Counter(word for words in words_of.values() for word in set(words))
    pairs = []
    for one, other in combinations(known, 2):
        few, many = sorted((words_of[one], words_of[other]), key=len)
        slip = [sorted(pair, key=len) for pair in zip(few, many, strict=False) if pair[0] != pair[1]]
        by_a_letter = (
            len(few) == len(many)
            and len(slip) == 1
            and len(slip[0][1]) >= _WORD
            and _differ_by_a_letter(*slip[0])
        )
        more = [word for word in many if word not in few]
        by_a_word = set(few) < set(many) and all(2 * usual[word] > len(known) for word in more)
        if by_a_letter or by_a_word:
            pairs.append([one, other])
    return pairs


def questions_of_council_names(own: Mapping[str, str], other: Mapping[str, str], where: str) -> Iterator[str]:
    """A question where the council table gives a code the name that the file of communities gives another."""
    code_of = {folded(name): code for code, name in own.items()}
    wrong = [
        code
        for code, name in own.items()
        if code in other
        and folded(other[code]) != folded(name)
        and code_of.get(folded(other[code]), code) != code
    ]
    if wrong:
        shown = joined([f"'{code}' '{other[code]}', not '{own[code]}'" for code in wrong[:_SHOWN]])
        yield (
            f"{where} calls {shown}: {counted(len(wrong), 'council')} with the name that the file of communities gives "
            "another. Its names or codes may have been sorted or moved alone. Put them right, or add --sure."
        )
