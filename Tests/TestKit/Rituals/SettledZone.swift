package import CivilTime

/// Zones whose law has been settled for years, by the rules of their TZif footers.
package enum SettledZone: String, CaseIterable, Sendable {
    case newYork = "America/New_York"
    case losAngeles = "America/Los_Angeles"
    case stJohns = "America/St_Johns"
    case london = "Europe/London"
    case berlin = "Europe/Berlin"
    case helsinki = "Europe/Helsinki"
    case sydney = "Australia/Sydney"
    case adelaide = "Australia/Adelaide"
    case lordHowe = "Australia/Lord_Howe"
    case auckland = "Pacific/Auckland"
    case chatham = "Pacific/Chatham"
    case kolkata = "Asia/Kolkata"

    package var rule: String {
        switch self {
        case .newYork: "EST5EDT,M3.2.0,M11.1.0"
        case .losAngeles: "PST8PDT,M3.2.0,M11.1.0"
        case .stJohns: "NST3:30NDT,M3.2.0,M11.1.0"
        case .london: "GMT0BST,M3.5.0/1,M10.5.0"
        case .berlin: "CET-1CEST,M3.5.0,M10.5.0/3"
        case .helsinki: "EET-2EEST,M3.5.0/3,M10.5.0/4"
        case .sydney: "AEST-10AEDT,M10.1.0,M4.1.0/3"
        case .adelaide: "ACST-9:30ACDT,M10.1.0,M4.1.0/3"
        case .lordHowe: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
        case .auckland: "NZST-12NZDT,M9.5.0,M4.1.0/3"
        case .chatham: "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45"
        case .kolkata: "IST-5:30"
        }
    }

    package var zone: Zone {
        get throws { try Zone(rawValue, rule: rule) }
    }
}
