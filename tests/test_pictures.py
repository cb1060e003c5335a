"""Pictures: each scene as it was, left is left, and drawing is repeatable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv
from numpy.typing import NDArray
from PIL import Image

from lumbar.cli.picture import shot_of
from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface
from lumbar.pictures.bedding import with_bedding
from lumbar.pictures.cutting import opened, outlines, planes_of
from lumbar.pictures.faces import face
from lumbar.pictures.labels import write_on
from lumbar.pictures.tissue import tissue
from lumbar.pictures.views import STANDARD, camera, direction
from lumbar.pictures.visible import Depths, anchors
from lumbar.render import Shot, picture
from lumbar.scenes import Scene, all_scenes, case, layer_of

IMAGES = Path(__file__).parent / "images"
FAILED = Path("test-results") / "pictures"
SIZE = (400, 300)
MEAN = 0.35  # grey levels that a whole picture may be off
PIXELS = 0.004  # share of pixels that may be off by more than VISIBLE
VISIBLE = 24  # grey levels

Picture = NDArray[np.uint8]
pytestmark = pytest.mark.usefixtures("opengl")


@cache
def surfaces(code: str) -> Mapping[str, Surface]:
    return build(parse_case(code)).surfaces


def drawn(code: str, scene: str | None = None) -> Picture:
    return picture(surfaces(code), replace(shot_of(parse_case(code), labels=True, scene=scene), size=SIZE))


def between(one: Picture, other: Picture) -> NDArray[np.float64]:
    """How many grey levels each pixel is off."""
    return np.abs(one.astype(float) - other).max(axis=2)


def differs(apart: NDArray[np.float64]) -> bool:
    return bool(apart.mean() > MEAN or (apart > VISIBLE).mean() > PIXELS)


@pytest.fixture
def baseline(request: pytest.FixtureRequest) -> Callable[[str, Picture], None]:
    """Compare a picture with its baseline, or make it the baseline when asked to."""

    def check(name: str, image: Picture) -> None:
        path = IMAGES / f"{name}.png"
        if request.config.getoption("--new-images"):
            Image.fromarray(image).save(path, optimize=True)
            return
        with Image.open(path) as known:
            apart = between(np.asarray(known.convert("RGB")), image)
        if differs(apart):
            FAILED.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(FAILED / f"{name}.png")
            Image.fromarray(np.minimum(8 * apart, 255).astype(np.uint8)).save(FAILED / f"{name}_apart.png")
            off = f"{apart.mean():.2f} grey levels off, {(apart > VISIBLE).mean():.2%} of it visibly"
            pytest.fail(f"{name} is {off}; compare {FAILED / name}.png with tests/images/")

    return check


@pytest.mark.parametrize("scene", all_scenes())
def test_every_scene_looks_as_it_did(scene: str, baseline: Callable[[str, Picture], None]) -> None:
    baseline(scene, drawn(case(all_scenes()[scene]), scene))


def test_there_is_no_picture_without_its_scene() -> None:
    assert {path.stem for path in IMAGES.glob("*.png")} == set(all_scenes())


def test_the_limits_notice_a_millimetre() -> None:
    code = "herniation@L4-L5/left:depth={}"
    assert differs(between(drawn(code.format(6)), drawn(code.format(7))))


def test_drawing_twice_gives_the_same_picture() -> None:
    code = case(all_scenes()["disc_herniation"])
    assert np.array_equal(drawn(code), drawn(code))


def ink(image: Picture) -> tuple[float, float]:
    """Where the drawn pixels of a transparent picture have their middle: right and up, each -1…1."""
    rows, columns = np.nonzero(image[60:-60, 60:-60, 3] > 128)  # without the letters at the edges
    height, width = image.shape[0] - 120, image.shape[1] - 120
    return 2 * columns.mean() / width - 1, 1 - 2 * rows.mean() / height


@pytest.mark.parametrize(("view", "right"), [("front", 1), ("back", -1), ("above", -1)])
def test_the_patients_left_is_where_the_view_puts_it(view: str, right: int) -> None:
    """A mirrored picture must fail: from the front, the left root lies at the reader's right."""
    parts = surfaces("normal")
    both = {name: parts[name] for name in ("L4/root/left", "L4/root/right")}
    shot = Shot(size=(300, 300), back=STANDARD[view], frame=tuple(both), transparent=True)
    one = picture(both, replace(shot, opacity={"L4/root/right": 0.0}))
    other = picture(both, replace(shot, opacity={"L4/root/left": 0.0}))
    assert right * ink(one)[0] > 0.1
    assert right * ink(other)[0] < -0.1


