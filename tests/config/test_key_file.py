"""The server's own key is made once, kept private, and never quietly replaced."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from kindring.config.key_file import KeyFileRefused, derive, read_or_make


def nobody():
    return False


def somebody():
    return True


def never_asked():
    raise AssertionError("asked although the file is there")


def test_first_run_makes_a_private_key_file(tmp_path):
    path = tmp_path / "keys" / "server.key"
    root = read_or_make(path, has_users=nobody)
    assert len(root) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    assert read_or_make(path, has_users=never_asked) == root


def test_two_servers_have_different_keys(tmp_path):
    assert read_or_make(tmp_path / "a", has_users=nobody) != read_or_make(tmp_path / "b", has_users=nobody)


def test_many_first_starts_at_once_end_with_one_key(tmp_path):
    path = tmp_path / "keys" / "server.key"
    with ThreadPoolExecutor(8) as pool:
        roots = set(pool.map(lambda _: read_or_make(path, has_users=nobody), range(40)))
    assert len(roots) == 1


def test_lost_key_of_a_database_with_users_is_not_replaced(tmp_path):
    path = tmp_path / "server.key"
    with pytest.raises(KeyFileRefused, match="missing"):
        read_or_make(path, has_users=somebody)
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_key_file_that_others_can_read_is_refused(tmp_path, mode):
    path = tmp_path / "server.key"
    read_or_make(path, has_users=nobody)
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match=f"chmod 600 {path}"):
        read_or_make(path, has_users=nobody)


@pytest.mark.parametrize("content", [b"", b"not base64 at all!", base64.b64encode(b"too short"), b"\xff\xfe\x00"])
def test_damaged_key_file_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "server.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused, match="damaged"):
        read_or_make(path, has_users=nobody)
    assert path.read_bytes() == content


def test_folder_in_place_of_the_key_file_is_refused_in_one_line(tmp_path):
    with pytest.raises(KeyFileRefused, match="cannot be read"):
        read_or_make(tmp_path, has_users=nobody)


def test_file_in_place_of_the_key_folder_is_refused_in_one_line(tmp_path):
    (tmp_path / "keys").write_text("")
    with pytest.raises(KeyFileRefused, match="cannot be"):
        read_or_make(tmp_path / "keys" / "server.key", has_users=nobody)


def test_purpose_keys_are_fixed_and_all_different():
    """The values are frozen: with others no name would be found and no password would open."""
    keys = derive(bytes(range(32)))
    assert keys.pepper.hex() == "563aec35e7c57d9f3b6a0253552601a0b6448b06e8009d0d5c6068e086c6bcba"
    assert keys.names.hex() == "d9f4f20d060964a78483c0790091b371d5e8466bf542e12de0683bb972b38610"
    assert keys.mail.hex() == "6372c490871008f7f105c88e8754f641ca754985bd7cc74c63e55f8d70a08cdc"
    assert keys.throttle.hex() == "5fb09046db5c15094a09223e04eb3d601bca8215865bd97661ba425222462576"
    assert keys.django_secret == "PFOH4cvY4xMOdFI/W/ERkwAZ3xJdsdaah+WHrSeIPpA="
    assert len({keys.pepper, keys.names, keys.mail, keys.throttle, base64.b64decode(keys.django_secret)}) == 5


def test_keys_do_not_show_themselves():
    keys = derive(bytes(32))
    assert repr(keys) == str(keys) == "ServerKeys(…)"
