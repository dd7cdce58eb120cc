"""One world as Mesa agents."""
