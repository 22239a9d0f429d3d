extension Float {
  /// The shortest decimal that is this number, as a double: 0.6 for 0.6, and not 0.60000002384.
  var asWritten: Double { Double(description) ?? Double(self) }
}
