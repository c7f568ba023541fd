/// A stretch of time in which a zone keeps one offset, with the offsets before and after.
///
/// Wall times from `localStart` up to `localEnd` are read with this offset under RFC 5545 section
/// 3.3.5: the part from `localPlainEnd` on is the gap after the stretch, if there is one, and a
/// fold at its end belongs to the stretch because the first instant of a fold counts.
@usableFromInline
package struct ZoneSpan: Sendable {
    /// The first second, `Int64.min` where nothing is before.
    @usableFromInline package let start: Int64
    /// The second after the last, `Int64.max` where nothing is after.
    @usableFromInline package let end: Int64
    @usableFromInline package let previousOffset: Int32
    @usableFromInline package let offset: Int32
    @usableFromInline package let nextOffset: Int32
    /// The year of the change that ends the stretch, where a footer makes that change.
    let footerYear: Int32?

    package init(
        start: Int64,
        end: Int64,
        previous: Int32,
        offset: Int32,
        next: Int32,
        footerYear: Int32? = nil
    ) {
        self.start = start
        self.end = end
        previousOffset = previous
        self.offset = offset
        nextOffset = next
        self.footerYear = footerYear
    }

    @inlinable
    package var localStart: Int64 {
        start == .min ? .min : start + Int64(max(previousOffset, offset))
    }

    @inlinable
    package var localEnd: Int64 {
        end == .max ? .max : end + Int64(max(offset, nextOffset))
    }

    /// The first wall time after the last one that the stretch's own clocks show.
    @inlinable
    package var localPlainEnd: Int64 {
        end == .max ? .max : end + Int64(offset)
    }

    var localFoldStart: Int64 {
        end == .max ? .max : end + Int64(nextOffset)
    }
}
