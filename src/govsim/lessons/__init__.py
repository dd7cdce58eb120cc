"""Lessons: questions for a class, with statements that a machine checks in many worlds.

lesson.py  statements.py  guesses.py   the content of a file, read and checked
running.py  check.py                   its settings in many worlds, and whether its statements hold
saved_results.py                       the numbers of the last check, which material and pages quote
reveal.py  drawing.py                  the result of a step, after the guess
document.py  page.py                   the lesson in words, and as a page to hand on
material.py  handouts.py               slides, and pages to print
"""
