"""What actors choose, one file a decision: the view, the choice, the rival rules.

`choosing/` is shared by all decisions of single actors: the owner of a decision, the actor's view, the checks of
choices, and overrides of one actor's decisions by a user's object.
"""
