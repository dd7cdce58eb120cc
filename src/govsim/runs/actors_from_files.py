"""Load a student's actor from a file: `council:hillford=my_council.py:Thrifty` becomes an object that decides."""

from __future__ import annotations

import itertools
import linecache
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from govsim.decisions.choosing.owners import OWNERS
from govsim.errors import ChoiceError, GovsimError, InputError, Problem, nearest

METHODS = tuple(owner.method for owner in OWNERS.values())
FORM = "KIND:KEY=FILE:NAME"
EXAMPLE = "council:hillford=my_council.py:Thrifty"

_counted = itertools.count()


@dataclass(frozen=True)
class ActorsFromFiles:
    """Overrides of actors, and the files that they come from."""

    actors: Mapping[str, Any]
    files: tuple[str, ...]

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Turn an error in one of the files into a ChoiceError with file and line; other errors pass."""
        try:
            yield
        except GovsimError:
            raise
        except (Exception, SystemExit) as error:  # whatever a student's method may raise
            last = _last_step(error, self.files)
            if last is None:
                raise
            where = Problem(
                last.filename,
                "a choice",
                _error_words(error),
                line=last.lineno,
                key=None if last.name == "<module>" else last.name,
                remedy=f"The line is: {last.line}" if last.line else "",
            )
            raise ChoiceError(str(where)) from error


def actors_from(texts: Iterable[str]) -> ActorsFromFiles:
    """Run Python files and take actors from them. Raises InputError with every problem.

    Each text is `KIND:KEY=FILE:NAME`, where the name is an object's or that of a class without arguments.
    """
    actors: dict[str, Any] = {}
    modules: dict[str, ModuleType] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            who, separator, source = text.partition("=")
            if not separator:
                raise InputError(Problem(f"actor '{text}'", FORM, "no '='", remedy=f"Such as {EXAMPLE}."))
            if who in actors:
                raise InputError(Problem(f"actor '{who}'", "one override", "two"))
            actors[who] = object_from(source, modules)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    return ActorsFromFiles(actors, tuple(modules))


def object_from(source: str, modules: dict[str, ModuleType] | None = None) -> Any:
    """The object or class at `FILE:NAME`. `modules` caches the files that were run."""
    file, separator, name = source.rpartition(":")
    if not (file and separator and name):
        raise InputError(
            Problem(source or "actor", "FILE:NAME", f"'{source}'", remedy="Such as my_council.py:Thrifty.")
        )
    known = modules if modules is not None else {}
    if file not in known:
        known[file] = _module_of(file)
    module = known[file]
    if not hasattr(module, name):
        own = [word for word, thing in vars(module).items() if _may_decide(thing)]
        remedy = nearest(name, own) if own else f"Nothing in it has a method {', '.join(METHODS)}."
        raise InputError(Problem(file, "a class or an object of this name", f"no '{name}'", remedy=remedy))
    return getattr(module, name)


def override_words(text: str) -> str:
    """The sentence on one `--actor` option: the override and its actor.

    >>> override_words("council:hillford=my_council.py:Thrifty")
    'Overridden from quarter 0 on: council hillford, by Thrifty of my_council.py.'
    """
    who, _, source = text.partition("=")
    file, _, name = source.rpartition(":")
    return f"Overridden from quarter 0 on: {who.replace(':', ' ', 1)}, by {name} of {file}."


def _may_decide(thing: Any) -> bool:
    return any(callable(getattr(thing, method, None)) for method in METHODS)


def _module_of(file: str) -> ModuleType:
    """Run a Python file. Raises InputError if it is missing or fails."""
    path = Path(file)
    expected = "a Python file"
    try:
        code = path.read_bytes()
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise InputError(Problem(file, expected, found)) from error
    module = ModuleType(f"govsim_actor_{next(_counted)}")
    module.__file__ = file
    sys.modules[module.__name__] = module  # dataclasses and copies look for the module of a class there
    beside = str(path.resolve().parent)
    sys.path.insert(0, beside)  # the file may import its neighbours, as when Python runs it
    linecache.checkcache(file)
    try:
        exec(compile(code, file, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:  # whatever a student's file may raise
        raise InputError(_failure(file, error)) from error
    finally:
        if beside in sys.path:
            sys.path.remove(beside)
    return module


def _failure(file: str, error: BaseException) -> Problem:
    """Why a file does not run, with its line; a syntax error has no frame of its own."""
    last = _last_step(error, [file])
    line = last.lineno if last is not None else getattr(error, "lineno", None)
    found = _error_words(SyntaxError(error.msg) if isinstance(error, SyntaxError) else error)
    return Problem(file, "Python that runs", found, line=line)


def _error_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(":. ")


def _last_step(error: BaseException, files: Iterable[str]) -> traceback.FrameSummary | None:
    """The last frame of a traceback that lies in these files."""
    within = set(files)
    steps = [step for step in traceback.extract_tb(error.__traceback__) if step.filename in within]
    return steps[-1] if steps else None
