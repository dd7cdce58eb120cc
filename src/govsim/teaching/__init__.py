"""Teaching: the cabinet game, in which a class governs a country and learns what was its doing."""
