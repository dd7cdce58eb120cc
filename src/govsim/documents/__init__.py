"""Documents: the form of all reports, their charts, sources and output formats."""
