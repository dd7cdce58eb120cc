"""Chance: every draw is a function of its address, so two programs can draw the same numbers (§5.3)."""

import math
from functools import cache
from hashlib import blake2b
from statistics import NormalDist

BITS = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(number):
    """Stir the 64 bits of a number until each depends on all: the finaliser of SplitMix64."""
    number ^= number >> 30
    number = number * 0xBF58476D1CE4E5B9 & BITS
    number ^= number >> 27
    number = number * 0x94D049BB133111EB & BITS
    return number ^ number >> 31


@cache
def hash_of(text):
    """The 64-bit number that stands for a text."""
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")


def join(first, second):
    """One number for two, in which their order matters."""
    return mix(first * GOLDEN + second & BITS)


def absorb(held, number):
    """Stir another number into one that is held."""
    return mix((held ^ number) + GOLDEN & BITS)


@cache
def key_of(*names):
    """The key of who a draw is for: a text, an edge (department, outcome), or two of these."""
    keys = [
        join(hash_of(name[0]), hash_of(name[1])) if isinstance(name, tuple) else hash_of(name)
        for name in names
    ]
    return keys[0] if len(keys) == 1 else join(*keys)


def pair_text(first, second):
    """The text by which a pair of departments is addressed, whichever is listed first."""
    return "|".join(sorted((first, second)))


class Draws:
    """All the chance of one world: the replicate of a seed."""

    def __init__(self, seed, replicate):
        self.seed = seed
        self.replicate = replicate

    def uniform(self, stream, quarter, *names):
        """A number between 0 and 1, each as likely as any other."""
        place = 0
        for part in (self.seed, hash_of(stream), self.replicate, quarter):
            place = absorb(place, part & BITS)
        return ((mix(key_of(*names) ^ place) >> 12) + 0.5) / 2**52

    def normal(self, stream, quarter, *names):
        """A number from the bell curve with mean 0 and standard deviation 1."""
        return NormalDist().inv_cdf(self.uniform(stream, quarter, *names))

    def gumbel(self, stream, quarter, *names):
        """A number from the distribution of the luckiest of many."""
        return -math.log(-math.log(self.uniform(stream, quarter, *names)))


def drawn_uncertainties(scenario, draws):
    """The uncertainties of a world by name: fixed by the scenario, or drawn from their ranges."""
    return {
        name: setting
        if isinstance(setting, float | int)
        else quantile(setting, draws.uniform("uncertainty", 0, name))
        for name, setting in scenario.uncertainties.in_force().items()
    }


def quantile(uncertainty, uniform):
    """The value of an uncertainty that a uniform draw stands for."""
    low, high = uncertainty.low, uncertainty.high
    if uncertainty.scale == "linear":
        return low + uniform * (high - low)
    if uncertainty.scale == "log":
        return low * (high / low) ** uniform
    # complementarity: every ratio of the elasticity of substitution is as likely as any other
    lowest, highest = 1 / (1 - low), 1 / (1 - high)
    return 1 - 1 / (lowest * (highest / lowest) ** uniform)
