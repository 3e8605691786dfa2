"""A relay that passes bytes between whoever connects to it and a target, until it is told to cut.

One thread, its own; the rules below say what becomes of a piece of the stream. `UP` is towards the target. Bytes that a rule
swallowed are gone: the connection that lost them is cut when the rule ends, as a line that was down.
"""
import selectors
import socket
import threading

UP, DOWN = "up", "down"
CHUNK = 65536


def connected(address):
    """A socket to a path (Unix) or to (host, port)."""
    made = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET, socket.SOCK_STREAM)
    made.settimeout(5)
    try:
        made.connect(address)
    except OSError:
        made.close()
        raise
    if not isinstance(address, str):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class Pair:
    """One connection and its counterpart."""

    def __init__(self, near, far):
        self.near, self.far = near, far
        self.lost = False                # a rule has swallowed something of it
        self.notes = set()               # what a rule has seen in it

    def end(self):
        for one in (self.near, self.far):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class CutAfter:
    """The next `size` bytes in one direction pass, then that connection ends: in the middle of whatever was sent."""

    def __init__(self, direction, size):
        self.direction, self.left, self.struck = direction, size, False

    def __call__(self, pair, direction, piece):
        if self.struck or direction != self.direction:
            return piece, False
        self.left -= len(piece)
        if self.left > 0:
            return piece, False
        self.struck = True
        return piece[:len(piece) + self.left], True


class Hold:
    """Nothing passes in one direction: the line is dead, and neither end knows."""

    def __init__(self, direction):
        self.direction, self.struck = direction, False

    def __call__(self, pair, direction, piece):
        if direction != self.direction:
            return piece, False
        pair.lost = self.struck = True
        return b"", False


class CutAnswer:
    """The first answer to a request in which `word` stands, after one with `first`, is lost with its connection: what was
    asked has happened, and who asked cannot know."""

    def __init__(self, first, word, times=1):
        self.first, self.word, self.times, self.struck = first, word, times, False

    def __call__(self, pair, direction, piece):
        if self.times == 0:
            return piece, False
        if direction == UP:
            if self.first in piece:
                pair.notes.add("first")
            if "first" in pair.notes and self.word in piece:
                pair.notes.add("asked")
            return piece, False
        if "asked" not in pair.notes:
            return piece, False
        self.times -= 1
        self.struck = True
        return b"", True


class Relay(threading.Thread):
    def __init__(self, target, listen=None):
        super().__init__(daemon=True)
        self.target = target
        self.rule = None
        self.pairs = []
        self.ended = False
        self.lock = threading.Lock()
        self.server = socket.socket(socket.AF_UNIX if listen else socket.AF_INET, socket.SOCK_STREAM)
        self.server.bind(listen or ("127.0.0.1", 0))
        self.server.listen(128)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.server, selectors.EVENT_READ, None)
        self.start()

    @property
    def port(self):
        return self.server.getsockname()[1]

    def cut_all(self):
        """Every connection ends now."""
        with self.lock:
            for pair in self.pairs:
                pair.end()

    def heal(self):
        """No rule any more; what lost bytes is cut."""
        self.rule = None
        with self.lock:
            for pair in self.pairs:
                if pair.lost:
                    pair.end()

    def stop(self):
        self.ended = True
        self.cut_all()
        self.join(timeout=5)
        self.server.close()

    def run(self):
        while not self.ended:
            for key, _ in self.selector.select(0.2):
                if key.data is None:
                    self._accept()
                else:
                    self._pass(key.fileobj, *key.data)

    def _accept(self):
        near, _ = self.server.accept()
        try:
            far = connected(self.target)
        except OSError:
            near.close()
            return
        near.settimeout(5)
        pair = Pair(near, far)
        with self.lock:
            self.pairs.append(pair)
        self.selector.register(near, selectors.EVENT_READ, (pair, UP))
        self.selector.register(far, selectors.EVENT_READ, (pair, DOWN))

    def _pass(self, source, pair, direction):
        if pair not in self.pairs:
            return
        cut = True
        try:
            piece = source.recv(CHUNK)
            if piece:
                rule = self.rule
                piece, cut = rule(pair, direction, piece) if rule else (piece, False)
                (pair.far if direction == UP else pair.near).sendall(piece)
        except OSError:
            cut = True
        if cut:
            self._drop(pair)

    def _drop(self, pair):
        with self.lock:
            self.pairs.remove(pair)
        pair.end()
        for one in (pair.near, pair.far):
            self.selector.unregister(one)
            one.close()
