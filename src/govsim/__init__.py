"""govsim: when does mission-led government beat departmental silos?"""
