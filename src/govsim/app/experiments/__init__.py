"""*Experiments*: the results in a folder, their reports, and their points on the other pages."""
