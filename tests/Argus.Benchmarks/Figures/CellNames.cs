namespace Argus.Benchmarks.Figures;

internal static class CellNames
{
    public const string Token = "token, one tenant";
    public const string TokenOverTenants = "token, tenants in turn";
    public const string TokenAlone = "token, 1 connection";
    public const string TokenAtRest = "token, keys at rest";
    public const string TokenRotating = "token, a rotation every 5 s";
    public const string TokenUnsigned = "token, no checkpoints";
    public const string TokenSigned = "token, checkpoints and tiles";
    public const string TokenOfYoungLog = "token, 10,000 entries in the log";
    public const string TokenOfGrownLog = "token, 10,000,000 entries in the log";
    public const string Introspection = "introspection";
    public const string Jwks = "JWKS";
    public const string Hello = "bare Kestrel, hello";
    public const string JwksSized = "bare Kestrel, JWKS-sized";
    public const string HsmToken = "token, keys in SoftHSM2";
    public const string HsmSigning = "SoftHSM2 signing, 2 threads";
    public const string EngineSigning = "the same through OpenSSL's engine";
    public const string OneProcess = "oidc-provider, 1 process";
    public const string TwoProcesses = "oidc-provider, 2 processes";
    public const string Refresh = "refresh";
    public const string RefreshInMemory = "oidc-provider, refresh in memory";
    public const string RefreshOneProcess = "oidc-provider, refresh on PostgreSQL, 1 process";
    public const string RefreshTwoProcesses = "oidc-provider, refresh on PostgreSQL, 2 processes";
    public const string DistinctTokens = "validation, distinct tokens";
    public const string RepeatedToken = "validation, one token again";
    public const string RawVerification = "RSA-2048 verification, 1 thread";
}
