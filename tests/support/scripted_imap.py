"""An IMAP server on loopback that answers what a test tells it to: for what real servers do and Dovecot does not."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"
_ANSWERS = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    "LOGIN": "{tag} OK logged in\r\n",
    "LOGOUT": "* BYE bye\r\n{tag} OK done\r\n",
}


@contextmanager
def scripted_imap(answers: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
    """Give the port of a server and the list of the commands it got.

    `answers` are the whole answers to a command by its first words ('LOGIN', 'UID FETCH'), '{tag}' and '{command}'
    stand for what the client sent; an empty answer closes the connection.
    """
    listener = socket.create_server((HOST, 0))
    commands: list[str] = []
    thread = threading.Thread(target=_serve, args=(listener, {**_ANSWERS, **answers}, commands))
    thread.start()
    try:
        yield listener.getsockname()[1], commands
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def _serve(listener: socket.socket, answers: Mapping[str, str], commands: list[str]) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb", buffering=0) as stream, suppress(OSError):
                connection.settimeout(10)
                tag = ""
                stream.write(b"* OK ready\r\n")
                for line in stream:
                    # A line of one word goes on with the command before it (a SASL response).
                    words = line.decode().strip().split(" ", 1)
                    tag, command = words if len(words) == 2 else (tag, words[0])
                    commands.append(command)
                    answer = next(
                        (text for start, text in answers.items() if command.startswith(start)), "{tag} BAD ?\r\n"
                    )
                    if not answer:
                        break
                    stream.write(answer.replace("{tag}", tag).replace("{command}", command).encode("latin-1"))
