// The bytes of an HTTP answer.
#pragma once
#include "CBeast.h"
#include <string>
#include <string_view>

namespace cbeast {

struct AnswerForm {
  bool keep_alive = false;
  bool http_1_0 = false;
  bool head = false; // the request's method: no body
};

// Head and body in one piece, so that one write sends both.
std::string make_answer(int status, std::string_view fields, std::string_view body, AnswerForm form);

// An answer of the server's own, as problem+json.
std::string make_problem(int status, std::string_view detail, AnswerForm form);

} // namespace cbeast
