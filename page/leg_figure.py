"""The body figure of the leg map: hips and legs from the front and from the back, with each root's usual area.

All is drawn for the patient's left leg, seen from the front, as points (outwards from the midline, down from the
waist); the page mirrors it.  Areas follow the tactile map of Lee, McPhee and Stringer 2008 in outline only.
"""

from __future__ import annotations

from typing import Any

Points = tuple[tuple[float, float], ...]

WIDTH, HEIGHT = 128.0, 404.0  # of one view; the midline is in the middle

# From the waist down the outer side of the leg, round the foot and up the inner side.
FRONT: Points = (
    *((0, 0), (34, 0), (35, 14), (38, 30), (43, 46), (46.5, 64), (47, 84), (45, 110), (41.5, 138), (37, 166)),
    *((34, 188), (33.5, 204), (35.5, 220), (37.5, 240), (36.5, 262), (33, 290), (29.5, 318), (28, 338)),
    *((29.5, 350), (33, 364), (37, 378), (37.5, 387), (33, 392), (24, 394), (16, 391), (13.5, 382)),
    *((14, 366), (14, 352), (14.5, 342), (14.5, 326), (12.5, 300), (10, 272), (9, 248), (10, 226), (12, 208)),
    *((12, 194), (10.5, 172), (8, 146), (5.5, 120), (3, 100), (0, 92)),
)
BACK: Points = (
    *FRONT[:18],
    *((29, 348), (30.5, 357), (32.5, 366), (32.5, 374), (28, 379), (21, 380.5), (15, 378), (13, 370)),
    *((13.5, 360), (14.5, 350), (14.5, 342), *FRONT[29:]),
)

AREAS: dict[str, dict[str, Points]] = {
    "front": {
        "L1": (
            (0, 74),
            (14, 60),
            (30, 42),
            (40, 34),
            (46, 48),
            (47, 58),
            (34, 68),
            (18, 84),
            (6, 96),
            (0, 92),
        ),
        "L2": ((8, 100), (20, 88), (36, 72), (49, 62), (50, 90), (46, 122), (34, 134), (18, 130), (6, 116)),
        "L3": (
            *((4, 118), (16, 134), (30, 142), (41, 140), (36, 172), (32, 196), (25, 212), (15, 212)),
            *((10, 196), (8, 160)),
        ),
        "L4": (
            *((9, 212), (20, 216), (23, 230), (21, 262), (20, 296), (20, 326), (18.5, 350), (12, 354)),
            *((13, 326), (10, 288), (7, 248)),
        ),
        "L5": (
            *(
                (26, 214),
                (37, 214),
                (40, 240),
                (37, 272),
                (31, 312),
                (28, 340),
                (29, 356),
                (30, 374),
                (27, 391),
            ),
            *((14, 392), (12, 376), (15, 362), (21, 346), (23, 318), (24.5, 280), (25, 240)),
        ),
        "S1": ((31, 352), (36, 362), (40, 380), (39, 390), (30, 395), (30, 380), (31.5, 366)),
    },
    "back": {
        "L1": ((6, 16), (20, 10), (37, 12), (42, 34), (34, 38), (22, 30), (8, 28)),
        "L2": ((40, 52), (48, 52), (50, 84), (47, 116), (42, 118), (41, 88)),
        "L4": ((7, 222), (14, 224), (15, 256), (16.5, 300), (17, 340), (12, 348), (12, 310), (7, 268)),
        "L5": (
            (33, 208),
            (39, 214),
            (40, 242),
            (36, 280),
            (31, 322),
            (27, 344),
            (25, 330),
            (29, 290),
            (33, 246),
        ),
        "S1": (
            *(
                (28, 100),
                (42, 98),
                (42, 126),
                (38, 160),
                (33, 192),
                (31, 216),
                (31, 250),
                (28, 290),
                (25, 330),
            ),
            *(
                (29, 352),
                (36, 368),
                (34, 380),
                (22, 386),
                (13, 378),
                (15, 352),
                (18, 326),
                (18, 290),
                (17, 250),
            ),
            *((19, 218), (22, 190), (25, 150)),
        ),
        "S2": ((5, 104), (24, 102), (23, 140), (20, 178), (19, 206), (12, 210), (10, 184), (6, 144)),
    },
}

# What lets the eye find its way: kneecap, groin, fold of the buttock, hollow of the knee, heel.
LINES: dict[str, tuple[Points, ...]] = {
    "front": (
        ((2, 92), (16, 76), (34, 54)),
        ((16.5, 190), (22.5, 184.5), (28.5, 190)),
        ((18, 201), (22.5, 204), (27, 201)),
        ((16, 350), (21.5, 353), (27.5, 350)),
    ),
    "back": (
        ((0, 44), (0.5, 70), (0, 92)),
        ((3, 98), (16, 104), (30, 100), (40, 90)),
        ((14, 202), (22, 205), (31, 201)),
        ((18, 346), (19, 362)),
        ((26, 346), (25, 362)),
    ),
}


def figure() -> dict[str, Any]:
    """Both views as SVG paths of one leg: body, its contour, lines, and the areas by root."""
    outlines = {"front": FRONT, "back": BACK}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "views": {
            view: {
                "body": _smooth(outlines[view], closed=False) + "Z",
                "contour": _smooth(outlines[view][1:], closed=False),
                "lines": [_smooth(line, closed=False) for line in LINES[view]],
                "areas": {root: _smooth(area, closed=True) for root, area in AREAS[view].items()},
            }
            for view in outlines
        },
    }


def _smooth(points: Points, closed: bool) -> str:
    """A curve through all points (Catmull-Rom) as an SVG path."""
    count = len(points)
    steps = range(count if closed else count - 1)

    def at(i: int) -> tuple[float, float]:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for i in steps:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(i + k) for k in (-1, 0, 1, 2))
        curve = (bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
        path += "C" + " ".join(f"{value:.4g}" for value in curve)
    return path + ("Z" if closed else "")
