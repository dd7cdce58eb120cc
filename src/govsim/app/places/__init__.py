"""*Places*: what an arrangement does where, on a map, by region and by council."""
