"""Pictures: each scene as it was, left is left, and drawing is repeatable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lumbar.cli.picture import shot_of
from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface
from lumbar.pictures.views import STANDARD, camera, direction
from lumbar.render import Shot, picture
from lumbar.scenes import all_scenes, case

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


def drawn(code: str) -> Picture:
    return picture(surfaces(code), replace(shot_of(parse_case(code), labels=True), size=SIZE))


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
    baseline(scene, drawn(case(all_scenes()[scene])))


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


def test_an_unknown_view_offers_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no view 'sideways'; choose from front, back, left"):
        direction("sideways")
