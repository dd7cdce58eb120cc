"""The question of the model: do the claims of the essay hold?

stated.py                      claims and predictions, as registered beforehand
arms.py                        the arrangements to run, and their runs
contrasts.py                   the share of worlds in which a claim holds, and its break-even rate
deciding.py  boxes.py          the assumptions on which it depends, and a box of assumptions in which it holds
claims.py  wording.py          all of it together, and in words
"""
