"""What follows from the runs of an experiment: pure functions of its results, each with an answer in plain English."""
