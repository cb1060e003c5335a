"""The command line, as a reader meets it: what it prints and writes, and every refusal."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLPolyDataReader

from lumbar.cli.gallery import plates_of
from lumbar.meshes.case import parse_case
from lumbar.scenes import LEVELS, all_scenes

Run = Callable[..., Any]
HERNIATION = "herniation@L4-L5/left/subarticular:depth=6"


def refused(ran: Any) -> str:
    """The one sentence of a refusal."""
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("lumbar: ")
    assert ran.err.count("\n") == 1, ran.err
    return ran.err


# scenes


def test_scenes_as_json_list_what_there_is(lumbar: Run) -> None:
    listed = json.loads(lumbar("scenes", "--json").out)
    assert [row["id"] for row in listed] == list(all_scenes())
    assert {"healthy", "disc_herniation", "central_stenosis", "foraminal_stenosis"} <= {
        row["id"] for row in listed
    }
    for row in listed:
        assert set(row) == {"id", "title", "finding", "levels", "sides", "stages", "case"}
        assert row["title"]


def test_scenes_give_cases_that_the_other_commands_take(lumbar: Run) -> None:
    from lumbar.meshes.case import format_case, parse_case

    for row in json.loads(lumbar("scenes", "--json").out):
        assert format_case(parse_case(row["case"]))


def test_scenes_are_listed_in_words(lumbar: Run) -> None:
    out = lumbar("scenes").out
    assert all(scene in out for scene in all_scenes())


# measure


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [n for each in value.values() for n in numbers(each)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_measure_prints_nothing_but_json(lumbar: Run) -> None:
    found = json.loads(lumbar("measure", HERNIATION, "--json").out)
    assert set(found) == {"case", "vertebrae", "levels", "roots", "grades", "displaced"}
    assert list(found["levels"]) == list(LEVELS)
    assert list(found["vertebrae"]) == ["L1", "L2", "L3", "L4", "L5"]
    assert len(found["roots"]) == 12
    assert all(np.isfinite(numbers({k: found[k] for k in ("vertebrae", "levels", "roots")})))
    for grade in found["grades"]:
        assert set(grade) == {"scale", "level", "side", "value", "approximate", "source"}


def test_measure_prints_the_canonical_case(lumbar: Run) -> None:
    loose = json.loads(lumbar("measure", "herniation@l4/5/left/paracentral:depth=6.0", "--json").out)
    assert loose["case"] == json.loads(lumbar("measure", HERNIATION, "--json").out)["case"]


def test_measure_reads_as_a_table_with_units(lumbar: Run) -> None:
    out = lumbar("measure", HERNIATION).out
    assert "L4-L5" in out
    assert "sac area" in out
    assert "mm²" in out


def test_the_same_case_measures_the_same(lumbar: Run) -> None:
    assert lumbar("measure", HERNIATION, "--json").out == lumbar("measure", HERNIATION, "--json").out


# export


def stl_points(path: Path) -> np.ndarray:
    data = path.read_bytes()
    (count,) = struct.unpack("<I", data[80:84])
    record = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("unused", "<u2")])
    triangles = np.frombuffer(data, record, count, 84)
    assert len(data) == 84 + 50 * count
    return triangles["corners"].reshape(-1, 3)


def obj_groups(path: Path) -> dict[str, np.ndarray]:
    groups: dict[str, list[list[float]]] = {}
    for line in path.read_text().splitlines():
        word, *rest = line.split()
        if word == "g":
            current = groups.setdefault(rest[0], [])
        elif word == "v":
            current.append([float(number) for number in rest])
    return {name: np.array(points) for name, points in groups.items()}


def glb(path: Path) -> tuple[dict[str, Any], bytes]:
    data = path.read_bytes()
    assert data[:4] == b"glTF"
    (length,) = struct.unpack("<I", data[12:16])
    return json.loads(data[20 : 20 + length]), data[28 + length :]


def test_a_bone_alone_is_written(lumbar: Run, tmp_path: Path) -> None:
    target = tmp_path / "L3.stl"
    assert lumbar("export", "normal", "--parts", "L3/vertebra", "-o", target).status == 0
    points = stl_points(target)
    assert b"SPACE=LPS" in target.read_bytes()[:80]
    assert not target.read_bytes().startswith(b"solid")
    width, depth, height = np.ptp(points, axis=0)
    assert 70 < width < 115  # the transverse processes
    assert 65 < depth < 105
    assert 30 < height < 75


def test_the_left_is_left_and_up_is_up_in_every_format(lumbar: Run, tmp_path: Path) -> None:
    """A mirrored or a turned export must fail: L4's left root leaves to +x, L1 stands above L5, spines point behind."""
    for suffix in ("obj", "stl", "ply", "vtp", "glb"):
        centre = {}
        for part in ("L4/root/left", "L4/root/right", "L1/vertebra", "L5/vertebra"):
            target = tmp_path / f"part.{suffix}"
            assert lumbar("export", "normal", "--parts", part, "-o", target).status == 0
            centre[part] = points_of(target).mean(axis=0)
        assert centre["L4/root/left"][0] > 5 > -5 > centre["L4/root/right"][0], suffix
        assert centre["L1/vertebra"][2] > centre["L5/vertebra"][2] + 80, suffix


