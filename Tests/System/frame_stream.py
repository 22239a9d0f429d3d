"""A client of one session's WebSocket."""

import base64
import contextlib
import json
import socket
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from host_process import eventually

ANSWER_SECONDS = 30
PAUSE_SECONDS = 0.02
# As long as a session lives, so that no machine is too slow.
PLAY_SECONDS = 300


class FrameStream:
    """One connection. Sends frames as a camera would and collects everything that comes back."""

    def __init__(self, session, ssl=None):
        url = session if isinstance(session, str) else session["websocket_url"]
        self.socket = connect(url, ssl=ssl, proxy=None, max_size=None, ping_interval=None)
        self.messages = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def receive(self, timeout=ANSWER_SECONDS):
        """The next message; raises `ConnectionClosed` at the end and `TimeoutError` after `timeout`."""
        message = json.loads(self.socket.recv(timeout=timeout))
        self.messages.append(message)
        return message

    def cut(self):
        """The end of the connection without a word, as when a telephone leaves its network."""
        self.socket.socket.shutdown(socket.SHUT_RDWR)

    def close_code(self, timeout=ANSWER_SECONDS):
        """Reads to the end; the code that the server closed with."""
        deadline = time.monotonic() + timeout
        try:
            while True:
                self.receive(max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    def send(self, message):
        self.socket.send(message if isinstance(message, (str, bytes)) else json.dumps(message))

    def send_frame(self, image, binary=False, field="image", prefix="data:image/jpeg;base64,"):
        if binary:
            self.socket.send(image)
        else:
            self.send({"type": "frame", field: prefix + base64.b64encode(image).decode()})

    def ask(self, message):
        """Sends one message and returns what comes next; not too soon for a session of 60 frames a second."""
        self.send(message)
        answer = self.receive()
        time.sleep(PAUSE_SECONDS)
        return answer

    def ask_frame(self, image, **arguments):
        """Sends one frame and returns what comes next; not too soon for a session of 60 frames a second."""
        self.send_frame(image, **arguments)
        answer = self.receive()
        time.sleep(PAUSE_SECONDS)
        return answer

    def play(self, frames, fps, seconds=PLAY_SECONDS, until=None):
        """Sends frames, each after the answer to the one before, at most `fps` a second.

        Ends with the session, or where `until` is true of a message. Returns the last message.
        """
        deadline = time.monotonic() + seconds
        due = time.monotonic()
        for frame in frames:
            assert time.monotonic() < deadline, f"no end within {seconds} s; the last message: {self.messages[-1:]}"
            time.sleep(max(0, due - time.monotonic()))
            due = max(due, time.monotonic() - 1 / fps) + 1 / fps
            try:
                # After the server's close, what it said before is still to be read.
                with contextlib.suppress(ConnectionClosed):
                    self.send_frame(frame)
                message = self.receive()
            except ConnectionClosed:
                return self.messages[-1]
            if message["type"].endswith("_complete") or (until and until(message)):
                return message
        return self.messages[-1]

    def of_type(self, kind):
        return [message for message in self.messages if message["type"] == kind]


def greeted(session, ssl=None):
    """A connection whose greeting has been read."""
    stream = FrameStream(session, ssl)
    greeting = stream.receive()
    assert greeting["type"] == "connection_established", greeting
    return stream


def reconnected(session):
    """A new connection to a session, once the server has noticed the end of the one before."""
    def attempt():
        stream = FrameStream(session)
        if stream.receive()["type"] == "connection_established":
            return stream
        return stream.socket.close()

    return eventually(attempt, what="a second connection")


def play(session, frames, fps=10, **arguments):
    """A whole session: everything that came, the last message, and the close code."""
    with greeted(session) as stream:
        last = stream.play(frames, fps, **arguments)
        return stream.messages, last, stream.close_code()
