import Commands
import TestKit
import Testing

@testable import ControlAPI

struct DaemonLinkTests {
    @Test func `where no daemon answers, it says how to start it and exits 69`() throws {
        let ritualctl = Ritualctl()
        ritualctl.daemon.failure = .noDaemon("No such file or directory")
        let result = try ritualctl.run("status")
        #expect(result.code == 69)
        #expect(result.output == "")
        #expect(
            result.errors == """
                ritualctl: no daemon answers at '/run/user/1000/rituald/control.sock': \
                No such file or directory
                  start it:       systemctl --user start rituald
                  or by hand:     rituald --config FILE
                  other socket:   ritualctl … --socket PATH

                """
        )
    }

    @Test func `where it cannot start by its config, it says which command shows why`() throws {
        let folder = try TemporaryFolder()
        var ritualctl = Ritualctl()
        ritualctl.environment["XDG_CONFIG_HOME"] = folder.path
        ritualctl.daemon.failure = .noDaemon("No such file or directory")
        let none = try ritualctl.run("status")
        #expect(none.code == 69)
        #expect(
            none.errors == """
                ritualctl: no daemon answers at '/run/user/1000/rituald/control.sock': \
                No such file or directory
                  there is no config yet:  ritualctl init
                  another socket:          ritualctl … --socket PATH

                """
        )
        try folder.write("[[ritual]]\nid = tea\n", to: "rituald/config.toml")
        let bad = try ritualctl.run("done", "tea")
        #expect(bad.code == 69)
        #expect(
            bad.errors == """
                ritualctl: no daemon answers at '/run/user/1000/rituald/control.sock': \
                No such file or directory
                  it cannot start by its config: \(folder.path)/rituald/config.toml: 1 error
                  see what is wrong:       ritualctl check
                  and then start it:       systemctl --user restart rituald

                """
        )
    }

    @Test func `without a runtime directory a socket has to be named`() throws {
        var ritualctl = Ritualctl()
        ritualctl.environment = [:]
        try ritualctl.daemon.answer(.next, with: NextMessage(next: nil))
        let result = try ritualctl.run("next")
        #expect(result.code == 69)
        #expect(
            result.errors == """
                ritualctl: XDG_RUNTIME_DIR is not set, so there is no place to look for the daemon; \
                name its socket with --socket PATH

                """
        )
        #expect(try ritualctl.run("next", "--socket", "/tmp/s").code == 0)
    }

    @Test func `a broken exchange is a failure, not an absent daemon`() throws {
        let ritualctl = Ritualctl()
        ritualctl.daemon.failure = .broken("timeout was reached")
        let result = try ritualctl.run("next", "--socket", "/tmp/s")
        #expect(result.code == 1)
        #expect(
            result.errors
                == "ritualctl: the daemon at '/tmp/s' did not answer: timeout was reached\n"
        )
    }

    @Test func `a socket of another user is named, and is a failure`() throws {
        let ritualctl = Ritualctl()
        ritualctl.daemon.failure = .foreign(user: 1_001)
        let result = try ritualctl.run("next", "--socket", "/tmp/s")
        #expect(result.code == 1)
        #expect(
            result.errors == """
                ritualctl: the socket '/tmp/s' belongs to another user (uid 1001); \
                nothing was sent to it

                """
        )
    }

    @Test(arguments: [
        (Problem.Kind.unknownRitual, Int32(1)), (.noOccurrence, 1), (.conflict, 1), (.failed, 1),
        (.notServed, 1), (.badRequest, 64), (.configRejected, 2),
    ])
    func `a problem ends with its words and the right exit code`(
        kind: Problem.Kind,
        code: Int32
    ) throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.refuse(.done, with: Problem(kind, detail: "because"))
        #expect(
            try ritualctl.run("done", "x")
                == .init(code: code, output: "", errors: "ritualctl: because\n")
        )
    }

    @Test func `an answer that cannot be read is told apart from a problem`() throws {
        let ritualctl = Ritualctl()
        ritualctl.daemon.answer(.next, status: 200, text: "[]")
        ritualctl.daemon.answer(.today, status: 418, text: "<html>")
        #expect(
            try ritualctl.run("next").errors == """
                ritualctl: the daemon's answer to /v1/next cannot be read; is it the same version? \
                See 'ritualctl status' and 'ritualctl --version'

                """
        )
        #expect(try ritualctl.run("today").errors == "ritualctl: the daemon answered HTTP 418\n")
        #expect(try ritualctl.run("today").code == 1)
    }
}
