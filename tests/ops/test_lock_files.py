"""The lock files in the project: hashed, without addresses, and in step with each other."""

import re
from pathlib import Path

import pytest

from ops.lock_files import pinned, refuse_addresses
from ops.places import ROOT, SetUpError

LOCKS = ["app.txt", "nlu.txt", "build.txt", "uv.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host_and_hashes_every_package(name: str) -> None:
    path = ROOT / "requirements" / name
    refuse_addresses(path)
    packages = re.split(r"\n(?=\S)", path.read_text().strip())
    assert packages
    assert all(re.match(r"[a-z0-9][\w.-]*==\S+", package) and "--hash=sha256:" in package for package in packages)


def test_the_first_uv_is_the_one_the_environment_gets() -> None:
    folder = ROOT / "requirements"
    assert (folder / "uv.txt").read_text() == pinned((folder / "app.txt").read_text(), "uv")


def test_a_package_is_taken_with_its_hashes_only() -> None:
    lock = "a==1 \\\n    --hash=sha256:aa\nuv==2 \\\n    --hash=sha256:bb\n    --hash=sha256:cc\nuvloop==3\n"
    assert pinned(lock, "uv") == "uv==2 \\\n    --hash=sha256:bb\n    --hash=sha256:cc\n"
    with pytest.raises(SetUpError, match="pins no absent"):
        pinned(lock, "absent")


def test_an_address_in_a_lock_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "app.txt"
    path.write_text("one==1\n--index-url https://packages.example.org/simple\n")
    with pytest.raises(SetUpError, match=r"app\.txt line 2"):
        refuse_addresses(path)
