// One visit under way: who it is, where it stands, how far a purchase has come.

/// A live session of the demo.
struct DemoSession {
    /// Events still to come, at least 1 while the session is live.
    var remaining: Int
    var previous: DemoAction?
    /// Everything from the end of the timestamp to the action's name: ids as JSON.
    var identity: [UInt8]
    /// The session id's JSON without the user: kept so that a login can add one.
    var sessionPart: [UInt8]
    var isIdentified: Bool
    var userAgent: Int
    var product: Int
    var page: DemoPage
    var cart = 0
    var cartCents = 0
    var stage = DemoStage.arrived
    /// Where the checkout machine stands, an index into its states.
    var checkoutState = 0
    var assistantState = 0
    /// The page load that performance metrics belong to.
    var loadId: UInt64
}

/// How far a purchase has come; each action of the funnel needs the one before it.
enum DemoStage: Int, Comparable {
    case arrived, viewed, inCart, checkingOut
    static func < (a: DemoStage, b: DemoStage) -> Bool { a.rawValue < b.rawValue }
}

/// The kind of page shown.
enum DemoPage: Int, CaseIterable {
    case home, category, search, product, cart, checkout, assistant, account

    var component: StaticString {
        switch self {
        case .home: "HomePage"
        case .category: "CategoryPage"
        case .search: "SearchPage"
        case .product: "ProductPage"
        case .cart: "CartPage"
        case .checkout: "CheckoutPage"
        case .assistant: "AssistantPanel"
        case .account: "AccountPage"
        }
    }
}

/// The two declared state machines: states and the moves between neighbours.
enum DemoMachine {
    static let checkoutStates: [StaticString] = ["cart", "address", "payment", "confirmed", "rejected"]
    static let assistantStates: [StaticString] = ["idle", "generating", "streaming", "done", "failed"]

    /// The state after `state` and the event that leads there. Most moves go forward, some fail, ends start again.
    static func move(from state: Int, _ random: inout DemoRandom) -> (state: Int, event: StaticString) {
        if state >= 3 { return (0, "RESET") }
        if random.chance(60) { return (4, "FAIL") }
        if state > 0, random.chance(80) { return (state - 1, "BACK") }
        return (state + 1, "NEXT")
    }
}
