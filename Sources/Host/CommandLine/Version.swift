import Engine

/// What this program is.
enum Version {
  static let number = "0.1.0"

  static var text: String {
    let compiler = engineCompilerVersion
    return
      "kenali \(number) (plugin interface \(engineInterfaceVersion), Swift \(compiler / 10000).\(compiler / 100 % 100)"
      + ".\(compiler % 100))"
  }
}