def points_of(path: Path) -> np.ndarray:
    """Points (n, 3) of a file in LPS mm, whatever its format."""
    if path.suffix == ".stl":
        return stl_points(path)
    if path.suffix == ".obj":
        return np.concatenate(list(obj_groups(path).values()))
    if path.suffix == ".vtp":
        return vtk_to_numpy(vtp(path).GetPoints().GetData())
    if path.suffix == ".ply":
        head, body = path.read_bytes().split(b"end_header\n", 1)
        count = int(head.split(b"element vertex ")[1].split()[0])
        return np.frombuffer(body, "<f4", 3 * count).reshape(-1, 3)
    document, buffer = glb(path)
    root = document["nodes"][document["scenes"][0]["nodes"][0]]
    assert root["scale"] == pytest.approx([0.001] * 3)
    accessor = document["accessors"][document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]]
    view = document["bufferViews"][accessor["bufferView"]]
    return np.frombuffer(buffer, "<f4", 3 * accessor["count"], view.get("byteOffset", 0)).reshape(-1, 3)


def vtp(path: Path) -> Any:
    reader = vtkXMLPolyDataReader()
    reader.SetFileName(str(path))
    reader.Update()
    return reader.GetOutput()


def test_gltf_is_y_up_in_metres_without_extensions(lumbar: Run, tmp_path: Path) -> None:
    target = tmp_path / "l5.glb"
    lumbar("export", "normal", "--parts", "L5/*", "-o", target)
    document, _ = glb(target)
    assert "extensionsRequired" not in document
    root = document["nodes"][0]
    x, _, _, w = root["rotation"]
    up = np.array([0, 2 * (0 - w * x), 1 - 2 * x * x])  # where the quaternion takes +z
    assert np.allclose(up, [0, 1, 0], atol=1e-6)
    assert {node["name"] for node in document["nodes"][1:]} >= {"L5/vertebra", "L5/root/left"}


def test_names_are_kept_where_the_format_has_a_place(lumbar: Run, tmp_path: Path) -> None:
    wanted = {"L4/vertebra", "L5/vertebra"}
    for suffix in ("obj", "ply", "vtp", "glb"):
        lumbar("export", "normal", "--parts", "L[45]/vertebra", "-o", tmp_path / f"two.{suffix}")
    assert set(obj_groups(tmp_path / "two.obj")) == wanted
    header = (tmp_path / "two.ply").read_bytes().split(b"end_header")[0].decode()
    assert all(part in header for part in wanted)
    assert "SPACE=LPS" in header
    data = vtp(tmp_path / "two.vtp")
    names = data.GetFieldData().GetAbstractArray("part_names")
    assert {names.GetValue(k) for k in range(names.GetNumberOfValues())} == wanted
    assert set(np.unique(vtk_to_numpy(data.GetCellData().GetArray("part")))) == {0, 1}
    assert data.GetFieldData().GetAbstractArray("SPACE").GetValue(0) == "LPS"
    assert {node["name"] for node in glb(tmp_path / "two.glb")[0]["nodes"][1:]} == wanted


