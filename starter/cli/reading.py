"""A file that somebody names, read: a regular file, and no more of it than such a file can have.

Knows: that a path may lead to a device, a pipe or something without end. Never knows: what is in the file.
"""

import os
import stat
from pathlib import Path

from starter.cli.trouble import BadInput


def content_of(file: Path, *, most_bytes: int, too_large: str, code: str) -> bytes:
    """All of it. Raises BadInput: it is not there, is no file, or has more than these bytes, which `too_large` says."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)  # a pipe without a writer would hold us up
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}). Check the path.", code="no_such_file") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BadInput(f"{file} cannot be read (it is not a file). Check the path.", code="no_such_file")
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise BadInput(too_large, code=code)
    return content
