"""Pictures of a spine, drawn off screen by PyVista."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from vtkmodules.vtkCommonCore import vtkLogger
from vtkmodules.vtkRenderingCore import vtkRenderWindow

from .meshes.surface import Surface
from .meshes.whole_file import write
from .pictures.bedding import with_bedding
from .pictures.cutting import Cut, Plane, opened, planes_of
from .pictures.drawing import aim, draw, light, shade
from .pictures.faces import Ball
from .pictures.labels import Callout, write_on
from .pictures.opengl import NoOpenGL, require_opengl
from .pictures.views import Camera, camera, direction

__all__ = ["Callout", "NoOpenGL", "Shot", "direction", "picture", "save"]

FINE = 2600 * 1500  # pixels; smaller pictures are drawn at twice their size and averaged


@dataclass(frozen=True)
class Shot:
    """What a picture shows and from where."""

    size: tuple[int, int] = (1600, 1200)  # pixels
    back: tuple[float, float, float] = tuple(direction("oblique"))  # LPS, from the spine to the camera
    frame: tuple[str, ...] = ()  # ids that must be in the picture; all that are shown when empty
    span: float | None = None  # mm across the shorter side, instead of all of ``frame``
    opacity: Mapping[str, float] = field(default_factory=dict)  # 0 hides, 1 where not named
    altered: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # states of ids, each 0 to 1
    cut: Cut | None = None  # planes that open it, as scenes have them
    labels: tuple[Callout, ...] = ()
    stamp: str = ""  # what the picture shows, in its corner
    transparent: bool = False


def picture(parts: Mapping[str, Surface], shot: Shot) -> NDArray[np.uint8]:
    """The picture (height, width, 3 or 4) of the parts.

    Raises
    ------
    NoOpenGL
        Where nothing can be drawn; the message says what to install.
    """
    require_opengl()
    seen = {name: s for name, s in parts.items() if shot.opacity.get(name, 1.0) > 0}
    framed = [parts[name].points for name in shot.frame or seen if name in parts]
    back = np.array(shot.back) / np.linalg.norm(shot.back)
    view = camera(back, np.concatenate(framed), shot.size, shot.span)
    planes = planes_of(shot.cut)
    image = _drawn(parts, shot, view, planes)
    left = with_bedding(opened(seen, planes), seen, planes) if shot.labels else {}
    return write_on(image, left, shot.opacity, view, shot.labels, shot.stamp)


def save(image: NDArray[np.uint8], path: Path, words: Mapping[str, str]) -> None:
    """Write a picture as PNG, with words that other programs can read from it."""
    notes = PngInfo()
    notes.add_text("Software", "lumbar")
    for key, text in words.items():
        notes.add_text(f"lumbar:{key}", text)
    out = io.BytesIO()
    Image.fromarray(image).save(out, format="PNG", pnginfo=notes, optimize=True)
    write(path, out.getvalue())


def _drawn(
    parts: Mapping[str, Surface], shot: Shot, view: Camera, planes: tuple[Plane, ...]
) -> NDArray[np.uint8]:
    """The picture without its labels."""
    width, height = shot.size
    scale = 2 if width * height <= FINE else 1
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_ERROR)  # it looks for a screen first and complains
    plotter = pv.Plotter(off_screen=True, window_size=[width * scale, height * scale], lighting="none")
    try:
        window = cast(vtkRenderWindow, plotter.render_window)
        window.SetMultiSamples(0)  # or Mesa drops every translucent actor
        plotter.renderer.SetBackground(1.0, 1.0, 1.0)
        draw(
            plotter, parts, shot.opacity, planes, Ball(view.focus, 1.5 * view.reach(shot.size)), shot.altered
        )
        light(plotter)
        aim(plotter, view)
        shade(plotter)
        if scale == 1:
            plotter.renderer.SetUseFXAA(True)
        image = plotter.screenshot(return_img=True, transparent_background=shot.transparent)
    finally:
        plotter.close()
    return _averaged(np.asarray(image), scale)


def _averaged(image: NDArray[np.uint8], scale: int) -> NDArray[np.uint8]:
    """Every ``scale`` × ``scale`` pixels as one."""
    height, width, channels = image.shape
    blocks = image.reshape(height // scale, scale, width // scale, scale, channels).astype(float)
    mean = blocks.mean(axis=(1, 3))
    if channels == 4:  # what is clear has no say in the colour
        weighed = (blocks[..., :3] * blocks[..., 3:]).mean(axis=(1, 3))
        mean[..., :3] = weighed / np.maximum(mean[..., 3:], 1e-6)
    result: NDArray[np.uint8] = mean.round().clip(0, 255).astype(np.uint8)
    return result
