namespace Argus.Benchmarks.Figures;

/// <summary>A figure that Argus is held to. Numbers stand in the order that the measured ones come in; a slash in the title parts two.</summary>
internal sealed record Goal(string Key, string Title, string Unit, bool MoreIsBetter, double[] Must, double[] Aim)
{
    public static IReadOnlyList<Goal> All { get; } =
    [
        new("tokens", "durable RS256-2048 client_credentials tokens/s at 64 connections ÷ two-thread signing rate", "", true, [0.62], [0.75]),
        new("tenants", "the same with 1,000 tenants and 10,000 clients in turn", "", true, [0.58], [0.72]),
        new("cpu", "server + PostgreSQL CPU per token ÷ CPU of one signature", "", false, [1.45], [1.22]),
        new("peer", "tokens/s ÷ oidc-provider's (which stores nothing)", "", true, [1.2], [1.45]),
        new("refresh", "refresh rotations/s ÷ oidc-provider's in memory / on PostgreSQL (which store no access token)", "", true, [1.3, 4], [1.65, 5]),
        new("refreshes", "refresh rotations/s, durable, at 64 connections ÷ two-thread signing rate", "", true, [0.58], [0.72]),
        new("refresh-latency", "refresh p99 at half saturation", " ms", false, [20], [8]),
        new("logouts", "logouts in 100,000 refreshes of 2 to 8 tabs on one store, every 20th answer lost", "", false, [0], [0]),
        new("thefts", "thefts detected at the first use after the window, of 10,000", " %", true, [100], [100]),
        new("presentations", "rotations per round of 64 parallel presentations of one refresh token, 1,000 rounds", "", false, [1], [1]),
        new("introspection", "introspection/s, full verification and recording ÷ bare Kestrel", "", true, [0.35], [0.55]),
        new("jwks", "JWKS GET/s ÷ bare Kestrel GET/s of the same size", "", true, [0.85], [0.97]),
        new("pkcs11", "tokens/s at 64 connections with keys in SoftHSM2 ÷ two threads that only sign there", "", true, [0.6], [0.7]),
        new("latency", "p50 at 1 connection / p99 at 64", " ms", false, [1.2, 30], [0.6, 18]),
        new("start", "start to first token, built: existing data / empty disk (with initdb)", " s", false, [2, 8], [0.8, 4]),
        new("memory", "resident memory of the node idle / after 100,000 tokens", " MiB", false, [160, 250], [100, 150]),
        new("storage", "database bytes per token, indexes included", "", false, [800], [400]),
        new("replay", "log replay with state, events/s, cold", "", true, [200_000], [600_000]),
        new("replays", "replaying an export with every rule, events/s on one core", "", true, [100_000], [300_000]),
        new("verification", "verifying an export, entries/s on one core", "", true, [200_000], [600_000]),
        new("grown-start", "start to ready with 10 million entries in the log", " s", false, [3], [1.5]),
        new("grown-tokens", "tokens/s with 10 million entries in the log ÷ with 10 thousand", "", true, [0.95], [1]),
        new("grown-proofs", "inclusion proof over HTTP with 10 million entries in the log, p99", " ms", false, [20], [5]),
        new("checkpoints", "tokens/s at 64 connections with checkpoints and tiles ÷ without", "", true, [0.95], [0.99]),
        new("drops", "dropping a window of a million entries, s / ÷ one of ten thousand / how long others wait meanwhile ÷ with one of ten thousand", "", false, [1, 20, 5], [0.3, 10, 2]),
        new("rotation", "tokens/s at 64 connections with a key rotation every 5 s ÷ without", "", true, [0.95], [0.98]),
        new("rollover", "failed verifications by jose and jwks-rsa across 1,000 compressed rotations", "", false, [0], [0]),
        new("keyrings", "key rings of 10,000 tenants: start to ready, s / resident memory, MiB", "", false, [5, 400], [3, 250]),
        new("revoke-to-deny", "from a revocation's 200 to its denial by an API that follows the feed, under load: p50 / p99", " ms", false, [500, 1_000], [20, 100]),
        new("validations", "validations by the resource server library in a second of one core: distinct tokens / one again; ÷ raw RSA verifications: distinct / one again", "", true,
            [50_000, 300_000, 0.7, 4], [60_000, 600_000, 0.85, 8]),
    ];

    public bool IsReached(IReadOnlyList<double> measured) =>
        measured.Zip(Must).All(pair => MoreIsBetter ? pair.First >= pair.Second : pair.First <= pair.Second);
}
