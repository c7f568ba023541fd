import ControlAPI

extension Responder {
    /// Answers a request as it came over the socket: JSON, or problem details (RFC 9457).
    func respond(to request: ControlRequest) async -> ControlReply {
        do throws(Problem) {
            let route = try ControlRoute.find(method: request.method, path: request.path)
            guard !request.isTooLarge else {
                throw Problem(.tooLarge, detail: "the body is longer than 65536 bytes")
            }
            let text = try await respond(to: route, query: request.query, body: request.body)
            return ControlReply(status: 200, contentType: ControlJSON.contentType, text: text)
        } catch {
            let text = (try? ControlJSON.text(of: error)) ?? "{}"
            return ControlReply(
                status: error.status,
                contentType: Problem.contentType,
                text: text
            )
        }
    }
}
