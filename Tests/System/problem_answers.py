"""What every refusal over HTTP looks like (RFC 9457 with the documents' fields)."""

FIELDS = {"type", "title", "status", "detail", "error", "code", "details"}


class ProblemAssertions:
    """For test cases that check refusals."""

    def assert_problem_body(self, body, status, kind):
        """The fields of a refusal; `body` may have more of them."""
        self.assertLessEqual(FIELDS, set(body), body)
        self.assertEqual(body["type"], f"https://kenali.dev/problems/{kind}", body)
        self.assertEqual((body["status"], body["code"]), (status, status), body)
        self.assertEqual(body["error"], body["detail"])
        self.assertTrue(body["detail"].endswith("."), body["detail"])
        self.assertIsInstance(body["details"], dict)

    def assert_problem(self, answer, status, kind):
        """A refusal as a whole answer; gives its body."""
        self.assertEqual(answer.status_code, status, answer.text[:500])
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertRegex(answer.headers["X-Request-Id"], r"^[\w.-]{1,128}$")
        body = answer.json()
        self.assertEqual(set(body), FIELDS, body)
        self.assert_problem_body(body, status, kind)
        return body
