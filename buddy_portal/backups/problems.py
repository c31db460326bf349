"""Why a backup could not be made or restored, as a sentence for whoever runs the command."""


class BackupProblem(RuntimeError):
    """Nothing was changed; the sentence says why and what to do."""
