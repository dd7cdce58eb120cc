"""Who is asked to decide what, what they see, and what nobody may choose: for agents and for decisions taken over."""
