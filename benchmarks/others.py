"""The same surfaces as one file each by PyVista's ``export_html`` and K3D, and by NiiVue on a web server of its own."""

from __future__ import annotations

import gzip
import json
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
from chromium import Missing, browser_page, to_next_draw
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface
from lumbar.pictures.tissue import tissue
from lumbar.scenes import resolve, scene

CASE = "herniation@L4-L5/left:severity={}"
SEVERITIES = (0.2, 0.4, 0.6, 0.8)
FULL = "() => watch.full > 0"  # all there is to see was given to the graphics card, not a grid alone
NIIVUE = "@niivue/niivue@0.69.0"
NII_PAGE = """<!doctype html><meta charset="utf-8"><canvas id="c" style="width: 100vw; height: 100vh"></canvas>
<script src="niivue.js"></script><script type="module">
const nv = new niivue.Niivue({ show3Dcrosshair: false });
await nv.attachToCanvas(document.getElementById("c"));
nv.setSliceType(nv.sliceTypeRender);
const meshes = MESHES;
await nv.loadMeshes(meshes.map(({ url, rgba255, opacity }) => ({ url, rgba255, opacity })));
const points = async (url) => new Float32Array(await (await fetch(url)).arrayBuffer());
for (const mesh of meshes) mesh.points = await Promise.all(mesh.shapes.map(points));
window.bones = (shown) => {
  nv.meshes.forEach((mesh, n) => { if (meshes[n].bone) mesh.visible = shown; });
  nv.drawScene();
};
window.shape = (step) => {
  nv.meshes.forEach((mesh, n) => {
    if (!meshes[n].points.length) return;
    mesh.pts = meshes[n].points[step];
    mesh.updateMesh(nv.gl);
  });
  nv.drawScene();
};
</script>"""


@dataclass(frozen=True)
class Shown:
    """What one way of showing the scene without its own server costs; None where it cannot."""

    size: float  # MB on the disk
    first: float  # s from the opening to the whole picture given to the graphics card
    toggle: float | None = None  # ms to the next draw call
    step: float | None = None  # ms to the next draw call


def shapes() -> list[dict[str, Surface]]:
    """The scene at each severity: what it shows of the spine."""
    seen = resolve(scene("disc_herniation"))["opacity"]
    spines = [build(parse_case(CASE.format(severity))) for severity in SEVERITIES]
    return [{n: s for n, s in spine.surfaces.items() if seen.get(n, 1.0) > 0} for spine in spines]


def opacity(name: str) -> float:
    """How dense the scene shows a structure."""
    return float(resolve(scene("disc_herniation"))["opacity"].get(name, 1.0))


def is_bone(name: str) -> bool:
    """Whether a structure belongs to what the toggle hides."""
    return name.split("/")[1] in ("vertebra", "sacrum")


def export_html(parts: dict[str, Surface], folder: Path) -> Path:
    """PyVista's page of the scene: it can be turned, nothing else."""
    import pyvista as pv

    plotter = pv.Plotter(off_screen=True)
    for name, surface in parts.items():
        mesh = pv.PolyData.from_regular_faces(surface.points.astype(np.float32), surface.faces)
        plotter.add_mesh(mesh, color=tissue(name).color, opacity=opacity(name), smooth_shading=True)
    path = folder / "pyvista.html"
    plotter.trame.export_html(str(path))
    return path


def moving(series: list[dict[str, Surface]], name: str) -> list[np.ndarray]:
    """The points of a structure at each severity, as floats; nothing for one that stays as it is."""
    told = [shape[name].points.astype(np.float32) for shape in series if name in shape]
    alike = len(told) == len(series) and all(len(points) == len(told[0]) for points in told)
    return told if alike and any(not np.array_equal(points, told[0]) for points in told) else []


def k3d(series: list[dict[str, Surface]], folder: Path) -> Path:
    """K3D's page of the scene, its points a series of times."""
    import k3d as library

    plot, bones = library.plot(grid_visible=False), []
    for name, surface in series[-1].items():
        times = {str(n): points for n, points in enumerate(moving(series, name))}
        mesh = library.mesh(
            times or surface.points.astype(np.float32),
            surface.faces.astype(np.uint32),
            color=int("".join(f"{round(255 * c):02x}" for c in tissue(name).color), 16),
            opacity=opacity(name),
            name=name,
        )
        plot += mesh
        bones += [mesh.id] if is_bone(name) else []
    js = f"window.k = K3DInstance; window.bones = {json.dumps(bones)};"
    path = folder / "k3d.html"
    path.write_text(plot.get_snapshot(additional_js_code=js), encoding="utf-8")
    return path


