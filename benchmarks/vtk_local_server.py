"""The same scene the usual way: VTK actors on the server, ``VtkLocalView`` (trame-vtk) in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np
from trame.app import TrameApp
from trame.ui.html import DivLayout
from trame.widgets import vtk as vtk_widgets
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow

from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface
from lumbar.pictures.tissue import tissue
from lumbar.scenes import resolve, scene

STEPS = 5  # severities between which the slider moves


def poly(surface: Surface) -> vtkPolyData:
    """A surface as VTK holds it."""
    data, points, cells = vtkPolyData(), vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(surface.points.astype(np.float32), deep=True))
    offsets = np.arange(0, 3 * len(surface.faces) + 1, 3, dtype=np.int32)
    cells.SetData(numpy_to_vtk(offsets, deep=True), numpy_to_vtk(surface.faces.ravel(), deep=True))
    data.SetPoints(points)
    data.SetPolys(cells)
    return data


class Local(TrameApp):  # type: ignore[misc]
    """The disc herniation; ``bones`` and ``step`` are what a hand moves."""

    def __init__(self, server: Any = None) -> None:
        super().__init__(server)
        code = "herniation@L4-L5/left:severity={}"
        spines = [build(parse_case(code.format(0.2 + 0.8 * k / (STEPS - 1)))) for k in range(STEPS)]
        self.shapes = [{name: poly(s) for name, s in spine.surfaces.items()} for spine in spines]
        opacity = resolve(scene("disc_herniation"))["opacity"]
        self.window, renderer = vtkRenderWindow(), vtkRenderer()
        self.window.SetOffScreenRendering(1)
        self.window.AddRenderer(renderer)
        self.actors = {name: self._actor(name, opacity.get(name, 1.0)) for name in self.shapes[-1]}
        for actor in self.actors.values():
            renderer.AddActor(actor)
        renderer.SetBackground(1, 1, 1)
        renderer.ResetCamera()
        self.state.bones, self.state.step = True, STEPS - 1
        with DivLayout(self.server, style="width: 100vw; height: 100vh"):
            self.view = vtk_widgets.VtkLocalView(self.window, ref="view")
        self.state.change("bones")(self._bones)
        self.state.change("step")(self._step)

    def _actor(self, name: str, opacity: float) -> vtkActor:
        actor, mapper = vtkActor(), vtkPolyDataMapper()
        mapper.SetInputData(self.shapes[-1][name])
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(*tissue(name).color)
        actor.GetProperty().SetOpacity(opacity)
        actor.SetVisibility(opacity > 0)
        return actor

    def _bones(self, bones: bool, **_: Any) -> None:
        for name, actor in self.actors.items():
            if name.split("/")[1] in ("vertebra", "sacrum"):
                actor.SetVisibility(bones)
        self.view.update()

    def _step(self, step: int, **_: Any) -> None:
        shapes = self.shapes[step]
        for name, actor in self.actors.items():
            if name in shapes and not _same(shapes[name], actor.GetMapper().GetInput()):
                actor.GetMapper().SetInputData(shapes[name])
        self.view.update()


def _same(one: vtkPolyData, other: vtkPolyData) -> bool:
    if one.GetNumberOfPoints() != other.GetNumberOfPoints():
        return False
    points = (np.asarray(data.GetPoints().GetData()) for data in (one, other))
    return bool(np.array_equal(*points))


if __name__ == "__main__":
    app = Local()
    app.server.controller.on_server_ready.add(
        lambda **_: print(f"http://localhost:{app.server.port}/", flush=True)
    )
    app.server.start(port=0, open_browser=False, show_connection_info=False)
