import Addresses
import Household

/// Reads `[calendar]`: where a calendar of the rituals is kept.
///
/// No message of it repeats the address or a secret.
struct CalendarTargetReader {
    private static let address = "an address such as 'https://cloud.example/rituals.ics'"

    let files: CalendarFiles

    /// The target, and whose it is where the table says so.
    func read(_ root: TableReader) -> (target: CalendarTarget, partner: Located<String>?)? {
        guard let table = root.table("calendar", expecting: "the table '[calendar]'") else {
            return nil
        }
        table.refuseKeys(notIn: KnownKeys.calendar)
        guard table.has("file") || table.has("url") else {
            table.error(
                "does not say where: give 'file', such as '/srv/www/rituals.ics', or 'url', \(Self.address)"
            )
            return nil
        }
        let file = table.string("file").flatMap { table.path($0, files) }
        let upload = upload(table)
        guard (file != nil) == table.has("file"), (upload != nil) == table.has("url") else {
            return nil
        }
        var target = CalendarTarget(file: file, upload: upload)
        let partner = table.string("partner", expecting: "the id of a partner")
        target.partner = partner?.value
        target.show = table.choice("show") ?? target.show
        target.alarms = table.boolean("alarms") ?? target.alarms
        return (target, partner)
    }

    private func upload(_ table: TableReader) -> CalendarUpload? {
        let (user, password) = LoginReader(table: table).read()
        let caFile = table.absolutePath("ca_file")
        guard table.has("url") else {
            for key in ["user", "password", "ca_file"] where table.has(key) {
                table.findings.error(
                    "is of no use without 'url', \(Self.address)",
                    at: table.position,
                    key: table.path(of: key)
                )
            }
            return nil
        }
        guard let text = table.string("url", expecting: Self.address) else {
            return nil
        }
        do {
            let address = try WebAddress(text.value, schemes: ["https", "http"])
            guard address.user == nil else {
                table.findings.error(
                    "the address holds a name or a password; give 'user' and 'password'",
                    at: text
                )
                return nil
            }
            guard address.scheme == "https" || address.mayBePrivate else {
                table.findings.error("plain http can be read on its way; use https", at: text)
                return nil
            }
        } catch {
            table.findings.error(error.text, at: text)
            return nil
        }
        return CalendarUpload(
            url: Secret(text.value),
            user: user,
            password: password,
            caFile: caFile
        )
    }
}
