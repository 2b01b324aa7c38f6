// What a visitor does next: a Markov chain over actions, as 256 byte-sized chances a row. The order of a purchase (view,
// add_to_cart, checkout, purchase) is enforced by the session's stage, which makes the stream funnel-like.

/// The actions of the demo.
enum DemoAction: UInt8, CaseIterable {
    case navigation, view, click, scroll, input, search, apiCall, generation, stateTransition
    case addToCart, checkout, purchase, error, performance, login, logout, consent

    /// The action's name with its JSON quotes closed and what always follows it.
    var name: StaticString {
        switch self {
        case .navigation: "navigation"
        case .view: "view"
        case .click: "click"
        case .scroll: "scroll"
        case .input: "input"
        case .search: "search"
        case .apiCall: "api_call"
        case .generation: "generation_complete"
        case .stateTransition: "state_transition"
        case .addToCart: "add_to_cart"
        case .checkout: "checkout"
        case .purchase: "purchase"
        case .error: "error"
        case .performance: "performance_metric"
        case .login: "login"
        case .logout: "logout"
        case .consent: "consent"
        }
    }

    /// Whether the app acts by itself here, right after what came before, and not the visitor.
    var isPrompt: Bool { self == .apiCall || self == .performance || self == .stateTransition || self == .error }
}

/// The chain: for each action 256 equally likely successors.
struct DemoChain {
    private let successors: [[DemoAction]]
    private let firsts: [DemoAction]

    init() {
        firsts = Self.row([(.navigation, 150), (.view, 50), (.consent, 26), (.performance, 20), (.login, 10)])
        successors = DemoAction.allCases.map { action in
            switch action {
            case .navigation:
                Self.row([
                    (.performance, 60), (.view, 50), (.scroll, 50), (.click, 40), (.apiCall, 20), (.search, 16), (.input, 10),
                    (.navigation, 10),
                ])
            case .view:
                Self.row([
                    (.scroll, 60), (.click, 56), (.addToCart, 34), (.view, 30), (.apiCall, 26), (.navigation, 24),
                    (.generation, 10), (.performance, 10), (.error, 6),
                ])
            case .click:
                Self.row([
                    (.navigation, 60), (.view, 50), (.click, 40), (.apiCall, 36), (.input, 20), (.scroll, 20), (.addToCart, 12),
                    (.stateTransition, 8), (.error, 6), (.login, 4),
                ])
            case .scroll:
                Self.row([
                    (.scroll, 90), (.click, 60), (.view, 50), (.navigation, 30), (.addToCart, 10), (.input, 8), (.performance, 8),
                ])
            case .input:
                Self.row([(.input, 80), (.generation, 60), (.search, 40), (.click, 40), (.apiCall, 20), (.stateTransition, 16)])
            case .search: Self.row([(.view, 90), (.scroll, 60), (.click, 50), (.apiCall, 36), (.search, 20)])
            case .apiCall:
                Self.row([
                    (.apiCall, 50), (.view, 50), (.click, 50), (.scroll, 40), (.stateTransition, 26), (.generation, 20),
                    (.error, 12), (.navigation, 8),
                ])
            case .generation:
                Self.row([(.stateTransition, 60), (.view, 60), (.input, 60), (.click, 40), (.scroll, 30), (.error, 6)])
            case .stateTransition:
                Self.row([
                    (.stateTransition, 50), (.apiCall, 50), (.click, 50), (.generation, 40), (.view, 40), (.purchase, 20), (.error, 6),
                ])
            case .addToCart: Self.row([(.apiCall, 60), (.checkout, 60), (.view, 60), (.navigation, 40), (.click, 36)])
            case .checkout:
                Self.row([(.stateTransition, 110), (.input, 60), (.apiCall, 40), (.purchase, 30), (.error, 10), (.navigation, 6)])
            case .purchase: Self.row([(.navigation, 90), (.apiCall, 60), (.scroll, 40), (.view, 40), (.logout, 26)])
            case .error: Self.row([(.click, 80), (.navigation, 70), (.apiCall, 50), (.view, 30), (.error, 26)])
            case .performance: Self.row([(.performance, 80), (.scroll, 66), (.click, 60), (.view, 50)])
            case .login: Self.row([(.navigation, 120), (.apiCall, 86), (.view, 50)])
            case .logout: Self.row([(.navigation, 200), (.login, 56)])
            case .consent: Self.row([(.navigation, 150), (.view, 106)])
            }
        }
    }

    func first(_ random: inout DemoRandom) -> DemoAction { firsts[random.below(firsts.count)] }

    func next(after action: DemoAction, _ random: inout DemoRandom) -> DemoAction {
        let row = successors[Int(action.rawValue)]
        return row[random.below(row.count)]
    }

    private static func row(_ chances: [(DemoAction, Int)]) -> [DemoAction] {
        chances.flatMap { Array(repeating: $0.0, count: $0.1) }
    }
}
