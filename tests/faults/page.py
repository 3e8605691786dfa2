"""The page through which preload.c is told what to break; see there."""
import mmap
import os
import struct

DISK, DATABASE, CLIENTS = 1, 2, 3                          # families of calls
FAIL, KILL_BEFORE, KILL_AFTER = 1, 2, 3                    # deeds
LAYOUT = struct.Struct("=qiiiiii")


class Page:
    def __init__(self, path):
        self.path = str(path)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        os.chmod(self.path, 0o666)                         # a server of PostgreSQL may be another user
        os.ftruncate(fd, 4096)
        self.map = mmap.mmap(fd, 4096)
        os.close(fd)

    def set(self, clock_ms=0, family=0, nth=0, deed=0, number=0, full=0):
        LAYOUT.pack_into(self.map, 0, clock_ms, family, nth, deed, number, 0, full)

    def clear(self):
        self.set()

    @property
    def had(self):
        return LAYOUT.unpack_from(self.map, 0)[5] != 0

    @staticmethod
    def environment(page, library):
        return {"LD_PRELOAD": str(library), "DBK_FAULTS": page.path,
                "ASAN_OPTIONS": "verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", "")}
