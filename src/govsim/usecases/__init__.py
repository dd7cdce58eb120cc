"""What a person can ask of govsim, as typed functions."""
