"""What can stop the portal from starting, said in one sentence fit to show."""

import errno


class StartProblem(Exception):
    """The portal cannot start or go on; the message is one sentence for the person who typed."""


def sentence_for(error: OSError) -> str:
    """The sentence for a failed system call: a full disk and a missing right have their own."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}: make room and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This account may not write here{where}: use a folder of your own."
    return f"The machine refused a step{where}: {error.strerror or error}."
