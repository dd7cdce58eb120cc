"""The pages in the browser: they show results and contain no model."""
