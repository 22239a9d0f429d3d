#include "socket.hpp"
#include "websocket_connection.hpp"

using namespace cbeast;

template <class Work> static bool on_loop(cb_socket *socket, Work work) {
  return socket->loop->dispatch([socket = SocketRef(socket), work = std::move(work)]() mutable {
    if (auto connection = socket->connection.lock()) work(*connection);
  });
}

// A message on its way to the loop, with its share of the queue and of the budget: given back wherever it is dropped.
struct Queued {
  SocketRef socket;
  Outgoing outgoing;
  bool owned = true;

  Queued(SocketRef s, Outgoing o) : socket(std::move(s)), outgoing(std::move(o)) {}
  Queued(Queued &&other) noexcept
      : socket(std::move(other.socket)), outgoing(std::move(other.outgoing)), owned(std::exchange(other.owned, false)) {}
  ~Queued() {
    if (!owned) return;
    auto count = static_cast<int64_t>(outgoing.data.size());
    socket->queued.fetch_sub(count, std::memory_order_relaxed);
    socket->loop->core->budget.give(count);
  }
};

extern "C" {
void cb_socket_release(cb_socket *socket) { intrusive_ptr_release(socket); }
int64_t cb_socket_queued(const cb_socket *socket) { return socket->queued.load(std::memory_order_relaxed); }

bool cb_socket_send(cb_socket *socket, bool text, cb_slice data, bool credit) try {
  if (socket->closing) return false;
  auto &core = *socket->loop->core;
  auto count = static_cast<int64_t>(data.count);
  auto limit = static_cast<int64_t>(core.config.output_limit);
  bool fits = socket->queued.fetch_add(count, std::memory_order_relaxed) + count <= limit;
  if (!fits || !core.budget.take(count)) {
    socket->queued.fetch_sub(count, std::memory_order_relaxed);
    socket->closing = true;
    on_loop(socket, [](WebSocketConnection &connection) { connection.overflow(); });
    return false;
  }
  std::string bytes;
  try {
    bytes.assign(reinterpret_cast<const char *>(data.bytes), data.count);
  } catch (...) {
    socket->queued.fetch_sub(count, std::memory_order_relaxed);
    core.budget.give(count);
    return false;
  }
  auto kind = text ? Outgoing::Kind::text : Outgoing::Kind::binary;
  Queued queued(socket, {kind, std::move(bytes), 0, credit});
  return on_loop(socket, [queued = std::move(queued)](WebSocketConnection &connection) mutable {
    queued.owned = false;
    connection.enqueue(std::move(queued.outgoing));
  });
} catch (...) {
  return false;
}

void cb_socket_close(cb_socket *socket, int32_t code, cb_slice reason) try {
  if (socket->closing.exchange(true)) return;
  std::string text(reinterpret_cast<const char *>(reason.bytes), reason.count);
  on_loop(socket, [code, text = std::move(text)](WebSocketConnection &connection) mutable {
    connection.enqueue({Outgoing::Kind::close, std::move(text), code, false});
  });
} catch (...) {
}

void cb_socket_return_credit(cb_socket *socket) try {
  on_loop(socket, [](WebSocketConnection &connection) { connection.return_credit(); });
} catch (...) {
}

void cb_message_free(cb_message *message) { delete message; }
bool cb_message_is_text(const cb_message *message) { return message->is_text; }
cb_slice cb_message_data(const cb_message *message) {
  auto data = message->buffer.cdata();
  return {static_cast<const uint8_t *>(data.data()), data.size()};
}
}
