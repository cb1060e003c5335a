"""Ligaments before and behind the bodies and between the spines: sheets and straps laid on what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from .chain import Landmarks, plate
from .fields import Points
from .giving_way import Way, moved
from .levels import SEGMENTS, VERTEBRAE, lower, upper
from .obstacle import Obstacle, cast, clearance, leave
from .pose import Pose
from .surface import Surface
from .sweep import Course, eased, lengths, slab, tube

GAP = 0.08  # mm between solids that touch
STRAP_GAP = 0.30  # mm between a strap and the ground it is laid on
FILM = 0.06  # mm, what is left of a strap that has no room
SOFT_GAP = 0.45  # mm between a strap and what is soft before it
STATIONS = 110  # of the longitudinal ligaments

# Half-widths in mm: strap over bodies and fan over discs (Lee 2018; anatomy-facts B5).
PLL_STRAP = dict(zip(SEGMENTS, (4.2, 4.0, 3.9, 3.5, 3.0), strict=True))
PLL_FAN = dict(zip(SEGMENTS, (12.0, 12.5, 13.0, 13.5, 13.0), strict=True))
PLL_THICK, ALL_THICK = 0.9, 1.6  # mm
ALL_HALF_WIDTH = 11.5  # mm (B5: 20-25 wide)
ALL_ON_T12, ALL_ON_S1 = 14.0, 24.0  # mm that it runs on over the next bone above and over the sacrum
ALL_RUNS_OUT, PLL_RUNS_OUT = 14.0, 9.0  # mm over which each thins into the periosteum at its ends
LAST = 0.1  # share of its width and thickness with which it ends
INTERSPINOUS_HALF = 1.9  # mm
SUPRASPINOUS_HALF = 2.2  # mm, half its thickness
SUPRASPINOUS_ENDS = 0.14  # of the way from L4's tip to L5's at which it has run out (B5)
LIFTED = 0.5  # mm the way of the posterior ligament begins behind what stands behind a disc
SEEN = 6.0  # mm within which what stands there is looked for
SAG = 0.9  # mm by which it lies further forward between two tips than on them


def anterior_longitudinal(
    landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose], fronts: Sequence[Obstacle]
) -> Surface:
    """The anterior longitudinal ligament from L1 to S1, laid on bodies and discs from in front.

    It runs on over T12 and over the front of the sacrum, and out there.
    """
    first = plate(landmarks["T12"], "inferior_endplate").posed(poses["T12"]).anterior
    keys = [first + ALL_ON_T12 * poses["T12"].turn[:, 2], first]
    ways = [poses["T12"].turn[:, 1]] * 2
    for name in VERTEBRAE:
        for which in ("superior_endplate", "inferior_endplate"):
            keys.append(plate(landmarks[name], which).posed(poses[name]).anterior)
            ways.append(poses[name].turn[:, 1])
    keys.append(plate(landmarks["S1"], "superior_endplate").posed(poses["S1"]).anterior)
    ways.append(poses["S1"].turn[:, 1])
    keys.append(keys[-1] - ALL_ON_S1 * poses["S1"].turn[:, 2] + 4.0 * poses["S1"].turn[:, 1])
    ways.append(poses["S1"].turn[:, 1])
    line, back = _line(np.array(keys), np.array(ways))
    across = np.linspace(-1.0, 1.0, 15)
    whole = _running_out(line, ALL_RUNS_OUT)
    return _laid(line - 14.0 * back, back, ALL_HALF_WIDTH * whole, across, fronts, ALL_THICK * whole, 34.0)


def posterior_longitudinal(
    landmarks: Mapping[str, Landmarks],
    poses: Mapping[str, Pose],
    fronts: Sequence[Obstacle],
    lesions: Sequence[Obstacle],
    soft: Sequence[Obstacle],
) -> Surface:
    """The posterior longitudinal ligament: narrow behind the bodies, fanned over the discs.

    Where displaced disc material stands behind the disc, the ligament is lifted by it; between
    that and what is ``soft`` behind it, it is as thin as there is room.
    """
    keys, ways, halves = [], [], []
    for level in SEGMENTS:
        over, under = upper(level), lower(level)
        top = plate(landmarks[over], "superior_endplate").posed(poses[over])
        rim = plate(landmarks[over], "inferior_endplate").posed(poses[over])
        next_ = plate(landmarks[under], "superior_endplate").posed(poses[under])
        keys += [(top.posterior + rim.posterior) / 2, rim.posterior, (rim.posterior + next_.posterior) / 2]
        ways += [poses[over].turn[:, 1], poses[over].turn[:, 1], poses[under].turn[:, 1]]
        strap, fan = PLL_STRAP[level], PLL_FAN[level]
        halves += [strap, 0.62 * fan, fan]
        keys.append(next_.posterior)
        ways.append(poses[under].turn[:, 1])
        halves.append(0.6 * fan)
    keys.append(keys[-1] - 9.0 * poses["S1"].turn[:, 2] + 0.5 * poses["S1"].turn[:, 1])
    ways.append(poses["S1"].turn[:, 1])
    halves.append(3.0)
    points = np.array(keys)
    line, back = _line(points, np.array(ways))
    run = lengths(points)
    whole = _running_out(line, PLL_RUNS_OUT)
    half = PchipInterpolator(run, halves)(np.linspace(0.0, run[-1], len(line))) * whole
    across = np.linspace(-1.0, 1.0, 17)
    aside = np.abs(across * half[:, None])
    start = np.interp(aside, [5.0, 10.0], [7.0, 3.6])
    origins = (
        line[:, None]
        + (across * half[:, None])[..., None] * [1.0, 0.0, 0.0]
        + start[..., None] * back[:, None]
    )
    lifted = _narrowed(_clear(origins, back, lesions), fronts)
    return _laid_from(lifted, -back, [*fronts, *lesions], PLL_THICK * whole, 16.0, soft)


def _clear(origins: Points, back: Points, lesions: Sequence[Obstacle]) -> Points:
    """Origins (m, n, 3) moved back until they lie outside every lesion."""
    result = origins.copy()
    if not lesions:
        return result
    held = np.ones(result.shape[:2], bool)
    ways = np.repeat(back[:, None], result.shape[1], axis=1)
    for _ in range(14):
        held[held] = clearance(lesions, result[held], SEEN) < LIFTED
        result[held] += ways[held]
    return result


def _narrowed(origins: Points, walls: Sequence[Obstacle]) -> Points:
    """Origins (m, n, 3) of a strap without those that lie in a wall, or beyond one from the middle of their row.

    The last free place before it stands for them: there the strap is narrower.
    """
    room = clearance(walls, origins.reshape(-1, 3), SEEN).reshape(origins.shape[:2])
    middle, rows = origins.shape[1] // 2, np.arange(len(origins))[:, None]
    right, left = _free(room[:, middle::-1]), _free(room[:, middle:])
    places = np.clip(np.arange(origins.shape[1]), (middle - right)[:, None], (middle + left)[:, None])
    before = np.minimum(places.astype(int), origins.shape[1] - 2)
    part = (places - before)[..., None]
    narrowed: Points = (1.0 - part) * origins[rows, before] + part * origins[rows, before + 1]
    return narrowed


def _free(room: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far (m,) along rows of places with so much room (m, n) mm it is to a wall, counted in places."""
    count = np.minimum.accumulate(room > 0.0, axis=1).sum(axis=1)
    last, beyond = np.clip(count - 1, 0, None), np.minimum(count, room.shape[1] - 1)
    rows = np.arange(len(room))
    off, inside = np.maximum(room[rows, last], 0.0), np.maximum(-room[rows, beyond], 0.0)
    share = off / np.maximum(off + inside, 1e-9)
    free: NDArray[np.float64] = last + np.where(beyond > last, share, 0.0)
    return free


