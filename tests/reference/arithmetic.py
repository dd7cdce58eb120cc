"""A few sums that many actors need: means, standard scores, the cosine, the power mean."""

import math


def clip(value, lowest, highest):
    """Keep a number between two bounds."""
    return min(max(value, lowest), highest)


def mean(values):
    """The plain mean: everybody counts the same."""
    values = list(values)
    return sum(values) / len(values)


def weighted_mean(values, weights):
    """The mean in which everybody counts by a weight, such as a council's residents."""
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def variance(values):
    """The population variance: squared distances from the mean, divided by how many there are."""
    values = list(values)
    middle = mean(values)
    return mean((value - middle) ** 2 for value in values)


def standard_scores(values):
    """How many standard deviations each entry of a dict lies above the mean; 0 where all are alike."""
    middle = mean(values.values())
    deviation = math.sqrt(variance(values.values()))
    if deviation <= 1e-12:
        return dict.fromkeys(values, 0.0)
    return {key: (value - middle) / deviation for key, value in values.items()}


def normalised(weights):
    """The entries of a dict as shares of their sum."""
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def cosine(first, second):
    """How far two lists of numbers point the same way: 1 the same, 0 nothing in common.

    The page does not say what the cosine with a list of zeros is; here it is 0.
    """
    lengths = math.sqrt(sum(x * x for x in first) * sum(y * y for y in second))
    if lengths == 0:
        return 0.0
    return sum(x * y for x, y in zip(first, second, strict=True)) / lengths


def sine(likeness):
    """How far two lists of numbers point different ways, from their cosine: 0 the same way, 1 at right angles.

    √(1 − cosine²); what rounding alone can leave of 1 − cosine² is none.
    """
    unlike = 1 - likeness**2
    return math.sqrt(unlike) if unlike > 1e-12 else 0.0


def power_mean(weights, values, exponent, band):
    """The mean with constant elasticity of substitution: (Σ weight·value^r)^(1/r), for weights that sum to 1.

    Where r is nearer to 0 than the band it is the geometric mean; below the band an input that is missing
    cannot be replaced, so nothing is produced.
    """
    inputs = [(weight, value) for weight, value in zip(weights, values, strict=True) if weight > 0]
    if exponent < band and any(value == 0 for _, value in inputs):
        return 0.0
    if abs(exponent) < band:
        return math.exp(sum(weight * math.log(value) for weight, value in inputs))
    # the unit is taken out first: 0.02 to the power of a large negative exponent overflows
    unit = (min if exponent < 0 else max)(value for _, value in inputs)
    if unit == 0:
        return 0.0
    total = sum(weight * (value / unit) ** exponent for weight, value in inputs)
    return unit * total ** (1 / exponent)


def poisson_count(uniform, rate):
    """How many events a uniform draw stands for, at most 8: the Poisson cumulative probabilities below it."""
    count, probability, cumulative = 0, math.exp(-rate), 0.0
    for events in range(8):
        cumulative += probability
        count += uniform > cumulative
        probability *= rate / (events + 1)
    return count
