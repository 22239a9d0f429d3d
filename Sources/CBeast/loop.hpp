// One thread with its own io_context. A connection never leaves its loop, so nothing here needs a strand.
#pragma once
#include "core.hpp"
#include <thread>
#include <unordered_set>
#include <vector>

namespace cbeast {

// What a loop keeps alive, sweeps and stops. All functions run on the loop's thread.
class Connection : public std::enable_shared_from_this<Connection> {
public:
  virtual ~Connection() = default;
  // Whether `expire` is due at this second.
  virtual bool overdue(int64_t now) const = 0;
  virtual void expire() = 0;
  // The server is stopping: end as soon as decency allows.
  virtual void drain() = 0;
  // End now.
  virtual void cut() = 0;
};

} // namespace cbeast

struct cb_loop {
  cb_loop(std::shared_ptr<cbeast::Core> core, int32_t index);

  const std::shared_ptr<cbeast::Core> core;
  const int32_t index;
  boost::asio::io_context context{1};
  std::optional<cbeast::Acceptor> acceptor;

  void start(); // may throw
  // Any thread.
  void begin_drain();
  void end();
  void join();

  // Runs `work` on the loop: at once when called there, queued otherwise. False once the loop has ended.
  template <class Work> bool dispatch(Work &&work) {
    if (context.get_executor().running_in_this_thread()) {
      work();
      return true;
    }
    return post(std::forward<Work>(work));
  }
  template <class Work> bool post(Work &&work) {
    std::lock_guard lock(ended_mutex_);
    if (ended_) return false;
    boost::asio::post(context, std::forward<Work>(work));
    return true;
  }

  // The loop's thread only.
  int64_t now = 0; // seconds, counted by the sweep
  void join(std::shared_ptr<cbeast::Connection> connection);
  void leave(const std::shared_ptr<cbeast::Connection> &connection);

private:
  void run() noexcept;
  void sweep();
  void accept();
  std::vector<std::shared_ptr<cbeast::Connection>> snapshot() const;

  std::optional<boost::asio::executor_work_guard<cbeast::Executor>> work_;
  cbeast::Timer sweep_timer_;
  cbeast::Timer accept_timer_;
  std::thread thread_;
  std::unordered_set<std::shared_ptr<cbeast::Connection>> connections_;
  std::mutex ended_mutex_;
  bool ended_ = false;
  std::atomic<int> references_{0};

  friend void intrusive_ptr_add_ref(cb_loop *loop) { loop->references_.fetch_add(1, std::memory_order_relaxed); }
  friend void intrusive_ptr_release(cb_loop *loop) {
    if (loop->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete loop;
  }
};

namespace cbeast {
using LoopRef = boost::intrusive_ptr<cb_loop>;
// Takes an accepted socket (http_connection.cpp).
void serve(cb_loop &loop, Socket socket);
} // namespace cbeast
