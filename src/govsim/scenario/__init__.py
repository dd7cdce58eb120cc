"""What was asked for: TOML turned into frozen, checked data."""
