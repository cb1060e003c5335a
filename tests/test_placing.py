"""Where labels stand: apart, on the nearer side, and with lines in nothing's way."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from lumbar.pictures.placing import EDGE, GAP, Named, Pixel, Place, Sheet, places

SHEET = Sheet((800, 600), (100.0, 700.0), 8.0)
FREE = np.zeros((76, 101))


def laid(*ends: Pixel) -> list[Place]:
    return places([Named(90.0, end, FREE) for end in ends], SHEET)


def crossing(one: tuple[Pixel, Pixel], other: tuple[Pixel, Pixel]) -> bool:
    """By solving for where two lines meet."""
    (a, b), (c, d) = np.array(one), np.array(other)
    turned = np.stack([b - a, c - d], axis=1)
    if abs(np.linalg.det(turned)) < 1e-9:
        return False
    share = np.linalg.solve(turned, c - a)
    return bool((share > 0).all() and (share < 1).all())


def test_a_label_stands_level_with_its_end_on_the_nearer_side() -> None:
    left, right = laid((250.0, 200.0), (560.0, 330.0))
    assert (left.side, left.at[1]) == (-1, 200.0)
    assert (right.side, right.at[1]) == (1, 330.0)


@pytest.mark.parametrize("seed", range(8))
def test_in_a_crowd_texts_keep_apart_and_lines_do_not_cross(seed: int) -> None:
    ends = np.random.default_rng(seed).uniform((250, 200), (550, 400), (8, 2)).tolist()
    found = laid(*((x, y) for x, y in ends))
    for (one, end), (other, tip) in combinations(zip(found, ends, strict=True), 2):
        apart = abs(one.at[1] - other.at[1])
        assert one.side != other.side or apart > 0.9 * GAP * SHEET.unit
        assert not crossing((one.at, end), (other.at, tip))
    for place in found:
        x, y = place.at
        assert min(x, x + 90 * place.side) >= EDGE * SHEET.unit - 1e-6
        assert max(x, x + 90 * place.side) <= SHEET.size[0] - EDGE * SHEET.unit + 1e-6
        assert EDGE * SHEET.unit <= y <= SHEET.size[1] - EDGE * SHEET.unit


def test_on_a_side_labels_stand_in_the_order_of_what_they_name() -> None:
    found = laid((250.0, 300.0), (240.0, 312.0), (260.0, 288.0), (245.0, 324.0))
    assert {place.side for place in found} == {-1}
    rows = [place.at[1] for place in found]
    assert sorted(range(4), key=rows.__getitem__) == [2, 0, 1, 3]


def test_a_line_goes_round_what_it_is_to_keep_off() -> None:
    """A root left of the middle with the sac at its right and an overgrowth at its left: over that, not through."""
    off = FREE.copy()
    off[:, 45:60] = 1  # the sac, on the right of the end
    off[33:48, 33:38] = 1  # the overgrowth, on its left, a little lower
    (place,) = places([Named(90.0, (320.0, 272.0), off)], SHEET)
    assert place.side == -1
    assert place.at[1] < 272


def test_a_text_stands_over_or_under_what_lies_out_beside_it() -> None:
    """Not on it, nor with a line back through itself: the line rises or falls straight to its end."""
    (place,) = laid((70.0, 300.0))
    assert place.side == -1
    assert abs(place.at[1] - 300.0) > 0.6 * GAP * 6
    assert place.start[0] == 70.0
    assert min(place.at[1], 300.0) < place.start[1] < max(place.at[1], 300.0)


def test_a_wall_sends_a_label_to_the_other_side() -> None:
    off = FREE.copy()
    off[:, 20:40] = 1
    (place,) = places([Named(90.0, (380.0, 300.0), off)], SHEET)
    assert place.side == 1
