import ControlAPI
import Planning
import Testing

@testable import Commands

struct EventReaderTests {
    private static let stream = """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream\r
        \r
        retry: 1000

        id: 1
        event: config
        data: {"partners":2,"rituals":9}

        : a comment
        id: 2
        event: something-new
        data: {}

        id: 3
        event: config
        data: {"partners":2,"rituals":10}


        """

    @Test(arguments: [1, 2, 7, 64, 4_096])
    func `events are read in whatever pieces they come`(size: Int) throws {
        var reader = EventReader()
        let bytes = Array(Self.stream.utf8)
        var steps: [EventStep] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            steps += reader.take(bytes[start..<min(bytes.count, start + size)])
        }
        #expect(steps.first == .connected)
        let rituals = steps.compactMap { step -> Int? in
            guard case .event(.config(let config)) = step else {
                return nil
            }
            return config.rituals
        }
        #expect(rituals == [9, 10])
        #expect(steps.count == 3)
    }

    @Test func `what is refused says why`() throws {
        var reader = EventReader()
        let problem = Problem(.busy, detail: "8 follow the events already, the most that may")
        let text = "HTTP/1.1 503 Service Unavailable\r\n\r\n\(try ControlJSON.text(of: problem))"
        #expect(reader.take(text.utf8) == [])
        #expect(reader.refusal == .broken(problem.detail))
    }
}