def _line(keys: Points, ways: Points) -> tuple[Points, Points]:
    """A smooth line through key points (k, 3), and the directions (m, 3) at its stations."""
    run = lengths(keys)
    at = np.linspace(0.0, run[-1], STATIONS)
    back = PchipInterpolator(run, ways)(at)
    return PchipInterpolator(run, keys)(at), back / np.linalg.norm(back, axis=1, keepdims=True)


def _running_out(line: Points, over: float) -> NDArray[np.float64]:
    """Shares (m,) of its width and thickness that a strap has along a line: all but near its two rounded ends."""
    run = lengths(line)
    near = np.clip(np.minimum(run, run[-1] - run) / over, 0.0, 1.0)
    return np.asarray(np.maximum(np.sqrt(1.0 - (1.0 - near) ** 2), LAST))


def _laid(
    origins: Points,
    ways: Points,
    half: NDArray[np.float64],
    across: NDArray[np.float64],
    ground: Sequence[Obstacle],
    thick: NDArray[np.float64],
    reach: float,
) -> Surface:
    """A strap laid along directions (m, 3) onto the ground from a line of origins (m, 3)."""
    starts = origins[:, None] + (across * half[:, None])[..., None] * np.array([1.0, 0.0, 0.0])
    return _laid_from(starts, ways, ground, thick, reach)


def _laid_from(
    starts: Points,
    ways: Points,
    ground: Sequence[Obstacle],
    thick: NDArray[np.float64],
    reach: float,
    soft: Sequence[Obstacle] = (),
) -> Surface:
    """A strap of a thickness (m,) in mm laid on the ground from starts (m, n, 3)."""
    way = np.repeat(ways[:, None], starts.shape[1], axis=1)
    there = cast(ground, starts.reshape(-1, 3), way.reshape(-1, 3), reach).reshape(starts.shape[:2])
    far = np.minimum(there, eased(there) + 0.4) - STRAP_GAP
    rim = 1.0 - np.abs(np.linspace(-1.0, 1.0, starts.shape[1])) ** 4
    depth = 0.15 + np.maximum(thick - 0.15, 0.0)[:, None] * rim
    top = np.minimum(np.maximum(eased(far) - depth, 0.0), far - 0.1)
    if soft:
        last = there - STRAP_GAP
        behind = (starts + last[..., None] * way).reshape(-1, 3)
        free = cast(soft, behind, -way.reshape(-1, 3), 4.0).reshape(far.shape)
        least = last - np.maximum(free - SOFT_GAP, FILM)
        top, far = np.maximum(top, least), np.maximum(far, least + FILM)
    under = starts + far[..., None] * way
    over = starts + top[..., None] * way
    return slab(over, under)


