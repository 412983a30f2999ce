"""`make lock`: choose the versions of Python packages anew, hashes and all, for every platform and Python ≥ 3.11."""

import subprocess
import sys

COMPILE = [".venv/bin/uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
LOCKS = {
    "requirements/run.txt": [],
    "requirements/uvicorn.txt": ["--extra", "uvicorn"],
    "requirements/dev.txt": ["--extra", "uvicorn", "--group", "dev"],
}


def main() -> None:
    """Write both locks; `--upgrade` among the arguments takes the newest versions that pyproject.toml allows."""
    for path, options in LOCKS.items():
        subprocess.run(
            [*COMPILE, "--custom-compile-command", "make lock", *options, *sys.argv[1:], "pyproject.toml", "-o", path],
            check=True,
        )
        print(f"{path} is written.")


if __name__ == "__main__":
    main()