def test_standard_codes_stand_where_the_format_has_a_place(lumbar: Run, tmp_path: Path) -> None:
    """L4 is FMA 13075 and SNOMED CT 11994002, the L4-L5 interspace 84020006 (DICOM CID 7603 and 7604)."""
    parts = ("--parts", "L4/vertebra,L4-L5/annulus")
    for suffix in ("obj", "ply", "vtp", "glb"):
        lumbar("export", "normal", *parts, "-o", tmp_path / f"two.{suffix}")
    assert "# FMA 13075" in (tmp_path / "two.obj").read_text()
    header = (tmp_path / "two.ply").read_bytes().split(b"end_header")[0].decode()
    number = next(line.split()[2] for line in header.splitlines() if line.endswith(" L4/vertebra"))
    assert f"comment code {number} SNOMED CT level 11994002" in header
    coded = vtp(tmp_path / "two.vtp").GetFieldData().GetAbstractArray("part_codes")
    assert any("84020006" in coded.GetValue(k) for k in range(2))
    nodes = {node["name"]: node for node in glb(tmp_path / "two.glb")[0]["nodes"][1:]}
    assert nodes["L4/vertebra"]["extras"]["codes"] == {
        "TA98": "A02.2.04.001",
        "FMA": "13075",
        "SNOMED CT level": "11994002",
    }
    assert nodes["L4-L5/annulus"]["extras"]["codes"]["SNOMED CT level"] == "84020006"


def test_a_folder_gets_one_file_a_part(lumbar: Run, tmp_path: Path) -> None:
    lumbar("export", "normal", "--parts", "root", "--format", "ply", "-o", tmp_path / "roots")
    assert len(list((tmp_path / "roots").glob("*.ply"))) == 12
    assert (tmp_path / "roots" / "L4_root_left.ply").exists()


def test_a_bare_name_means_that_structure(lumbar: Run, tmp_path: Path) -> None:
    lumbar("export", "normal", "--parts", "sacrum,nucleus", "-o", tmp_path / "some.obj")
    assert len(obj_groups(tmp_path / "some.obj")) == 7  # the sacrum and the nuclei from T12-L1 to L5-S1


def test_a_finding_is_exported_with_the_rest(lumbar: Run, tmp_path: Path) -> None:
    lumbar("export", HERNIATION, "--parts", "herniation", "-o", tmp_path / "it.obj")
    (points,) = obj_groups(tmp_path / "it.obj").values()
    assert points[:, 0].mean() > 2


# picture


