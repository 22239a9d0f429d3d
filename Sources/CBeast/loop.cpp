#include "loop.hpp"
#include <cstdio>
#include <exception>

using namespace cbeast;

cb_loop::cb_loop(std::shared_ptr<Core> c, int32_t i)
    : core(std::move(c)), index(i), sweep_timer_(context.get_executor()), accept_timer_(context.get_executor()) {}

void cb_loop::start() {
  work_.emplace(context.get_executor());
  sweep();
  accept();
  thread_ = std::thread([this] { run(); });
}

void cb_loop::run() noexcept {
  for (;;) {
    // A handler that runs out of memory must not take the process along: its connection is left to the sweep.
    try {
      context.run();
      break;
    } catch (const std::exception &error) {
      std::fprintf(stderr, "network loop: %s\n", error.what());
    } catch (...) {
      std::fprintf(stderr, "network loop: unknown exception\n");
    }
  }
  {
    std::lock_guard lock(ended_mutex_);
    ended_ = true;
  }
  // What was queued before: aborted operations, and jobs that someone waits for.
  for (int attempts = 0; attempts < 8; attempts++) {
    try {
      context.restart();
      context.poll();
      break;
    } catch (...) {
    }
  }
  connections_.clear();
}

void cb_loop::sweep() {
  sweep_timer_.expires_after(std::chrono::seconds(1));
  sweep_timer_.async_wait([this](ErrorCode error) {
    if (error) return;
    now++;
    sweep(); // first, so that an exception below does not end the sweeping
    std::vector<std::shared_ptr<Connection>> late;
    for (auto &connection : connections_)
      if (connection->overdue(now)) late.push_back(connection);
    for (auto &connection : late) connection->expire();
  });
}

void cb_loop::accept() {
  acceptor->async_accept(context.get_executor(), [this](ErrorCode error, Socket socket) {
    if (!acceptor->is_open() || core->stopping) return;
    if (error == net::error::no_descriptors || error == net::error::no_memory || error == net::error::no_buffer_space) {
      // The kernel would report the same again at once: wait until connections have gone.
      accept_timer_.expires_after(std::chrono::milliseconds(100));
      accept_timer_.async_wait([this](ErrorCode error) {
        if (!error && acceptor->is_open()) accept();
      });
      return;
    }
    accept();
    if (error) return;
    // Over the limit the socket is closed as it goes out of scope.
    if (core->connections.load() >= static_cast<int64_t>(core->config.connection_limit)) return;
    ErrorCode ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    serve(*this, std::move(socket));
  });
}

void cb_loop::join(std::shared_ptr<Connection> connection) {
  if (connections_.insert(std::move(connection)).second) core->joined();
}

void cb_loop::leave(const std::shared_ptr<Connection> &connection) {
  if (connections_.erase(connection) != 0) core->left();
}

std::vector<std::shared_ptr<Connection>> cb_loop::snapshot() const {
  return {connections_.begin(), connections_.end()};
}

void cb_loop::begin_drain() {
  post([this] {
    ErrorCode ignored;
    acceptor->close(ignored);
    accept_timer_.cancel();
    for (auto &connection : snapshot()) connection->drain();
  });
}

void cb_loop::end() {
  post([this] {
    for (auto &connection : snapshot()) connection->cut();
    sweep_timer_.cancel();
    work_.reset();
    // Not the end of the queue: a task that reschedules itself for ever must not keep the loop.
    context.stop();
  });
}

void cb_loop::join() {
  if (thread_.joinable()) thread_.join();
}

extern "C" {
void cb_loop_retain(cb_loop *loop) { intrusive_ptr_add_ref(loop); }
void cb_loop_release(cb_loop *loop) { intrusive_ptr_release(loop); }
bool cb_loop_post(cb_loop *loop, void (*work)(void *, void *), void *first, void *second) try {
  return loop->post([work, first, second] { work(first, second); });
} catch (...) {
  return false;
}
}
