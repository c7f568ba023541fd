/// The version of both programs.
package enum ProductVersion {
    // Text of more than 15 bytes stands in a program's file as it is written here. There the test of the Debian package
    // replaces the number, to have a program of another version.
    private static let name = "rituald and ritualctl, version 0.2.0"

    package static let current = name.split(separator: " ").last.map(String.init) ?? name
}
