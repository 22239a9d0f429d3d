import Web

/// `/api/schema/`: the OpenAPI document.
struct SchemaRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("GET", "/api/schema/") { _ in
      HTTPResponse(contentType: "application/json", headers: ["Cache-Control": "max-age=300"], body: services.schema)
    }
  }
}
