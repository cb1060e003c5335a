"""An adaptive binary range coder: small whole numbers in about as many bits as they surprise.

The arithmetic is that of the LZMA SDK (public domain): 32-bit range, 11-bit probabilities, one byte at a time.
``web/src/entropy.js`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable

ONE = 1 << 11  # a probability of one
SPEED = 4  # a probability goes 1/16 of the way to what was seen
TOP = 1 << 24
LONGEST = 20  # bits of the largest number


class RangeEncoder:
    """Bits with the probabilities learnt so far, as bytes."""

    def __init__(self) -> None:
        self._low, self._range = 0, 0xFFFFFFFF
        self._held, self._waiting = 0, 0  # the byte a carry may still change, and the 0xFF behind it
        self._out = bytearray()
        self._first = True

    def bit(self, model: list[int], slot: int, value: int) -> None:
        """Code one bit by the probability of zero in a slot of a model, and teach it."""
        chance = model[slot]
        bound = (self._range >> 11) * chance
        if value:
            self._low += bound
            self._range -= bound
            model[slot] = chance - (chance >> SPEED)
        else:
            self._range = bound
            model[slot] = chance + ((ONE - chance) >> SPEED)
        while self._range < TOP:
            self._range = (self._range << 8) & 0xFFFFFFFF
            self._shift()

    def finish(self) -> bytes:
        """All bytes."""
        for _ in range(5):
            self._shift()
        return bytes(self._out)

    def _shift(self) -> None:
        carry, low = self._low >> 32, self._low & 0xFFFFFFFF
        if carry or low < 0xFF000000:
            if not self._first:
                self._out.append((self._held + carry) & 0xFF)
            self._out += bytes([(0xFF + carry) & 0xFF]) * self._waiting
            self._waiting, self._first = 0, False
            self._held = low >> 24
        else:
            self._waiting += 1
        self._low = (low << 8) & 0xFFFFFFFF


class Numbers:
    """Signed whole numbers in some contexts: zero or not, then the sign, then the size by Elias's gamma code."""

    def __init__(self, contexts: int) -> None:
        self._zero = [ONE // 2] * contexts
        self._sign = [ONE // 2] * contexts
        self._length = [[ONE // 2] * LONGEST for _ in range(contexts)]
        self._bits = [[ONE // 2] * LONGEST for _ in range(LONGEST)]

    def encode(self, coder: RangeEncoder, values: Iterable[int], contexts: Iterable[int]) -> None:
        """Code values, each in its context."""
        for value, context in zip(values, contexts, strict=True):
            coder.bit(self._zero, context, int(value != 0))
            if value:
                coder.bit(self._sign, context, int(value < 0))
                self._size(coder, abs(value), context)

    def _size(self, coder: RangeEncoder, size: int, context: int) -> None:
        """A size from 1 on: how many bits it has, then those behind the first."""
        last = size.bit_length() - 1
        for place in range(last):
            coder.bit(self._length[context], place, 1)
        coder.bit(self._length[context], last, 0)
        for place in range(last - 1, -1, -1):
            coder.bit(self._bits[last], place, size >> place & 1)
