"""What actors choose, one file a decision: the view, the choice, the rival rules."""