@pytest.mark.usefixtures("opengl")
def test_a_picture_has_the_asked_size_and_says_what_it_is(lumbar: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    ran = lumbar("picture", HERNIATION, "-o", target, "--size", "320x240", "--labels")
    assert ran.status == 0, ran.err
    with Image.open(target) as image:
        assert image.size == (320, 240)
        assert image.mode == "RGB"
        assert image.info["lumbar:case"].startswith("herniation@L4-L5/left/subarticular")


@pytest.mark.usefixtures("opengl")
def test_a_picture_can_be_transparent(lumbar: Run, tmp_path: Path) -> None:
    lumbar(
        "picture", "normal", "-o", tmp_path / "x.png", "--size", "240x320", "--view", "front", "--transparent"
    )
    with Image.open(tmp_path / "x.png") as image:
        alpha = np.asarray(image)[..., 3]
    assert (alpha == 0).mean() > 0.3
    assert (alpha == 255).mean() > 0.1


@pytest.mark.usefixtures("opengl")
def test_a_picture_shows_the_scene_that_is_asked_for(lumbar: Run, tmp_path: Path) -> None:
    """Of a mix the second finding; of the healthy spine what another scene says of it."""
    images = {}
    for case, scene in (
        ("normal", "healthy"),
        ("normal", "not_the_spine"),
        ("facet_cyst@L4-L5/left + slip@L4-L5", "facet_cyst"),
        ("facet_cyst@L4-L5/left + slip@L4-L5", "spondylolisthesis"),
    ):
        path = tmp_path / f"{scene}.png"
        assert lumbar("picture", case, "--scene", scene, "-o", path, "--size", "120x90").status == 0
        images[scene] = np.asarray(Image.open(path).convert("RGB"), float)
    assert np.abs(images["healthy"] - images["not_the_spine"]).mean() > 5
    assert np.abs(images["facet_cyst"] - images["spondylolisthesis"]).mean() > 5


# gallery


def test_a_gallery_has_a_picture_for_every_stage_of_every_scene() -> None:
    for scene in all_scenes().values():
        plates = list(plates_of(scene, stages=True))
        assert len(plates) == max(1, sum(scene.level in stage.levels for stage in scene.stages))
        assert len({plate.name for plate in plates}) == len(plates)
        for plate in plates:
            assert plate.name.startswith(
                "_".join(word for word in (scene.id, scene.level, scene.side) if word)
            )
            assert parse_case(plate.case) is not None
            assert plate.scene == scene.id
        assert len(list(plates_of(scene, stages=False))) == 1


@pytest.mark.usefixtures("opengl")
def test_a_gallery_is_drawn_with_progress(lumbar: Run, tmp_path: Path) -> None:
    ran = lumbar("gallery", "-o", tmp_path / "all", "--scene", "healthy", "--size", "96x128", "--no-labels")
    assert ran.status == 0, ran.err
    assert "1 of 1, healthy.png" in ran.err
    with Image.open(tmp_path / "all" / "healthy.png") as image:
        assert image.size == (96, 128)


# refusals


@pytest.mark.parametrize(
    ("case", "names", "offers"),
    [
        ("", "empty", "normal"),
        ("hernia@L4-L5/left", "hernia", "herniation"),
        ("herniation", "level", "@L4-L5"),
        ("herniation@L9-S1/left", "L9-S1", "L4-L5"),
        ("herniation@L4-L5", "side", "left or right"),
        ("herniation@L4-L5/port", "port", "left, right"),
        ("herniation@L4-L5/left:size=6", "size=6", "depth"),
        ("herniation@L4-L5/left:depth=nan", "nan", "number"),
        ("herniation@L4-L5/left:depth=inf", "inf", "number"),
        ("herniation@L4-L5/left:depth=60", "60", "12 mm"),
        ("herniation@L4-L5/left:severity=2", "2", "0 to 1"),
        ("central_stenosis@L3-L4/left", "left", "leave"),
        ("normal + herniation@L4-L5/left", "normal", "alone"),
    ],
)
@pytest.mark.parametrize("command", ["measure", "picture", "export"])
def test_a_wrong_case_is_refused(
    lumbar: Run, tmp_path: Path, command: str, case: str, names: str, offers: str
) -> None:
    output = {"measure": [], "picture": ["-o", tmp_path / "x.png"], "export": ["-o", tmp_path / "x.stl"]}[
        command
    ]
    sentence = refused(lumbar(command, case, *output))
    assert names in sentence
    assert offers in sentence


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["frobnicate"], ["frobnicate", "scenes", "measure", "picture", "export"]),
        (["measure"], ["CASE"]),
        (["measure", "normal", "--jsn"], ["--jsn"]),
        (["measure", "normal", "--person", "canal_depht=14"], ["canal_depht", "canal_depth", "stature"]),
        (["measure", "normal", "--person", "canal_depth=nan"], ["nan", "12.4 to 20 mm"]),
        (["picture", "normal", "-o", "x.png", "--person", "sex=none"], ["none", "female, male"]),
        (["export", "normal", "-o", "x.stl", "--person", "stature=1.7"], ["1.7", "140 to 205 cm"]),
        (["picture", "normal"], ["-o"]),
        (["picture", "normal", "-o", "x.gif"], ["x.gif", ".png"]),
        (["picture", "normal", "-o", "x.png", "--size", "NaNx200"], ["NaNx200", "WIDTHxHEIGHT"]),
        (["picture", "normal", "-o", "x.png", "--size", "0x0"], ["0x0", "64"]),
        (["picture", "normal", "-o", "x.png", "--view", "sideways"], ["sideways", "front", "oblique"]),
        (["picture", "normal", "-o", "x.png", "--scene", "hernia"], ["hernia", "disc_herniation"]),
        (["picture", "normal", "-o", "x.png", "--scene", "metastasis"], ["metastasis", "normal"]),
        (["gallery", "-o", "x", "--scene", "hernia"], ["hernia", "disc_herniation"]),
        (["gallery", "-o", "x", "--size", "9"], ["9", "WIDTHxHEIGHT"]),
        (["atlas", "-o", "x.pdf"], ["x.pdf", ".html"]),
        (["atlas"], ["--output", "--folder"]),
        (["atlas", "--folder", "x", "--levels", "L7-L8"], ["L7-L8", "L4-L5"]),
        (["atlas", "-o", "x.html", "--scenes", "hernia"], ["hernia", "disc_herniation"]),
        (["atlas", "-o", "x.html", "--case", "hernia@L4-L5/left"], ["hernia", "herniation"]),
        (["atlas", "-o", "x.html", "--case", "normal", "--levels", "L4-L5"], ["--case", "--levels"]),
        (["export", "normal", "-o", "x.xyz"], ["x.xyz", ".glb", ".vtp"]),
        (["export", "normal", "-o", "x.stl", "--parts", "L3/vertebrae"], ["L3/vertebrae", "vertebra"]),
        (["export", "normal", "-o", "x.stl", "--parts", "herniation"], ["herniation", "annulus"]),
        (["export", "normal", "-o", "out", "--format", "fbx"], ["fbx", "stl"]),
        (["--port", "nan"], ["nan", "65535"]),
        (["--port", "70000"], ["70000", "65535"]),
        (["--host", "no.such.host.invalid"], ["no.such.host.invalid"]),
    ],
)
def test_a_wrong_option_is_refused(
    lumbar: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], names: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = refused(lumbar(*arguments))
    assert all(name in sentence for name in names), sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["nowhere", "/proc"])
