"""A proxy on loopback that breaks the connections that go through it."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"


class FaultProxy:
    """Passes connections on to `target`; how many were made stands in `connections`.

    The first `breaks` connections break after `after` bytes of the server's answers: 'reset' and 'close' end
    them, 'stall' leaves them open and silent.
    """

    def __init__(self, target: int, *, after: int, breaks: int, how: str = "reset", host: str = HOST) -> None:
        self.connections = 0
        self._target, self._after, self._breaks, self._how = target, after, breaks, how
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        """End everything."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in list(self._threads):
            thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((HOST, self._target))
                self._open += [client, server]
                self.connections += 1
                left = self._after if self.connections <= self._breaks else None
                for args in ((client, server, None), (server, client, left)):
                    thread = threading.Thread(target=self._pass, args=args)
                    self._threads.append(thread)
                    thread.start()

    def _pass(self, source: socket.socket, sink: socket.socket, left: int | None) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if left is not None and len(data) >= left:
                    sink.sendall(data[:left])
                    return self._break(source, sink)
                left = None if left is None else left - len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        return None

    def _break(self, server: socket.socket, client: socket.socket) -> None:
        if self._how == "stall":
            return
        if self._how == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for each in (client, server):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RD if self._how == "reset" else socket.SHUT_RDWR)
            each.close()


@contextmanager
def fault_proxy(target: int, *, after: int, breaks: int, how: str = "reset", host: str = HOST) -> Iterator[FaultProxy]:
    """Give a proxy to port `target` of this machine, listening on the loopback address `host`; see FaultProxy."""
    proxy = FaultProxy(target, after=after, breaks=breaks, how=how, host=host)
    try:
        yield proxy
    finally:
        proxy.close()
