// One `import InteractionAnalytics` is enough for a client: the layers whose types stand in the face's signatures come with it.

@_exported public import InteractionModel
@_exported public import InteractionPlan
