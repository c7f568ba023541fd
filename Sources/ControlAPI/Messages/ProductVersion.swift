/// The version of both programs.
package enum ProductVersion {
    package static let current = "0.2.0"
}
