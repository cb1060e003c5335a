"""VTK XML poly data: the number of its part on every face, the parts' names beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints, vtkStringArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkIOXML import vtkXMLPolyDataWriter

from ..meshes.surface import Surface
from .merged import FRAME, code_lines, merged


def vtp_bytes(parts: Mapping[str, Surface], case: str) -> bytes:
    """The parts as one VTP, in LPS millimetres.

    Cell data ``part`` counts into the field data ``part_names`` and ``part_codes``; ``case``, ``frame`` and
    ``SPACE`` say the rest.
    """
    whole = merged(parts.values())
    points, cells, data = vtkPoints(), vtkCellArray(), vtkPolyData()
    points.SetData(numpy_to_vtk(whole.points.astype(np.float32), deep=True))
    offsets = np.arange(0, 3 * len(whole.faces) + 1, 3, dtype=np.int32)
    cells.SetData(numpy_to_vtk(offsets, deep=True), numpy_to_vtk(whole.faces.ravel(), deep=True))
    data.SetPoints(points)
    data.SetPolys(cells)
    number = numpy_to_vtk(whole.part, deep=True)
    number.SetName("part")
    data.GetCellData().AddArray(number)
    coded = ["; ".join(code_lines(part)) for part in parts]
    for name, words in {
        "part_names": parts,
        "part_codes": coded,
        "case": [case],
        "frame": [FRAME],
        "SPACE": ["LPS"],
    }.items():
        data.GetFieldData().AddArray(_strings(name, words))
    writer = vtkXMLPolyDataWriter()
    writer.SetInputData(data)
    writer.WriteToOutputStringOn()
    writer.Write()
    return writer.GetOutputString().encode("latin-1")


def _strings(name: str, words: Iterable[str]) -> vtkStringArray:
    """A named array of strings."""
    array = vtkStringArray()
    array.SetName(name)
    for word in words:
        array.InsertNextValue(word)
    return array
