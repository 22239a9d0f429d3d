// Listening, starting and stopping.
#include "loop.hpp"
#include <boost/asio/ip/v6_only.hpp>
#include <cstdio>
#include <cstring>
#include <openssl/ssl.h>
#include <sys/socket.h>

using namespace cbeast;

struct cb_server {
  std::shared_ptr<Core> core;
  std::vector<LoopRef> loops;
  uint16_t port = 0;
};

namespace {

// A refusal to start, in words for the operator.
struct Refusal {
  cb_status status;
  std::string message;
};

tcp::endpoint endpoint(const cb_config &config) {
  std::string host = config.host;
  if (host == "localhost") host = "127.0.0.1";
  ErrorCode error;
  auto address = net::ip::make_address(host, error);
  if (error) throw Refusal{CB_BAD_CONFIGURATION, "host \"" + host + "\" is not an IP address"};
  return {address, config.port};
}

int choose_http(SSL *, const unsigned char **out, unsigned char *out_length, const unsigned char *in,
                unsigned int in_length, void *) {
  static const unsigned char known[] = "\x08http/1.1";
  auto result = SSL_select_next_proto(const_cast<unsigned char **>(out), out_length, known, sizeof known - 1, in, in_length);
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void set_up_tls(Core &core) {
  auto &context = core.tls.emplace(net::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_3_VERSION);
  // An idle connection gives its 34 KB of record buffers back.
  SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.native_handle(), choose_http, nullptr);
  ErrorCode error;
  auto require = [&error](const char *what, const char *path) {
    if (error) throw Refusal{CB_TLS_FAILED, std::string(what) + " " + path + ": " + error.message()};
  };
  context.use_certificate_chain_file(core.config.certificate, error);
  require("certificate chain", core.config.certificate);
  context.use_private_key_file(core.config.private_key, net::ssl::context::pem, error);
  require("private key", core.config.private_key);
  if (SSL_CTX_check_private_key(context.native_handle()) != 1)
    throw Refusal{CB_TLS_FAILED, "the private key does not belong to the certificate"};
}

void open(Acceptor &acceptor, const tcp::endpoint &endpoint, bool shared) {
  ErrorCode error;
  auto step = [&](const char *what) {
    if (error)
      throw Refusal{CB_BIND_FAILED, std::string(what) + " " + endpoint.address().to_string() + " port " +
                                        std::to_string(endpoint.port()) + ": " + error.message()};
  };
  acceptor.open(endpoint.protocol(), error);
  step("cannot open a socket for");
  acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (endpoint.address().is_v6()) acceptor.set_option(net::ip::v6_only(false), error);
  if (shared) {
    int on = 1;
    ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  }
  acceptor.bind(endpoint, error);
  step("cannot bind");
  acceptor.listen(4096, error);
  step("cannot listen on");
}

// Every loop accepts for itself; the kernel spreads connections over them.
void listen(cb_server &server, tcp::endpoint endpoint) {
  bool shared = server.loops.size() > 1;
  if (shared && endpoint.port() != 0) {
    // Sharing a port would not notice another server on it that shares as well: that would get half the connections.
    Acceptor probe(server.loops.front()->context.get_executor());
    open(probe, endpoint, false);
  }
  for (auto &loop : server.loops) {
    loop->acceptor.emplace(loop->context.get_executor());
    open(*loop->acceptor, endpoint, shared);
    endpoint.port(loop->acceptor->local_endpoint().port());
  }
  server.port = endpoint.port();
}

void stop(cb_server &server, int64_t grace_milliseconds) {
  auto &core = *server.core;
  core.stopping = true;
  for (auto &loop : server.loops) loop->begin_drain();
  {
    std::unique_lock lock(core.mutex);
    core.drained.wait_for(lock, std::chrono::milliseconds(grace_milliseconds), [&] { return core.connections == 0; });
  }
  for (auto &loop : server.loops) loop->end();
  for (auto &loop : server.loops) loop->join();
  core.callbacks.release(core.callbacks.context);
}

} // namespace

extern "C" {
cb_server *cb_server_create(const cb_config *config, cb_status *status, char *message, size_t message_size) {
  auto refuse = [&](cb_status code, const char *text) -> cb_server * {
    *status = code;
    std::snprintf(message, message_size, "%s", text);
    return nullptr;
  };
  try {
    auto server = std::make_unique<cb_server>();
    server->core = std::make_shared<Core>(*config);
    auto address = endpoint(*config);
    if (config->certificate) set_up_tls(*server->core);
    for (int32_t index = 0; index < config->loops; index++)
      server->loops.emplace_back(new cb_loop(server->core, index));
    listen(*server, address);
    // The caller's strings end with this call.
    server->core->config.host = "";
    server->core->config.certificate = server->core->config.private_key = nullptr;
    *status = CB_OK;
    return server.release();
  } catch (const Refusal &refusal) {
    return refuse(refusal.status, refusal.message.c_str());
  } catch (const std::exception &error) {
    return refuse(CB_FAILED, error.what());
  } catch (...) {
    return refuse(CB_FAILED, "unknown exception");
  }
}

uint16_t cb_server_port(const cb_server *server) { return server->port; }
cb_loop *cb_server_loop(const cb_server *server, int32_t index) {
  return server->loops[static_cast<size_t>(index)].get();
}
cb_statistics cb_server_statistics(const cb_server *server) {
  auto &core = *server->core;
  return {core.connections.load(), core.sockets.load(), core.budget.held()};
}

bool cb_server_run(cb_server *server, const cb_callbacks *callbacks) {
  server->core->callbacks = *callbacks;
  try {
    for (auto &loop : server->loops) loop->start();
    return true;
  } catch (...) {
    for (auto &loop : server->loops) loop->end();
    for (auto &loop : server->loops) loop->join();
    return false;
  }
}

void cb_server_stop(cb_server *server, int64_t grace_milliseconds, void (*done)(void *), void *context) {
  auto work = [server, grace_milliseconds, done, context]() noexcept {
    stop(*server, grace_milliseconds);
    done(context);
  };
  try {
    std::thread(work).detach();
  } catch (...) {
    work(); // no thread to be had: the caller waits
  }
}

void cb_server_free(cb_server *server) { delete server; }
}
