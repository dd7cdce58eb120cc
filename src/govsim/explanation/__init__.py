"""Why two arrangements differ: the effects of levers and mechanisms."""
