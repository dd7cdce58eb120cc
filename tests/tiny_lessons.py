"""A lesson about the country for the classroom, small enough to be run in a test."""

from __future__ import annotations

TINY = """
title = "Boards and a placebo"
minutes = 10
for_whom = "Anyone."
question = "Do boards cost time?"
aims = ["say what a seat takes", "tell a cost from a harm"]

[settings.silos]
label = "silos"
scenario = {extends = "classroom_small", horizon = 12, warm_up = 4, levers_from = "siloed"}

[settings.boards]
label = "boards"
scenario = {extends = "classroom_small", horizon = 12, warm_up = 4, levers_from = "layered"}

[settings.placebo]
label = "a placebo"
scenario = {extends = "classroom_small", horizon = 12, warm_up = 4, levers_from = "siloed", levers = {placebo = 1.0}}

[statements.time]
kind = "share"
setting = "boards"
against = "silos"
measure = "central_staff_time"
way = "higher"

[statements.nothing]
kind = "difference"
setting = "placebo"
against = "silos"
measure = "progress"
verdict = "equal"

[statements.most]
kind = "first"
setting = "boards"
against = "silos"
others = ["placebo"]
measure = "central_staff_time"
way = "most"

[statements.gap]
kind = "gap"
name = "what boards take"
other_name = "what a placebo takes"
setting = "boards"
against = "silos"
other_setting = "placebo"
other_against = "silos"
measure = "central_staff_time"
verdict = "worse"

[[steps]]
key = "time"
title = "Time"
minutes = 4
say = ["A seat takes time & money."]
after = ["{time} That is {time.size}.", "{gap}"]
discuss = ["What for?"]
guess = {kind = "worlds", question = "In how many?", statement = "time", way = "higher"}
show = {view = "worlds", statement = "time"}

[[steps]]
key = "nothing"
title = "Nothing"
minutes = 3
say = ["Nothing reads a placebo."]
after = ["{nothing}"]
guess = {kind = "sign", question = "What does it do?", statement = "nothing"}

[[steps]]
key = "end"
title = "Where it ends"
minutes = 2
say = ["Draw it."]
after = ["So it was."]
guess = {kind = "end", question = "Where?", setting = "boards", measure = "central_staff_time", low = 0, high = 40}
show = {view = "course", settings = ["boards", "silos"], measure = "central_staff_time"}

[[steps]]
key = "opinion"
title = "And you?"
minutes = 1
say = ["Choose."]
after = ["{most}"]
guess = {kind = "choice", question = "Worth it?", options = [{key = "yes", words = "Yes"}, {key = "no", words = "No"}]}
"""
