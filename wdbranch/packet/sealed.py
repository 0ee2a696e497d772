"""The sealed payload as a stream of chunks: writing it forward, reading it anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wdbranch.packet.archive import Source
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.suite import Suite

_NEIGHBOURS = 64


def sealed_size(plain_size: int, suite: Suite) -> int:
    """The length in bytes of the sealed form of a plain length."""
    return plain_size + _count(plain_size, suite.chunk_size) * suite.chunk_growth


def seal(pieces: Iterable[bytes], suite: Suite, content_key: bytes) -> Iterator[bytes]:
    """The sealed chunks of a plain stream, with flat memory."""
    waiting, index = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > suite.chunk_size:  # the last chunk is known only when no more comes
            yield suite.seal_chunk(content_key, index, False, bytes(waiting[: suite.chunk_size]))
            del waiting[: suite.chunk_size]
            index += 1
    yield suite.seal_chunk(content_key, index, True, bytes(waiting))


class SealedSource:
    """The plain bytes of a sealed source. Each chunk is opened, and thereby proved, when it is read."""

    def __init__(self, source: Source, suite: Suite, content_key: bytes) -> None:
        self._source, self._suite, self._key = source, suite, content_key
        self._step = suite.chunk_size + suite.chunk_growth
        self._chunks = _count(source.size, self._step)
        self.size = source.size - self._chunks * suite.chunk_growth
        self._at, self._plain = -1, b""
        if self.size < 0:
            raise RefusedError("chunk_cut", "shorter than one chunk")
        self._chunk(self._chunks - 1)  # a missing end shows before anything is read

    def read(self, offset: int, length: int) -> bytes:
        """See archive.Source. Raises RefusedError (chunk_…) for a chunk that does not open in its place."""
        found = bytearray()
        end = min(offset + length, self.size)
        while 0 <= offset < end:
            index, start = divmod(offset, self._suite.chunk_size)
            part = self._chunk(index)[start : start + end - offset]
            if not part:
                break
            found += part
            offset += len(part)
        return bytes(found)

    def _chunk(self, index: int) -> bytes:
        if index != self._at:
            sealed = self._source.read(index * self._step, self._step)
            plain = self._suite.open_chunk(self._key, index, index == self._chunks - 1, sealed)
            if plain is None:
                raise self._why(index, sealed)
            self._at, self._plain = index, plain
        return self._plain

    def _why(self, index: int, sealed: bytes) -> RefusedError:
        """Tell apart what was done to the chunks, by trying the places where this one would open."""
        detail = f"chunk {index} of {self._chunks}"
        if index == self._chunks - 1 and self._suite.open_chunk(self._key, index, False, sealed) is not None:
            return RefusedError("chunk_cut", detail)
        for other in range(max(0, index - _NEIGHBOURS), index + _NEIGHBOURS):
            for last in (False, True):
                if other == index or self._suite.open_chunk(self._key, other, last, sealed) is None:
                    continue
                beyond = other >= self._chunks or (index == self._chunks - 1 and other > index)
                return RefusedError("chunk_missing" if beyond else "chunk_swapped", detail)
        return RefusedError("chunk_altered", detail)


def _count(size: int, step: int) -> int:
    """How many chunks: at least one, the last may be shorter."""
    return max(1, -(-size // step))
