// A TCP stream, plain or under TLS, as one type: HTTP and WebSocket are then compiled once and not twice.
#pragma once
#include "boost.hpp"
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cbeast {

class Transport {
public:
  using executor_type = Executor;
  using Tls = net::ssl::stream<Socket>;

  Transport(Socket socket, net::ssl::context *tls) {
    if (tls) {
      tls_ = std::make_unique<Tls>(std::move(socket), *tls);
    } else {
      plain_.emplace(std::move(socket));
    }
  }
  Transport(Transport &&) = default;

  executor_type get_executor() noexcept { return socket().get_executor(); }
  Socket &socket() { return tls_ ? tls_->next_layer() : *plain_; }
  bool is_tls() const { return tls_ != nullptr; }

  // Bytes that the next reads return before any from the network: what came behind an upgrade request.
  void push_back(std::string bytes) { pushed_back_ = std::move(bytes); }

  // Harmless on a transport that has been moved away.
  void close() {
    ErrorCode ignored;
    if (tls_ || plain_) socket().close(ignored);
  }

  template <class Handler> void async_handshake(Handler &&handler) {
    tls_->async_handshake(net::ssl::stream_base::server, std::forward<Handler>(handler));
  }

  template <class Buffers, class Handler> void async_read_some(const Buffers &buffers, Handler &&handler) {
    if (!pushed_back_.empty()) {
      size_t count = net::buffer_copy(buffers, net::buffer(pushed_back_));
      pushed_back_.erase(0, count);
      net::post(get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), ErrorCode{}, count));
    } else if (tls_) {
      tls_->async_read_some(buffers, std::forward<Handler>(handler));
    } else {
      plain_->async_read_some(buffers, std::forward<Handler>(handler));
    }
  }

  template <class Buffers, class Handler> void async_write_some(const Buffers &buffers, Handler &&handler) {
    if (!tls_) {
      plain_->async_write_some(buffers, std::forward<Handler>(handler));
    } else {
      // TLS writes one buffer at a time: a WebSocket header would get a record and a packet of its own.
      tls_->async_write_some(flattened(buffers), std::forward<Handler>(handler));
    }
  }

  // Says goodbye, then reads and drops until the peer has ended too: closing on unread bytes would send a reset, which
  // can destroy what the peer has not read yet. The caller keeps the deadline and this object.
  template <class Handler> void async_linger(Handler handler) {
    if (tls_) {
      tls_->async_shutdown([this, handler = std::move(handler)](ErrorCode) mutable { shut(std::move(handler)); });
    } else {
      shut(std::move(handler));
    }
  }

private:
  static constexpr size_t record_size = 16 << 10;

  template <class Buffers> net::const_buffer flattened(const Buffers &buffers) {
    auto first = net::buffer_sequence_begin(buffers);
    auto end = net::buffer_sequence_end(buffers);
    while (first != end && net::const_buffer(*first).size() == 0) ++first;
    if (first == end) return {};
    auto second = first;
    if (++second == end || net::const_buffer(*first).size() >= record_size) return *first;
    record_.resize(std::min(net::buffer_size(buffers), record_size));
    return net::buffer(record_.data(), net::buffer_copy(net::buffer(record_), buffers));
  }

  template <class Handler> void shut(Handler handler) {
    ErrorCode error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    drop(std::move(handler));
  }

  template <class Handler> void drop(Handler handler) {
    // Shared by all connections of a thread: nobody looks at it.
    static thread_local char sink[16 << 10];
    socket().async_read_some(net::buffer(sink), [this, handler = std::move(handler)](ErrorCode error, size_t) mutable {
      if (error) return handler();
      drop(std::move(handler));
    });
  }

  std::optional<Socket> plain_;
  std::unique_ptr<Tls> tls_;
  std::string pushed_back_;
  std::vector<char> record_;
};

// Beast calls these at the end of a WebSocket; the connection lingers by itself afterwards.
template <class Handler> void async_teardown(beast::role_type, Transport &transport, Handler &&handler) {
  net::post(transport.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), ErrorCode{}));
}
inline void beast_close_socket(Transport &transport) { transport.close(); }

} // namespace cbeast
