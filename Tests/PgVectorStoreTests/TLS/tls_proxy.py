"""Ends TLS as a PostgreSQL server does, and passes everything on to a plain one.

usage: tls_proxy.py PORT SERVER_PORT CERTIFICATE KEY OWNER

PostgreSQL's TLS begins with a request of eight bytes in the clear, answered with one: 'S'. Ends when the process OWNER
is gone.
"""

import os
import socket
import ssl
import struct
import sys
import threading
import time

SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve(client, server_port, context):
    try:
        if client.recv(8, socket.MSG_WAITALL) != SSL_REQUEST:
            client.close()
            return
        client.sendall(b"S")
        client = context.wrap_socket(client, server_side=True)
        server = socket.create_connection(("127.0.0.1", server_port))
    except OSError:
        client.close()
        return
    threading.Thread(target=copy, args=(client, server), daemon=True).start()
    copy(server, client)


def watch(owner):
    while os.path.exists(f"/proc/{owner}"):
        time.sleep(1)
    os._exit(0)


def main():
    port, server_port, certificate, key, owner = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", int(port)))
    threading.Thread(target=watch, args=(owner,), daemon=True).start()
    print("ready", flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, int(server_port), context), daemon=True).start()


if __name__ == "__main__":
    main()
