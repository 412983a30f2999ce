"""What is generated is as its source is: the schema, the TypeScript types, the locks of Python packages."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)


def output(root: Path, *command: str) -> str:
    return subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout


def pins(root: Path, lock: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PIN.findall((root / lock).read_text())}


def test_the_schema_is_the_one_of_the_structs(root: Path) -> None:
    now = output(root, sys.executable, "-m", "server.wire.schema")
    assert now == (root / "docs/protocol.schema.json").read_text(), "run `make wire`"


def test_the_typescript_types_are_the_ones_of_the_schema(root: Path) -> None:
    now = output(root, "node", "widget/src/wire/generate.mjs")
    assert now == (root / "widget/src/wire/wire.ts").read_text(), "run `make wire`"


@pytest.mark.parametrize(
    ("lock", "extras", "groups"), [("run", [], []), ("uvicorn", ["uvicorn"], []), ("dev", ["uvicorn"], ["dev"])]
)
def test_a_lock_pins_what_the_project_asks_for(root: Path, lock: str, extras: list[str], groups: list[str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = [
        *project["project"]["dependencies"],
        *(r for e in extras for r in project["project"]["optional-dependencies"][e]),
        *(r for g in groups for r in project["dependency-groups"][g]),
    ]
    pinned = pins(root, f"requirements/{lock}.txt")
    for line in asked:
        requirement = Requirement(line)
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{lock} lacks {requirement.name}: run `make lock`"
        assert version in requirement.specifier, f"{lock} has {requirement.name} {version}: run `make lock`"


def test_tests_run_on_the_versions_that_run(root: Path) -> None:
    dev = pins(root, "requirements/dev.txt")
    for lock in ("requirements/run.txt", "requirements/uvicorn.txt"):
        run = pins(root, lock)
        assert run == {name: dev[name] for name in run}


def test_every_pin_has_hashes(root: Path) -> None:
    for lock in ["requirements/run.txt", "requirements/uvicorn.txt", "requirements/dev.txt"]:
        for block in re.split(r"\n(?=[A-Za-z0-9])", (root / lock).read_text())[1:]:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_of_node_packages_names_no_registry(root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_the_lock_of_node_packages_is_the_one_of_package_json(root: Path) -> None:
    project = json.loads((root / "package.json").read_text())
    locked = json.loads((root / "package-lock.json").read_text())["packages"]
    for name, version in project["devDependencies"].items():
        assert locked[""]["devDependencies"][name] == version
        assert locked[f"node_modules/{name}"]["version"] == version
