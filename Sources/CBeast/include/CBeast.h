// HTTP/1.1, WebSocket and TLS over Boost.Beast behind plain C.
//
// Threads: every loop is one thread. `request`, `opened`, `message` and `closed` callbacks run on the loop of
// their connection and must not block. Every function below may be called from any thread unless it says
// otherwise. No C++ exception leaves this library.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct cb_server cb_server;
typedef struct cb_loop cb_loop;       // reference counted
typedef struct cb_request cb_request; // reference counted; its bytes never change
typedef struct cb_socket cb_socket;   // reference counted handle of a WebSocket; outlives the connection
typedef struct cb_message cb_message; // one received message, owned by the receiver

typedef struct cb_slice {
  const uint8_t *_Nullable bytes;
  size_t count;
} cb_slice;

typedef struct cb_config {
  const char *_Nonnull host;             // an IP address
  uint16_t port;                         // 0: any free port
  const char *_Nullable certificate;     // PEM file of the chain; NULL: no TLS
  const char *_Nullable private_key;     // PEM file
  int32_t loops;
  size_t body_limit;                     // bytes of one request body
  size_t header_limit;                   // bytes of the request line and all fields
  size_t header_count_limit;
  size_t message_limit;                  // bytes of one WebSocket message, inflated
  size_t output_limit;                   // bytes queued for one WebSocket
  size_t buffered_limit;                 // bytes held for all connections
  size_t connection_limit;
  int32_t header_seconds;                // also the TLS handshake
  int32_t body_seconds;                  // also one WebSocket message, and the pause between two writes
  int32_t keep_alive_seconds;
  int32_t socket_idle_seconds;           // a ping goes out at half of it
  int32_t close_seconds;                 // a closing handshake
  int32_t message_window;                // messages handed over without their credit back
  bool deflate;
} cb_config;

typedef struct cb_callbacks {
  void *_Nullable context;
  // The receiver owns one reference and answers once: cb_request_respond, _refuse or _accept.
  void (*_Nonnull request)(void *_Nullable context, cb_request *_Nonnull request);
  // `user` is what cb_request_accept was given. `socket` carries one reference.
  void (*_Nonnull opened)(void *_Nonnull user, cb_socket *_Nonnull socket);
  void (*_Nonnull message)(void *_Nonnull user, cb_message *_Nonnull message);
  // The last call for `user`. `code` is 0 when the connection was lost without a closing handshake;
  // `opened` is false when the connection died before `opened` was called.
  void (*_Nonnull closed)(void *_Nonnull user, int32_t code, bool opened);
  // The last call for `context`, at the end of cb_server_stop.
  void (*_Nonnull release)(void *_Nullable context);
} cb_callbacks;

typedef enum cb_status {
  CB_OK = 0,
  CB_BAD_CONFIGURATION = 1,
  CB_BIND_FAILED = 2,
  CB_TLS_FAILED = 3,
  CB_FAILED = 4,
} cb_status;

typedef struct cb_statistics {
  int64_t connections; // all, WebSockets among them
  int64_t sockets;
  int64_t buffered;    // bytes
} cb_statistics;

// Binds and listens, serves nothing yet. On failure writes a sentence to `message` and returns NULL.
cb_server *_Nullable cb_server_create(const cb_config *_Nonnull config, cb_status *_Nonnull status,
                                      char *_Nonnull message, size_t message_size);
uint16_t cb_server_port(const cb_server *_Nonnull server);
// Borrowed; retain it to keep it past cb_server_free.
cb_loop *_Nonnull cb_server_loop(const cb_server *_Nonnull server, int32_t index);
cb_statistics cb_server_statistics(const cb_server *_Nonnull server);
// Starts the threads. Once. False when the system has no thread to give; `release` is then not called.
bool cb_server_run(cb_server *_Nonnull server, const cb_callbacks *_Nonnull callbacks);
// Stops accepting, closes what is idle and lets the rest end within the grace; then cuts, joins the threads and
// calls `done` on a thread of its own. Once, and only after a successful cb_server_run.
void cb_server_stop(cb_server *_Nonnull server, int64_t grace_milliseconds,
                    void (*_Nonnull done)(void *_Nullable context), void *_Nullable context);
// From `done` on, or where cb_server_run was not called or failed.
void cb_server_free(cb_server *_Nonnull server);

void cb_loop_retain(cb_loop *_Nonnull loop);
void cb_loop_release(cb_loop *_Nonnull loop);
// Queues `work(first, second)` for the loop's thread. False, and nothing queued, once the loop has ended.
bool cb_loop_post(cb_loop *_Nonnull loop, void (*_Nonnull work)(void *_Nonnull first, void *_Nonnull second),
                  void *_Nonnull first, void *_Nonnull second);

void cb_request_release(cb_request *_Nonnull request); // unanswered: answers 500
int32_t cb_request_loop_index(const cb_request *_Nonnull request);
bool cb_request_is_tls(const cb_request *_Nonnull request);
bool cb_request_is_upgrade(const cb_request *_Nonnull request); // to WebSocket
cb_slice cb_request_method(const cb_request *_Nonnull request);
cb_slice cb_request_target(const cb_request *_Nonnull request);
cb_slice cb_request_body(const cb_request *_Nonnull request);
cb_slice cb_request_remote(const cb_request *_Nonnull request);
size_t cb_request_field_count(const cb_request *_Nonnull request);
// Calls `visit` once per field, in order.
void cb_request_fields(const cb_request *_Nonnull request, void *_Nullable context,
                       void (*_Nonnull visit)(void *_Nullable context, cb_slice name, cb_slice value));

// `fields` is a block of "name: value\r\n" lines, without Content-Length, Connection, Date and Transfer-Encoding.
void cb_request_respond(cb_request *_Nonnull request, int32_t status, cb_slice fields, cb_slice body);
// Answers with problem+json.
void cb_request_refuse(cb_request *_Nonnull request, int32_t status, const char *_Nonnull detail);
// Completes the WebSocket handshake; `closed` will be called for `user` whatever happens. `fields` are further lines of the
// answer's header, as for cb_request_respond.
void cb_request_accept(cb_request *_Nonnull request, void *_Nonnull user, cb_slice fields);

void cb_socket_release(cb_socket *_Nonnull socket);
// Queues a message. With `credit`, one read credit goes back when the write has completed. False, and nothing
// queued, when the connection is closing or gone, or when its output queue is full (it is then closed with 1013).
bool cb_socket_send(cb_socket *_Nonnull socket, bool text, cb_slice data, bool credit);
// Queues a close behind the messages already queued.
void cb_socket_close(cb_socket *_Nonnull socket, int32_t code, cb_slice reason);
void cb_socket_return_credit(cb_socket *_Nonnull socket);
int64_t cb_socket_queued(const cb_socket *_Nonnull socket); // bytes

void cb_message_free(cb_message *_Nonnull message);
bool cb_message_is_text(const cb_message *_Nonnull message);
cb_slice cb_message_data(const cb_message *_Nonnull message);

#ifdef __cplusplus
}
#endif
