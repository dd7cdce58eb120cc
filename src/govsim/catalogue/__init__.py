"""Lists, checks and new files for users: scenarios, places, networks."""
