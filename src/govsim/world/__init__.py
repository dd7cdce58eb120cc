"""The world: arrays with declared axes, the network, places and random draws."""
