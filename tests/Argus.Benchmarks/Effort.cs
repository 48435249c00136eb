namespace Argus.Benchmarks;

/// <summary>How much work a run puts into its figures.</summary>
internal sealed record Effort
{
    public static Effort Full { get; } = new();

    /// <summary>A smoke run: everything once or twice, too little to quote.</summary>
    public static Effort Quick { get; } = new()
    {
        SampleLength = TimeSpan.FromSeconds(1),
        WarmUp = TimeSpan.FromSeconds(1),
        Kept = 1,
        Tries = 6,
        Starts = 1,
        Tenants = 20,
        TokensIssued = 5_000,
        TokensIntrospected = 1_000,
        EventsReplayed = 50_000,
        ExportedEntries = 20_000,
        Replays = 1,
        GrownEntries = 50_000,
        Proofs = 100,
        Rotations = 50,
        Refreshes = 2_000,
        Thefts = 200,
        Revocations = 20,
        PresentationRounds = 20,
        PacedFor = TimeSpan.FromSeconds(5),
        ManyDropped = 100_000,
    };

    public TimeSpan SampleLength { get; private init; } = TimeSpan.FromSeconds(2);

    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(6);

    /// <summary>Samples that each cell has to keep.</summary>
    public int Kept { get; private init; } = 6;

    /// <summary>Times that each cell is tried, kept or not.</summary>
    public int Tries { get; private init; } = 40;

    /// <summary>Stores of refresh tokens, so that each sample, and the warming up, may lose the ones whose answers it does not wait for.</summary>
    public int TokenStores(int connections) => (connections + 1) * (Tries + 2);

    public int Starts { get; private init; } = 5;

    public int Tenants { get; private init; } = 1_000;

    public int ClientsPerTenant { get; private init; } = 10;

    /// <summary>Tokens issued before memory and storage are read.</summary>
    public int TokensIssued { get; private init; } = 100_000;

    /// <summary>Distinct tokens introspected in turn: more than any cache could hold usefully.</summary>
    public int TokensIntrospected { get; private init; } = 20_000;

    public int EventsReplayed { get; private init; } = 1_000_000;

    /// <summary>Entries of the export that is verified, or replayed.</summary>
    public int ExportedEntries { get; private init; } = 1_000_000;

    public int Replays { get; private init; } = 3;

    /// <summary>Entries in a log that has grown large, and in one that has not.</summary>
    public int GrownEntries { get; private init; } = 10_000_000;

    public int YoungEntries { get; } = 10_000;

    /// <summary>Inclusion proofs asked for.</summary>
    public int Proofs { get; private init; } = 5_000;

    /// <summary>Entries of a large window that is dropped, and of a small one.</summary>
    public int ManyDropped { get; private init; } = 1_000_000;

    public int FewDropped { get; } = 10_000;

    /// <summary>Compressed rotations that verifiers live through.</summary>
    public int Rotations { get; private init; } = 1_000;

    /// <summary>Tenants with key rings that a node starts with.</summary>
    public int KeyRings { get; private init; } = 10_000;

    /// <summary>Refreshes of tabs that share a store.</summary>
    public int Refreshes { get; private init; } = 100_000;

    public int Thefts { get; private init; } = 10_000;

    /// <summary>Revocations that an API waits for.</summary>
    public int Revocations { get; private init; } = 500;

    /// <summary>Times that one refresh token is presented by many at once.</summary>
    public int PresentationRounds { get; private init; } = 1_000;

    /// <summary>How long refreshes are sent at a fixed pace.</summary>
    public TimeSpan PacedFor { get; private init; } = TimeSpan.FromSeconds(20);
}