def niivue(series: list[dict[str, Surface]], folder: Path) -> Path:
    """NiiVue's page of the scene: MZ3 meshes beside it, and the points of what moves at each severity."""
    if shutil.which("npm") is None:
        raise Missing("npm is not on the path")
    home = folder / "npm"
    home.mkdir()
    subprocess.run(["npm", "install", "--silent", "--prefix", str(home), NIIVUE], check=True)
    shutil.copy(home / "node_modules/@niivue/niivue/dist/niivue.umd.js", folder / "niivue.js")
    shutil.rmtree(home)
    meshes = []
    for number, (name, surface) in enumerate(series[-1].items()):
        (folder / f"{number}.mz3").write_bytes(mz3(surface))
        shapes = []
        for step, points in enumerate(moving(series, name)):
            shapes.append(f"{number}-{step}.f32")
            (folder / shapes[-1]).write_bytes(points.astype("<f4").tobytes())
        colour = [*(round(255 * c) for c in tissue(name).color), 255]
        told = {"rgba255": colour, "opacity": opacity(name), "bone": is_bone(name), "shapes": shapes}
        meshes.append({"url": f"{number}.mz3", **told})
    path = folder / "niivue.html"
    path.write_text(NII_PAGE.replace("MESHES", json.dumps(meshes)), encoding="utf-8")
    return path


def mz3(surface: Surface) -> bytes:
    """A surface as MZ3: head, faces, points, gzipped."""
    head = struct.pack("<HHIII", 0x5A4D, 3, len(surface.faces), len(surface.points), 0)
    return gzip.compress(
        head + surface.faces.astype("<i4").tobytes() + surface.points.astype("<f4").tobytes(), 6, mtime=0
    )


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """A plain web server of a folder, and its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def opened(page: Page, address: str) -> float:
    """Seconds from the opening of a page to its whole picture."""
    page.goto(address)
    page.wait_for_function(FULL, polling=50)
    found = float(page.evaluate("() => watch.full / 1000"))
    page.wait_for_timeout(3000)
    return found


def measure_export_html(series: list[dict[str, Surface]], folder: Path) -> Shown:
    """PyVista's page: opened; it has nothing to toggle or move."""
    path = export_html(series[-1], folder)
    with browser_page() as (page, _):
        return Shown(path.stat().st_size / 1e6, opened(page, path.as_uri()))


def measure_k3d(series: list[dict[str, Surface]], folder: Path) -> Shown:
    """K3D's page: opened, its bones toggled and its time moved."""
    path = k3d(series, folder)
    with browser_page() as (page, _):
        first = opened(page, path.as_uri())
        hide = (
            "k.getWorld().K3DObjects.children.forEach(o => {{ if (bones.includes(o.K3DIdentifier)) "
            "o.visible = {}; }}); k.render()"
        )
        toggle = to_next_draw(page, [hide.format(shown) for shown in ("false", "true") * 6], "() => true")
        steps = [f"k.setTime({n % 3 + 0.5})" for n in range(12)]
        return Shown(path.stat().st_size / 1e6, first, toggle, to_next_draw(page, steps, "() => true"))


def measure_niivue(series: list[dict[str, Surface]], folder: Path) -> Shown:
    """NiiVue's page: opened, its bones toggled and its points changed for those of another severity."""
    home = folder / "niivue"
    home.mkdir()
    path = niivue(series, home)
    with web(home) as address, browser_page() as (page, _):
        first = opened(page, address + path.name)
        ready = "() => window.shape !== undefined"
        toggle = to_next_draw(page, [f"bones({shown})" for shown in ("false", "true") * 6], ready)
        step = to_next_draw(page, [f"shape({n % len(series)})" for n in range(12)], ready)
        size = sum(each.stat().st_size for each in home.iterdir()) / 1e6
        return Shown(size, first, toggle, step)


WAYS = {"PyVista `export_html`": measure_export_html, "K3D": measure_k3d, "NiiVue": measure_niivue}


def measure(folder: Path) -> Iterator[tuple[str, Shown | str]]:
    """Each of the ways, one after the other: what it costs, or why it could not be measured."""
    series = shapes()
    for name, way in WAYS.items():
        yield name, attempted(partial(way, series, folder))


def attempted(way: Callable[[], Shown]) -> Shown | str:
    """What a way costs, or one sentence on why it could not be measured."""
    try:
        return way()
    except (Missing, ImportError) as error:
        return f"not measured: {error}"
    except subprocess.SubprocessError as error:
        return f"not measured: {type(error).__name__}"
    except PlaywrightError as error:
        return f"not measured: {error.message.splitlines()[0]}"
