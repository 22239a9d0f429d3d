// Asio and Beast with their non-template parts compiled once (boost_asio.cpp, boost_beast.cpp): the other files
// would otherwise each compile them again.
#pragma once
#define BOOST_ASIO_NO_DEPRECATED 1
#define BOOST_ASIO_SEPARATE_COMPILATION 1
#define BOOST_BEAST_SEPARATE_COMPILATION 1
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

namespace cbeast {
namespace net = boost::asio;
namespace beast = boost::beast;
using tcp = net::ip::tcp;
using ErrorCode = beast::error_code;
// The concrete executor, and not any_io_executor, which costs an allocation and a virtual call per operation.
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<tcp, Executor>;
using Acceptor = net::basic_socket_acceptor<tcp, Executor>;
using Timer = net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;
} // namespace cbeast
