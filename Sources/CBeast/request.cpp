#include "request.hpp"
#include "http_connection.hpp"

using namespace cbeast;

static cb_slice slice(beast::string_view text) {
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}
static std::string_view view(cb_slice slice) { return {reinterpret_cast<const char *>(slice.bytes), slice.count}; }

// Hands a finished answer to the connection, if it is still there.
static void answer(cb_request *request, std::string bytes, bool keep_alive) {
  request->loop->dispatch([request = RequestRef(request), bytes = std::move(bytes), keep_alive]() mutable {
    if (auto connection = request->connection.lock()) connection->answer(std::move(bytes), keep_alive);
  });
}

extern "C" {
void cb_request_release(cb_request *request) {
  // Only the receiver's own reference may be the unanswered one.
  if (!request->answered) cb_request_refuse(request, 500, "The request was not answered.");
  intrusive_ptr_release(request);
}
int32_t cb_request_loop_index(const cb_request *request) { return request->loop->index; }
bool cb_request_is_tls(const cb_request *request) { return request->is_tls; }
bool cb_request_is_upgrade(const cb_request *request) { return request->is_upgrade; }
cb_slice cb_request_method(const cb_request *request) { return slice(request->message.method_string()); }
cb_slice cb_request_target(const cb_request *request) { return slice(request->message.target()); }
cb_slice cb_request_body(const cb_request *request) {
  return slice({request->message.body().data(), request->message.body().size()});
}
cb_slice cb_request_remote(const cb_request *request) { return slice({request->remote.data(), request->remote.size()}); }
size_t cb_request_field_count(const cb_request *request) {
  return static_cast<size_t>(std::distance(request->message.begin(), request->message.end()));
}
void cb_request_fields(const cb_request *request, void *context, void (*visit)(void *, cb_slice, cb_slice)) {
  for (auto &field : request->message) visit(context, slice(field.name_string()), slice(field.value()));
}

void cb_request_respond(cb_request *request, int32_t status, cb_slice fields, cb_slice body) try {
  if (request->answered.exchange(true)) return;
  auto form = request->form();
  answer(request, make_answer(status, view(fields), view(body), form), form.keep_alive);
} catch (...) {
  // Out of memory: the connection stays unanswered until the peer gives up or the server stops.
}

void cb_request_refuse(cb_request *request, int32_t status, const char *detail) try {
  if (request->answered.exchange(true)) return;
  auto form = request->form();
  answer(request, make_problem(status, detail, form), form.keep_alive);
} catch (...) {
}

void cb_request_accept(cb_request *request, void *user, cb_slice fields) try {
  auto callbacks = request->loop->core->callbacks;
  if (request->answered.exchange(true)) return callbacks.closed(user, 0, false);
  std::string block(view(fields));
  bool queued = request->loop->dispatch([request = RequestRef(request), user, block = std::move(block)] {
    if (auto connection = request->connection.lock()) return connection->upgrade(request, user, block);
    request->loop->core->callbacks.closed(user, 0, false);
  });
  if (!queued) callbacks.closed(user, 0, false);
} catch (...) {
}
}
