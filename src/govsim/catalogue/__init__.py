"""What users can choose from, and new files for them: scenarios, places, networks."""
