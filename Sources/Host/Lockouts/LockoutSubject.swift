import Engine

/// Whose failures are counted together, within a tenant.
enum LockoutSubject: Sendable, Hashable {
  /// The `user_id` that is enrolled or claimed.
  case user(PersonID)
  /// The camera's device, as the tenant's client names it.
  case device(String)

  /// Its name in the database.
  var text: String {
    switch self {
    case .user(let person): "user:\(person.rawValue)"
    case .device(let id): "device:\(id)"
    }
  }

  /// For messages.
  var noun: String {
    switch self {
    case .user: "user"
    case .device: "device"
    }
  }

  /// Whom a session of this purpose concerns, its device by `device_id` or `device_info.device_id` of the request's
  /// body or of its `metadata`.
  ///
  /// - Throws: `Problem` 400 for a device id that is no string of 1 to 128 bytes.
  static func of(_ purpose: SessionPurpose, body: JSONValue) throws(Problem) -> [LockoutSubject] {
    var subjects: [LockoutSubject] = []
    switch purpose {
    case .enrollment(let user), .verification(let user): subjects.append(.user(user))
    case .identification: break
    }
    let places = [body, body["metadata"] ?? .null]
    let named = places.flatMap { [$0["device_id"], $0["device_info"]?["device_id"]] }.compactMap { $0 }
    if let device = named.first(where: { $0 != .null }) {
      guard let id = device.string, (1...128).contains(id.utf8.count) else {
        throw .badRequest(
          "The device id is not valid.", kind: "invalid_session_settings",
          ["device_id": "must be a string of 1 to 128 bytes"])
      }
      subjects.append(.device(id))
    }
    return subjects
  }
}
