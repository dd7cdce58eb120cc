"""The colours, dashes and letters that all drawings share."""

from __future__ import annotations

COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # Okabe and Ito
DASHES = ([1, 0], [9, 3], [9, 3, 2, 3], [4, 3], [12, 3, 2, 3, 2, 3], [6, 2])
REPORTED_DASH = [2, 2]
INK, GREY = "#222222", "#666666"
FONT, TITLE_FONT = "Arial, Liberation Sans, sans-serif", "Georgia, serif"
