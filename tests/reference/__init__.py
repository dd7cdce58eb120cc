"""The reference implementation: the model of docs/model.md, agent by agent, in plain Mesa code.

It was written from that page alone, without a look at the fast program in src/govsim. When the two agree to
nine digits, each is evidence that the other says what the page says.
"""
