"""*Compare*: two to four scenarios on the same worlds, as `govsim compare` compares them."""
