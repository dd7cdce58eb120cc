"""The report of an experiment: one page of HTML that needs no script, and the same as Markdown and JSON."""
