// One `import InteractionAnalytics` is enough for a client: the layers whose types stand in the face's signatures come with it.

@_exported public import InteractionBehavior
@_exported public import InteractionModel
@_exported public import InteractionPlan
@_exported public import struct InteractionStorage.Acknowledgement
@_exported public import enum InteractionStorage.Durability
