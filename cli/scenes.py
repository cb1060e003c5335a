"""``lumbar scenes``: what there is to show."""

from __future__ import annotations

import json
from argparse import Namespace, _SubParsersAction
from typing import Any

from ..annotations import scene_text
from ..scenes import Scene, all_scenes, case
from .parser import Parser


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar scenes``."""
    parser = commands.add_parser("scenes", help="list the scenes: levels, sides, stages, case code")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Print every scene."""
    rows = [row(scene) for scene in all_scenes().values()]
    if options.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for each in rows:
        print(f"{each['id']:<20} {each['title']}")
        print(f"{'':<20} {each['case']}")
        for word in ("levels", "sides"):
            if each[word]:
                print(f"{'':<20} {word}: {', '.join(each[word])}")
        if each["stages"]:
            stages = ", ".join(f"{stage['title']} ({stage['severity']:g})" for stage in each["stages"])
            print(f"{'':<20} stages: {stages}")


def row(scene: Scene) -> dict[str, Any]:
    """One scene as plain values; its stages are those at its default level."""
    text = scene_text(scene.id)
    named = text.clinician.stages
    return {
        "id": scene.id,
        "title": text.title,
        "finding": scene.finding,
        "levels": list(scene.levels),
        "sides": list(scene.sides),
        "stages": [
            {"id": s.id, "title": named[s.id].name, "severity": s.severity}
            for s in scene.stages
            if scene.level in s.levels
        ],
        "case": case(scene),
    }
