// The application's handle of a WebSocket. It outlives the connection, and holds what other threads may see.
#pragma once
#include "loop.hpp"

namespace cbeast {
class WebSocketConnection;
}

struct cb_socket {
  const cbeast::LoopRef loop;
  const std::weak_ptr<cbeast::WebSocketConnection> connection; // locked on the loop only
  std::atomic<int64_t> queued{0};                               // bytes
  std::atomic<bool> closing{false};

  cb_socket(cbeast::LoopRef l, std::weak_ptr<cbeast::WebSocketConnection> c)
      : loop(std::move(l)), connection(std::move(c)) {}

private:
  std::atomic<int> references_{0};
  friend void intrusive_ptr_add_ref(cb_socket *socket) { socket->references_.fetch_add(1, std::memory_order_relaxed); }
  friend void intrusive_ptr_release(cb_socket *socket) {
    if (socket->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete socket;
  }
};

namespace cbeast {
using SocketRef = boost::intrusive_ptr<cb_socket>;
}

struct cb_message {
  cbeast::beast::flat_buffer buffer;
  cbeast::Charge charge;
  bool is_text;
};
