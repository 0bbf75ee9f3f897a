"""What a figure or an answer is, which decides how people and machines read it."""

from typing import Literal

Kind = Literal[
    "level",  # an amount, in the unit of the question
    "rate",  # a fraction, which people read in per cent, with its sign
    "share",  # a fraction, which people read in per cent, without one
    "points",  # a difference of rates: a fraction, which people read in percentage points
    "chance",  # a share that is known only from 5 to 95 %
    "log",  # a growth in logarithms
    "ratio",  # a plain number
    "years",  # a span of time
    "year",  # a calendar year
    "count",  # a whole number
    "word",  # one of our own words, such as a verdict
    "text",  # what someone wrote
]
