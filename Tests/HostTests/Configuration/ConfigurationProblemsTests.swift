import Engine
import Foundation
import Testing

@testable import Host

@Suite struct ConfigurationProblemsTests {
  private static let standard = HostConfiguration.reading(.map([])).effective

  /// Every path of a setting, those without a default among them.
  private static var settings: [[String]] {
    ConfigurationDefaultsTests.leaves(standard).map(\.path).filter { $0 != ["components"] && $0 != ["server", "tls"] }
      + [
        ["server", "public_url"], ["server", "tls", "certificate"], ["server", "tls", "key"],
        ["recognition", "similarity_threshold"],
      ]
  }

  private static func problems(_ settings: [([String], ConfigurationValue)]) -> [String: String] {
    var document = ConfigurationValue.map([])
    for (path, value) in settings { document.set(path, to: value) }
    let problems = HostConfiguration.reading(document).problems
    #expect(Set(problems.map(\.path)).count == problems.count, "one problem per setting")
    return Dictionary(problems.map { ($0.path, $0.message) }, uniquingKeysWith: { first, _ in first })
  }

  /// A section is wrong for every setting, so that a document with one everywhere has as many problems as settings.
  @Test func everySettingIsCheckedAndEveryProblemReportedAtOnce() {
    let problems = Self.problems(Self.settings.map { ($0, .map([.init("x", .integer(1))])) })
    #expect(Set(problems.keys) == Set(Self.settings.map { $0.joined(separator: ".") }))
    #expect(problems.count > 50)
    for (path, message) in problems {
      #expect(message.hasPrefix("must be ") && message.hasSuffix(", not a section"), "\(path): \(message)")
    }
  }

  @Test func everySectionRefusesUnknownKeysAndNamesTheKnown() {
    let sections = Set(Self.settings.map { Array($0.dropLast()) })
    #expect(sections.count >= 11)
    let problems = Self.problems(sections.map { ($0 + ["no_such_key"], .integer(1)) })
    #expect(problems.count == sections.count)
    for section in sections {
      let message = problems[(section + ["no_such_key"]).joined(separator: ".")]
      let known = Self.settings.filter { $0.count == section.count + 1 && Array($0.dropLast()) == section }
      #expect(message?.hasPrefix("unknown key; valid keys: ") == true)
      for setting in known { #expect(message?.contains(setting[section.count]) == true, "\(setting)") }
    }
  }

  @Test func sectionsMustBeSections() {
    let names = Set(Self.settings.filter { $0.count > 1 }.map { $0[0] })
    let problems = Self.problems(names.map { ([$0], .integer(1)) })
    #expect(Set(problems.keys) == names)
    #expect(problems.values.allSatisfy { $0 == "must be a section, not an integer" })
  }

  @Test(
    arguments: [
      ("server.port", .integer(-1), "must be a whole number from 0 to 65535, not -1"),
      ("server.port", .integer(65536), "must be a whole number from 0 to 65535, not 65536"),
      ("server.port", .number(80.5), "must be a whole number from 0 to 65535, not 80.5"),
      ("server.port", .string("80"), "must be a whole number from 0 to 65535, not '80'"),
      ("server.host", .string(""), "must be an address such as 127.0.0.1 or 0.0.0.0, not ''"),
      ("server.public_url", .string("ftp://x"), "must be a URL that begins with http:// or https://, not 'ftp://x'"),
      ("log_level", .string("loud"), "must be one of: debug, info, warning, error, not 'loud'"),
      ("log_level", .string("INFO"), "must be one of: debug, info, warning, error, not 'INFO'"),
      ("plugins.load", .list([.integer(1)]), "must be a list of strings, not a list"),
      ("plugins.load", .string("Vision"), "must be a list of strings, not 'Vision'"),
      ("models.directory", .string(""), "must be a path, not ''"),
      ("pipeline.minimum_confidence", .number(1.01), "must be a number from 0.0 to 1.0, not 1.01"),
      ("pipeline.minimum_confidence", .number(.nan), "must be a number from 0.0 to 1.0, not nan"),
      ("sessions.target_samples", .integer(0), "must be a whole number from 1 to 20, not 0"),
      ("sessions.enrollment_liveness", .string("some"), "must be one of: all, any, not 'some'"),
      ("sessions.obstacle_thresholds.hat", .number(-0.1), "must be a number from 0.0 to 1.0, not -0.1"),
      ("sessions.allow_no_liveness", .string("yes"), "must be true or false, not 'yes'"),
      ("recognition.similarity_threshold", .number(-1.5), "must be a number from -1.0 to 1.0, not -1.5"),
      ("recognition.target_fpir", .integer(0), "must be a number from 1e-06 to 0.5, not 0"),
      ("security.result_encryption", .string("AES"), "must be one of: AES-256-CBC, AES-256-GCM, not 'AES'"),
      ("compute.threads", .integer(257), "must be a whole number from 0 to 256, not 257"),
    ] as [(String, ConfigurationValue, String)])
  func everyProblemSaysWhatIsValid(path: String, value: ConfigurationValue, message: String) {
    #expect(Self.problems([(path.split(separator: ".").map(String.init), value)]) == [path: message])
  }

  @Test func certificateAndKeyGoTogether() {
    let missing = "is missing; TLS needs both certificate and key"
    #expect(Self.problems([(["server", "tls", "certificate"], .string("c"))]) == ["server.tls.key": missing])
    #expect(Self.problems([(["server", "tls", "key"], .string("k"))]) == ["server.tls.certificate": missing])
    #expect(
      Self.problems([(["server", "tls", "certificate"], .string("c")), (["server", "tls", "key"], .string("k"))]) == [:]
    )
  }

  @Test func aSettingWithAProblemTakesItsDefault() {
    let read = HostConfiguration.reading(
      .map([.init("server", .map([.init("port", .integer(-1)), .init("host", .string("0.0.0.0"))]))]))
    #expect(read.configuration.server.port == 8000)
    #expect(read.configuration.server.host == "0.0.0.0")
  }
}