def test_up_is_up() -> None:
    parts = surfaces("normal")
    both = {name: parts[name] for name in ("L1/vertebra", "L5/vertebra")}
    shot = Shot(size=(300, 300), back=STANDARD["left"], frame=tuple(both), transparent=True)
    assert ink(picture(both, replace(shot, opacity={"L5/vertebra": 0.0})))[1] > 0.2


def test_what_is_hidden_is_not_drawn_and_what_is_faded_lets_through() -> None:
    parts = {name: surfaces("normal")[name] for name in ("L4/vertebra", "L5/vertebra")}
    shot = Shot(size=(200, 200), back=STANDARD["left"])
    whole, faded, hidden = (
        picture(parts, replace(shot, opacity={"L4/vertebra": opacity})).astype(float)
        for opacity in (1, 0.2, 0)
    )
    brightness = [image[:90, 30:-30].mean() for image in (whole, faded, hidden)]
    assert brightness[0] < brightness[1] < brightness[2]


@pytest.mark.parametrize("name", [*STANDARD, "posterior-left", "anterior-right-superior", "below"])
@pytest.mark.parametrize("size", [(300, 200), (200, 300)])
def test_every_view_frames_everything(name: str, size: tuple[int, int]) -> None:
    points = np.random.default_rng(1).normal(0, [20, 30, 80], (500, 3))
    seen = camera(direction(name), points, size).project(points, size)
    assert (seen[:, :2] > 0).all()
    assert (seen[:, :2] < size).all()
    filled = np.ptp(seen[:, :2], axis=0) / size
    assert filled.max() > 0.7


def test_what_a_picture_shows_is_written_whole_however_long() -> None:
    """In lines of their own where one does not hold it, and never over the edge."""
    blank, view = np.full((300, 400, 3), 255, np.uint8), camera(direction("front"), np.eye(3), SIZE)

    def stamped(text: str) -> Picture:
        return write_on(blank, {}, {}, view, (), text) != write_on(blank, {}, {}, view, (), "")

    short, long = stamped("Spondylolisthesis"), stamped(" + ".join(["Spondylolisthesis"] * 6))
    rows, columns = np.nonzero(long.any(axis=2))
    assert columns.max() < SIZE[0] - 5
    assert np.ptp(rows) > 2 * np.ptp(np.nonzero(short.any(axis=2))[0])


def test_an_unknown_view_offers_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no view 'sideways'; choose from front, back, left"):
        direction("sideways")


def test_a_cut_takes_away_what_lies_beyond_it_and_fills_the_face() -> None:
    parts = {
        "L4/vertebra": surfaces("normal")["L4/vertebra"],
        "L3/vertebra": surfaces("normal")["L3/vertebra"],
    }
    shot = Shot(size=(240, 240), back=STANDARD["above"], frame=("L4/vertebra",), transparent=True)
    whole, cut = picture(parts, shot), picture(parts, replace(shot, cut={"axial": 58.0}))
    left = opened(parts, planes_of({"axial": 58.0}))
    assert set(left) == {"L4/vertebra"}
    assert left["L4/vertebra"].points[:, 2].max() <= 58.0 + 1e-6
    marrow = np.array(tissue("L4/vertebra").within_color) * 255
    body = (slice(50, 90), slice(100, 140), slice(0, 3))  # well inside it, before the canal
    assert np.abs(cut[body].mean(axis=(0, 1)) - marrow).max() < 16, "the face shows the marrow"
    assert np.abs(whole[body].mean(axis=(0, 1)) - marrow).max() > 16


@pytest.mark.parametrize("axis", ["axial", "sagittal", "coronal"])
def test_a_face_is_as_large_as_the_section_and_keeps_left_and_up(axis: str) -> None:
    """A mirrored face must fail: of two halves only the one that is there is painted, where it is."""
    box = pv.Cube(center=(10, 20, 30), x_length=8, y_length=6, z_length=4).triangulate()
    part = {"L4/vertebra": Surface(np.asarray(box.points, float), box.regular_faces.astype(np.int32))}
    at = {"axial": 30.0, "sagittal": 10.0, "coronal": 20.0}[axis]
    (plane,) = planes_of({axis: at})
    found = face(part, {"L4/vertebra": tissue("L4/vertebra")}, {}, plane, (plane,))
    assert found is not None
    low, _, high, _ = found.corners
    rows, columns = found.image.shape[:2]
    painted = np.argwhere(found.image[::-1, :, 3] > 127)
    u, v = plane.across
    for axis_, dots, count in ((u, painted[:, 1], columns), (v, painted[:, 0], rows)):
        edge = low[axis_] + (high[axis_] - low[axis_]) * np.array([dots.min(), dots.max() + 1]) / count
        assert edge == pytest.approx(
            [part["L4/vertebra"].points[:, axis_].min(), part["L4/vertebra"].points[:, axis_].max()], abs=0.15
        )


