import Settings
import Testing

@testable import ControlAPI

struct ProblemTests {
    @Test func `a rejected config carries its diagnostics`() throws {
        let problem = Problem(
            .configRejected,
            detail: "1 error in the config",
            diagnostics: [
                DiagnosticMessage(
                    file: "config.toml",
                    line: 12,
                    column: 1,
                    severity: .error,
                    key: "ritual.titel",
                    message: "unknown key 'titel'; did you mean 'title'?"
                )
            ]
        )
        #expect(
            try ControlJSON.text(of: problem) == """
                {"detail":"1 error in the config",\
                "diagnostics":[{"column":1,"file":"config.toml","key":"ritual.titel","line":12,\
                "message":"unknown key 'titel'; did you mean 'title'?","severity":"error"}],\
                "status":422,"title":"The config is not valid; the old one is kept",\
                "type":"urn:rituald:problem:config-rejected"}
                """
        )
        #expect(
            problem.diagnostics?.first?.description
                == "config.toml:12:1: error: ritual.titel: unknown key 'titel'; did you mean 'title'?"
        )
    }

    @Test(arguments: Problem.Kind.allCases)
    func `every kind is read back, with a status of its own sort`(kind: Problem.Kind) throws {
        let text = try ControlJSON.text(of: Problem(kind, detail: "why"))
        let problem = try ControlJSON.read(Problem.self, from: text.utf8)
        #expect(problem.kind == kind)
        #expect((400..<600).contains(problem.status))
    }

    @Test func `a kind from a newer daemon has no name here, but keeps its words`() throws {
        let text = #"{"type": "about:blank", "title": "T", "status": 418, "detail": "tea"}"#
        let problem = try ControlJSON.read(Problem.self, from: text.utf8)
        #expect(problem.kind == nil)
        #expect(problem.description == "tea")
    }
}
