#ifndef CCHROMA_H
#define CCHROMA_H

// What the Chroma store needs of C: HTTP by libcurl, whose options Swift cannot call, and SHA-256 by OpenSSL.

#include <stddef.h>

typedef struct cchroma_connection cchroma_connection;

// A connection that is opened with the first request and kept; NULL where there is no memory. One thread at a time.
cchroma_connection *cchroma_open(void);
void cchroma_close(cchroma_connection *connection);

// Sends a request with a JSON body (NULL: none) and waits for its answer, `timeout_ms` at most. `token` may be NULL.
// Returns the status, 0 where there is no answer. The answer's bytes are valid until the next request.
long cchroma_request(cchroma_connection *connection, const char *method, const char *url, const char *token,
                     const void *body, size_t length, long timeout_ms, const unsigned char **answer,
                     size_t *answer_length);

// Returns 1, or 0 where OpenSSL cannot do it.
int cchroma_sha256(const void *bytes, size_t length, unsigned char digest[32]);

#endif
