"""Fit a vertebra's named sizes to a reference bone by least squares.

    python tools/fit_vertebra.py LEVEL [REFERENCE] [--start LEVEL] [--points N] [--rounds N] [--parts NAME ...]

The reference (any format PyVista reads, mm, LPS) is first brought into the frame of its own
end-plates; without one the bone is held to its present shape.  The residual is the bone's
field minus the reference's signed distance, both clipped, at points on and near its surface,
so that bone too many and bone too few both cost; and whatever stands nearer than half a joint
space to the mid-surface between it and its neighbours, as the chain poses them.  Every size
stays within the range its table row gives.  The level's column of meshes/data/vertebrae.csv
is rewritten; nothing else of the reference is kept.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial import cKDTree
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from lumbar.meshes.chain import disc_sizes, stand
from lumbar.meshes.fields import Distances, Field, Point, Points, rotation
from lumbar.meshes.plan import Plan
from lumbar.meshes.pose import Pose
from lumbar.meshes.sacrum import landmarks as sacrum_landmarks
from lumbar.meshes.sacrum import sacrum
from lumbar.meshes.sacrum_sizes import sacrum_sizes
from lumbar.meshes.sizes import LEVELS, PARTS, VertebraSizes, sizes_from, vertebra_sizes, vertebra_table
from lumbar.meshes.surface import polygonise
from lumbar.meshes.vertebra import landmarks, vertebra
from lumbar.meshes.vertebra_parts import join, parts

TABLE = Path(__file__).parent.parent / "meshes" / "data" / "vertebrae.csv"
CLIP = 3.0  # mm
JOINT = 2.3  # mm between the bones of a facet joint
PULL = 1.5  # mm of residual for a tenth of a size's range
Vector = NDArray[np.float64]


def mirror_plane(points: Points) -> tuple[Vector, Vector]:
    """Normal and a point of the plane in which a bone mirrors itself, by aligning its mirror image to it."""
    centre = points.mean(axis=0)
    moved = (points - centre) * [-1.0, 1.0, 1.0]
    mirrored, tree = moved.copy(), cKDTree(points - centre)
    for _ in range(30):
        target = (points - centre)[tree.query(mirrored)[1]]
        u, _, vt = np.linalg.svd((target - target.mean(0)).T @ (mirrored - mirrored.mean(0)))
        turn = u @ np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))]) @ vt
        mirrored = (mirrored - mirrored.mean(0)) @ turn.T + target.mean(0)
    apart = mirrored - (points - centre)
    normal = np.linalg.svd(apart, full_matrices=False)[2][0]
    return normal * np.sign(normal[0]), ((mirrored + points - centre) / 2).mean(axis=0) + centre


def corners(mesh: pv.PolyData) -> dict[str, Vector]:
    """The four rim points of the body in the midsagittal plane x = 0, each a (y, z) in mm."""
    section = mesh.slice(normal="x", origin=(0, 0, 0)).connectivity()
    front = int(section.point_data["RegionId"][np.argmin(section.points[:, 1])])
    yz = section.points[section.point_data["RegionId"] == front][:, 1:]
    return {
        f"{end}_{side}": yz[np.argmax(yz @ [back, up])]
        for end, up in (("superior", 1.0), ("inferior", -1.0))
        for side, back in (("anterior", -1.0), ("posterior", 1.0))
    }


def own_frame(mesh: pv.PolyData) -> pv.PolyData:
    """The bone in its own frame: origin mid-way between its end-plates, z along their mean normal."""
    normal, at = mirror_plane(np.asarray(mesh.points, float))
    mesh = mesh.copy()
    across = np.cross(normal, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    axes = np.stack([normal, -across if across[1] < 0 else across, np.cross(normal, across)], axis=1)
    axes[:, 2] *= np.sign(axes[2, 2])
    mesh.points = (np.asarray(mesh.points, float) - at) @ axes
    for _ in range(5):
        rim = corners(mesh)
        chords = [rim[f"{end}_posterior"] - rim[f"{end}_anterior"] for end in ("superior", "inferior")]
        tilt = np.mean([np.arctan2(c[1], c[0]) for c in chords])
        mesh.points = np.asarray(mesh.points) @ rotation(x=float(np.degrees(tilt)))
        middle = np.mean(list(corners(mesh).values()), axis=0)
        mesh.points = np.asarray(mesh.points) - [0.0, *middle]
    return mesh


@dataclass(frozen=True)
class Target:
    """Points around a reference bone, folded to the left, its distances there, and where joints lie, mm."""

    points: Points
    distances: Distances
    joints: Points


def around(mesh: pv.PolyData, count: int) -> Points:
    """Points of which half lie on a surface, half up to a few mm off it."""
    rng = np.random.default_rng(0)
    faces = mesh.faces.reshape(-1, 4)[:, 1:]
    a, b, c = (np.asarray(mesh.points, float)[faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    pick = rng.choice(len(faces), count, p=area / area.sum())
    u = rng.random((count, 2))
    u[u.sum(1) > 1] = 1 - u[u.sum(1) > 1]
    points = a[pick] + u[:, :1] * (b - a)[pick] + u[:, 1:] * (c - a)[pick]
    points[::2] += rng.normal(0.0, 1.8, points[::2].shape)
    return np.asarray(points, float)


def target(level: str, reference: Path | None, count: int) -> Target:
    """What a level is fitted to: a reference bone, or its present shape."""
    if reference is None:
        bone = vertebra(level, vertebra_sizes(level))
        surface = polygonise(bone, 0.8)
        points = around(pv.PolyData.from_regular_faces(surface.points, surface.faces.astype(int)), count)
        distances = bone(points)
    else:
        mesh = own_frame(pv.read(reference).extract_surface(algorithm="dataset_surface").triangulate())
        points = around(mesh, count)
        implicit = vtkImplicitPolyDataDistance()
        implicit.SetInput(mesh)
        distances = np.array([implicit.EvaluateFunction(p) for p in points])
    points[:, 0] = np.abs(points[:, 0])
    return Target(points, distances, joints(level))


CHAIN = (*LEVELS, "S1")


def bone(name: str) -> tuple[Field, Mapping[str, Point]]:
    """A bone's present field and landmarks, in its own frame."""
    if name == "S1":
        marks = sacrum_landmarks(sacrum_sizes())
        return sacrum(sacrum_sizes()), {
            n.replace("endplate", "superior_endplate"): p for n, p in marks.items()
        }
    return vertebra(name, vertebra_sizes(name)), landmarks(name, vertebra_sizes(name))


