// A received request on its way through the application.
#pragma once
#include "answer.hpp"
#include "loop.hpp"
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace cbeast {
namespace http = beast::http;
using Message = http::request<http::string_body>;
class HttpConnection;
} // namespace cbeast

struct cb_request {
  const cbeast::LoopRef loop;
  const std::weak_ptr<cbeast::HttpConnection> connection; // locked on the loop only
  const cbeast::Message message;
  const std::string remote;
  const bool is_tls;
  const bool is_upgrade;
  const cbeast::Charge charge;
  std::atomic<bool> answered{false};

  cb_request(cbeast::LoopRef l, std::weak_ptr<cbeast::HttpConnection> c, cbeast::Message m, std::string r, bool tls,
             bool upgrade, cbeast::Charge held)
      : loop(std::move(l)), connection(std::move(c)), message(std::move(m)), remote(std::move(r)), is_tls(tls),
        is_upgrade(upgrade), charge(std::move(held)) {}

  cbeast::AnswerForm form() const {
    return {message.keep_alive() && !loop->core->stopping, message.version() == 10,
            message.method() == cbeast::http::verb::head};
  }

private:
  std::atomic<int> references_{0};
  friend void intrusive_ptr_add_ref(cb_request *request) {
    request->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(cb_request *request) {
    if (request->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete request;
  }
};

namespace cbeast {
using RequestRef = boost::intrusive_ptr<cb_request>;
// Takes the connection over from HTTP (websocket_connection.cpp).
class Transport;
void serve_websocket(cb_loop &loop, Transport transport, RequestRef request, void *user, const std::string &fields);
} // namespace cbeast
