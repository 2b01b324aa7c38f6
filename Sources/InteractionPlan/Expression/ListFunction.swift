// The functions of lists. Positions count from 1, negative ones from the end.

/// A known function whose first argument (or result) is a list. NULL in an argument gives NULL unless said otherwise.
public enum ListFunction: Sendable, Hashable {
    /// A list of the arguments, NULLs included.
    case value
    /// The element at a position (BIGINT); NULL outside.
    case element
    /// The elements from one position to another, both included; positions outside are cut to the list.
    case slice
    /// Number of elements as BIGINT.
    case length
    /// True when an element equals the second argument.
    case contains
    /// Position of the first element that equals the second argument (NULL finds NULL); NULL when there is none.
    case position
    /// All elements of both; NULL counts as an empty list, unless both are NULL.
    case concat
    /// The list with the second argument (which may be NULL) at its end. A NULL list counts as empty.
    case append
    /// The second argument with the first one before it.
    case prepend
    /// Without the last, without the first element.
    case popBack, popFront
    /// From the end to the start.
    case reverse
    /// In order; NULLs where the flag says.
    case sort(isDescending: Bool, nullsFirst: Bool)
    /// Each different element once, without NULLs, in order of first appearance.
    case distinct
    /// How many different elements there are, NULLs not counted.
    case unique
    /// True when an element of the second list is in the first; when all of them are. NULL elements do not count.
    case hasAny, hasAll
    /// The elements of the first list that the second has too, each once, in the order of the first.
    case intersect
    /// The elements joined by the second argument; NULLs are skipped.
    case joined
    /// An aggregate over the elements in their order.
    case aggregate(AggregateFunction)
    /// BIGINTs from the first argument up (or down) to the second by steps of the third; the end is included or not.
    case range(includesEnd: Bool)
}

extension ListFunction {
    /// The name in SQL.
    package var name: String {
        switch self {
        case .value: "list_value"
        case .element: "list_extract"
        case .slice: "list_slice"
        case .length: "len"
        case .contains: "list_contains"
        case .position: "list_position"
        case .concat: "list_concat"
        case .append: "list_append"
        case .prepend: "list_prepend"
        case .popBack: "array_pop_back"
        case .popFront: "array_pop_front"
        case .reverse: "list_reverse"
        case .sort(let isDescending, _): isDescending ? "list_reverse_sort" : "list_sort"
        case .distinct: "list_distinct"
        case .unique: "list_unique"
        case .hasAny: "list_has_any"
        case .hasAll: "list_has_all"
        case .intersect: "list_intersect"
        case .joined: "array_to_string"
        case .aggregate(let function): "list_" + function.name
        case .range(let includesEnd): includesEnd ? "generate_series" : "range"
        }
    }

    /// True when a value can make it fail.
    package var mayRaise: Bool {
        switch self {
        case .aggregate, .range: true
        default: false
        }
    }
}
