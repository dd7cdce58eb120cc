"""Who decides what, what they see, and which choices are refused; for agents and for overrides."""
