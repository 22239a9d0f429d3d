// One HTTP/1.1 connection: a request is read whole, handed over, and answered before the next one is read.
#pragma once
#include "request.hpp"
#include "transport.hpp"
#include <boost/beast/http/parser.hpp>

namespace cbeast {

class HttpConnection final : public Connection {
public:
  HttpConnection(cb_loop &loop, Socket socket);

  void start();
  void answer(std::string bytes, bool keep_alive);
  void upgrade(RequestRef request, void *user, const std::string &fields);

  bool overdue(int64_t now) const override { return deadline_ < now; }
  void expire() override { cut(); }
  void drain() override;
  void cut() override;

private:
  enum class Phase { idle, header, body, handling, writing, lingering };
  static constexpr int64_t never = INT64_MAX;

  void wait_for_request();
  void read();
  void parse_header();
  void header_complete();
  // The status and sentence of a refusal, or 0.
  int objection(const Message &message, const char *&detail) const;
  bool wants_continue() const;
  void read_body();
  void read_fixed_body(size_t received);
  void parse_chunked_body();
  void deliver(Message message);
  void refuse(int status, const char *detail);
  void refuse(ErrorCode error);
  void write();
  void linger();
  void set_deadline(int64_t seconds) { deadline_ = loop_->now + seconds; }
  std::shared_ptr<HttpConnection> self() { return std::static_pointer_cast<HttpConnection>(shared_from_this()); }

  const LoopRef loop_;
  const cb_config &config_;
  Transport transport_;
  std::string remote_;
  Phase phase_ = Phase::idle;
  int64_t deadline_ = never;
  bool upgrading_ = false;
  bool chunked_ = false;
  bool keep_alive_ = true;
  beast::flat_buffer input_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Message message_;
  http::fields fields_; // of a chunked request, without its trailers
  Charge charge_;
  std::string output_;
  size_t written_ = 0;
};

} // namespace cbeast
