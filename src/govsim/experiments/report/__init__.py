"""The report of an experiment: one page of HTML without scripts, and the same as Markdown and JSON."""
