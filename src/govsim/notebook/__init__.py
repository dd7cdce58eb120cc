"""What a notebook shows of a result: a page of HTML, or a chart.

pages.py       the page of each kind of result
html_page.py   the pages of the command line as HTML
charts.py      the chart of runs, comparisons and experiments
"""
