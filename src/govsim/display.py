"""The common display of results: one line in a terminal, a page in a notebook, a table."""

from __future__ import annotations

from typing import Any

from govsim.errors import InputError, Problem


class Displayed:
    """An object shown as one line in a terminal and a page in a notebook."""

    def in_one_line(self) -> str:
        """A description in one line, without the class."""
        raise NotImplementedError

    def __repr__(self) -> str:
        line = " ".join(self.in_one_line().split())
        return f"<{type(self).__name__}: {line if len(line) <= 200 else f'{line[:199]}…'}>"

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        from govsim.notebook.pages import page_of  # of the uppermost room, which shows all others

        return page_of(self)


class Dataset(Displayed):
    """Results that are also a table and a chart."""

    def to_arrow(self) -> Any:
        """A tidy pyarrow table."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """The table of `to_arrow` as a pandas data frame. Raises InputError without pandas."""
        try:
            import pandas  # noqa: F401
        except ImportError as error:
            remedy = "Install it (pip install pandas), or use .to_arrow()."
            raise InputError(
                Problem("pandas", "pandas to be installed", "no such package", remedy=remedy)
            ) from error
        return self.to_arrow().to_pandas()

    def plot(self) -> Any:
        """An Altair chart, which a notebook draws. Raises InputError without the extra `plot`."""
        from govsim.notebook.charts import chart_of  # as above

        return chart_of(self)