def _even(far: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values (m,) along a line without their small steps."""
    padded = np.pad(far, 4, mode="edge")
    smooth: NDArray[np.float64] = np.convolve(
        padded, np.hanning(11)[1:-1] / np.hanning(11).sum(), mode="valid"
    )
    return smooth


def interspinous(
    level: str, landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose], bones: Mapping[str, Obstacle]
) -> Surface:
    """The interspinous ligament: a sheet in the midline between two spinous processes."""
    over, under = upper(level), lower(level)
    share = np.linspace(0.08, 1.0, 16)[:, None]
    high, low = (_spinous(name, landmarks, poses) for name in (over, under))
    high, low = high[0] + share * (high[1] - high[0]), low[0] + share * (low[1] - low[0])
    down = (low - high) / np.linalg.norm(low - high, axis=1, keepdims=True)
    top = high + leave(bones[over], high, down, 30.0)[:, None] * down
    bottom = low - leave(bones[under], low, -down, 30.0)[:, None] * down
    span = np.maximum(np.einsum("ij,ij->i", bottom - top, down), 2 * GAP + 0.1)
    part = np.linspace(0.0, 1.0, 12)
    sheet = top[:, None] + (GAP + part * (span - 2 * GAP)[:, None])[..., None] * down[:, None]
    half = INTERSPINOUS_HALF * np.sin(np.pi * np.linspace(0.12, 0.88, len(share))) ** 0.5
    offset = half[:, None, None] * np.array([1.0, 0.0, 0.0])
    return slab(sheet + offset, sheet - offset)


def _spinous(name: str, landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose]) -> Points:
    """Root and tip (2, 3) of the axis of a spinous process, both inside the bone."""
    marks = landmarks[name]
    if name == "S1":
        tip = np.asarray(marks["median_crest_s1"], float)
        points = np.array([tip + [0.0, -7.0, 2.0], tip])
    else:
        front, tip = np.asarray(marks["spinolaminar"], float), np.asarray(marks["spinous_tip"], float)
        points = np.array([front + [0.0, 4.0, -1.5], [0.0, tip[1] - 1.5, 0.6 * tip[2] + 0.4 * front[2]]])
    return poses[name].out(points)


def supraspinous(
    landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose], bones: Sequence[Obstacle]
) -> Surface:
    """The supraspinous ligament over the tips of the spinous processes from L1 to L4-L5 (B5: it ends at L4 in 73 %)."""
    tips = [_spinous(name, landmarks, poses)[1] for name in VERTEBRAE]
    backward = [poses[name].turn[:, 1] for name in VERTEBRAE]
    behind = np.array([t + 16.0 * b for t, b in zip(tips, backward, strict=True)])
    behind[-1] = behind[-2] + SUPRASPINOUS_ENDS * (behind[-1] - behind[-2])
    behind = np.concatenate([[behind[0] + 11.0 * poses["L1"].turn[:, 2]], behind])
    starts, back = (each[::2] for each in _line(behind, np.array([backward[0], *backward])))
    far = cast(bones, starts, -back, 40.0)
    on_tips = np.searchsorted(lengths(starts), lengths(behind)[1:-1])
    taut = np.interp(np.arange(len(far)), on_tips, far[on_tips])
    far = np.minimum(far, taut + SAG) - SUPRASPINOUS_HALF
    (line,) = moved(
        [Way(starts - _even(far)[:, None] * back, np.full(len(far), 1.6), np.ones(len(far)), 8.0)], bones
    )
    course = Course.along(line, (1.0, 0.0, 0.0))
    turn = np.arange(14) * 2 * np.pi / 14
    radii = np.tile(1.0 / np.hypot(np.cos(turn) / 3.4, np.sin(turn) / SUPRASPINOUS_HALF), (len(line), 1))
    radii *= np.clip(np.sin(np.pi * np.linspace(0.03, 0.97, len(line))) * 2.0, 0.12, 1.0)[:, None]
    rays = course.rays(14).reshape(-1, 3)
    starts = np.repeat(course.centre[:, None], 14, axis=1).reshape(-1, 3)
    room = cast(bones, starts, rays, 6.0).reshape(radii.shape) - GAP
    return tube(course.rings(np.clip(radii, 0.1, np.maximum(room, 0.1))))
