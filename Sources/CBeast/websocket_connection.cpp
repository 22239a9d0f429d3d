#include "websocket_connection.hpp"

namespace cbeast {

static constexpr int32_t going_away = 1001, protocol_error = 1002, no_status = 1005, invalid_text = 1007,
                         too_big = 1009, try_again_later = 1013;

void serve_websocket(cb_loop &loop, Transport transport, RequestRef request, void *user, const std::string &fields) {
  auto connection = std::make_shared<WebSocketConnection>(loop, std::move(transport), user);
  loop.join(connection);
  connection->accept(std::move(request), fields);
}

WebSocketConnection::WebSocketConnection(cb_loop &loop, Transport transport, void *user)
    : loop_(&loop), config_(loop.core->config), callbacks_(loop.core->callbacks), user_(user),
      stream_(std::move(transport)), charge_(loop.core), heard_(loop.now) {
  loop.core->sockets.fetch_add(1);
}

WebSocketConnection::~WebSocketConnection() { loop_->core->sockets.fetch_sub(1); }

// Adds a block of "name: value\r\n" lines to the handshake's answer.
static void add_fields(websocket::response_type &response, std::string_view block) {
  while (!block.empty()) {
    auto end = block.find("\r\n");
    auto colon = block.find(": ");
    if (end == block.npos || colon == block.npos || colon > end) return;
    auto text = [](std::string_view part) { return beast::string_view(part.data(), part.size()); };
    response.insert(text(block.substr(0, colon)), text(block.substr(colon + 2, end - colon - 2)));
    block.remove_prefix(end + 2);
  }
}

void WebSocketConnection::configure(const std::string &fields) {
  // The loop's sweep keeps all times: Beast's own timers cost more than the messages.
  stream_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
  if (config_.deflate) {
    websocket::permessage_deflate deflate;
    deflate.server_enable = true;
    deflate.compLevel = 1;
    deflate.memLevel = 4;
    deflate.msg_size_threshold = 512;
    // Otherwise every connection keeps two windows of 32 KB for ever.
    deflate.server_no_context_takeover = true;
    deflate.client_no_context_takeover = true;
    stream_.set_option(deflate);
  }
  if (!fields.empty())
    stream_.set_option(websocket::stream_base::decorator(
        [fields](websocket::response_type &response) { add_fields(response, fields); }));
  stream_.read_message_max(config_.message_limit);
  stream_.auto_fragment(false);
  stream_.control_callback([this](websocket::frame_type, beast::string_view) { heard_ = loop_->now; });
}

void WebSocketConnection::accept(RequestRef request, const std::string &fields) {
  handle_ = new cb_socket(loop_, std::weak_ptr<WebSocketConnection>(self()));
  configure(fields);
  handshake_since_ = loop_->now;
  auto &message = request->message;
  stream_.async_accept(message, [self = self(), request](ErrorCode error) {
    self->handshake_since_ = never;
    if (error || self->ended_) return self->end(error);
    self->opened_ = true;
    self->callbacks_.opened(self->user_, SocketRef(self->handle_).detach());
    if (self->loop_->core->stopping) self->drain();
    self->read();
  });
}

// Reading

void WebSocketConnection::read() {
  // With a message read ahead, the peer waits: this is the whole of the backpressure.
  if (reading_ || ended_ || parked_) return;
  reading_ = true;
  stream_.async_read_some(input_, 0, [self = self()](ErrorCode error, size_t) { self->received(error); });
}

void WebSocketConnection::received(ErrorCode error) {
  reading_ = false;
  if (ended_) return let_go_of_input();
  if (error) {
    // A closing handshake of this side is under way and reports by itself.
    if (error == net::error::operation_aborted && close_since_ != never) return;
    return end(error);
  }
  heard_ = loop_->now;
  if (close_requested_) {
    let_go_of_input(); // the application wants no more, but the peer's close is behind this
    return read();
  }
  if (!charge_.resize(input_.capacity())) {
    overflow();
    return read();
  }
  if (!stream_.is_message_done()) {
    if (message_since_ == never) message_since_ = loop_->now;
    return read();
  }
  message_since_ = never;
  parked_.reset(new cb_message{std::move(input_), std::move(charge_), stream_.got_text()});
  input_ = beast::flat_buffer();
  pump();
}

// Never while a read is pending: it may have its bytes already, and unmasks them in place when it resumes.
void WebSocketConnection::let_go_of_input() {
  input_ = beast::flat_buffer();
  charge_.clear();
}

void WebSocketConnection::pump() {
  // A handler that gives credit back inside its callback comes here again: the outer call goes on for it.
  if (pumping_) return;
  pumping_ = true;
  while (parked_ && in_flight_ < config_.message_window && !close_requested_ && !ended_) {
    in_flight_++;
    callbacks_.message(user_, parked_.release());
  }
  if (close_requested_) parked_.reset();
  pumping_ = false;
  read();
}

void WebSocketConnection::return_credit() {
  in_flight_--;
  pump();
}

// Writing

void WebSocketConnection::enqueue(Outgoing outgoing) {
  bool closes = outgoing.kind == Outgoing::Kind::close;
  if (ended_ || close_requested_) {
    if (!closes) written(outgoing.data.size(), outgoing.credit);
    return;
  }
  if (closes) {
    close_requested_ = true;
    own_code_ = outgoing.code;
  }
  queue_.push_back(std::move(outgoing));
  write();
  if (closes && !pumping_) pump(); // lets go of a parked message, so that the peer's close can be read
}

void WebSocketConnection::write() {
  if (writing_ || ended_ || !opened_ || queue_.empty()) return;
  if (queue_.front().kind == Outgoing::Kind::close) {
    auto close = std::move(queue_.front());
    queue_.clear();
    return close_now(std::move(close));
  }
  writing_ = true;
  write_since_ = loop_->now;
  auto &front = queue_.front();
  stream_.text(front.kind == Outgoing::Kind::text);
  stream_.async_write(net::buffer(front.data), [self = self()](ErrorCode error, size_t) {
    self->writing_ = false;
    self->write_since_ = never;
    if (!self->queue_.empty()) {
      auto done = std::move(self->queue_.front());
      self->queue_.pop_front();
      self->written(done.data.size(), done.credit);
    }
    if (self->ended_) return self->discard_queue();
    // A read that is pending knows better why: the peer's close code, or the breach that was answered.
    if (error && !self->reading_) return self->end(error);
    if (!error) self->write();
  });
}

void WebSocketConnection::written(size_t count, bool credit) {
  handle_->queued.fetch_sub(static_cast<int64_t>(count), std::memory_order_relaxed);
  loop_->core->budget.give(static_cast<int64_t>(count));
  if (credit && !ended_) return_credit();
}

void WebSocketConnection::overflow() {
  if (ended_ || close_requested_) return;
  handle_->closing = true;
  // The one being written must stay where it is.
  std::deque<Outgoing> dropped;
  while (queue_.size() > (writing_ ? 1u : 0u)) {
    dropped.push_back(std::move(queue_.back()));
    queue_.pop_back();
  }
  if (!reading_) let_go_of_input();
  message_since_ = never;
  // The peer may never take the message before the close: its time runs from now.
  close_since_ = loop_->now;
  request_close(try_again_later, "too much data is waiting");
  for (auto &outgoing : dropped) written(outgoing.data.size(), outgoing.credit);
}

// Closing

void WebSocketConnection::request_close(int32_t code, const char *reason) {
  handle_->closing = true;
  enqueue({Outgoing::Kind::close, reason, code, false});
}

void WebSocketConnection::close_now(Outgoing close) {
  close_since_ = loop_->now;
  websocket::close_reason reason(static_cast<websocket::close_code>(close.code));
  reason.reason = close.data.substr(0, 123);
  stream_.async_close(reason, [self = self()](ErrorCode error) { self->end(error ? error : websocket::error::closed); });
}

int32_t WebSocketConnection::end_code(ErrorCode error) const {
  if (auto code = stream_.reason().code; code != websocket::close_code::none) return code;
  if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow) return too_big;
  if (error == websocket::error::bad_frame_payload) return invalid_text;
  if (error == websocket::condition::protocol_violation) return protocol_error;
  if (own_code_ != 0) return own_code_;
  return error == websocket::error::closed ? no_status : 0;
}

