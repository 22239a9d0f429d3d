"""As much of libpq as a search by hand needs: blocking, binary, one prepared statement."""

import ctypes
import threading

OK = (1, 2, 4)  # a command, rows, COPY IN
SEARCH = b"search"

POINTER, TEXT, INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
FUNCTIONS = {
    "PQconnectdb": (POINTER, TEXT), "PQstatus": (INT, POINTER), "PQerrorMessage": (TEXT, POINTER),
    "PQexec": (POINTER, POINTER, TEXT), "PQprepare": (POINTER, POINTER, TEXT, TEXT, INT, POINTER),
    "PQexecPrepared": (POINTER, POINTER, TEXT, INT, POINTER, POINTER, POINTER, INT),
    "PQputCopyData": (INT, POINTER, TEXT, INT), "PQputCopyEnd": (INT, POINTER, TEXT), "PQgetResult": (POINTER, POINTER),
    "PQresultStatus": (INT, POINTER), "PQresultErrorMessage": (TEXT, POINTER), "PQntuples": (INT, POINTER),
    "PQgetvalue": (POINTER, POINTER, INT, INT), "PQclear": (None, POINTER),
}
library = ctypes.CDLL("libpq.so.5")
for name, (result, *parameters) in FUNCTIONS.items():
    getattr(library, name).restype = result
    getattr(library, name).argtypes = parameters


class Connection:
    """To the server that `scripts/services/postgres` has started; not for two threads at once."""

    def __init__(self, port):
        self.handle = library.PQconnectdb(f"host=127.0.0.1 port={port} dbname=postgres user=postgres".encode())
        if library.PQstatus(self.handle) != 0:
            raise RuntimeError(library.PQerrorMessage(self.handle).decode())

    def checked(self, result):
        if library.PQresultStatus(result) not in OK:
            message = library.PQresultErrorMessage(result).decode()
            library.PQclear(result)
            raise RuntimeError(message)
        return result

    def run(self, sql):
        """Runs statements as text; the first value of the last."""
        result = self.checked(library.PQexec(self.handle, sql.encode()))
        value = ctypes.string_at(library.PQgetvalue(result, 0, 0)).decode() if library.PQntuples(result) else None
        library.PQclear(result)
        return value

    def copy(self, sql, parts):
        library.PQclear(self.checked(library.PQexec(self.handle, sql.encode())))
        for part in parts:
            if library.PQputCopyData(self.handle, part, len(part)) != 1:
                raise RuntimeError(library.PQerrorMessage(self.handle).decode())
        library.PQputCopyEnd(self.handle, None)
        while result := library.PQgetResult(self.handle):
            library.PQclear(self.checked(result))

    def prepare(self, sql):
        library.PQclear(self.checked(library.PQprepare(self.handle, SEARCH, sql.encode(), 0, None)))

    def execute(self, value):
        """The first column of the rows, four bytes each, that the prepared statement has for one binary value."""
        result = self.checked(library.PQexecPrepared(
            self.handle, SEARCH, 1, (ctypes.c_char_p * 1)(value), (ctypes.c_int * 1)(len(value)), (ctypes.c_int * 1)(1),
            1))
        rows = [int.from_bytes(ctypes.string_at(library.PQgetvalue(result, row, 0), 4), "big")
                for row in range(library.PQntuples(result))]
        library.PQclear(result)
        return rows


class Connections:
    """One for each thread that asks."""

    def __init__(self, port, prepare):
        self.port, self.prepare, self.local = port, prepare, threading.local()

    def mine(self):
        if not hasattr(self.local, "connection"):
            self.local.connection = Connection(self.port)
            self.prepare(self.local.connection)
        return self.local.connection
