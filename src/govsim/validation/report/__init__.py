"""The report of a validation: one page of HTML that needs no script and nothing from elsewhere."""
