// One WebSocket from the handshake's answer to the end of its closing.
#pragma once
#include "request.hpp"
#include "socket.hpp"
#include "transport.hpp"
#include <boost/beast/websocket/stream.hpp>
#include <deque>

namespace cbeast {
namespace websocket = beast::websocket;

struct Outgoing {
  enum class Kind { text, binary, close };
  Kind kind;
  std::string data; // of a close: the reason
  int32_t code;     // of a close
  bool credit;      // goes back when the write has completed
};

class WebSocketConnection final : public Connection {
public:
  WebSocketConnection(cb_loop &loop, Transport transport, void *user);
  ~WebSocketConnection() override;

  void accept(RequestRef request, const std::string &fields);
  void enqueue(Outgoing outgoing);
  // Drops what is queued and closes with 1013.
  void overflow();
  void return_credit();

  bool overdue(int64_t now) const override;
  void expire() override;
  void drain() override;
  void cut() override;

private:
  static constexpr int64_t never = -1;

  void configure(const std::string &fields);
  void read();
  void received(ErrorCode error);
  void let_go_of_input();
  void pump();
  void write();
  void written(size_t count, bool credit);
  void close_now(Outgoing close);
  void request_close(int32_t code, const char *reason);
  bool needs_ping(int64_t now) const;
  bool has_waited_too_long(int64_t now) const;
  // Reports the end to the application, once. `error` is why the last operation failed.
  void end(ErrorCode error);
  int32_t end_code(ErrorCode error) const;
  void discard_queue();
  std::shared_ptr<WebSocketConnection> self() {
    return std::static_pointer_cast<WebSocketConnection>(shared_from_this());
  }

  const LoopRef loop_;
  const cb_config &config_;
  cb_callbacks callbacks_;
  void *const user_;
  websocket::stream<Transport> stream_;
  SocketRef handle_;

  beast::flat_buffer input_;
  Charge charge_;                      // of input_
  std::unique_ptr<cb_message> parked_; // read ahead, waiting for credit
  int32_t in_flight_ = 0;
  std::deque<Outgoing> queue_;

  bool opened_ = false, ended_ = false, gone_ = false;
  bool reading_ = false, writing_ = false, pumping_ = false, pinging_ = false;
  bool close_requested_ = false;
  int32_t own_code_ = 0; // that this side closes with

  // Seconds of the loop's clock, or `never`.
  int64_t heard_ = 0, handshake_since_ = never, message_since_ = never, write_since_ = never, close_since_ = never;
};

} // namespace cbeast
