"""What there is to choose from, and new files of one's own: scenarios, places, networks."""
