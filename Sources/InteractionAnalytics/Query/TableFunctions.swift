// The table functions that queries know. A new one is a type in InteractionBehavior and a line here.

import InteractionBehavior
import InteractionExecution
import InteractionPlan

enum TableFunctions {
    /// All of them, as FROM names them.
    static let all: [any TableFunction] = [
        CohortFunction(), ErrorsFunction(), FunnelFunction(), FunnelFunction(listsUnits: true), LifecycleFunction(), PathsFunction(),
        SequenceFunction(), SequenceFunction(.next), SequenceFunction(.units), SessionsFunction(), StateMachineFunction(),
        StateMachineFunction(listsStates: true), TopFunction(), TransitionsFunction(), UsageFunction(), VitalsFunction(),
    ]
    static let signatures = all.map(\.signature)
}