def pair(upper: str) -> tuple[Pose, Pose]:
    """How a bone and the one below it stand to each other; T12 stands on L1 as L1 does on L2."""
    lower = CHAIN[CHAIN.index(upper) + 1]
    places = ("L1", "L2") if upper == "T12" else (upper, lower)
    known = {name: bone(name)[1] for name in CHAIN[1:]}
    known |= {places[0]: bone(upper)[1], places[1]: bone(lower)[1]}
    poses = stand(Plan(), known, disc_sizes())
    return poses[places[0]], poses[places[1]]


def joint(upper: str) -> Points:
    """Points (n, 3) half-way between the facets of a bone and the one below it, where they stand."""
    lower = CHAIN[CHAIN.index(upper) + 1]
    (above, _), (below, marks) = bone(upper), bone(lower)
    high, low = pair(upper)
    centre = low.out(np.array([marks["superior_facet/left"]]))[0]
    points = centre + np.random.default_rng(1).uniform(-14.0, 14.0, (60_000, 3))
    a, b = above(high.into(points)), below(low.into(points))
    middle: Points = points[(np.abs(a - b) < 0.4) & (a < 1.5)][:1500]
    return middle


def joints(level: str) -> Points:
    """Points (n, 3) half-way between a level's facets and its neighbours', in its own frame."""
    found = [pair(level)[0].into(joint(level))]
    if level != "T12":
        over = CHAIN[CHAIN.index(level) - 1]
        found.append(pair(over)[1].into(joint(over)))
    return np.concatenate(found)


