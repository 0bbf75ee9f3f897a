"""How a verdict looks: a sign, words and a colour, so that nothing rests on the colour alone."""

from typing import NamedTuple


class Look(NamedTuple):
    """A *sign*, its *plain* stand-in where an encoding lacks it, words for it, and a colour.

    The *brief* words fit a column.
    """

    sign: str
    plain: str
    words: str
    brief: str
    colour: str

    def said(self, *, signs: bool = True) -> str:
        """Return the sign and the words, in capitals."""
        return f"{self.sign if signs else self.plain} {self.words.upper()}"


LOOKS = {
    "on-track": Look("●", "o", "on track", "on track", "green"),
    "acceleration-needed": Look("▲", "^", "acceleration needed", "accelerate", "yellow"),
    "limited-progress": Look("▲", "^", "limited progress", "limited", "yellow"),
    "deterioration": Look("▼", "v", "deterioration", "moving away", "red"),
    "consistent": Look("●", "o", "can all be true", "consistent", "green"),
    "inconsistent": Look("✗", "x", "cannot all be true", "inconsistent", "red"),
}


def in_column(word: str, *, signs: bool = True) -> str:
    """Return a verdict as a column shows it, with its sign; any other word as it is.

    >>> in_column("acceleration-needed"), in_column("on-track", signs=False)
    ('▲ accelerate', 'o on track')
    """
    look = LOOKS.get(word)
    return f"{look.sign if signs else look.plain} {look.brief}" if look else word
