"""Surfaces on a PyVista plotter, lit like a plate in a textbook."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkRenderPass
from vtkmodules.vtkRenderingOpenGL2 import (
    vtkCameraPass,
    vtkDualDepthPeelingPass,
    vtkLightsPass,
    vtkOpaquePass,
    vtkRenderPassCollection,
    vtkSequencePass,
    vtkSSAOPass,
    vtkTranslucentPass,
)

from ..meshes.surface import Surface
from .cutting import Plane, trimmed
from .faces import Ball, face
from .tissue import Tissue, tissue
from .views import ANGLE, Camera

LIGHTS = (  # where from in the camera's frame (right, up, back), how strong, what colour
    ((-0.55, 0.75, 1.0), 0.95, "#fffaf2"),
    ((1.0, 0.15, 0.55), 0.38, "#eef3ff"),
    ((0.0, -1.0, 0.35), 0.22, "#fff3e6"),
)
RIM = """//VTK::Light::Impl
  fragOutput0.a = mix(fragOutput0.a, min(1.0, 3.0 * fragOutput0.a), pow(1.0 - abs(normalVCVSOutput.z), 2.5));
"""  # faded things keep their outline
HOLES = """//VTK::TCoord::Impl
  if (fragOutput0.a < 0.5) discard;
"""


def draw(
    plotter: pv.Plotter,
    parts: Mapping[str, Surface],
    opacity: Mapping[str, float],
    planes: tuple[Plane, ...] = (),
    within: Ball | None = None,
    altered: Mapping[str, Mapping[str, float]] | None = None,
) -> None:
    """Put every part that is not hidden on the plotter, in its tissue's colour, cut open by planes."""
    looks = {name: tissue(name, (altered or {}).get(name)) for name in parts}
    for name, surface in parts.items():
        shown = opacity.get(name, 1.0)
        if shown <= 0:
            continue
        mesh = pv.PolyData.from_regular_faces(surface.points, surface.faces.astype(int))
        mesh.point_data["Normals"] = surface.normals()
        mesh.point_data.active_normals_name = "Normals"
        mesh = trimmed(mesh, planes)
        if mesh.n_cells:
            _add(plotter, mesh, name, looks[name], shown)
    for k, plane in enumerate(planes):
        found = face(parts, looks, opacity, plane, planes, within)
        if found is not None:
            _hang(plotter, found.mesh(), found.image, f"face {k}", solid=True)
            if found.faint is not None:
                _hang(plotter, found.mesh(), found.faint, f"faint face {k}", solid=False)


def _hang(plotter: pv.Plotter, sheet: pv.PolyData, image: NDArray[np.uint8], name: str, solid: bool) -> None:
    """A face of a cut as a picture on a sheet; a solid one hides what lies behind it, but for where it is clear."""
    texture = pv.Texture(image)  # type: ignore[no-untyped-call]
    texture.mipmap = True
    actor = plotter.add_mesh(
        sheet,
        name=name,
        texture=texture,
        ambient=1.0,  # evenly lit; without any lighting it would be missing where hollows are looked for
        diffuse=0.0,
        specular=0.0,
        render=False,
        show_scalar_bar=False,
    )
    if solid:
        actor.ForceOpaqueOn()
        actor.GetShaderProperty().AddFragmentShaderReplacement("//VTK::TCoord::Impl", True, HOLES, False)


def _add(plotter: pv.Plotter, mesh: pv.PolyData, name: str, look: Tissue, opacity: float) -> None:
    """One actor."""
    actor = plotter.add_mesh(
        mesh,
        name=name,
        color=look.color,
        opacity=opacity,
        smooth_shading=True,
        ambient=0.24,
        diffuse=0.9,
        specular=0.45 * (1 - look.roughness),
        specular_power=4 + 40 * (1 - look.roughness) ** 2,
        render=False,
        show_scalar_bar=False,
    )
    if opacity < 1:
        actor.GetShaderProperty().AddFragmentShaderReplacement("//VTK::Light::Impl", True, RIM, False)


def light(plotter: pv.Plotter) -> None:
    """Lights that move with the camera, so that every view is lit alike."""
    for position, intensity, color in LIGHTS:
        lamp = pv.Light(light_type="camera light", intensity=intensity, color=color)
        lamp.position, lamp.focal_point = position, (0.0, 0.0, 0.0)
        plotter.add_light(lamp)


def shade(plotter: pv.Plotter) -> None:
    """Darken the hollows of what is solid, then lay over it what is translucent, in the right order."""
    whole = vtkCameraPass()
    whole.SetDelegatePass(_in_turn(vtkLightsPass(), vtkOpaquePass()))
    hollows = vtkSSAOPass()
    hollows.SetRadius(9.0)  # mm
    hollows.SetBias(0.4)  # mm
    hollows.SetKernelSize(64)
    hollows.SetIntensityScale(1.6)
    hollows.BlurOn()
    hollows.SetDelegatePass(whole)
    layers = vtkDualDepthPeelingPass()
    layers.SetTranslucentPass(vtkTranslucentPass())
    layers.SetMaximumNumberOfPeels(10)
    layers.SetOcclusionRatio(0.0)
    plotter.renderer.SetPass(_in_turn(hollows, vtkLightsPass(), layers))


def _in_turn(*passes: vtkRenderPass) -> vtkSequencePass:
    """Render passes one after the other."""
    steps, sequence = vtkRenderPassCollection(), vtkSequencePass()
    for each in passes:
        steps.AddItem(each)
    sequence.SetPasses(steps)
    return sequence


def aim(plotter: pv.Plotter, view: Camera) -> None:
    """Put the plotter's camera where the view's stands."""
    plotter.camera.position = tuple(view.position)
    plotter.camera.focal_point = tuple(view.focus)
    plotter.camera.up = tuple(view.up)
    width, height = plotter.window_size
    narrow = np.degrees(2 * np.arctan(np.tan(np.radians(ANGLE / 2)) * height / min(width, height)))
    plotter.camera.view_angle = float(narrow)  # VTK measures it from bottom to top
    plotter.reset_camera_clipping_range()
