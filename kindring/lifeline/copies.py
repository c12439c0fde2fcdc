"""What a device may ask of the server before it opens the plan it keeps."""

from hashlib import sha256

from kindring.lifeline.models import DeviceCopy


def is_kept(secret: str) -> bool:
    """Whether the copy with this secret (hex) may stay on its device."""
    try:
        mark = sha256(bytes.fromhex(secret)).digest()
    except ValueError:
        return False
    return DeviceCopy.objects.filter(secret_hash=mark).exists()
