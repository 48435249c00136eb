using System.Text;
using Argus.Authority;
using Argus.Authority.Checkpoints;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Federation;
using Argus.Authority.Grains;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.PersonalData;
using Argus.Authority.Provisioning;
using Argus.Authority.Receipts;
using Argus.Authority.Revocation;
using Argus.Authority.SignIn;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Tenants;
using Argus.Log.Checkpoints;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority;

/// <summary>A node without network and disk: the use cases over a log in memory, following it, on a clock that the spec moves.</summary>
internal sealed class SpecNode : IAsyncDisposable
{
    public const string Api = "https://api.example";
    public const string Other = "https://other.example";

    public static readonly Origin Origin = new("spec", "correlation");
    public static readonly AuthorityOptions Options = new(AppendTimeout: TimeSpan.FromSeconds(5), MaxStaleness: TimeSpan.FromSeconds(60));

    /// <summary>The first of the shared keys that logs get.</summary>
    public const int FirstLogKey = 1_000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;
    private readonly string _ticker;
    private int _besides;
    private int _ticks;

    /// <param name="beside">Another node, over the same log and custody, at the same time; none for one by itself.</param>
    public SpecNode(SpecNode? beside = null)
    {
        Clock = beside?.Clock ?? new ManualClock();
        Log = beside?.Log ?? new SpecLog(Clock);
        Custody = beside?.Custody ?? new SpecCustody(Clock);
        LogCustody = beside?.LogCustody ?? new SpecCustody(Clock, FirstLogKey);
        Checkpoints = beside?.Checkpoints ?? new InMemoryCheckpointStore();
        _ticker = beside is null ? "ticks" : $"{beside._ticker}-{++beside._besides}";
        PersonalKeys = new SpecKeys(Directory, Clock, beside?.PersonalKeys);
        Aggregates = new Aggregates(Log, PersonalKeys.Writer);
        Views = new FeedFollower(Log, Directory, Options, Clock, NullLogger<FeedFollower>.Instance);
        var custodies = new KeyCustodies(Custody);
        Keys = new SigningKeys(custodies, Custody, Clock);
        IssuedTokens = new IssuedTokens(Log);
        var verifiers = new VerifierGrains(Log, PersonalKeys.Writer, Clock);
        Verifiers = new VerifierRecords(Log, verifiers);
        Recorder = new AuditRecorder(Log, PersonalKeys.Audit, Clock, NullLogger<AuditRecorder>.Instance);
        Mint = new TokenMint(Aggregates, IssuedTokens, Issuers);
        Issuer = new TokenIssuer(new TenantSigner(Keys, Views), Mint, Clock);
        Verifier = new AccessTokenVerifier(Issuers, Clock);
        Families = new FamilyGrains(Log, PersonalKeys.Writer, Options);
        FamilyRevoker = new FamilyRevoker(Families, Views);
        Confirmations = new Confirmations(Families, NullLogger<Confirmations>.Instance);
        Receipts = new ReceiptIntake(
            new ReceiptVerifier(Issuers, Clock), verifiers, new ReceiptJudge(IssuedTokens, Confirmations, Aggregates), Aggregates, Recorder);
        FamilyTokens = new FamilyTokens(new TenantSigner(Keys, Views), Issuers, Clock);
        RefreshTokens = new RefreshTokenJudge(Families, FamilyTokens, Issuers, Clock);
        PeerKeys = new PeerKeyRefresh(Views, new PeerKeyReader(Documents, Aggregates, Views, Clock), Clock, NullLogger<PeerKeyRefresh>.Instance);
        PeerTokens = new PeerTokens(Issuers, new PeerVerificationKeys(), PeerKeys, Clock);
        Judge = new TokenJudge(Verifier, IssuedTokens, Confirmations, Aggregates);
        Introspector = new Introspector(new TrustedTokenJudge(Judge, PeerTokens), RefreshTokens, Views, Recorder);
        Revoker = new TokenRevoker(Aggregates, FamilyRevoker, Views, Verifier, Clock);
        Passwords = new Passwords(SlowHash);
        Secrets = new ClientSecrets(new SpecSlowHash(), Clock);
        SecretUses = new SecretUses(Aggregates, Clock, NullLogger<SecretUses>.Instance);
        var intake = new KeyIntake(Aggregates, custodies, Custody);
        LogKeys = new LogKeyring(new LogKeyIntake(Aggregates, new KeyCustodies(LogCustody), LogCustody), Aggregates, Views, Issuers, Clock);
        LogSigners = new LogSigners(new KeyCustodies(LogCustody), LogCustody);
        Watches = new CheckpointWatches(Log, Checkpoints, CheckpointOptions.Standard, Clock);
        Rounds = new CheckpointRounds(
            Watches,
            new CheckpointSigner(Log, Checkpoints, LogSigners, new HeadCheck(Log), Clock),
            new CheckpointReports(Aggregates, Meter, Witnesses, Clock, CheckpointLog),
            CheckpointOptions.Standard,
            Clock,
            NullLogger<CheckpointRounds>.Instance);
        Provisioner = new Provisioner(Aggregates, Directory, Issuers, new FirstKeys(new FirstKey(intake, Clock), LogKeys, Directory), Secrets, new UserProvisioner(Aggregates, People, Directory, Passwords, Clock), new PeerProvisioner(Aggregates, Directory, Issuers, Clock));
        PrivateHalves = new PrivateHalves(Aggregates, custodies, Custody, Clock, NullLogger<PrivateHalves>.Instance);
        Rotation = new KeyRotation(
            Views,
            new RingKeeper(Aggregates, PrivateHalves, new NextKeyAudience(Verifiers, Clock), Views, Clock),
            new NextKeys(intake, Views, Clock),
            PrivateHalves,
            Keys,
            Clock,
            NullLogger<KeyRotation>.Instance);
        KeyRings = new KeyRings(Aggregates, intake, Views, Rotation, Clock);
    }

