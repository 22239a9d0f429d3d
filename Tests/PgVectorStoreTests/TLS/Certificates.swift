import Foundation

/// An authority and a certificate that it signed, made by openssl for the occasion.
struct Certificates {
  let folder: URL
  var authority: String { folder.appending(path: "ca.pem").path }
  var certificate: String { folder.appending(path: "server.pem").path }
  var key: String { folder.appending(path: "server.key").path }

  /// - Parameter name: what the certificate says, as `DNS:localhost` or `IP:127.0.0.1`.
  init(name: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kenali-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let caKey = folder.appending(path: "ca.key").path
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try openssl(
      ["req", "-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", caKey, "-out", authority] + curve)
    let request = folder.appending(path: "server.csr").path
    try openssl(
      ["req", "-subj", "/CN=server", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", request] + curve)
    try openssl([
      "x509", "-req", "-in", request, "-CA", authority, "-CAkey", caKey, "-CAcreateserial", "-days", "2",
      "-copy_extensions", "copy", "-out", certificate,
    ])
  }

  func delete() { try? FileManager.default.removeItem(at: folder) }

  private func openssl(_ arguments: [String]) throws {
    let output = folder.appending(path: "openssl.log").path
    guard try Program("openssl", arguments, output: output).wait() == 0 else {
      throw ServerFailure(text: "openssl \(arguments[0]) failed")
    }
  }
}
