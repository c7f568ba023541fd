import Household

/// Reads `[calendar]`: the file that a calendar of the rituals is written to.
struct CalendarTargetReader {
    let files: CalendarFiles

    /// The target, and whose it is where the table says so.
    func read(_ root: TableReader) -> (target: CalendarTarget, partner: Located<String>?)? {
        guard let table = root.table("calendar", expecting: "the table '[calendar]'") else {
            return nil
        }
        table.refuseKeys(notIn: KnownKeys.calendar)
        guard table.has("file") else {
            table.error("does not say where: give 'file', such as '/srv/www/rituals.ics'")
            return nil
        }
        guard let given = table.string("file"), let file = table.path(given, files) else {
            return nil
        }
        var target = CalendarTarget(file: file)
        let partner = table.string("partner", expecting: "the id of a partner")
        target.partner = partner?.value
        target.show = table.choice("show") ?? target.show
        target.alarms = table.boolean("alarms") ?? target.alarms
        return (target, partner)
    }
}
