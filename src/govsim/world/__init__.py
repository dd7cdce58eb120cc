"""What exists: arrays with declared axes, the network, places and random draws."""
