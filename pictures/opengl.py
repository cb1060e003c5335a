"""Whether this machine can draw: asked in another process, for VTK crashes where OpenGL is missing."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

TRIAL = """
import vtkmodules.vtkRenderingOpenGL2
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(8, 8)
window.AddRenderer(vtkRenderer())
window.Render()
print("drawn" if window.SupportsOpenGL() else "not supported")
"""
PACKAGES = "libegl1 libgl1-mesa-dri"


class NoOpenGL(RuntimeError):
    """This machine has no OpenGL; the message says what to install."""


@cache
def opengl_works() -> bool:
    """Whether an off-screen picture can be drawn here."""
    trial = subprocess.run(
        [sys.executable, "-c", TRIAL], capture_output=True, text=True, timeout=60, check=False
    )
    return trial.returncode == 0 and "drawn" in trial.stdout.split()


def require_opengl() -> None:
    """Raise NoOpenGL where no picture can be drawn."""
    if not opengl_works():
        raise NoOpenGL(
            f"pictures need OpenGL, which this machine lacks; on Debian or Ubuntu: apt install {PACKAGES}"
        )
