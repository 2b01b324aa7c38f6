// How an input is to be read: its format, the names of its fields, the zone of its times, what ends it.

/// How an input is to be read.
package struct SourceOptions: Sendable {
    /// nil: told by name and content.
    package var format: InputFormat?
    package var mapping = FieldMapping()
    /// Seconds east of UTC of times without a zone.
    package var assumedOffset = 0
    /// Ends the input before the first text that is no event.
    package var stopsAtRejection = false

    package init(format: InputFormat? = nil, mapping: FieldMapping = FieldMapping(), assumedOffset: Int = 0) {
        self.format = format
        self.mapping = mapping
        self.assumedOffset = assumedOffset
    }
}