class Fit:
    """The residual of a vertebra's sizes against a target; only parts that changed are worked out again."""

    def __init__(
        self, level: str, rows: list[dict[str, str]], start: str, aim: Target, free: list[str]
    ) -> None:
        self.level, self.aim = level, aim
        self.points = np.concatenate([aim.points, aim.joints])
        self.names = [(row["part"], row["quantity"]) for row in rows]
        low, high = (np.array([float(row[end]) for row in rows]) for end in ("low", "high"))
        self.all = np.clip([float(row[start]) for row in rows], low, high)
        self.free = np.array([part in free for part, _ in self.names])
        self.low, self.high, self.start = low[self.free], high[self.free], self.all[self.free]
        self.scale = (self.high - self.low) / 10.0
        self.known: dict[str, tuple[object, Distances]] = {}

    def sizes(self, values: Vector) -> VertebraSizes:
        """Sizes from one value a free table row."""
        return sizes_from(self.level, dict(zip(self.names, self.whole(values).tolist(), strict=True)))

    def whole(self, values: Vector) -> Vector:
        """One value a table row: the free ones as given, the others as they were."""
        whole = self.all.copy()
        whole[self.free] = values
        return whole

    def distances(self, values: Vector, keep: bool) -> Distances:
        """The bone's field at the target's points; ``keep`` remembers the parts as they are now."""
        sizes = self.sizes(values)
        cached = {}
        for name, field in parts(sizes).items():
            key = (getattr(sizes, name), sizes.body) if name == "canal" else getattr(sizes, name)
            known = self.known.get(name)
            found = known[1] if known and known[0] == key else field(self.points)
            if keep:
                self.known[name] = (key, found)
            cached[name] = Field(lambda _, found=found: found, field.box)  # type: ignore[misc]
        return join(cached, sizes)(self.points)

    def residual(self, values: Vector, keep: bool = False) -> Distances:
        """Field minus signed distance, both clipped; joints too tight; and a weak pull towards the start."""
        found, count = self.distances(values, keep), len(self.aim.points)
        off = np.clip(found[:count], -CLIP, CLIP) - np.clip(self.aim.distances, -CLIP, CLIP)
        tight = np.maximum(JOINT / 2 - found[count:], 0.0)
        return np.concatenate([off, 2.0 * tight, PULL * (values - self.start) / self.scale])

    def slopes(self, values: Vector) -> NDArray[np.float64]:
        """Jacobian of the residual by forward differences."""
        base = self.residual(values, keep=True)
        columns = []
        for k, step in enumerate(self.scale * 1e-3):
            moved = values.copy()
            moved[k] += step if values[k] + step <= self.high[k] else -step
            columns.append((self.residual(moved) - base) / (moved[k] - values[k]))
        return np.stack(columns, axis=1)

    def run(self, rounds: int) -> Vector:
        """The best values within their ranges."""
        inside = np.clip(self.start, self.low + 1e-6 * self.scale, self.high - 1e-6 * self.scale)
        found = least_squares(
            self.residual, inside, self.slopes, (self.low, self.high),
            loss="soft_l1", f_scale=1.0, x_scale=self.scale, max_nfev=rounds, verbose=0,
        )  # fmt: skip
        off = np.abs(found.fun[: len(self.aim.points)])
        print(
            f"{self.level}: mean {off.mean():.3f} mm, p95 {np.quantile(off, 0.95):.2f}, {found.nfev} rounds"
        )
        return self.whole(np.asarray(found.x, float))


def write(level: str, values: Vector, rows: list[dict[str, str]]) -> None:
    """Rewrite one level's column of the table."""
    for row, value in zip(rows, values, strict=True):
        row[level] = f"{value:.3g}" if abs(value) >= 100 else f"{round(float(value), 2):g}"
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Fit one level from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("level")
    parser.add_argument("reference", type=Path, nargs="?")
    parser.add_argument("--start", help="level whose column to start from (default: the level itself)")
    parser.add_argument("--points", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS), metavar="NAME")
    given = parser.parse_args()
    aim = target(given.level, given.reference, given.points)
    fit = Fit(given.level, vertebra_table(), given.start or given.level, aim, given.parts)
    write(given.level, fit.run(given.rounds), vertebra_table())


if __name__ == "__main__":
    main()
