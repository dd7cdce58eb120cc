"""The pages in the browser: they show what the use cases find, and know nothing of government themselves."""
