using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.PersonalData;

/// <summary>A node whose tenant acme has the user alice, and what erases.</summary>
internal static class Erasures
{
    public const string Alice = """{"tenants":[{"tenant":"acme","users":[{"username":"alice","password":"correct horse","claims":{"name":"Alice"}}]}]}""";

    public static async Task<(SpecNode Node, UserState Alice)> StartAsync()
    {
        var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Alice);
        return (node, node.Acme.User(Domain.Samples.Alice));
    }

    public static async Task<Refusal?> EraseAsync(this SpecNode node, Username? name = null)
    {
        var refusal = await new UserEraser(node.Aggregates, node.PersonalKeys.Store, node.Views).EraseAsync(node.Acme, name ?? Domain.Samples.Alice, SpecNode.Origin);
        await node.RefreshAsync();
        return refusal;
    }

    public static Task SweepAsync(this SpecNode node) => node.Sweeper().SweepAsync(TestContext.Current.CancellationToken);

    public static PersonalKeySweeper Sweeper(this SpecNode node) =>
        new(node.PersonalKeys.Store, node.PersonalKeys.TenantKeys, node.Views, node.Clock, NullLogger<PersonalKeySweeper>.Instance);

    public static string KeyOf(UserState user) => $"acme/user:{user.Subject}";
}
