"""Rooms: a class in one room plays on its phones; the lecturer's computer serves them and remembers everything."""
