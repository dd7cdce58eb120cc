"""The display of a result in a notebook: a page of HTML, or a chart.

pages.py       the page of each kind of result
html_page.py   the pages of the command line as HTML
charts.py      the chart of runs, comparisons and experiments
"""
