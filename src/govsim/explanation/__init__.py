"""Why two arrangements differ: which lever and which mechanism adds what."""
