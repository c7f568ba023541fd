import ControlAPI
import Testing

struct ControlRouteTests {
    @Test(arguments: [
        ("GET", "/v1/upcoming", ControlRoute.upcoming),
        ("GET", "/v1/events", .events),
        ("POST", "/v1/done", .done),
        ("POST", "/v1/send-test", .sendTest),
    ])
    func `a route is found by method and path`(
        method: String,
        path: String,
        route: ControlRoute
    ) throws {
        #expect(try ControlRoute.find(method: method, path: path) == route)
    }

    @Test(arguments: ["/", "/v1/", "/v1/upcoming/", "/v2/upcoming", "/v1/Upcoming", "upcoming"])
    func `a path that is not there is a 404`(path: String) {
        let problem = #expect(throws: Problem.self) {
            try ControlRoute.find(method: "GET", path: path)
        }
        #expect(problem?.status == 404)
        #expect(problem?.detail == "there is no '\(path)'; docs/openapi.json lists what there is")
    }

    @Test func `a path asked with the other method is a 405 that names the right one`() {
        let problem = #expect(throws: Problem.self) {
            try ControlRoute.find(method: "GET", path: "/v1/done")
        }
        #expect(problem?.status == 405)
        #expect(problem?.detail == "'/v1/done' is asked with POST, not 'GET'")
    }

    @Test(arguments: ControlRoute.allCases)
    func `every route is found by its own path`(route: ControlRoute) throws {
        #expect(try ControlRoute.find(method: route.method.rawValue, path: route.path) == route)
    }
}
