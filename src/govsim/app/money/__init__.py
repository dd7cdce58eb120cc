"""*Follow the money*: where each pound goes, from the budget to people, and along which edges."""
