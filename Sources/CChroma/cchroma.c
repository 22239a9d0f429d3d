#include "cchroma.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct cchroma_connection {
  CURL *curl;
  unsigned char *bytes;
  size_t count, capacity;
};

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

cchroma_connection *cchroma_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start_curl);
  cchroma_connection *connection = calloc(1, sizeof *connection);
  if (!connection) return NULL;
  connection->curl = curl_easy_init();
  if (connection->curl) return connection;
  free(connection);
  return NULL;
}

void cchroma_close(cchroma_connection *connection) {
  if (!connection) return;
  curl_easy_cleanup(connection->curl);
  free(connection->bytes);
  free(connection);
}

static size_t receive(char *data, size_t size, size_t number, void *context) {
  cchroma_connection *connection = context;
  size_t length = size * number;
  if (connection->count + length > connection->capacity) {
    size_t capacity = 2 * (connection->count + length);
    unsigned char *larger = realloc(connection->bytes, capacity);
    if (!larger) return 0;
    connection->bytes = larger;
    connection->capacity = capacity;
  }
  memcpy(connection->bytes + connection->count, data, length);
  connection->count += length;
  return length;
}

long cchroma_request(cchroma_connection *connection, const char *method, const char *url, const char *token,
                     const void *body, size_t length, long timeout_ms, const unsigned char **answer,
                     size_t *answer_length) {
  CURL *curl = connection->curl;
  connection->count = 0;
  *answer = NULL;
  *answer_length = 0;
  // Keeps the connection, forgets the last request's options.
  curl_easy_reset(curl);
  // An empty "Expect": curl would wait a second for a "continue" before a large body.
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  if (token) {
    size_t size = strlen(token) + sizeof "X-Chroma-Token: ";
    char *line = malloc(size);
    if (line) {
      strcpy(line, "X-Chroma-Token: ");
      strcat(line, token);
      headers = curl_slist_append(headers, line);
      free(line);
    }
  }
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // Vectors go to the server that is named and through nobody else, whatever the environment says of proxies.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  // Signals are the process's own; timeouts work without them.
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, connection);
  if (body) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
  }
  long status = 0;
  if (curl_easy_perform(curl) == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  *answer = connection->bytes;
  *answer_length = connection->count;
  return status;
}

int cchroma_sha256(const void *bytes, size_t length, unsigned char digest[32]) {
  return EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL);
}
