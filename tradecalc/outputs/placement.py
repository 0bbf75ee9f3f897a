"""Where labels go: each in the first place that is free, and none over another.

All lengths are points of 1/72 inch, from the lower left corner of the picture.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Side = Literal["left", "center", "right"]
Height = Literal["bottom", "center", "top"]
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle that something fills."""

    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: Box) -> float:
        """The area that two boxes share.

        >>> Box(0, 0, 4, 2).shared(Box(3, 1, 9, 9)), Box(0, 0, 4, 2).shared(Box(4, 0, 5, 2))
        (1, 0)
        """
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return width * height if width > 0 and height > 0 else 0

    def wider(self, by: float) -> Box:
        """The same box with a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Anchor(NamedTuple):
    """A point and which side of a text stands there: at its left the text begins."""

    x: float
    y: float
    side: Side = "center"
    height: Height = "bottom"

    def box(self, width: float, height: float) -> Box:
        """What a text of that size fills.

        >>> Anchor(10, 5, "right", "center").box(4, 2)
        Box(left=6.0, bottom=4.0, right=10.0, top=6.0)
        """
        left = self.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.side]
        bottom = self.y - height * {"bottom": 0.0, "center": 0.5, "top": 1.0}[self.height]
        return Box(left, bottom, left + width, bottom + height)


def freest(anchors: Iterable[Anchor], width: float, height: float, taken: Sequence[Box]) -> Anchor:
    """Return the first of *anchors* where a text shares least with the boxes *taken*."""
    least, chosen = math.inf, Anchor(0, 0)
    for anchor in anchors:
        box = anchor.box(width, height)
        shared = sum(box.shared(other) for other in taken)
        if shared < least:
            least, chosen = shared, anchor
        if not shared:
            break
    return chosen


def along(points: Sequence[Point], *, reach: float) -> list[Box]:
    """Boxes that a line through *points* fills, *reach* to each side of it."""
    boxes = [Box(x, y, x, y).wider(reach) for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = math.ceil(math.hypot(x1 - x0, y1 - y0) / (2 * reach))
        boxes += [
            Box(x, y, x, y).wider(reach)
            for x, y in (
                (x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps) for k in range(1, steps)
            )
        ]
    return boxes


def apart(first: Point, second: Point, *, low: float, high: float) -> tuple[float, float]:
    """Return where the middles of two labels stand, moved apart until neither covers the other.

    Each is given as the height that its middle should have, and how high it is. They stay between
    *low* and *high* where there is room, and the one that should be higher is.

    >>> apart((50, 20), (52, 20), low=0, high=200), apart((5, 20), (90, 20), low=0, high=200)
    ((41.0, 61.0), (10.0, 90.0))
    """
    if first[0] > second[0]:
        above, below = apart(second, first, low=low, high=high)[::-1]
        return above, below
    (lower, lower_height), (upper, upper_height) = first, second
    need = (lower_height + upper_height) / 2
    move = max(0.0, need - (upper - lower)) / 2
    lower, upper = max(lower - move, low + lower_height / 2), upper + move
    upper = min(max(upper, lower + need), high - upper_height / 2)
    return min(lower, upper - need), upper
