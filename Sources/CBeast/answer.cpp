#include "answer.hpp"
#include "boost.hpp"
#include <atomic>
#include <boost/beast/http/status.hpp>
#include <cstdio>
#include <ctime>
#include <random>

namespace cbeast {

// The date in the form that HTTP wants, formatted once a second.
static std::string_view date() {
  static thread_local time_t second = 0;
  static thread_local char text[40];
  static thread_local size_t count = 0;
  time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    count = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    second = now;
  }
  return {text, count};
}

// Names an answer that the application has not seen, in logs of both sides.
static std::string request_id() {
  static const uint64_t start = [] {
    std::random_device device;
    return static_cast<uint64_t>(device()) << 32 | device();
  }();
  static std::atomic<uint32_t> next{0};
  char text[32];
  std::snprintf(text, sizeof text, "%016llx-%x", static_cast<unsigned long long>(start), next.fetch_add(1));
  return text;
}

static std::string_view reason(int status) {
  auto text = beast::http::obsolete_reason(static_cast<beast::http::status>(status));
  return {text.data(), text.size()};
}

std::string make_answer(int status, std::string_view fields, std::string_view body, AnswerForm form) {
  bool has_length = status >= 200 && status != 204 && status != 304;
  bool sends_body = has_length && !form.head;
  std::string answer;
  answer.reserve(160 + fields.size() + (sends_body ? body.size() : 0));
  answer += "HTTP/1.1 ";
  answer += std::to_string(status);
  answer += ' ';
  answer += reason(status);
  answer += "\r\nDate: ";
  answer += date();
  if (has_length) {
    answer += "\r\nContent-Length: ";
    answer += std::to_string(body.size());
  }
  if (!form.keep_alive) {
    answer += "\r\nConnection: close";
  } else if (form.http_1_0) {
    answer += "\r\nConnection: keep-alive";
  }
  answer += "\r\n";
  answer += fields;
  answer += "\r\n";
  if (sends_body) answer += body;
  return answer;
}

static void append_json(std::string &json, std::string_view text) {
  json += '"';
  for (unsigned char byte : text) {
    if (byte == '"' || byte == '\\') json += '\\';
    json += byte < 0x20 ? ' ' : static_cast<char>(byte);
  }
  json += '"';
}

std::string make_problem(int status, std::string_view detail, AnswerForm form) {
  auto code = std::to_string(status);
  std::string body = R"({"type":"about:blank","title":)";
  append_json(body, reason(status));
  body += ",\"status\":" + code + ",\"detail\":";
  append_json(body, detail);
  body += ",\"error\":";
  append_json(body, detail);
  body += ",\"code\":" + code + ",\"details\":{}}";

  std::string fields = "Content-Type: application/problem+json\r\nX-Request-Id: " + request_id() + "\r\n";
  if (status == 426) fields += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
  if (status == 503) fields += "Retry-After: 1\r\n";
  return make_answer(status, fields, body, form);
}

} // namespace cbeast
