#include "http_connection.hpp"
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <cstring>

namespace cbeast {

// A first read of this size holds most requests, and is all that an idle connection keeps.
static constexpr size_t first_read = 1536;
static constexpr size_t later_read = 8 << 10;

void serve(cb_loop &loop, Socket socket) {
  auto connection = std::make_shared<HttpConnection>(loop, std::move(socket));
  loop.join(connection);
  connection->start();
}

HttpConnection::HttpConnection(cb_loop &loop, Socket socket)
    : loop_(&loop), config_(loop.core->config),
      transport_(std::move(socket), loop.core->tls ? &*loop.core->tls : nullptr), charge_(loop.core) {
  ErrorCode error;
  auto endpoint = transport_.socket().remote_endpoint(error);
  if (!error) remote_ = endpoint.address().to_string();
}

void HttpConnection::start() {
  set_deadline(config_.header_seconds);
  if (!transport_.is_tls()) {
    wait_for_request();
    return set_deadline(config_.header_seconds);
  }
  transport_.async_handshake([self = self()](ErrorCode error) {
    if (error) return self->cut();
    self->wait_for_request();
    self->set_deadline(self->config_.header_seconds);
  });
}

void HttpConnection::wait_for_request() {
  if (loop_->core->stopping) return linger();
  phase_ = Phase::idle;
  set_deadline(config_.keep_alive_seconds);
  charge_.clear();
  message_ = {};
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(config_.header_limit));
  parser_->body_limit(config_.body_limit);
  if (input_.size() != 0) return parse_header(); // pipelined
  if (input_.capacity() > first_read) input_ = beast::flat_buffer();
  read();
}

void HttpConnection::read() {
  // The parser refuses a long header by itself; this bounds what it keeps of a chunk's header and trailers.
  if (input_.size() > config_.header_limit + later_read) return refuse(400, "The request cannot be parsed.");
  auto space = input_.prepare(input_.size() == 0 && phase_ == Phase::idle ? first_read : later_read);
  transport_.async_read_some(space, [self = self()](ErrorCode error, size_t count) {
    if (error) return self->cut();
    self->input_.commit(count);
    if (self->phase_ == Phase::body) {
      self->parse_chunked_body();
    } else {
      self->parse_header();
    }
  });
}

void HttpConnection::parse_header() {
  if (phase_ == Phase::idle) {
    phase_ = Phase::header;
    set_deadline(config_.header_seconds);
    // Some clients end a body with an uncounted line end.
    auto bytes = static_cast<const char *>(input_.data().data());
    if (input_.size() >= 2 && std::memcmp(bytes, "\r\n", 2) == 0) input_.consume(2);
  }
  if (input_.size() == 0) return read();
  ErrorCode error;
  size_t used = parser_->put(input_.data(), error);
  input_.consume(used);
  if (error == http::error::need_more) return read();
  if (error) return refuse(error);
  if (!parser_->is_header_done()) return read();
  header_complete();
}

void HttpConnection::header_complete() {
  const char *detail = nullptr;
  if (int status = objection(parser_->get(), detail)) return refuse(status, detail);
  upgrading_ = beast::websocket::is_upgrade(parser_->get());
  chunked_ = parser_->chunked();
  if (parser_->is_done()) return deliver(parser_->release());

  phase_ = Phase::body;
  set_deadline(config_.body_seconds);
  if (auto length = parser_->content_length(); !chunked_ && length && !charge_.resize(*length))
    return refuse(503, "The server holds too much data at the moment.");
  if (!wants_continue()) return read_body();
  output_ = "HTTP/1.1 100 Continue\r\n\r\n";
  // Short enough for any socket buffer: not written whole means a peer not worth serving.
  transport_.async_write_some(net::buffer(output_), [self = self()](ErrorCode error, size_t count) {
    if (error || count != self->output_.size()) return self->cut();
    self->read_body();
  });
}

int HttpConnection::objection(const Message &message, const char *&detail) const {
  auto object = [&](int status, const char *text) {
    detail = text;
    return status;
  };
  // The version is 1.0 or 1.1: the parser refuses every other.
  size_t fields = 0, hosts = 0, encodings = 0;
  for (auto &field : message) {
    fields++;
    if (field.name() == http::field::host) hosts++;
    if (field.name() == http::field::transfer_encoding) encodings++;
  }
  if (fields > config_.header_count_limit) return object(431, "The request has too many header fields.");
  if (hosts > 1) return object(400, "The Host header field appears more than once.");
  if (hosts == 0 && message.version() == 11) return object(400, "The Host header field is missing.");
  if (encodings != 0) {
    // Whoever reads a coding differently from a proxy in front can be made to see another request.
    if (message.version() == 10) return object(400, "Transfer-Encoding needs HTTP/1.1.");
    if (encodings > 1 || !beast::iequals(message[http::field::transfer_encoding], "chunked"))
      return object(501, "Only the transfer coding chunked is understood.");
  }
  if (auto expect = message.find(http::field::expect); expect != message.end() && message.version() == 11)
    if (!beast::iequals(expect->value(), "100-continue")) return object(417, "Only 100-continue can be expected.");
  if (beast::websocket::is_upgrade(message)) {
    auto key = message[http::field::sec_websocket_key];
    if (!parser_->is_done()) return object(400, "A WebSocket handshake has no body.");
    if (key.size() != 24) return object(400, "Sec-WebSocket-Key is missing or malformed.");
    if (message[http::field::sec_websocket_version] != "13")
      return object(426, "Only WebSocket version 13 is spoken.");
  }
  return 0;
}

