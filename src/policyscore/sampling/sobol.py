"""Sobol points: numbers that fill a cube more evenly than chance does, shuffled by a seed.

Direction numbers of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional
projections", SIAM Journal on Scientific Computing 30, 2008. The points are scrambled by a random
linear map of their digits and a random shift (J. Matousek, "On the L2-discrepancy for anchored
boxes", Journal of Complexity 14, 1998), so that several scramblings tell how far off a mean is.
"""

from collections.abc import Iterator
from random import Random

BITS = 30

# For each dimension but the first: a primitive polynomial over GF(2), whose coefficients are the
# bits of a number, and the first odd numbers, one a degree.
_DIRECTIONS = """
3: 1; 7: 1 3; 11: 1 3 1; 13: 1 1 1; 19: 1 1 3 3; 25: 1 3 5 13; 37: 1 1 5 5 17; 41: 1 1 5 5 5;
47: 1 1 7 11 19; 55: 1 1 5 1 1; 59: 1 1 1 3 11; 61: 1 3 5 5 31; 67: 1 3 3 9 7 49; 91: 1 1 1 15
21 21; 97: 1 3 1 13 27 49; 103: 1 1 1 15 7 5; 109: 1 3 1 15 13 25; 115: 1 1 5 5 19 61; 131: 1 3
7 11 23 15 103; 137: 1 3 7 13 13 15 69; 143: 1 1 3 13 7 35 63; 145: 1 3 5 9 1 25 53; 157: 1 3 1
13 9 35 107; 167: 1 3 1 5 27 61 31; 171: 1 1 5 11 19 41 61; 185: 1 3 5 3 3 13 69; 191: 1 1 7 13
1 19 1; 193: 1 3 7 5 13 19 59; 203: 1 1 3 9 25 29 41; 211: 1 3 5 13 23 1 55; 213: 1 3 7 3 13 59
17; 229: 1 3 1 3 5 53 69; 239: 1 1 5 5 23 33 13; 241: 1 1 7 7 1 61 123; 247: 1 1 7 9 13 61 49;
253: 1 3 3 5 3 55 33; 285: 1 3 1 15 31 13 49 245; 299: 1 3 5 15 31 59 63 97; 301: 1 3 1 11 11 11
77 249; 333: 1 3 1 11 27 43 71 9; 351: 1 1 7 15 21 11 81 45; 355: 1 3 7 3 25 31 65 79; 357: 1 3
1 1 19 11 3 205; 361: 1 1 5 9 19 21 29 157; 369: 1 3 7 11 1 33 89 185; 391: 1 3 3 3 15 9 79 71;
397: 1 3 7 11 15 39 119 27; 425: 1 1 3 1 11 31 97 225; 451: 1 1 1 3 23 43 57 177; 463: 1 3 7 7
17 17 37 71; 487: 1 3 1 5 27 63 123 213; 501: 1 1 3 5 11 43 53 133; 529: 1 3 5 5 29 17 47 173
479; 539: 1 3 3 11 3 1 109 9 69; 545: 1 1 1 5 17 39 23 5 343; 557: 1 3 1 5 25 15 31 103 499;
563: 1 1 1 11 11 17 63 105 183; 601: 1 1 5 11 9 29 97 231 363; 607: 1 1 5 15 19 45 41 7 383;
617: 1 3 7 7 31 19 83 137 221; 623: 1 1 1 3 23 15 111 223 83; 631: 1 1 5 13 31 15 55 25 161;
637: 1 1 3 13 25 47 39 87 257
"""
DIMENSIONS = 1 + _DIRECTIONS.count(";") + 1


def points(dimensions: int, count: int, chance: Random) -> Iterator[list[float]]:
    """Yield scrambled points of the unit cube, their coordinates above 0 and below 1.

    Coordinates beyond DIMENSIONS are plain random numbers. Counts that are powers of 2 are best.
    """
    spread = min(dimensions, DIMENSIONS)
    directions = [_scrambled(numbers, chance) for numbers in directions_of(spread)]
    by_step = list(zip(*directions, strict=True)) if directions else []
    now = [chance.getrandbits(BITS) for _ in range(spread)]
    for i in range(1, count + 1):
        more = [chance.random() for _ in range(dimensions - spread)]
        yield [(x + 0.5) / (1 << BITS) for x in now] + more
        step = by_step[(i & -i).bit_length() - 1] if by_step else ()
        now = [x ^ v for x, v in zip(now, step, strict=True)]


def directions_of(dimensions: int) -> list[list[int]]:
    """Return the direction numbers of each dimension, BITS of them, each a number of BITS bits."""
    found = [[1 << (BITS - 1 - i) for i in range(BITS)]]
    for line in _DIRECTIONS.replace("\n", " ").split(";"):
        polynomial, _, first = line.partition(":")
        found.append(_directions(int(polynomial), [int(x) for x in first.split()]))
    return found[:dimensions]


def _directions(polynomial: int, first: list[int]) -> list[int]:
    """Return direction numbers by the recurrence that a primitive polynomial defines."""
    degree = polynomial.bit_length() - 1
    found = [number << (BITS - 1 - i) for i, number in enumerate(first)]
    for i in range(degree, BITS):
        new = found[i - degree] ^ (found[i - degree] >> degree)
        for k in range(1, degree):
            if polynomial >> (degree - k) & 1:
                new ^= found[i - k]
        found.append(new)
    return found


def _scrambled(directions: list[int], chance: Random) -> list[int]:
    """Return direction numbers mapped so that each digit randomly changes the ones below it."""
    columns = [1 << bit | chance.getrandbits(bit) for bit in range(BITS)]
    found = []
    for direction in directions:
        new = 0
        for bit in range(BITS):
            if direction >> bit & 1:
                new ^= columns[bit]
        found.append(new)
    return found