def test_a_label_ends_well_inside_its_part_and_near_the_middle() -> None:
    """On a rod that crosses the picture, half of it behind a veil: amid the free half, not on the edge, not far out."""
    rod = pv.Cube(center=(0, 0, 0), x_length=6, y_length=6, z_length=200).triangulate()
    veil = pv.Cube(center=(0, 8, 60), x_length=40, y_length=2, z_length=120).triangulate()
    parts = {
        name: Surface(np.asarray(m.points, float), m.regular_faces.astype(np.int32))
        for name, m in (("L5/root/left", rod), ("L4/vertebra", veil))
    }
    view = camera(direction("back"), parts["L5/root/left"].points, (400, 400), span=100.0)
    (end,) = anchors(Depths.of(parts, {"L4/vertebra": 0.1}, view, (400, 400)), ["L5/root/left"]).values()
    x, y = ((np.array(end) - 200) / 4).tolist()  # mm right of and below the middle
    assert abs(x) < 1.6, "in the middle of a rod 6 mm wide"
    assert 3 < y < 33, "below the veil, and near the middle"


def ends_of(code: str) -> Mapping[str, tuple[float, float]]:
    """Where the lines of the labels of a case end in its picture."""
    parts, shot = surfaces(code), shot_of(parse_case(code), labels=True)
    seen, planes = {n: s for n, s in parts.items() if shot.opacity.get(n, 1.0) > 0}, planes_of(shot.cut)
    left = with_bedding(opened(seen, planes), seen, planes)
    framed = np.concatenate([parts[name].points for name in shot.frame if name in parts])
    back = np.array(shot.back) / np.linalg.norm(shot.back)
    view = camera(back, framed, SIZE, shot.span)
    return anchors(Depths.of(left, shot.opacity, view, SIZE), [label.part for label in shot.labels])


@pytest.mark.parametrize(
    "code",
    ["central_stenosis@L4-L5:severity=0.67", "neurofibroma@L4/left:severity=0.67"],
    ids=["axial", "coronal"],
)
def test_the_line_of_the_sac_ends_beside_what_runs_in_it(code: str) -> None:
    shot = replace(shot_of(parse_case(code), labels=False), size=SIZE, stamp="")
    column, row = (int(x) for x in ends_of(code)["T12-S2/dural_sac"])
    there = picture(surfaces(code), shot)[row, column] / 255
    fluid, strand = tissue("T12-S2/dural_sac").within_color, tissue("L1-S5/cauda_equina").color
    assert np.abs(there - fluid).max() < 0.08
    assert np.abs(there - strand).max() > 0.2


@pytest.mark.parametrize(
    "scene", [each for each in all_scenes().values() if each.cuts], ids=lambda each: each.id
)
def test_the_finding_of_a_scene_that_opens_with_a_cut_is_seen(scene: Scene) -> None:
    """Something that the finding brings, or else a nerve, shows in the middle of its picture, before all else."""
    ends = ends_of(case(scene))
    brought = [name for name in ends if layer_of(name) == "finding"] or [
        n for n in ends if layer_of(n) == "nerves"
    ]
    assert any(
        SIZE[0] * 0.15 < ends[n][0] < SIZE[0] * 0.85 and SIZE[1] * 0.15 < ends[n][1] < SIZE[1] * 0.85
        for n in brought
    )


@pytest.mark.parametrize("place", ["central", "left/subarticular", "right/foraminal", "left/extraforaminal"])
def test_a_herniation_of_any_zone_is_shown_at_its_own_level(place: str) -> None:
    """Also where no scene is of that zone: the spine as a whole would not show it."""
    shot = shot_of(parse_case(f"herniation@L2-L3/{place}:severity=0.8"), labels=True)
    assert "L2-L3/annulus" in shot.frame
    assert place == "central" or f"L2-L3/herniation/{place.split('/')[0]}" in {
        label.part for label in shot.labels
    }
    assert planes_of(shot.cut)


@pytest.mark.parametrize(
    "code",
    [
        "herniation@L4-L5/left + slip@L5-S1:kind=isthmic,slip=10",
        "herniation@L3-L4/left + slip@L4-L5:slip=11",
    ],
)
def test_the_level_cut_of_a_mix_goes_with_its_disc(code: str) -> None:
    """A slip below carries the disc along; where it lay, the plane met bone, and an edge of the disc at most."""
    found = parse_case(code)
    (plane,) = planes_of(shot_of(found, labels=False).cut)
    (before,) = planes_of(shot_of(found[:1], labels=False).cut)
    discs = surfaces(code)[f"{found[0].level}/annulus"]
    areas = [
        sum(abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2 for x, y in (r.T for r in cut))
        for cut in (outlines(discs, plane), outlines(discs, before))
    ]
    assert areas[0] > 1500
    assert areas[1] < 0.02 * areas[0]
