import CBeast

extension WebServer.Configuration {
  /// Refuses values that the C layer could not keep to.
  func check() throws(WebServerError) {
    func require(_ condition: Bool, _ text: String) throws(WebServerError) {
      if !condition { throw .invalidConfiguration(text) }
    }
    let limits = [
      ("bodyLimit", bodyLimit), ("headerCountLimit", headerCountLimit), ("messageLimit", messageLimit),
      ("messageWindow", messageWindow), ("outputLimit", outputLimit), ("bufferedLimit", bufferedLimit),
      ("connectionLimit", connectionLimit),
    ]
    for (name, value) in limits {
      try require(value >= 1 && value <= Int(Int32.max) * 1024, "\(name) must be at least 1")
    }
    let times = [
      ("headerTimeout", headerTimeout), ("bodyTimeout", bodyTimeout), ("keepAliveTimeout", keepAliveTimeout),
      ("socketIdleTimeout", socketIdleTimeout), ("closeTimeout", closeTimeout),
    ]
    for (name, value) in times {
      try require(value > .zero && value <= .seconds(86_400), "\(name) must be more than 0 and at most a day")
    }
    try require((1...64).contains(loops), "loops must be 1…64")
    try require((256...1 << 20).contains(headerLimit), "headerLimit must be 256 bytes…1 MiB")
    try require(messageWindow <= 1024, "messageWindow must be at most 1024")
  }

  /// Calls `body` with the C form, whose strings are valid during the call.
  func withCConfiguration<Result>(_ body: (inout cb_config) -> Result) -> Result {
    host.withCString { host in
      (tls?.certificateChainPath ?? "").withCString { certificate in
        (tls?.privateKeyPath ?? "").withCString { key in
          var config = cb_config(
            host: host, port: port, certificate: tls == nil ? nil : certificate, private_key: tls == nil ? nil : key,
            loops: Int32(loops), body_limit: bodyLimit, header_limit: headerLimit,
            header_count_limit: headerCountLimit, message_limit: messageLimit, output_limit: outputLimit,
            buffered_limit: bufferedLimit, connection_limit: connectionLimit,
            header_seconds: wholeSeconds(headerTimeout), body_seconds: wholeSeconds(bodyTimeout),
            keep_alive_seconds: wholeSeconds(keepAliveTimeout), socket_idle_seconds: wholeSeconds(socketIdleTimeout),
            close_seconds: wholeSeconds(closeTimeout), message_window: Int32(messageWindow), deflate: deflate)
          return body(&config)
        }
      }
    }
  }
}

/// Rounded up: the deadline sweep runs once a second.
private func wholeSeconds(_ duration: Duration) -> Int32 {
  let (seconds, attoseconds) = duration.components
  return Int32(seconds) + (attoseconds > 0 ? 1 : 0)
}
