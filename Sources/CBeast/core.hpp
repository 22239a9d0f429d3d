// What all loops of one server share.
#pragma once
#include "boost.hpp"
#include "CBeast.h"
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace cbeast {

// The byte cap over all connections.
class Budget {
public:
  explicit Budget(size_t limit) : limit_(static_cast<int64_t>(limit)) {}
  bool take(int64_t count) {
    if (held_.fetch_add(count, std::memory_order_relaxed) + count <= limit_) return true;
    give(count);
    return false;
  }
  // For what must be held anyway, such as an answer.
  void force(int64_t count) { held_.fetch_add(count, std::memory_order_relaxed); }
  void give(int64_t count) { held_.fetch_sub(count, std::memory_order_relaxed); }
  int64_t held() const { return held_.load(std::memory_order_relaxed); }

private:
  const int64_t limit_;
  std::atomic<int64_t> held_{0};
};

struct Core {
  cb_config config;
  cb_callbacks callbacks{};
  Budget budget;
  std::optional<net::ssl::context> tls;
  std::atomic<bool> stopping{false};
  std::atomic<int64_t> connections{0};
  std::atomic<int64_t> sockets{0};
  // Signalled when the last connection of a stopping server has gone.
  std::mutex mutex;
  std::condition_variable drained;

  explicit Core(const cb_config &c) : config(c), budget(c.buffered_limit) {}

  void joined() { connections.fetch_add(1); }
  void left() {
    if (connections.fetch_sub(1) != 1 || !stopping) return;
    std::lock_guard lock(mutex);
    drained.notify_all();
  }
};

// Bytes charged to the budget, given back on destruction.
class Charge {
public:
  explicit Charge(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  Charge(Charge &&other) noexcept : core_(other.core_), count_(std::exchange(other.count_, 0)) {}
  Charge &operator=(Charge &&other) noexcept {
    std::swap(count_, other.count_);
    other.clear();
    return *this;
  }
  ~Charge() { clear(); }

  bool resize(size_t count) {
    auto wanted = static_cast<int64_t>(count);
    if (wanted > count_) {
      if (!core_->budget.take(wanted - count_)) return false;
    } else {
      core_->budget.give(count_ - wanted);
    }
    count_ = wanted;
    return true;
  }
  void force(size_t count) {
    clear();
    count_ = static_cast<int64_t>(count);
    core_->budget.force(count_);
  }
  void clear() {
    if (count_ != 0) core_->budget.give(std::exchange(count_, 0));
  }

private:
  std::shared_ptr<Core> core_;
  int64_t count_ = 0;
};

} // namespace cbeast