bool HttpConnection::wants_continue() const {
  auto &message = parser_->get();
  return message.version() == 11 && input_.size() == 0 && message.find(http::field::expect) != message.end();
}

void HttpConnection::read_body() {
  if (chunked_) {
    fields_ = parser_->get().base();
    return parse_chunked_body();
  }
  // The length is known: straight into the body's own storage, five times as fast as through the parser.
  size_t length = *parser_->content_length();
  message_ = parser_->release();
  message_.body().resize(length);
  size_t received = std::min(input_.size(), length);
  std::memcpy(message_.body().data(), input_.data().data(), received);
  input_.consume(received);
  read_fixed_body(received);
}

void HttpConnection::read_fixed_body(size_t received) {
  auto &body = message_.body();
  if (received == body.size()) return deliver(std::move(message_));
  transport_.async_read_some(net::buffer(body.data() + received, body.size() - received),
                             [self = self(), received](ErrorCode error, size_t count) {
                               if (error) return self->cut();
                               self->read_fixed_body(received + count);
                             });
}

void HttpConnection::parse_chunked_body() {
  while (!parser_->is_done()) {
    if (input_.size() == 0) return read();
    ErrorCode error;
    size_t used = parser_->put(input_.data(), error);
    input_.consume(used);
    if (error == http::error::need_more) return read();
    if (error) return refuse(error);
    if (!charge_.resize(parser_->get().body().capacity()))
      return refuse(503, "The server holds too much data at the moment.");
  }
  // The parser has merged trailers into the header, where they could pass for fields that a proxy has checked.
  Message message = parser_->release();
  static_cast<http::fields &>(message.base()) = std::move(fields_);
  deliver(std::move(message));
}

void HttpConnection::deliver(Message message) {
  phase_ = Phase::handling;
  deadline_ = never; // the application's time
  RequestRef request(new cb_request(loop_, std::weak_ptr<HttpConnection>(self()), std::move(message), remote_,
                                    transport_.is_tls(), upgrading_, std::move(charge_)));
  auto &callbacks = loop_->core->callbacks;
  callbacks.request(callbacks.context, request.detach());
}

void HttpConnection::answer(std::string bytes, bool keep_alive) {
  if (phase_ != Phase::handling) return;
  keep_alive_ = keep_alive;
  output_ = std::move(bytes);
  charge_.force(output_.size());
  written_ = 0;
  phase_ = Phase::writing;
  write();
}

void HttpConnection::refuse(int status, const char *detail) {
  AnswerForm form;
  if (parser_ && parser_->is_header_done()) form.head = parser_->get().method() == http::verb::head;
  phase_ = Phase::handling;
  answer(make_problem(status, detail, form), false);
}

void HttpConnection::refuse(ErrorCode error) {
  if (error == http::error::body_limit) return refuse(413, "The request body is too large.");
  if (error == http::error::header_limit) return refuse(431, "The request header is too large.");
  refuse(400, "The request cannot be parsed.");
}

void HttpConnection::write() {
  set_deadline(config_.body_seconds); // anew with every piece that the peer takes
  auto rest = net::buffer(output_.data() + written_, output_.size() - written_);
  transport_.async_write_some(rest, [self = self()](ErrorCode error, size_t count) {
    if (error) return self->cut();
    self->written_ += count;
    if (self->written_ < self->output_.size()) return self->write();
    self->output_ = {};
    if (!self->keep_alive_) return self->linger();
    self->wait_for_request();
  });
}

void HttpConnection::linger() {
  phase_ = Phase::lingering;
  charge_.clear();
  set_deadline(std::min(config_.close_seconds, 2));
  transport_.async_linger([self = self()] { self->cut(); });
}

void HttpConnection::upgrade(RequestRef request, void *user, const std::string &fields) {
  if (phase_ != Phase::handling) return loop_->core->callbacks.closed(user, 0, false);
  std::string early(static_cast<const char *>(input_.data().data()), input_.size());
  if (!early.empty()) transport_.push_back(std::move(early));
  auto keep = self();
  serve_websocket(*loop_, std::move(transport_), std::move(request), user, fields);
  phase_ = Phase::lingering;
  loop_->leave(keep);
}

void HttpConnection::drain() {
  // Also before a first byte: that request has not begun.
  if (phase_ == Phase::idle) cut();
}

void HttpConnection::cut() {
  transport_.close();
  deadline_ = never;
  phase_ = Phase::lingering;
  loop_->leave(self());
}

} // namespace cbeast
