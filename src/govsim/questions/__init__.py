"""Questions that the model is there to answer, each on one page: do the claims of the essay hold?

stated.py                      the claims and predictions as they were written down beforehand
arms.py                        which arrangements have to be run for them, and running them
contrasts.py                   in which share of worlds a claim holds, and at which rate its verdict turns
deciding.py  boxes.py          on which assumptions it depends, and in which part of what nobody knows it holds
claims.py  wording.py          all of it together, and in words
"""