@pytest.mark.parametrize(("command", "name"), [("picture", "x.png"), ("export", "x.stl")])
def test_a_folder_that_cannot_be_written_is_refused(
    lumbar: Run, tmp_path: Path, folder: str, command: str, name: str
) -> None:
    assert folder in refused(lumbar(command, "normal", "-o", tmp_path / folder / name))


def test_a_port_in_use_is_refused(lumbar: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        sentence = refused(lumbar("--host", "127.0.0.1", "--port", port, "--no-browser"))
    assert port in sentence
    assert "--port" in sentence


def test_without_opengl_a_picture_is_refused_and_says_what_to_install(
    lumbar: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lumbar.pictures.opengl.opengl_works", lambda: False)
    assert "libegl1" in refused(lumbar("picture", "normal", "-o", tmp_path / "x.png"))


# the program itself


def test_it_runs_as_a_module_and_says_its_version() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "lumbar", "--version"], cwd="/", capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("lumbar ")


def test_a_refusal_leaves_status_2_and_an_empty_stdout() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "lumbar", "measure", "gout@L4-L5", "--json"],
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["scenes"], ["measure"], ["picture"], ["export"]])
def test_every_command_has_help(lumbar: Run, command: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        lumbar(*command, "--help")
    assert ended.value.code == 0


# a full disk


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
from lumbar.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""As on a full disk, writing ends in the middle of a file: here by a limit that needs no disk."""


@pytest.mark.skipif(sys.platform == "win32", reason="files can't be limited there")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["export", "normal", "--parts", "L3/vertebra", "-o", "a.stl"], "a.stl"),
        (["export", "normal", "--parts", "L3/vertebra", "-o", "folder"], "folder/L3_vertebra.stl"),
        (["picture", "normal", "--size", "640x480", "-o", "a.png"], "a.png"),
        (["gallery", "--scene", "healthy", "--size", "640x480", "-o", "folder"], "folder/healthy.png"),
        (["atlas", "--scenes", "facet_cyst", "--levels", "L4-L5", "-o", "a.html"], "a.html"),
        (
            ["atlas", "--scenes", "facet_cyst", "--levels", "L4-L5", "--folder", "site"],
            "site/geometry/base.bin",
        ),
    ],
)
def test_a_full_disk_leaves_what_was_there_and_nothing_else(
    lumbar: Run, tmp_path: Path, request: pytest.FixtureRequest, command: list[str], name: str
) -> None:
    lumbar("measure", "normal")  # the healthy spine is in the cache, which is as full
    if command[0] in ("picture", "gallery"):
        request.getfixturevalue("opengl")
    before = tmp_path / name
    before.parent.mkdir(exist_ok=True, parents=True)
    before.write_text("of yesterday")
    ran = subprocess.run(
        [sys.executable, "-c", FULL, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.splitlines()[-1].endswith(f"{name}: File too large")
    assert "Traceback" not in ran.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [before]
    assert before.read_text() == "of yesterday"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_cannot_be_printed_is_said_in_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "lumbar", "scenes", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr == "lumbar: the file could not be written: No space left on device\n"
