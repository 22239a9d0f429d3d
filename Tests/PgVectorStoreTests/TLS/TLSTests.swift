import Engine
import PgVectorStore
import Testing

/// `verify-full` with the real libpq. Every test starts with what would work, but for one thing.
@Suite struct TLSTests {
  private func withProxy(
    certificateFor name: String, _ body: (PgVectorSettings, Certificates) async throws -> Void
  ) async throws {
    let server = try TestServer.shared.get()
    let certificates = try Certificates(name: name)
    defer { certificates.delete() }
    let proxy = try TLSProxy(to: server, certificates)
    defer { proxy.stop() }
    var settings = server.settings(database: try server.newDatabase())
    settings.port = proxy.port
    settings.host = "localhost"
    settings.tls = .verifyFull
    settings.caFile = certificates.authority
    try await body(settings, certificates)
  }

  @Test func storeWorksOverTLS() async throws {
    try await withProxy(certificateFor: "DNS:localhost") { settings, _ in
      var samples = Samples(dimension: 512)
      let faces = samples.faces(300)
      try await withStore(settings) { store in
        try await store.add(faces, to: samples.gallery)
        try await store.add([samples.face("one more")], to: samples.gallery)
        #expect(try await store.count(in: samples.gallery) == 301)
        #expect(try await store.search(faces[9].embedding, in: samples.gallery, limit: 1).map(\.id) == [faces[9].id])
        #expect(try await store.faces(after: nil, limit: 1000, in: samples.gallery).count == 301)
      }
    }
  }

  @Test func certificateOfAnotherAuthorityIsRefused() async throws {
    let other = try Certificates(name: "DNS:localhost")
    defer { other.delete() }
    try await withProxy(certificateFor: "DNS:localhost") { settings, _ in
      var settings = settings
      settings.caFile = other.authority
      let text = await refusal(settings)
      #expect(text.contains("ca_file") && text.contains("authority"), "\(text)")
    }
  }

  @Test func authoritiesOfTheSystemDoNotVouchForIt() async throws {
    try await withProxy(certificateFor: "DNS:localhost") { settings, _ in
      var settings = settings
      settings.caFile = PgVectorSettings().caFile
      let text = await refusal(settings)
      #expect(text.contains("ca_file"), "\(text)")
    }
  }

  @Test func certificateForAnotherNameIsRefused() async throws {
    try await withProxy(certificateFor: "DNS:db.example.com") { settings, _ in
      let text = await refusal(settings)
      #expect(text.contains("another name"), "\(text)")
    }
  }

  @Test func missingAuthoritiesFileIsNamedByItsSetting() async throws {
    try await withProxy(certificateFor: "DNS:localhost") { settings, _ in
      var settings = settings
      settings.caFile = "/nowhere/ca.pem"
      let text = await refusal(settings)
      #expect(text.contains("ca_file") && !text.contains("/nowhere"), "\(text)")
    }
  }

  @Test func serverWithoutTLSIsRefused() async throws {
    let server = try TestServer.shared.get()
    let certificates = try Certificates(name: "DNS:localhost")
    defer { certificates.delete() }
    var settings = server.settings(database: try server.newDatabase())
    settings.host = "localhost"
    settings.tls = .verifyFull
    settings.caFile = certificates.authority
    let text = await refusal(settings)
    #expect(text.contains("no TLS"), "\(text)")
  }
}
