/// Texts that break stores which put ids into paths, statements, documents or file names, or compare them as text.
let hostileTexts: [String] =
  paths + statements + documents + lookAlikes + [
    "", " ", "a ", "a", "A", "a\u{0}b", "\u{0}", "a\nb", "a:b", "a,b", "null", "0", "-1", "NaN", "true",
    "你好", "🙂‍↔️", "👩‍👩‍👧‍👦", "\u{202E}abc", "\u{FEFF}a", "\u{FFFD}", "\u{10FFFF}",
    String(repeating: "x", count: 300), String(repeating: "y", count: 1000), String(repeating: "长", count: 4000),
  ]

private let paths = ["../../etc/passwd", "..", ".", "/", "a/b", "a\\b", "a%2Fb", "%00", "CON", "?a=b&c#d", "a+b"]

/// Of SQL, the shell, `printf` and Redis (its protocol, globs and hash tags).
private let statements = [
  "'; --", "' OR 1=1 --", "\"", "''", "`", "$1", "\\x00", "%s%n", "$(id)", "*", "h[ae]llo?", "\r\n*1\r\n$4\r\nPING\r\n",
  "a{b}c",
]

/// Of JSON and of the query languages that are written in it.
private let documents = ["{a}", "[a]", "\"}]", "\\u0000", "\\", "{\"$ne\": null}", "$where", "</script>"]

/// Equal to the eye or under a collation, different in their bytes. Swift's `==` says that some pairs are equal.
private let lookAlikes = [
  "é", "e\u{301}", "\u{212B}", "Å", "A\u{30A}", "ﬀ", "ff", "ß", "ss", "ı", "i", "I", "İ", "１",
]
