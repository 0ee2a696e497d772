"""Errors that a person may meet. Each says what happened, what is safe, and what to do now."""

from __future__ import annotations

EXIT_FINE = 0
EXIT_REFUSED = 1
EXIT_WRONG_USE = 2


class UserError(Exception):
    """Something the person at the desk can understand and act on.

    ``what`` is one Chinese sentence; ``safe`` says what was left untouched; ``todo`` the next step.
    ``code`` is a stable machine-readable word, ``exit_code`` what the command line returns.
    """

    def __init__(
        self,
        what: str,
        *,
        safe: str = "",
        todo: str = "",
        code: str = "refused",
        exit_code: int = EXIT_REFUSED,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.safe = safe
        self.todo = todo
        self.code = code
        self.exit_code = exit_code

    def say(self) -> str:
        """The whole message, sentence after sentence."""
        return "".join(part for part in (self.what, self.safe, self.todo) if part)


class WrongUseError(UserError):
    """The command or the call was put wrongly (exit code 2)."""

    def __init__(self, what: str, *, todo: str = "", code: str = "wrong_use") -> None:
        super().__init__(what, todo=todo, code=code, exit_code=EXIT_WRONG_USE)


class FileRefusedError(UserError):
    """A file at one of our doors is empty, cut off, foreign, newer or damaged. Nothing was changed."""
