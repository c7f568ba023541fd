/// The description of the control API for programs: OpenAPI 3.1, `GET /v1/openapi.json`.
package enum OpenAPIDocument {
    /// Describes the routes that are served, in the order of `ControlRoute`.
    package static func text(serving served: Set<ControlRoute>) throws -> String {
        let reader = SchemaReader()
        let problem = try reader.schema(of: Problem.self)
        let document = JSONNode()
        document.member("openapi").content = .text("3.1.0")
        let info = document.member("info")
        info.member("title").content = .text("rituald control API")
        info.member("version").content = .text(ProductVersion.current)
        document.member("servers").element().member("url").content = .text("http://localhost")
        let paths = document.member("paths")
        paths.becomeObject()
        for route in ControlRoute.allCases where served.contains(route) {
            guard let description = route.described else {
                continue
            }
            let operation = paths.member(route.path).member(route.method.rawValue.lowercased())
            try write(description, route, problem, to: operation, reader)
        }
        let schemas = document.member("components").member("schemas")
        for message in reader.named {
            message.schema.write(to: schemas.member(message.name))
        }
        var writer = JSONWriter(.indented)
        writer.write(document)
        return writer.text
    }

    private static func write(
        _ description: RouteDescription,
        _ route: ControlRoute,
        _ problem: Schema,
        to operation: JSONNode,
        _ reader: SchemaReader
    ) throws {
        operation.member("operationId").content = .text("\(route)")
        operation.member("summary").content = .text(description.summary)
        write(description.parameters, to: operation)
        if let request = description.request {
            let body = operation.member("requestBody")
            body.member("required").content = .literal("true")
            let schema = try reader.schema(of: request)
            write(schema, ControlJSON.contentType, to: body)
        }
        let responses = operation.member("responses")
        let reply = responses.member("200")
        reply.member("description").content = .text("It is done.")
        let schema = try description.reply.map { try reader.schema(of: $0) }
        write(schema, description.contentType, to: reply)
        let failure = responses.member("default")
        failure.member("description").content = .text("It could not be done, and why.")
        write(problem, Problem.contentType, to: failure)
    }

    private static func write(
        _ parameters: [RouteDescription.Parameter],
        to operation: JSONNode
    ) {
        guard !parameters.isEmpty else {
            return
        }
        let list = operation.member("parameters")
        for parameter in parameters {
            let node = list.element()
            node.member("name").content = .text(parameter.name)
            node.member("in").content = .text("query")
            node.member("description").content = .text(parameter.text)
            node.member("required").content = .literal(parameter.isRequired ? "true" : "false")
            parameter.schema.write(to: node.member("schema"))
        }
    }

    /// A body in one content type; one without a schema may hold anything of it.
    private static func write(_ schema: Schema?, _ contentType: String, to node: JSONNode) {
        let media = node.member("content").member(contentType)
        media.becomeObject()
        schema?.write(to: media.member("schema"))
    }
}
