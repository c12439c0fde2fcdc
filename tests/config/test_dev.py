"""`./dev`, from its pieces to a real start and stop."""

import http.client
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kindring.config.environment import PACKAGE

PROJECT = PACKAGE.parent
BARE = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def dev(monkeypatch):
    """The script as a module, without leaving compiled code beside it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("dev_script", str(PROJECT / "dev"))
    spec = importlib.util.spec_from_loader("dev_script", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def clone(tmp_path):
    """A clean copy of what `./dev` needs to begin: nothing is installed in it."""
    project = tmp_path / "clone"
    project.mkdir()
    shutil.copy(PROJECT / "dev", project)
    shutil.copytree(PROJECT / "requirements", project / "requirements")
    return project


def types(project, *words, **environment):
    command = [sys.executable, str(project / "dev"), *words]
    return subprocess.run(command, env=BARE | environment, check=False, capture_output=True, text=True, timeout=60)


def refused_in_one_line(done, *words):
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("dev: ")
    for word in words:
        assert str(word) in done.stderr
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_without_a_word_it_says_what_it_can_do(clone):
    done = types(clone)
    assert done.returncode == 0
    for command in ("run", "demo", "test", "check", "bench", "lock"):
        assert f"./dev {command}" in done.stdout
    assert types(clone, "dance").returncode == 1


def test_busy_port_is_told_before_anything_is_installed(clone):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for command in ("run", "demo"):
            assert refused_in_one_line(types(clone, command, "--port", str(port)), port, "--port")
    assert sorted(path.name for path in clone.iterdir()) == ["dev", "requirements"]


def test_no_network_for_pip_is_one_line_and_breaks_nothing(clone):
    nowhere = {"PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/simple", "PIP_CONFIG_FILE": "/dev/null"}
    done = types(clone, "run", "--port", str(free_port()), HOME=str(clone), PIP_RETRIES="0", **nowhere)
    assert refused_in_one_line(done, "is there a network?")
    assert not (clone / ".venv").exists()


def test_no_network_for_uv_is_one_line_and_breaks_nothing(clone):
    if not (PROJECT / ".tools" / "uv" / "installed").exists():
        pytest.skip("uv was not brought by ./dev")
    (clone / ".tools").mkdir()
    (clone / ".tools" / "uv").symlink_to(PROJECT / ".tools" / "uv")
    nowhere = {"UV_DEFAULT_INDEX": f"http://127.0.0.1:{free_port()}/simple", "UV_NO_CACHE": "1"}
    done = types(clone, "run", "--port", str(free_port()), HOME=str(clone), UV_HTTP_RETRIES="0", **nowhere)
    assert refused_in_one_line(done, "is there a network?")
    assert not (clone / ".venv" / "installed.json").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("error: Failed to fetch: `simple/x`\n cause: dns error: failed to lookup", "network"),
        ("  × Failed to build `cffi==2.1.1`\n  error: command 'gcc' failed: No such file", "C compiler"),
        ("error: command 'cc' failed: No such file or directory", "build-essential"),
        ("error: Hash mismatch for `six==1.16.0`", "not the one that was locked"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that was locked"),
        ("error: No space left on device (os error 28)", "disk is full"),
        ("error: failed to create file: Permission denied (os error 13)", "may you write"),
        ("noise\nsomething else went wrong\n\n", "something else went wrong"),
    ],
)
def test_failed_install_says_what_stood_in_the_way_in_one_line(dev, said, words):
    assert words in dev.why_not(said)
    assert "\n" not in dev.why_not(said)


def test_old_python_is_told_in_one_line(dev, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(sys, "version", "3.10.4 (main)")
    with pytest.raises(dev.Stop, match=r"Python 3\.11 or newer is needed; this is 3\.10\.4"):
        dev.main()


@pytest.fixture
def installing(dev, tmp_path, monkeypatch):
    """`install` on an environment that records what uv is asked; `held(set)` says what it holds."""
    asked = []
    monkeypatch.setattr(dev, "TOOLS", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(dev, "bring_uv", lambda: None)
    monkeypatch.setattr(dev, "works", lambda: True)
    monkeypatch.setattr(dev, "uv", lambda command, *more: asked.append(more[-1].name))

    def held(name, sha=None):
        sha = sha or dev.sha(PROJECT / "requirements" / f"{name}.txt")
        dev.STAMP.write_text(json.dumps({"set": name, "sha": sha}))

    dev.held, dev.asked = held, asked
    return dev


def test_nothing_is_installed_twice(installing):
    installing.install("run")
    installing.install("run")
    assert installing.asked == ["run.txt"]


@pytest.mark.parametrize("wanted", ["run", "test", "check"])
def test_smaller_set_is_content_with_a_larger_one(installing, wanted):
    installing.held("check")
    installing.install(wanted)
    assert installing.asked == []


def test_larger_set_is_added(installing):
    installing.held("run")
    installing.install("test")
    assert installing.asked == ["test.txt"]
    assert json.loads(installing.STAMP.read_text())["set"] == "test"


def test_changed_lock_never_takes_away_what_a_larger_set_brought(installing):
    installing.held("check", sha="of last week")
    installing.install("run")
    assert installing.asked == ["check.txt"]


def test_each_locked_set_holds_all_of_the_smaller_one():
    def versions(name):
        return set(re.findall(r"^[a-z0-9-]+==[^ ;]+", (PROJECT / "requirements" / name).read_text(), re.MULTILINE))

    assert versions("run.txt") < versions("test.txt") < versions("check.txt")


def test_locked_packages_have_hashes_and_no_address():
    for path in (PROJECT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text
        assert "index-url" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_missing_package_of_debian_is_one_line_without_root(dev, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Stop, match=r"run `sudo apt-get install .* chromium`"):
        dev.apt("chromium", "testing in a real browser")


def test_run_serves_with_a_worker_and_leaves_nothing_running(tmp_path):
    port = free_port()
    environment = BARE | {"HOME": os.environ.get("HOME", "/"), "KINDRING_DATA": str(tmp_path / "data")}
    command = [sys.executable, str(PROJECT / "dev"), "run", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = []
        for line in process.stdout or ():
            said.append(line)
            if "Stop it with Ctrl-C" in line:
                break
        assert process.poll() is None, "".join(said)
        children = children_of(process.pid)
        assert [words for words in map(command_of, children) if " serve" in words]
        assert [words for words in map(command_of, children) if " work" in words]
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        asked.request("GET", "/")
        assert asked.getresponse().status < 500
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=30)[0]
    assert process.returncode == 0, rest
    assert str(tmp_path / "data" / "data" / "kindring.sqlite3") in "".join(said)
    assert f"http://127.0.0.1:{port}/" in "".join(said)
    assert "Stopped." in rest
    assert "Traceback" not in rest
    assert not [child for child in children if command_of(child)]


def children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("this system does not list a process's children")
    return [int(child) for child in listed.read_text().split()]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except FileNotFoundError:
        return ""
