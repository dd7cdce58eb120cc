"""The page *Explore*: levers, and what they do to the country."""
