"""Fit the sacrum's named sizes to a reference bone by least squares.

    python tools/fit_sacrum.py REFERENCE [--points N] [--rounds N] [--parts NAME ...]

The reference (any format PyVista reads, mm, LPS) is first laid on the present model by ICP
against itself and its mirror image, so that the symmetric model meets both sides of it.
The residual is the sacrum's field minus the reference's signed distance, both clipped, at
points on and near its surface, so that bone too many and bone too few both cost.  Every size
stays within the range its table row gives.  The values of meshes/data/sacrum.csv are
rewritten; nothing else of the reference is kept.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial import cKDTree
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from lumbar.meshes.fields import Distances, Points, rotation
from lumbar.meshes.sacrum import sacrum
from lumbar.meshes.sacrum_sizes import PARTS, SacrumSizes, sacrum_table, sizes_from
from lumbar.meshes.surface import polygonise

TABLE = Path(__file__).parent.parent / "meshes" / "data" / "sacrum.csv"
CLIP = 4.0  # mm
SLOPE = 38.0  # degrees by which a sacrum lying as in the reference is turned onto its end-plate
REACH = {"height": 34.0, "superior": 22.0}  # mm above and below a section or lobe that it may change
NEIGHBOURS = 20.0  # mm: points of one cube follow each other, which the field's short cuts like
Vector = NDArray[np.float64]


def laid_on(mesh: pv.PolyData, model: Points) -> pv.PolyData:
    """The reference turned and shifted, not scaled, onto points of the model by trimmed ICP."""
    points = (np.asarray(mesh.points, float) - mesh.points.mean(axis=0)) @ rotation(x=SLOPE).T
    points += model.mean(axis=0)
    tree = cKDTree(model)
    for _ in range(100):
        distance, index = tree.query(points)
        near = distance < np.quantile(distance, 0.9)
        x, y = points[near], model[index[near]]
        u, _, vt = np.linalg.svd((y - y.mean(0)).T @ (x - x.mean(0)))
        turn = u @ np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))]) @ vt
        points = (points - x.mean(0)) @ turn.T + y.mean(0)
    laid = mesh.copy()
    laid.points = levelled(points)
    return laid


def levelled(points: Points) -> Points:
    """Points turned about x and lifted until their end-plate lies flat at z = 0."""
    for _ in range(3):
        x, y, z = points.T
        flat = points[(np.abs(x) < 18) & (np.abs(y) < 11) & (np.abs(z) < 4)]
        slope, height = np.polyfit(flat[:, 1], flat[:, 2], 1)
        points = (points - [0.0, 0.0, height]) @ rotation(x=-float(np.degrees(np.arctan(slope)))).T
    return points


@dataclass(frozen=True)
class Target:
    """Points around a reference bone, folded to the left, and its signed distances there, mm."""

    points: Points
    distances: Distances


def target(mesh: pv.PolyData, count: int) -> Target:
    """Half of the points lie on the surface, a third near it, the rest up to a centimetre off."""
    rng = np.random.default_rng(0)
    faces = mesh.faces.reshape(-1, 4)[:, 1:]
    a, b, c = (np.asarray(mesh.points, float)[faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    pick = rng.choice(len(faces), count, p=area / area.sum())
    u = rng.random((count, 2))
    u[u.sum(1) > 1] = 1 - u[u.sum(1) > 1]
    points = a[pick] + u[:, :1] * (b - a)[pick] + u[:, 1:] * (c - a)[pick]
    points[::3] += rng.normal(0.0, 2.0, points[::3].shape)
    points[1::6] += rng.normal(0.0, 6.0, points[1::6].shape)
    implicit = vtkImplicitPolyDataDistance()
    implicit.SetInput(mesh)
    distances = np.array([implicit.EvaluateFunction(p) for p in points])
    points[:, 0] = np.abs(points[:, 0])
    order = np.lexsort((points // NEIGHBOURS).T)
    return Target(points[order], distances[order])


class Fit:
    """The residual of the sizes in a table against a target, and its derivatives."""

    def __init__(self, rows: list[dict[str, str]], aim: Target, parts: list[str]) -> None:
        self.aim = aim
        self.names = [(row["part"], row["quantity"]) for row in rows]
        self.low = np.array([float(row["low"]) for row in rows])
        self.high = np.array([float(row["high"]) for row in rows])
        self.values = np.clip([float(row["value"]) for row in rows], self.low, self.high)
        self.free = np.flatnonzero([row["part"] in parts for row in rows] & (self.high > self.low))
        self.wanted = np.clip(aim.distances, -CLIP, CLIP)

    def sizes(self, free: Vector) -> SacrumSizes:
        """Sizes from the values of the free rows."""
        values = self.values.copy()
        values[self.free] = free
        return sizes_from(dict(zip(self.names, values.tolist(), strict=True)))

    def residual(self, free: Vector, at: NDArray[np.intp] | slice = slice(None)) -> Distances:
        """Model minus reference at the target's points, in mm."""
        return np.clip(sacrum(self.sizes(free))(self.aim.points[at]), -CLIP, CLIP) - self.wanted[at]

    def near(self, part: str) -> NDArray[np.intp]:
        """The target's points that a part may change: all, unless it stands at one height."""
        z = self.aim.points[:, 2]
        for row, name in enumerate(self.names):
            if name[0] == part and name[1] in REACH and part != "ala_top":
                return np.flatnonzero(np.abs(z - self.values[row]) < REACH[name[1]])
        return np.arange(len(z))

    def derivatives(self, free: Vector) -> NDArray[np.float64]:
        """Change of each residual per mm or degree of each free size, by forward differences."""
        base = self.residual(free)
        result = np.zeros((len(base), len(free)))
        for column, row in enumerate(self.free):
            at = self.near(self.names[row][0])
            step = 0.02 * (self.high[row] - self.low[row])
            step = -step if free[column] + step > self.high[row] else step
            moved = free.copy()
            moved[column] += step
            result[at, column] = (self.residual(moved, at) - base[at]) / step
        return result

    def run(self, rounds: int) -> Vector:
        """The values that fit best, all rows, within their ranges."""
        room = 1e-3 * (self.high - self.low)[self.free]
        low, high = self.low[self.free], self.high[self.free]
        found = least_squares(
            self.residual,
            np.clip(self.values[self.free], low + room, high - room),
            self.derivatives,
            bounds=(low, high),
            loss="soft_l1",
            x_scale=(high - low) / 10,
            max_nfev=rounds,
            verbose=2,
        )
        values = self.values.copy()
        values[self.free] = found.x
        return values


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path)
    parser.add_argument("--points", type=int, default=9000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS), metavar="NAME")
    options = parser.parse_args()
    rows = sacrum_table()
    values = {(row["part"], row["quantity"]): float(row["value"]) for row in rows}
    model = polygonise(sacrum(sizes_from(values)), 1.5).points
    mesh = pv.read(options.reference).extract_surface(algorithm="dataset_surface").triangulate().clean()
    fit = Fit(rows, target(laid_on(mesh, model), options.points), options.parts)
    print(
        f"{len(PARTS)} parts, {len(fit.free)} free sizes, {np.abs(fit.residual(fit.values[fit.free])).mean():.3f} mm"
    )
    found = fit.run(options.rounds)
    print(f"{np.abs(fit.residual(found[fit.free])).mean():.3f} mm")
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row, value in zip(rows, found, strict=True):
            writer.writerow(row | {"value": f"{value:.4g}"})


if __name__ == "__main__":
    main()
