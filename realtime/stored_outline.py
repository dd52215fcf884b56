"""An update of our own log taken apart: bytes that passed the gate once are believed, and read as fast as Python can.

A document that hundreds of people wrote for months has tens of thousands of items; a room reads them when it opens.
"""

from realtime.outline import Block, Outline
from realtime.protocol import write_uint
from realtime.shapes import CONTAINER, HOLDS, PLACE
from realtime.update_reader import ANYTHING, DELETED, HAS_RIGHT, LONGEST, STRING, number_of, read_places

HERE = {STRING, DELETED}


def short_number(digits: bytes) -> int:
    """A var-uint, quickly where it has at most four bytes."""
    if len(digits) > 4:
        return number_of(digits)
    bits = int.from_bytes(digits, "little")
    return bits & 0x7F | bits >> 1 & 0x3F80 | bits >> 2 & 0x1FC000 | bits >> 3 & 0xFE00000


class StoredOutline(Outline):
    """Nothing is judged: only what the gate must remember is read."""

    __slots__ = ()

    strict = False

    def read(self, most: int = LONGEST) -> "StoredOutline":
        for _ in range(self.uint()):
            self._block(self.uint(), self.uint(), self.uint())
        self._whole = True
        if self._late:
            self._settle_later()
        if self.cuts is not None:
            self._deletes()
        return self

    def _block(self, count: int, client: int, clock: int) -> None:
        """Strings and deleted runs that stand beside others are read here, the few others in `_other`."""
        block = self.blocks[client] = Block(client, clock)
        starts, shapes, data, at = block.starts, block.shapes, self.data, self.at
        plain, own = self.cuts is None, write_uint(client)
        flat = -1  # where all items of this client stand, if that is one place and all is in this update
        for index in range(count):
            info = data[at]
            kind = info & 31
            starts.append(clock)
            if plain and info > HAS_RIGHT and kind in HERE:
                found = read_places(data, at + 1, info)
                at = found.end()
                shape = flat
                if shape < 0 or found[1] != own or block.later:
                    shape = self._beside(block, index, found.groups(), kind)
                length = data[at]
                at += 1
                if length > 127:
                    self.at = at - 1
                    length, at = self.uint(), self.at
                if kind == STRING:
                    text = data[at : at + length]
                    at += length
                    if not text.isascii():
                        length = len(text.decode())  # what counts two clocks a character is read in `_other`
                elif shape >= 0:
                    shape |= HOLDS
            else:
                self.at = at
                length, shape = self._other(block, index, clock)
                at = self.at
            if index == 0 and block.clock == 0 and shape > HOLDS:
                flat = shape & PLACE
            elif shape & PLACE != flat:
                flat = -1
            shapes.append(shape)
            clock += length
            block.end = clock
        self.at = at

    def _other(self, block: Block, index: int, clock: int) -> tuple[int, int]:
        """(length, shape) of any item."""
        item = self.item()
        self._note_cuts(block.client, clock, item[2], item[3])
        shape = -1 if block.later else self._shape(item)
        if shape < 0:
            block.later.append((index, item))
            self._late = True
        return item[0], shape

    def _beside(self, block: Block, index: int, digits: tuple[bytes, ...], kind: int) -> int:
        """Where something stands beside others. What is right of it matters only where the left one is gone."""
        left = (number_of(digits[0]), short_number(digits[1]))
        shape = -1 if block.later else self._look(left)
        if shape >> CONTAINER > 0 and not shape & HOLDS:
            return shape & PLACE
        right = (number_of(digits[2]), short_number(digits[3])) if len(digits) == 4 else None
        item = (0, kind, left, right, None, None, ANYTHING)
        if block.later or (shape := self._shape(item)) < 0:
            block.later.append((index, item))
            self._late = True
            return -1
        return shape & PLACE