void WebSocketConnection::end(ErrorCode error) {
  if (ended_) return;
  ended_ = true;
  handle_->closing = true;
  parked_.reset();
  if (!reading_) let_go_of_input();
  int32_t code = opened_ ? end_code(error) : 0;
  if (!writing_) discard_queue();
  callbacks_.closed(user_, code, opened_);
  bool shaken = error == websocket::error::closed && !stream_.next_layer().is_tls();
  if (code == 0 || writing_ || shaken || error == net::error::connection_aborted) return cut();
  // The last words of this side are still on their way.
  close_since_ = loop_->now;
  stream_.next_layer().async_linger([self = self()] { self->cut(); });
}

void WebSocketConnection::discard_queue() {
  for (auto &outgoing : queue_)
    if (outgoing.kind != Outgoing::Kind::close) written(outgoing.data.size(), false);
  queue_.clear();
}

void WebSocketConnection::drain() {
  if (opened_) request_close(going_away, "the server is going away");
}

void WebSocketConnection::cut() {
  if (gone_) return;
  gone_ = true;
  auto keep = self();
  stream_.next_layer().close();
  end(net::error::connection_aborted);
  loop_->leave(keep);
}

// Time

bool WebSocketConnection::needs_ping(int64_t now) const {
  return opened_ && !pinging_ && !close_requested_ && !ended_ && now - heard_ >= std::max(1, config_.socket_idle_seconds / 2);
}

bool WebSocketConnection::has_waited_too_long(int64_t now) const {
  auto over = [now](int64_t since, int64_t seconds) { return since != never && now - since > seconds; };
  // With a message parked nothing is read, so silence says nothing about the peer.
  bool silent = !parked_ && over(heard_, config_.socket_idle_seconds);
  return silent || over(handshake_since_, config_.header_seconds) || over(message_since_, config_.body_seconds) ||
         over(write_since_, config_.body_seconds) || over(close_since_, config_.close_seconds);
}

bool WebSocketConnection::overdue(int64_t now) const { return needs_ping(now) || has_waited_too_long(now); }

void WebSocketConnection::expire() {
  if (has_waited_too_long(loop_->now)) return cut();
  pinging_ = true;
  stream_.async_ping({}, [self = self()](ErrorCode) { self->pinging_ = false; });
}

} // namespace cbeast
