"""Lessons: questions for a class, with statements that a machine checks in many worlds.

lesson.py  statements.py  guesses.py   what a file says, read and checked
running.py  check.py                   its settings in many worlds, and whether its statements hold
kept.py                                the numbers of the last check, which material and pages quote
reveal.py  drawing.py                  what a step shows after the guess
document.py  page.py  material.py      the lesson in words, as a page to hand on, and as paper
"""