    public ManualClock Clock { get; }

    public SpecLog Log { get; }

    public SpecCustody Custody { get; }

    /// <summary>Apart from the other, so that specs of signing keys find nothing but those.</summary>
    public SpecCustody LogCustody { get; }

    public TenantDirectory Directory { get; } = new();

    public Issuers Issuers { get; } = new(new Uri("https://auth.example"), TextId.Parse<TenantId>("main"));

    public ClientSecrets Secrets { get; }

    public SecretUses SecretUses { get; }

    public SpecSlowHash SlowHash { get; } = new();

    public Passwords Passwords { get; }

    /// <summary>What seals personal data.</summary>
    public SpecKeys PersonalKeys { get; }

    public UserPeople People => PersonalKeys.People;

    public Aggregates Aggregates { get; }

    public FamilyGrains Families { get; }

    public FamilyRevoker FamilyRevoker { get; }

    public FamilyTokens FamilyTokens { get; }

    public RefreshTokenJudge RefreshTokens { get; }

    public Confirmations Confirmations { get; }

    public ReceiptIntake Receipts { get; }

    public VerifierRecords Verifiers { get; }

    public FeedFollower Views { get; }

    public SigningKeys Keys { get; }

    public IssuedTokens IssuedTokens { get; }

    public AuditRecorder Recorder { get; }

    public TokenMint Mint { get; }

    public TokenIssuer Issuer { get; }

    public AccessTokenVerifier Verifier { get; }

    /// <summary>What peers publish.</summary>
    public SpecDocuments Documents { get; } = new();

    public PeerKeyRefresh PeerKeys { get; }

    public PeerTokens PeerTokens { get; }

    public TokenJudge Judge { get; }

    public Introspector Introspector { get; }

    public TokenRevoker Revoker { get; }

    public Provisioner Provisioner { get; }

    public PrivateHalves PrivateHalves { get; }

    public KeyRotation Rotation { get; }

    public KeyRings KeyRings { get; }

    public LogKeyring LogKeys { get; }

    public LogSigners LogSigners { get; }

    public InMemoryCheckpointStore Checkpoints { get; }

    public CheckpointWatches Watches { get; }

    public CheckpointRounds Rounds { get; }

    public CheckpointMeter Meter { get; } = new();

    /// <summary>What was shown to witnesses.</summary>
    public ShownCheckpoints Witnesses { get; } = new();

    public KeptLines<CheckpointReports> CheckpointLog { get; } = new();

    public TenantView Acme => Directory.Find("acme")!;

