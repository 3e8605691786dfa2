"""A client of daybookd in another language, written from daybook.proto and PROTOCOL.md alone.

It sends and receives; when to try again is the caller's business, except in `deliver`, which does an outbox's duty.
Every wait has an end: a reply that does not come is a TimeoutError, never a hang.
"""
import hashlib
import os
import time

import zmq
from zmq.utils import z85
from zmq.utils.monitor import recv_monitor_message

import daybook_pb2 as pb

PATIENCE = float(os.environ.get("DBK_PATIENCE", "1"))    # slow builds (valgrind) multiply every wait by it
ANSWER_S = 20 * PATIENCE
SOCKET_MAX_BYTES = 65792
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BUSY_PAUSE_S = 0.2

HANDSHAKE_NAMES = {
    zmq.Event.HANDSHAKE_SUCCEEDED: "succeeded",
    zmq.Event.HANDSHAKE_FAILED_AUTH: "auth",
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL: "protocol",
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL: "no_detail",
}


def base32(data):
    """PROTOCOL.md, "Enrolment": Crockford's base 32, first bit first, filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(CROCKFORD[int(bits[at:at + 5], 2)] for at in range(0, len(bits), 5))


def invitation(host, port, server_hex, code):
    body = f"daybook:{host}:{port}:{base32(bytes.fromhex(server_hex))}:{base32(code)}"
    return body + base32(hashlib.blake2b(body.encode(), digest_size=32).digest())[:4]


class Key:
    """A CURVE key pair; `hex` is the public half as the office gets it."""

    def __init__(self):
        self.open, self.secret = zmq.curve_keypair()

    @property
    def hex(self):
        return z85.decode(self.open).hex()


def status_name(reply):
    return pb.Status.Name(reply.status)


def seal_hash(sealed):
    return hashlib.blake2b(sealed, digest_size=32).digest()


def telephone_code(record_id, sealed):
    """PROTOCOL.md, "The telephone code"."""
    number = int.from_bytes(hashlib.blake2b(record_id + seal_hash(sealed), digest_size=32).digest()[:5], "big") >> 5
    digits = [(number >> (5 * place)) & 31 for place in range(6, -1, -1)]
    check = 0
    for place, digit in enumerate(digits, start=1):
        for _ in range(place):
            digit <<= 1
            if digit & 32:
                digit ^= 37
        check ^= digit
    return "".join(CROCKFORD[d] for d in digits + [check])


class Client:
    """One connection. `kind` is zmq.DEALER or zmq.REQ; `key` None connects without CURVE.

    With `immediate` 1, as PROTOCOL.md advises, libzmq throws away replies that came but were not read yet when the peer
    hangs up; 0 keeps them.
    """

    def __init__(self, endpoint, server_hex, key, kind=zmq.DEALER, immediate=1):
        self.socket = zmq.Context.instance().socket(kind)
        for option, value in ((zmq.LINGER, 0), (zmq.IMMEDIATE, immediate), (zmq.CONNECT_TIMEOUT, 5000),
                              (zmq.HANDSHAKE_IVL, int(5000 * PATIENCE)), (zmq.RECONNECT_IVL, 100),
                              (zmq.MAXMSGSIZE, SOCKET_MAX_BYTES), (zmq.SNDTIMEO, int(ANSWER_S * 1000))):
            self.socket.setsockopt(option, value)
        if key is not None:
            self.socket.curve_publickey, self.socket.curve_secretkey = key.open, key.secret
            self.socket.curve_serverkey = z85.encode(bytes.fromhex(server_hex))
        self.monitor = self.socket.get_monitor_socket()
        self.numbers = 0
        self.socket.connect(endpoint)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()

    def close(self):
        if not self.socket.closed:
            self.socket.disable_monitor()
            self.socket.close(0)

    def handshake(self, timeout_s=ANSWER_S):
        """How the next handshake ends: (name, value); ("none", 0) when the peer only hangs up or says nothing."""
        end = time.monotonic() + timeout_s
        while self.monitor.poll(max(0, int((end - time.monotonic()) * 1000))):
            event = recv_monitor_message(self.monitor)
            if event["event"] in HANDSHAKE_NAMES:
                return HANDSHAKE_NAMES[event["event"]], event["value"]
        return "none", 0

    # ------------------------------------------------------------ one message each way

    def post_frames(self, frames):
        self.socket.send_multipart(frames)

    def post(self, sealed=None, protocol=1, attempt=1, **other):
        """Send one Request: `sealed`, or another of its parts by name; its request_id is returned."""
        self.numbers += 1
        request = pb.Request(request_id=self.numbers, protocol=protocol, attempt=attempt,
                             client_now_ms=int(time.time() * 1000))
        if sealed is not None:
            request.sealed = sealed
        for name, message in other.items():
            getattr(request, name).CopyFrom(message)
        self.post_frames([request.SerializeToString()])
        return self.numbers

    def take(self, timeout_s=ANSWER_S):
        if not self.socket.poll(int(timeout_s * 1000)):
            raise TimeoutError(f"no reply within {timeout_s} s")
        return pb.Reply.FromString(self.socket.recv_multipart()[-1])

    # ------------------------------------------------------------ a question and its answer

    def ask_frames(self, frames, timeout_s=ANSWER_S):
        self.post_frames(frames)
        return self.take(timeout_s)

    def ask(self, sealed=None, timeout_s=ANSWER_S, **request):
        """Send and wait for the reply of this very request; replies to older ones are passed over."""
        number = self.post(sealed, **request)
        end = time.monotonic() + timeout_s
        while True:
            reply = self.take(max(0.001, end - time.monotonic()))
            if reply.request_id == number:
                return reply

    def scope(self):
        return self.ask(query=pb.Query(scope=pb.ScopeQuery()))

    def enrol(self, code):
        return self.ask(enrol=pb.Enrol(code=code))

    def change_key(self, **which):
        return self.ask(key_change=pb.KeyChange(**which))

    def form(self, **which):
        return self.ask(query=pb.Query(form=pb.FormQuery(**which)))

    def deliver(self, sealed, timeout_s=60 * PATIENCE, wait_s=2 * PATIENCE, **request):
        """Send the same bytes until something other than BUSY or silence is the answer."""
        end = time.monotonic() + timeout_s
        attempt = 0
        while time.monotonic() < end:
            attempt += 1
            try:
                reply = self.ask(sealed, timeout_s=wait_s, attempt=attempt, **request)
            except (TimeoutError, zmq.Again):
                continue
            if reply.status != pb.BUSY:
                return reply
            time.sleep(BUSY_PAUSE_S)
        raise TimeoutError(f"not delivered in {attempt} tries")


def take_all(clients, count, timeout_s=ANSWER_S * 3):
    """`count` replies in all, from any of the clients, as (client, reply) pairs."""
    poller = zmq.Poller()
    by_socket = {client.socket: client for client in clients}
    for socket in by_socket:
        poller.register(socket, zmq.POLLIN)
    taken = []
    end = time.monotonic() + timeout_s
    while len(taken) < count:
        ready = poller.poll(max(0, int((end - time.monotonic()) * 1000)))
        if not ready:
            raise TimeoutError(f"{len(taken)} of {count} replies within {timeout_s} s")
        for socket, _ in ready:
            taken.append((by_socket[socket], pb.Reply.FromString(socket.recv_multipart()[-1])))
    return taken
