"""*Your missions*: missions of one's own beside the five and the twelve that ship, on the same worlds."""