    /// <summary>A node that follows the log, with a tenant of two APIs and some clients.</summary>
    public static async Task<SpecNode> StartAsync(string policy = "{}")
    {
        var node = new SpecNode();
        node.Follow();
        await node.Views.CatchUpAsync(Bound).WaitAsync(Bound);
        await node.ApplyAsync(
            $$"""
              {"tenants":[{"tenant":"acme","policy":{{policy}},
                "resources":[{"resource":"{{Api}}","scopes":["read","write"]},{"resource":"{{Other}}","scopes":["other"]}],
                "clients":[
                  {"client_id":"orders","client_secret":"secret one","grant_types":["client_credentials"],"scope":"read write","resources":["{{Api}}"]},
                  {"client_id":"both","client_secret":"secret two","grant_types":["client_credentials"],"scope":"read other","resources":["{{Api}}","{{Other}}"]},
                  {"client_id":"none","client_secret":"secret three","grant_types":["client_credentials"]},
                  {"client_id":"api","client_secret":"secret four","introspects":["{{Api}}"]},
                  {"client_id":"other","client_secret":"secret five","introspects":["{{Other}}"]}]}]}
              """);
        return node;
    }

    /// <summary>Another node, which has seen what this one has.</summary>
    public async Task<SpecNode> StartBesideAsync()
    {
        var node = new SpecNode(this);
        node.Follow();
        await node.RefreshAsync();
        return node;
    }

    public void Follow() => _following = Views.RunAsync(_ending.Token);

    public async Task ApplyAsync(string document)
    {
        await Provisioner.ApplyAsync(ProvisioningReader.Read(Encoding.UTF8.GetBytes(document)), Origin);
        await RefreshAsync();
    }

    /// <summary>Lets time pass; the view keeps up with it.</summary>
    public Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        return RefreshAsync();
    }

    /// <summary>Returns when the view shows everything up to now. What wakes it belongs to a tenant of no concern.</summary>
    public async Task RefreshAsync()
    {
        do
        {
            var tick = await Log.PutAsync(_ticker, TenantState.Stream, _ticks++, new TenantRenamed("tick"));
            await Views.ReachAsync(tick.Feed!.Value, Bound).WaitAsync(Bound);
        }
        while (Views.Age > TimeSpan.Zero);
    }

    /// <summary>From now on the view gets old.</summary>
    public async Task LoseTheFeedAsync()
    {
        Log.OnFollow = SpecLog.Gone;
        await Log.PutAsync(_ticker, TenantState.Stream, _ticks++, new TenantRenamed("tick"));
    }

    /// <summary>The seal of a user of acme, who need not be registered yet.</summary>
    public async Task<IPersonalSeal> SealAsync(SubjectId user) => await PersonalKeys.Keys.FindOrMakeAsync(Domain.Samples.Acme, user);

    public AuthenticatedClient Client(string id)
    {
        var client = TextId.Parse<ClientId>(id);
        return new AuthenticatedClient(client, Acme.Client(client));
    }

    public TokenRequest Request(string client = "orders", string? scope = null, params string[] resources)
    {
        var (id, state) = (Client(client).Id, Client(client).State);
        return new TokenRequest(Acme, id, state, scope is null ? null : NameSet.Of(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)), resources);
    }

    public async Task<byte[]> IssueAsync(string client = "orders", params string[] resources)
    {
        var answer = await Issuer.IssueAsync(Request(client, null, resources), Origin);
        Assert.Null(answer.Refusal);
        return answer.AccessToken.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        PeerKeys.Dispose();
        await _following.WaitAsync(Bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }
}

/// <summary>Stands for the slow hash; counts what it would have cost.</summary>
internal sealed class SpecSlowHash : ISlowHash
{
    private int _verified;
    private int _hashed;

    public int Verified => _verified;

    public int Hashed => _hashed;

    public string Hash(string secret)
    {
        Interlocked.Increment(ref _hashed);
        return Text(secret);
    }

    private static string Text(string secret) => $"slow:{Convert.ToHexString(Encoding.UTF8.GetBytes(secret))}";

    public bool Verify(string hash, string secret)
    {
        Interlocked.Increment(ref _verified);
        return hash == Text(secret);
    }
}

/// <summary>Stands for all witnesses: remembers what they were to be shown.</summary>
internal sealed class ShownCheckpoints : IWitnessing
{
    public List<(string Tenant, long Size)> All { get; } = [];

    public void Show(TenantId tenant, KnownCheckpoint checkpoint)
    {
        lock (All)
            All.Add((tenant.Value, checkpoint.Stored.Size));
    }
}

/// <summary>Remembers the lines of one logger.</summary>
internal sealed class KeptLines<T> : ILogger<T>
{
    public List<(LogLevel Level, int EventId, string Text)> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (All)
            All.Add((logLevel, eventId.Id, formatter(state, exception)));
    }
}
