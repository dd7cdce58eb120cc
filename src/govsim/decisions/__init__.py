"""What actors choose, one file a decision: the view, the choice, the rival rules.

In `choosing/` stands what all decisions share when somebody is asked in person: whose a decision is, what they
see, what nobody may choose, and how a plain object takes over the decisions of one actor.
"""
