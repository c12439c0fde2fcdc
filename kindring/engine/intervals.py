"""How far a share that was counted can be trusted."""

from math import sqrt

Z80 = 1.2815515655446004  # of the normal distribution 80 % lies within this many standard deviations
Interval = tuple[float, float]


def wilson(part: int, of: int) -> Interval:
    """The 80 % interval of a share `part` of `of`, both ends within 0..1 and around the share.

    Of nothing there is no share: ValueError, as for a part that is none of it.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209.
    """
    if not 0 <= part <= of or of == 0:
        raise ValueError(f"{part} of {of}")
    share, spread = part / of, Z80**2 / of
    middle = share + spread / 2
    half = Z80 * sqrt((share * (1 - share) + spread / 4) / of)
    return min(share, max(0.0, (middle - half) / (1 + spread))), max(share, min(1.0, (middle + half) / (1 + spread)))


def side(interval: Interval) -> int:
    """1 where the whole interval lies above a half, -1 where it lies below, else 0."""
    low, high = interval
    return int(low > 0.5) - int(high < 0.5)
