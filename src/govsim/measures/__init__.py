"""What is observed: one pure function a measure, with label, unit and source."""
