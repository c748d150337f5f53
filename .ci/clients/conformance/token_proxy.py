"""Adds a bearer token to every request, for clients that cannot send one. Listens on loopback only.

Usage: token_proxy.py PORT UPSTREAM_PORT TOKEN
"""

import asyncio
import sys

DROPPED = (b"authorization:", b"connection:")


async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copies what arrives as it arrives, so that event streams stay streams."""
    while chunk := await source.read(65536):
        target.write(chunk)
        await target.drain()


def with_token(head: bytes, token: str) -> bytes:
    """Returns a request's head with the token; one request a connection keeps bodies simple."""
    first, *headers = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    kept = [header for header in headers if not header.lower().startswith(DROPPED)]
    added = [f"Authorization: Bearer {token}".encode(), b"Connection: close"]
    return b"\r\n".join([first, *kept, *added]) + b"\r\n\r\n"


async def main() -> None:
    port, upstream_port, token = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream = None
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            answers, upstream = await asyncio.open_connection("127.0.0.1", upstream_port)
            upstream.write(with_token(head, token))
            # The client leaves, or the server has answered: whichever comes first ends both.
            copies = [asyncio.create_task(copy(*ends)) for ends in ((reader, upstream), (answers, writer))]
            _, pending = await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            for end in filter(None, (upstream, writer)):
                end.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
